"""Pressmark: an archive of scraped pages made readable and searchable.

The public interface; each name is imported when it is first used, so that a
command pays only for what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.query.parameters import parse_query
    from indexer.reading import read_document
    from indexer.rebuilding.pipeline import rebuild
    from indexer.store.reader import open_engine

__all__ = ["open_engine", "parse_query", "read_document", "rebuild"]

_HOMES = {
    "open_engine": "indexer.store.reader",
    "parse_query": "indexer.query.parameters",
    "read_document": "indexer.reading",
    "rebuild": "indexer.rebuilding.pipeline",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
