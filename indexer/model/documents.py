"""Documents with their metadata, and their passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.model.pages import Block, DroppedBlock

Precision = Literal["day", "month", "year"]
DateBasis = Literal["override", "collection", "front-matter", "page", "address", "printed", "items"]
OrganisationBasis = Literal["override", "collection", "front-matter", "page", "heading", "text"]


@dataclass(frozen=True)
class Published:
    """The document's own date: ISO 8601 cut to its precision (``1990-03``)."""

    value: str
    precision: Precision
    basis: DateBasis

    @property
    def year(self) -> int:
        return int(self.value[:4])


@dataclass(frozen=True)
class Attribution:
    """An organisation that a document is by, or wholly about, and how that is known."""

    slug: str
    name: str
    basis: OrganisationBasis


@dataclass(frozen=True)
class Candidate:
    """A value of ``field`` that was considered and not chosen, with its basis and the reason."""

    field: Literal["title", "published", "organisations"]
    value: str
    basis: str
    reason: str


@dataclass(frozen=True)
class Document:
    """One page of the archive, cleaned and described.

    ``id`` is made from the path alone, so it survives a rebuild. ``captured`` is the
    ISO 8601 date on which the page was scraped. Fields may be added here alone: engines
    store every field (``tests/engines/test_adding.py``).
    """

    id: str
    path: str
    title: str
    title_basis: str
    url: str | None
    published: Published | None
    captured: str | None
    organisations: tuple[Attribution, ...]
    blocks: tuple[Block, ...]
    dropped: tuple[DroppedBlock, ...]
    candidates: tuple[Candidate, ...] = ()

    @property
    def text(self) -> str:
        """The texts of the blocks, one per line."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True)
class Passage:
    """A slice of one document, the unit that is indexed and ranked.

    ``text`` is ``document.text[start:end]``; offsets count code points. The passages of
    a document cover its text, except for white space between them.
    ``heading`` is the path of headings above the passage, outermost first.
    ``mentions`` are slugs, sorted; ``years`` are sorted.
    """

    id: str
    start: int
    heading: tuple[str, ...]
    text: str
    mentions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Entry:
    """A document with its passages: what an engine stores, and returns unchanged."""

    document: Document
    passages: tuple[Passage, ...]
