"""A question to the archive, read but not yet answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
