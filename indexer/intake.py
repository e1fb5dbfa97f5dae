"""One file in, what became of it out: the work that is done in worker processes."""

from __future__ import annotations

import hashlib

from indexer import sources
from indexer.errors import NotADocument, PageError
from indexer.metadata.descriptions import Context, Identity
from indexer.reading import read_entry
from indexer.tasks import Outcome, Setup, Task


def read_page(setup: Setup, task: Task) -> Outcome:
    """Read one file of the corpus and make an entry of it."""
    try:
        content = sources.read(task.file, setup.file_megabytes)
    except PageError as error:
        return Outcome("", "failed", str(error))
    sha256 = hashlib.sha256(content).hexdigest()
    context = Context(setup.authority, task.override, task.collection)
    try:
        entry = read_entry(content, Identity(task.id, task.file.path), context)
    except NotADocument as error:
        return Outcome(sha256, "skipped", str(error))
    except PageError as error:
        return Outcome(sha256, "failed", str(error))
    return Outcome(sha256, "indexed", entry=entry)
