"""Matching and facets in documents, computed with Python's sets and counters.

Words, filters and NOT hold for a document as a whole, so the passages found for each
leaf are folded to documents. ``Index`` is what an engine must provide for that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from indexer.authority import Authority
from indexer.engines.aliases import Aliases
from indexer.engines.faceting import label_of, left_out, listing_order, values_of, year_range
from indexer.engines.plan import AllOf, AnyOf, Leaf, NoneOf, Plan, Step, make_plan
from indexer.engines.vocabulary import Form, Vocabulary
from indexer.facets import FACETS, FacetField
from indexer.model import NONE, Card, Facet, FacetValue, Passage, Query, Value


@dataclass(frozen=True)
class IndexedDocument:
    """A document, its passages' numbers, and its facet values in the order of ``FACETS``."""

    card: Card
    first: int
    count: int
    facets: tuple[tuple[Value, ...], ...]

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
    """One leaf's occurrences by passage number, and those in titles by document number."""

    passages: Mapping[int, int]
    titles: Mapping[int, int]


class Index(Protocol):
    """What an engine must provide. Documents and passages are numbered from 0 without gaps."""

    authority: Authority
    vocabulary: Vocabulary
    aliases: Aliases
    lengths: Lengths
    names: Mapping[str, str]
    """Organisations by slug that documents name but the authority file does not."""
    rows: Sequence[IndexedDocument]
    owners: Sequence[int]
    """The document number of each passage."""

    def passage_counts(self, form: Form) -> Mapping[int, int]:
        """Passage number -> occurrences of the form in its text."""

    def title_counts(self, form: Form) -> Mapping[int, int]:
        """Document number -> occurrences of the form in its title."""

    def passage(self, number: int) -> Passage:
        """The passage as it was written."""


class Folding:
    """One query being executed; the occurrences of each leaf are looked up once.

    ``check_time`` raises when the query is past its deadline.
    """

    def __init__(self, index: Index, query: Query, check_time: Callable[[], None]) -> None:
        self.index = index
        self.query = query
        self.check_time = check_time
        self.plan: Plan = make_plan(query, index.vocabulary, index.aliases)
        self.counts: dict[Leaf, LeafCounts] = {}

    # ------------------------------------------------------------ matching

    def occurrences(self, leaf: Leaf) -> LeafCounts:
        """A leaf's occurrences: the sums of its forms'."""
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

    def allowed(self, row: IndexedDocument) -> bool:
        """Whether the document is in the range of years and has no value that is left out."""
        for values, unwanted in zip(
            row.facets, values_of(self.query.filters.excluded), strict=True
        ):
            if not unwanted.isdisjoint(values or (NONE,)):
                return False
        limit = year_range(self.query.filters)
        if limit is None:
            return True
        position, passes = limit
        return any(map(passes, row.facets[position]))

    def narrow(self, matched: set[int]) -> tuple[set[int], tuple[Facet, ...]]:
        """The hits, and the facets, each counted without its own chosen values."""
        chosen = values_of(self.query.filters.chosen)
        counts: list[Counter[Value]] = [Counter() for _ in FACETS]
        hits: set[int] = set()
        for document in matched:
            row = self.index.rows[document]
            if not self.allowed(row):
                continue
            failing = _failing(row, chosen)
            if not failing:
                hits.add(document)
            if len(failing) <= 1:
                for position in failing or range(len(FACETS)):
                    counts[position].update(row.facets[position] or (NONE,))
        self.check_time()
        return hits, tuple(map(self.facet, FACETS, counts, chosen))

    def facet(self, field: FacetField, counts: Counter[Value], chosen: frozenset[Value]) -> Facet:
        """A facet as it is answered; chosen values are listed even at zero."""
        label = partial(label_of, field, authority=self.index.authority, names=self.index.names)
        none = counts.pop(NONE, 0)
        for value in chosen - {NONE}:
            counts.setdefault(value, 0)
        values = [
            FacetValue(value, label(value), count, value in chosen)
            for value, count in counts.items()
        ]
        values.sort(key=listing_order(field))
        return Facet(
            name=field.name,
            label=field.label,
            values=tuple(values),
            none=none,
            none_selected=NONE in chosen,
            excluded=left_out(field, self.query.filters, label),
        )


def _failing(row: IndexedDocument, chosen: Sequence[frozenset[Value]]) -> list[int]:
    """The positions of the facets of whose chosen values a document has none."""
    return [
        position
        for position, wanted in enumerate(chosen)
        if wanted and wanted.isdisjoint(row.facets[position] or (NONE,))
    ]
