"""Pressmark: an archive of scraped pages made readable and searchable.

The public interface; each name is imported when it is first used, so that a
command pays only for what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.archive import open_engine
    from indexer.pipeline import rebuild
    from indexer.query import parse_query
    from indexer.reading import read_document

__all__ = ["open_engine", "parse_query", "read_document", "rebuild"]

_HOMES = {
    "open_engine": "indexer.archive",
    "parse_query": "indexer.query",
    "read_document": "indexer.reading",
    "rebuild": "indexer.pipeline",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
