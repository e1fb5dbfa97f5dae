"""Golden pages: every file in ``pages/`` with a neighbour of the same stem ending in ``.toml``.

``content`` is the whole document, a block each, its title aside; ``neutral`` are lines
that may stay or go: datelines, bylines, a title tag left in text. ``keep`` are strings
that must be in the cleaned text, ``drop`` strings that must not, ``rules`` names of
rules that must have fired. ``title``, ``year``, ``published`` and ``organisations`` are
what a librarian would write; ``undated`` says that there is no date. White space counts
as one space.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parent / "pages"
EXPECTATIONS = tuple(sorted(PAGES.glob("*.toml")))


@dataclass(frozen=True)
class Golden:
    """A page and its expectations."""

    name: str
    source: bytes
    wanted: dict[str, Any]

    @property
    def is_text(self) -> bool:
        return self.name.endswith(".txt")


def read(expectation: Path) -> Golden:
    """The page with the same stem as its file of expectations."""
    (page,) = (p for p in PAGES.glob(f"{expectation.stem}.*") if p != expectation)
    return Golden(page.name, page.read_bytes(), tomllib.loads(expectation.read_text("utf-8")))
