"""Passages folded to documents: which match, and what the facets count.

Words, filters and NOT of a query hold for a document as a whole, so what matches
is sets of documents made from sets of passages; ``Index`` is what an engine must
be able to tell for that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.authority import Authority
from indexer.engines.aliases import Aliases
from indexer.engines.faceting import label_of, listing_order, selections_of, year_range
from indexer.engines.plan import AllOf, AnyOf, Leaf, NoneOf, Plan, Step, make_plan
from indexer.engines.vocabulary import Form, Vocabulary
from indexer.facets import FACETS
from indexer.model import NONE, Card, Facet, FacetValue, Passage, Query


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


@dataclass(frozen=True)
class Lengths:
    """Lengths in tokens: of every passage, and of the title of every document."""

    passages: Sequence[int]
    titles: Sequence[int]

    @property
    def mean_passage(self) -> float:
        return sum(self.passages) / len(self.passages) if self.passages else 1.0

    @property
    def mean_title(self) -> float:
        return max(1.0, sum(self.titles) / len(self.titles)) if self.titles else 1.0


@dataclass(frozen=True)
class LeafCounts:
    """Where one leaf occurs: passage number -> times, document number -> times in its title."""

    passages: Mapping[int, int]
    titles: Mapping[int, int]


class Index(Protocol):
    """What an engine must know. Documents and passages are numbered from 0 without gaps."""

    authority: Authority
    vocabulary: Vocabulary
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
        limit = year_range(self.query.filters)
        if limit is None:
            return True
        position, passes = limit
        return any(map(passes, row.facets[position]))

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
        values.sort(key=listing_order(field))
        return Facet(field.name, field.label, tuple(values), none, NONE in selected)

    def label(self, value: str | int) -> str:
        return label_of(value, self.index.authority, self.index.names)
