"""Pages: from a file of the corpus to cleaned blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple


@dataclass(frozen=True)
class SourceFile:
    """One file of the corpus, as listed in its folder.

    ``path`` is relative to the corpus, with ``/``; bytes of a file name that are not
    UTF-8 are written ``\\xNN`` in it. ``location`` is the path to read it from.
    ``size`` is in bytes, ``modified`` in nanoseconds since the epoch.
    """

    path: str
    location: str | Path
    size: int
    modified: int


BlockKind = Literal["heading", "paragraph", "item", "row", "quote", "preformatted", "caption"]


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list item, table row … of a page, in reading order.

    ``text`` is one line without leading or trailing space. ``level`` is 1–6
    for headings, else 0. ``tokens`` are the whole class and id tokens,
    lower-cased, of the element and its ancestors inside ``body``; ``tags`` are
    the names of those elements. ``linked`` counts the characters of ``text``
    that lie inside links.
    """

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    tokens: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    linked: int = 0


class Property(NamedTuple):
    """One value that a page states about itself, under the name that its source gives it.

    Names begin with their origin: ``front-matter:date``, ``meta:og:site_name``,
    ``json-ld:datePublished``, ``time:datePublished``, ``link:canonical``.
    """

    name: str
    value: str


@dataclass(frozen=True)
class ParsedPage:
    """A page decoded and split into blocks, before any cleaning.

    ``format`` is the name of its parser in ``indexer.formats.PARSERS``. ``title``
    is the text of the ``title`` element, ``None`` in formats without one.
    ``source`` is the decoded markup of an HTML page, else "".
    """

    format: str
    title: str | None
    properties: tuple[Property, ...]
    blocks: tuple[Block, ...]
    source: str = field(default="", repr=False)


@dataclass(frozen=True)
class DroppedBlock:
    """Text that was dropped from a page, and the name of the rule that dropped it.

    ``after`` is the number of kept blocks before it, which gives its position in the
    page; text cut out of a kept block is positioned after that block.
    """

    text: str
    rule: str
    after: int = 0


@dataclass(frozen=True)
class CleanPage:
    """A parsed page after cleaning: what is kept and what was dropped, each in page order."""

    page: ParsedPage
    kept: tuple[Block, ...]
    dropped: tuple[DroppedBlock, ...]
