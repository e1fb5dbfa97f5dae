"""Answers: hits with their fragments, facets, totals."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Literal, NamedTuple

from indexer.model.documents import Attribution, Document, Published
from indexer.model.queries import Query


@dataclass(frozen=True)
class Card:
    """The fields of a document that a list of results shows."""

    id: str
    path: str
    organisations: tuple[Attribution, ...]
    title: str
    published: Published | None
    url: str | None


_values_of_card = attrgetter(*[field.name for field in fields(Card)])


def card_of(document: Document) -> Card:
    """The card of a document: its fields that a card has too."""
    return Card(*_values_of_card(document))


class Fragment(NamedTuple):
    """A piece of a passage around what matched.

    ``marks`` are code-point ranges [start, end) in ``text``: in order, not overlapping.
    ``heading`` is the innermost heading above the passage, or "". ``breaks`` are the
    offsets of spaces in ``text`` that separate two blocks, except after the end of a
    sentence or clause.
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
    count: int  # type: ignore[assignment] # hides the method of tuples, which is not called
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A field's values over all hits; ``none`` counts documents without any.

    ``excluded`` are the values the query leaves out, with their labels; none of
    the hits has them, so their count is 0.
    """

    name: str
    label: str
    values: tuple[FacetValue, ...]
    none: int
    none_selected: bool = False
    excluded: tuple[FacetValue, ...] = ()


class Part(NamedTuple):
    """One thing that is searched for, and its forms that count as a match."""

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
    """The generation that answers. ``version`` is its id, ``built`` ISO 8601 UTC."""

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

    def facet(self, name: str) -> Facet:
        """A facet by name; an empty one if it was not counted."""
        found = (facet for facet in self.facets if facet.name == name)
        return next(found, Facet(name, name, (), 0))
