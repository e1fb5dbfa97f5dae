"""Passages folded to documents: which match, and what the facets count.

Words, filters and NOT of a query hold for a document as a whole, so what matches
is sets of documents made from sets of passages; ``Index`` is what an engine must
be able to tell for that.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.authority import Authority
from indexer.engines.aliases import Aliases
from indexer.engines.plan import AllOf, AnyOf, Leaf, NoneOf, Plan, Step, make_plan
from indexer.engines.ranking import LeafCounts, Lengths
from indexer.engines.vocabulary import Form, Words
from indexer.facets import FACETS
from indexer.model import NONE, Card, Facet, FacetValue, Filters, Passage, Query


@dataclass(frozen=True)
class Row:
    """A document in an index; ``facets`` are its values, in the order of ``FACETS``."""

    card: Card
    first: int
    count: int
    facets: tuple[tuple[str | int, ...], ...]

    @property
    def passages(self) -> range:
        return range(self.first, self.first + self.count)


def names_of(rows: Sequence[Row]) -> dict[str, str]:
    """The names documents give their organisations, by slug; the first in order if they differ."""
    names: dict[str, str] = {}
    for row in rows:
        for given in row.card.organisations:
            names[given.slug] = min(given.name, names.get(given.slug, given.name))
    return names


class Index(Protocol):
    """What an engine must know. Documents and passages are numbered from 0 without gaps."""

    authority: Authority
    vocabulary: Words
    aliases: Aliases
    lengths: Lengths
    names: Mapping[str, str]
    """Organisations by slug that documents name but the authority file does not."""
    rows: Sequence[Row]
    owners: Sequence[int]
    """The document number of each passage."""

    def passage_counts(self, form: Form) -> Mapping[int, int]:
        """Passage number -> occurrences of the form in its text."""

    def title_counts(self, form: Form) -> Mapping[int, int]:
        """Document number -> occurrences of the form in its title."""

    def passage(self, number: int) -> Passage:
        """The passage as it was written."""


def selections_of(filters: Filters) -> tuple[frozenset[str | int], ...]:
    """The selected values of each facet, in the order of ``FACETS``."""
    by_name: dict[str, Iterable[str | int]] = {
        "organisation": filters.organisations,
        "mentions": filters.mentions,
        "year" if filters.date == "published" else "mentioned_year": filters.years,
    }
    return tuple(frozenset(by_name.get(facet.name, ())) for facet in FACETS)


class Folding:
    """One query under way on one index, its leaves' occurrences looked up once.

    ``check_time`` raises when the query's time is over.
    """

    def __init__(self, index: Index, query: Query, check_time: Callable[[], None]) -> None:
        self.index = index
        self.query = query
        self.check_time = check_time
        self.plan: Plan = make_plan(query, index.vocabulary, index.aliases)
        self.counts: dict[Leaf, LeafCounts] = {}

    # ------------------------------------------------------------ matching

    def occurrences(self, leaf: Leaf) -> LeafCounts:
        """Where a leaf occurs; its forms are added up."""
        if leaf not in self.counts:
            passages: Counter[int] = Counter()
            titles: Counter[int] = Counter()
            for form in leaf.forms:
                self.check_time()
                if leaf.where == "any":
                    passages.update(self.index.passage_counts(form))
                titles.update(self.index.title_counts(form))
            self.counts[leaf] = LeafCounts(passages, titles)
        return self.counts[leaf]

    def documents(self, step: Step) -> set[int]:
        """The documents a step holds for."""
        match step:
            case Leaf():
                found = self.occurrences(step)
                owners = self.index.owners
                return {owners[passage] for passage in found.passages} | set(found.titles)
            case NoneOf(child):
                return set(range(len(self.index.rows))) - self.documents(child)
            case AnyOf(children):
                return set().union(*(self.documents(child) for child in children))
            case AllOf(children):
                return set.intersection(*(self.documents(child) for child in children))

    def matched(self) -> set[int]:
        """The documents the query text holds for, before any filter."""
        if self.query.nothing:
            return set()
        if self.plan.root is None:
            return set(range(len(self.index.rows)))
        return self.documents(self.plan.root)

    # ------------------------------------------------------------ filters and facets

    def in_range(self, row: Row) -> bool:
        """Whether the document's years (or mentioned years) touch the range asked for."""
        filters = self.query.filters
        if filters.first is None and filters.last is None:
            return True
        name = "year" if filters.date == "published" else "mentioned_year"
        position = next(i for i, facet in enumerate(FACETS) if facet.name == name)
        first, last = filters.first or 0, math.inf if filters.last is None else filters.last
        return any(first <= int(year) <= last for year in row.facets[position])

    def narrow(self, matched: set[int]) -> tuple[set[int], tuple[Facet, ...]]:
        """The hits, and the facets counted with each one's own selection left aside."""
        selections = selections_of(self.query.filters)
        counts: list[Counter[str | int]] = [Counter() for _ in FACETS]
        hits: set[int] = set()
        for document in matched:
            row = self.index.rows[document]
            if not self.in_range(row):
                continue
            failing = [
                position
                for position, selected in enumerate(selections)
                if selected and selected.isdisjoint(row.facets[position] or (NONE,))
            ]
            if not failing:
                hits.add(document)
            if len(failing) <= 1:
                for position in failing or range(len(FACETS)):
                    counts[position].update(row.facets[position] or (NONE,))
        self.check_time()
        return hits, tuple(map(self.facet, range(len(FACETS)), counts, selections))

    def facet(
        self, position: int, counts: Counter[str | int], selected: frozenset[str | int]
    ) -> Facet:
        field = FACETS[position]
        none = counts.pop(NONE, 0)
        for value in selected - {NONE}:
            counts.setdefault(value, 0)
        values = [
            FacetValue(value, self.label(value), count, value in selected)
            for value, count in counts.items()
        ]
        if field.order == "count":
            values.sort(key=lambda v: (-v.count, v.label, str(v.value)))
        else:
            values.sort(key=lambda v: v.value)
        return Facet(field.name, field.label, tuple(values), none, NONE in selected)

    def label(self, value: str | int) -> str:
        if isinstance(value, int):
            return str(value)
        organisation = self.index.authority.get(value)
        return self.index.names.get(value, value) if organisation is None else organisation.name
