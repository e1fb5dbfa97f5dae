"""The Whoosh engine: Whoosh's segments with raw arrays inside, built and walked by numpy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from indexer import analysis, model
from indexer import facets as facet_fields  # this package has a module facets of its own
from indexer.authority import Authority
from indexer.engines import Counts, related
from indexer.engines.whoosh import (
    arrays,
    building,
    codec,
    inversion,
    merging,
    records,
    schema,
    tokens,
)
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.writing import write_version
from indexer.model import ArchiveInfo, Entry

__all__ = ["CHECKED", "SCHEMA", "open", "write"]


STORED = (
    *(analysis, facet_fields, model, related),
    *(arrays, building, codec, inversion, merging, records, schema, tokens),
)
"""The modules whose values or terms are stored in an index."""


def _schema_version() -> str:
    """Changes with every module of ``STORED``."""
    digest = hashlib.sha256()
    for module in STORED:
        digest.update(Path(str(module.__file__)).read_bytes())
    return f"whoosh-{digest.hexdigest()[:12]}"


SCHEMA = _schema_version()
CHECKED: tuple[str, ...] = (codec.EXTENSION,)


def write(
    base: Path | None, removed: Iterable[str], added: Iterable[Entry], folder: Path
) -> Counts:
    """See ``EngineType.write``; segments are merged as ``writing.py`` says."""
    return write_version(base, removed, added, folder)


def open(folder: Path, info: ArchiveInfo, authority: Authority) -> WhooshEngine:
    """See ``EngineType.open``."""
    return WhooshEngine(folder, info, authority)
