"""The reference engine: all texts in memory, all of them scanned for every form.

Slow and easy to check; faster engines are tested against it.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from pathlib import Path

from indexer.authority import Authority
from indexer.engines import Counts, Older
from indexer.engines.reference.engine import MemoryEngine
from indexer.model import ArchiveInfo, Entry

__all__ = ["CHECKED", "OLDER", "SCHEMA", "open", "write"]

SCHEMA = "memory-2"
"""Raised by hand when ``tests/store/test_stored_shape.py`` says that what is stored has changed."""
OLDER: Mapping[str, Older] = {}
CHECKED: tuple[str, ...] = ()
_FILE = "entries.pickle"


def write(
    base: Path | None, removed: Iterable[str], added: Iterable[Entry], folder: Path
) -> Counts:
    """See ``EngineType.write``; the whole version is one pickle."""
    kept: dict[str, Entry] = {}
    if base is not None:
        kept = pickle.loads((base / _FILE).read_bytes())
    for document_id in removed:
        kept.pop(document_id, None)
    kept.update((entry.document.id, entry) for entry in added)
    (folder / _FILE).write_bytes(pickle.dumps(kept))
    return Counts(len(kept), sum(len(entry.passages) for entry in kept.values()))


def open(folder: Path, info: ArchiveInfo, authority: Authority) -> MemoryEngine:
    """See ``EngineType.open``."""
    kept: dict[str, Entry] = pickle.loads((folder / _FILE).read_bytes())
    return MemoryEngine(kept.values(), authority, info)
