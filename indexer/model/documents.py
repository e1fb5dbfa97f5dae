"""Documents, what is known of them, and their passages."""

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
    """An organisation a document is by or wholly about, and how that is known."""

    slug: str
    name: str
    basis: OrganisationBasis


@dataclass(frozen=True)
class Candidate:
    """A value that was considered for ``field`` and lost, with the basis that spoke for it."""

    field: Literal["title", "published", "organisations"]
    value: str
    basis: str
    reason: str


@dataclass(frozen=True)
class Document:
    """One page of the archive, cleaned and described.

    ``id`` comes from the path alone, so it survives a rebuild. ``captured`` is
    the ISO 8601 date the page was scraped, where known.
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
        """The kept blocks, one a line."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True)
class Passage:
    """A slice of one document, the unit that is indexed and ranked.

    ``text`` is ``document.text[start:end]``, counted in code points; the passages
    of a document, joined by the white space between them, are the whole of it.
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
    """A document with its passages: what an engine stores and gives back whole."""

    document: Document
    passages: tuple[Passage, ...]
