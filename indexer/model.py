"""Every value that moves through the program, in the order it moves.

SourceFile -> ParsedPage -> CleanPage -> Document -> Passage -> Engine <- Query
                                                       Engine -> Results

All values are frozen; ``None`` means unknown; text is NFC-normalised Unicode
without lone surrogates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

# ---------------------------------------------------------------- corpus


@dataclass(frozen=True)
class SourceFile:
    """One file of the corpus, as seen in the folder.

    ``path`` is relative to the corpus with ``/``; bytes of a file name that
    are no UTF-8 stand in it as ``\\xNN``. ``location`` is where to read it.
    ``size`` is in bytes, ``modified`` in nanoseconds since the epoch.
    """

    path: str
    location: str | Path
    size: int
    modified: int


# ---------------------------------------------------------------- pages

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
    """One value a page states about itself, under the name its source gives it.

    Names carry their origin: ``front-matter:date``, ``meta:og:site_name``,
    ``json-ld:datePublished``, ``time:datePublished``, ``link:canonical``.
    """

    name: str
    value: str


@dataclass(frozen=True)
class ParsedPage:
    """A page decoded and cut into blocks; nothing is judged yet.

    ``title`` is the text of the ``title`` element, ``None`` in formats without
    one. ``source`` is the decoded markup of an HTML page, else "".
    """

    format: Literal["html", "text", "markdown"]
    encoding: str
    title: str | None
    properties: tuple[Property, ...]
    blocks: tuple[Block, ...]
    source: str = field(default="", repr=False)


@dataclass(frozen=True)
class DroppedBlock:
    """Text that was taken out of a page, and the name of the rule that did it.

    ``after`` counts the kept blocks in front of it, which gives its place in the
    page; what was cut out of a kept block comes after that block.
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


# ---------------------------------------------------------------- documents

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

    ``text`` is a run of ``document.text``; the passages of a document, joined
    by the white space between them, are the whole of it. ``ordinal`` counts
    from 0. ``heading`` is the path of headings above the passage, outermost
    first. ``mentions`` are slugs, sorted; ``years`` are sorted.
    """

    id: str
    ordinal: int
    heading: tuple[str, ...]
    text: str
    mentions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A document with its passages: what an engine stores and gives back whole."""

    document: Document
    passages: tuple[Passage, ...]


# ---------------------------------------------------------------- queries

NONE: Literal["none"] = "none"
"""The filter value for documents without an organisation, year or mention."""

FieldName = Literal["any", "title"]


@dataclass(frozen=True)
class Word:
    """A word outside quotes; finds its related forms too.

    ``terms`` are analysed terms. More than one stand next to each other, as in
    "shop-floor" or "C.N.D.".
    """

    text: str
    terms: tuple[str, ...]
    field: FieldName = "any"


@dataclass(frozen=True)
class Phrase:
    """Words in quotes: exactly these terms, next to each other, in one passage."""

    text: str
    terms: tuple[str, ...]
    field: FieldName = "any"


@dataclass(frozen=True)
class Prefix:
    """All terms that begin with ``stem`` (analysed, at least three letters)."""

    text: str
    stem: str
    field: FieldName = "any"


@dataclass(frozen=True)
class And:
    """All of the children, in the document as a whole."""

    children: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """At least one of the children."""

    children: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    """Documents without the child."""

    child: Node


Node = Word | Phrase | Prefix | And | Or | Not


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to; empty means everything.

    Within a field the values are alternatives, between fields all must hold.
    ``first`` and ``last`` are years, inclusive. ``date`` says which years
    ``years``, ``first`` and ``last`` mean: the document's own or those it mentions.
    """

    organisations: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    years: tuple[int | Literal["none"], ...] = ()
    first: int | None = None
    last: int | None = None
    date: Literal["published", "mentioned"] = "published"


@dataclass(frozen=True)
class Query:
    """A question to the archive, read but not yet answered.

    ``root`` is ``None`` when every document is wanted; ``nothing`` marks a text
    in which there is nothing to search for, which finds no document.
    ``warnings`` are sentences about what was read differently than written.
    """

    given: str = ""
    root: Node | None = None
    nothing: bool = False
    filters: Filters = Filters()
    match: Literal["all", "any"] = "all"
    forms: Literal["related", "exact"] = "related"
    aliases: bool = True
    sort: Literal["relevance", "oldest", "newest"] = "relevance"
    page: int = 1
    size: int = 20
    warnings: tuple[str, ...] = ()


# ---------------------------------------------------------------- results


@dataclass(frozen=True)
class Card:
    """What a list of results shows of a document."""

    id: str
    path: str
    title: str
    url: str | None
    organisations: tuple[Attribution, ...]
    published: Published | None


def card_of(document: Document) -> Card:
    """The card of a document."""
    return Card(
        document.id,
        document.path,
        document.title,
        document.url,
        document.organisations,
        document.published,
    )


class Fragment(NamedTuple):
    """A piece of a passage around what matched.

    ``marks`` are code-point ranges [start, end) in ``text``, in order, apart.
    ``heading`` is the innermost heading above the passage, or "". ``breaks``
    are the places of spaces in ``text`` at which one block ends, though no sentence
    does, and another begins.
    """

    passage: str
    heading: str
    text: str
    marks: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...] = ()


class Hit(NamedTuple):
    """A document in the results. ``rank`` counts from 1 over all pages."""

    rank: int
    score: float
    passages_matched: int
    card: Card
    fragments: tuple[Fragment, ...]


class FacetValue(NamedTuple):
    """One value of a facet with its number of documents."""

    value: str | int
    label: str
    count: int  # type: ignore[assignment] # hides the method of tuples, which nobody calls
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A field's values over all hits; ``none`` counts documents without any."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    none: int
    none_selected: bool = False


class Part(NamedTuple):
    """One thing searched for, and the forms of it that count as a match."""

    kind: Literal["word", "phrase", "prefix", "alias"]
    text: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """Another search that does find something."""

    text: str
    documents: int


@dataclass(frozen=True)
class ArchiveInfo:
    """Which generation answered. ``version`` is its id, ``built`` ISO 8601 UTC."""

    version: str
    built: str
    documents: int
    passages: int


@dataclass(frozen=True)
class Results:
    """The answer to a query: one page of hits, exact totals, all facet counts."""

    query: Query
    reading: str
    parts: tuple[Part, ...]
    documents: int
    passages: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    suggestions: tuple[Suggestion, ...] = ()
    missing: tuple[str, ...] = ()
    any_documents: int | None = None
    warnings: tuple[str, ...] = ()
    pages: int = 1


# ---------------------------------------------------------------- reports


@dataclass(frozen=True)
class Unread:
    """A file that did not become a document, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class BadLine:
    """A line of a description file that could not be used, or not whole, and why."""

    path: str
    line: int
    reason: str


@dataclass(frozen=True)
class Report:
    """What a rebuild did. ``documents`` and ``passages`` are those of the new generation.

    ``descriptions`` are lines of ``metadata.csv`` that could not be used.
    """

    documents: int
    passages: int
    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: tuple[Unread, ...]
    failed: tuple[Unread, ...]
    seconds: float
    generation: str
    notices: tuple[str, ...] = field(default=())
    dry_run: bool = False
    descriptions: tuple[BadLine, ...] = ()

    @property
    def exit_status(self) -> int:
        return 1 if self.failed or self.descriptions else 0
