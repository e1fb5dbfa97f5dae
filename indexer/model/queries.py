"""Queries: what is searched for and how the search is narrowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

NONE: Literal["none"] = "none"
"""The value of a facet for documents that have no other."""

Value = int | str
"""A value of a facet as it is asked for and counted."""
YearsMeant = Literal["published", "mentioned"]
"""Which years are meant: the document's own, or those its text mentions."""

FieldName = Literal["any", "title"]


@dataclass(frozen=True)
class Word:
    """A word outside quotes; finds its related forms too.

    ``terms`` are analysed. Several terms must be adjacent, as in "shop-floor" or
    "C.N.D.".
    """

    text: str
    terms: tuple[str, ...]
    field: FieldName = "any"


@dataclass(frozen=True)
class Phrase:
    """Words in quotes: exactly these terms, adjacent, in one passage."""

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


class Selection(Mapping[str, tuple[Value, ...]]):
    """Values by the name of their facet; a facet without values is left out.

    Immutable and hashable, since queries are keys of caches.
    """

    __slots__ = ("_items",)

    def __init__(
        self,
        values: Mapping[str, Iterable[Value]] | None = None,
        /,
        **named: Iterable[Value],
    ) -> None:
        items = {name: tuple(found) for name, found in {**(values or {}), **named}.items()}
        self._items = tuple(sorted((name, found) for name, found in items.items() if found))

    def __getitem__(self, name: str) -> tuple[Value, ...]:
        for own, values in self._items:
            if own == name:
                return values
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Selection) and self._items == other._items

    def __hash__(self) -> int:
        return hash(self._items)

    def __repr__(self) -> str:
        return f"Selection({dict(self._items)!r})"

    def of(self, name: str) -> tuple[Value, ...]:
        """The values of a facet, in the order they were asked for."""
        for own, values in self._items:
            if own == name:
                return values
        return ()

    def without(self, name: str, value: Value | None = None) -> Selection:
        """The same without a value, or without all values of a facet."""
        left = () if value is None else (v for v in self.of(name) if v != value)
        return Selection({**self, name: left})


_NO_VALUES = Selection()


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to; empty means everything.

    A document must have one of the ``chosen`` values of each facet that has any,
    and none of the ``excluded`` ones. ``first`` and ``last`` are years, inclusive;
    ``date`` says of which years.
    """

    chosen: Selection = _NO_VALUES
    excluded: Selection = _NO_VALUES
    first: int | None = None
    last: int | None = None
    date: YearsMeant = "published"

    @property
    def in_years(self) -> bool:
        """Whether the search is narrowed to a range of years."""
        return self.first is not None or self.last is not None

    def in_range(self, first: int, last: int | None = None) -> bool:
        """Whether a year, or any from ``first`` to ``last``, lies in the range of years."""
        last = first if last is None else last
        return (self.first is None or last >= self.first) and (
            self.last is None or first <= self.last
        )


@dataclass(frozen=True)
class Query:
    """A parsed query with its filters and options.

    ``root`` is ``None`` if every document is wanted. ``nothing`` is true of a text
    without any word or number, which finds no document. ``warnings`` are
    sentences about what was read differently than it was written.
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
