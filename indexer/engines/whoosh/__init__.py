"""The Whoosh engine: Whoosh segments made of raw arrays, built and searched with numpy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from indexer.authority import Authority
from indexer.engines import Counts, Older
from indexer.engines.whoosh import codec
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.writing import write_version
from indexer.model import ArchiveInfo, Entry

__all__ = ["CHECKED", "OLDER", "SCHEMA", "open", "write"]


SCHEMA = "whoosh-2"
"""Raised by hand when ``tests/store/test_stored_shape.py`` says that what is stored has changed."""
OLDER: Mapping[str, Older] = {
    "whoosh-1": Older.SAME,  # without the offsets of passages
    "whoosh-8358397e589d": Older.SAME,  # the same, named by a hash of the source
}
CHECKED: tuple[str, ...] = (codec.EXTENSION,)


def write(
    base: Path | None, removed: Iterable[str], added: Iterable[Entry], folder: Path
) -> Counts:
    """See ``EngineType.write``; segments are merged as ``writing.py`` says."""
    return write_version(base, removed, added, folder)


def open(folder: Path, info: ArchiveInfo, authority: Authority) -> WhooshEngine:
    """See ``EngineType.open``."""
    return WhooshEngine(folder, info, authority)
