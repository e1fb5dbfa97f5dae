"""The Whoosh engine: Whoosh segments made of raw arrays, built and searched with numpy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from indexer.authority import Authority
from indexer.engines import Counts, Older
from indexer.engines.whoosh import codec
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.indexing.writing import write_version
from indexer.facets import FACETS
from indexer.model import ArchiveInfo, Entry

__all__ = ["CHECKED", "OLDER", "SCHEMA", "open", "schema_with", "write"]


NUMBER = "whoosh-2"
"""Raised by hand when ``tests/store/test_stored_shape.py`` says that what is stored has changed."""
FACETS_OF_NUMBER = ("organisation", "year", "mentions", "mentioned_year")
"""The facets whose values an index of this number stores."""


def schema_with(facets: tuple[str, ...]) -> str:
    """The schema of an index that stores the values of these facets.

    With other facets than those of the number it is another schema, so an index
    written before a facet was added is not opened, and the next rebuild writes it anew.
    """
    return NUMBER if facets == FACETS_OF_NUMBER else f"{NUMBER}:{','.join(facets)}"


SCHEMA = schema_with(tuple(facet.name for facet in FACETS))
OLDER: Mapping[str, Older] = {
    "whoosh-1": Older.SAME,  # without the offsets of passages
    "whoosh-8358397e589d": Older.SAME,  # the same, named by a hash of the source
}
CHECKED: tuple[str, ...] = (codec.EXTENSION,)


def write(
    base: Path | None, removed: Iterable[str], added: Iterable[Entry], folder: Path
) -> Counts:
    """See ``EngineType.write``; segments are merged as ``indexing/writing.py`` says."""
    return write_version(base, removed, added, folder)


def open(folder: Path, info: ArchiveInfo, authority: Authority) -> WhooshEngine:
    """See ``EngineType.open``."""
    return WhooshEngine(folder, info, authority)
