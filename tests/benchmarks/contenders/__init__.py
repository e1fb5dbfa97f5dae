"""The engines that are measured; each is a module that serves as a ``Contender``.

All are given the same passages and must show the same page: the best ten by
BM25, the exact total, counts by organisation and by year over all matches, and
ten fragments with what matched marked. Each does it in the way its own
documentation recommends, with lower-cased words cut at everything that is
neither letter nor digit, without stemming and stop words.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from tests.benchmarks.passages import Feed, Page, Question

FRAGMENT = 320
"""Characters of a fragment, about."""
TOP = 10

Answer = Callable[[Question], Page]


class Contender(Protocol):
    """One engine."""

    SETUP: str
    """How it is set up, in a sentence for the report."""

    def version(self) -> str:
        """The version installed; raises ``ImportError`` if none is."""

    def build(self, lines: Feed, folder: Path) -> None:
        """Write an index of the lines into the empty ``folder``."""

    def open(self, folder: Path) -> Answer:
        """Open what ``build`` wrote, ready to answer."""


MODULES = {
    "pressmark": "pressmark",
    "pressmark-documents": "pressmark_documents",
    "whoosh": "stock_whoosh",
    "sqlite": "sqlite_fts",
    "tantivy": "tantivy_rust",
    "xapian": "xapian_glass",
}
"""Names of contenders and the modules here that serve as them."""


def contender(name: str) -> Contender:
    """The contender called ``name``; raises ``ImportError`` if it is not installed."""
    module = cast(Contender, import_module(f"{__name__}.{MODULES[name]}"))
    module.version()
    return module


def bold(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    """A text with ``<b>`` and ``</b>`` around the ranges given."""
    pieces, done = [], 0
    for start, end in marks:
        pieces += [text[done:start], "<b>", text[start:end], "</b>"]
        done = end
    return "".join([*pieces, text[done:]])
