"""A query answered: ranked hits with fragments, and suggestions where nothing is found.

Engines that fulfil ``Searchable`` get their ``search`` from here; executing the query
is up to them (``reference/run.py``, ``whoosh/searching/execution.py``).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple, Protocol

from indexer.engines.aliases import Aliases
from indexer.engines.fragments import Span, best_window
from indexer.engines.marks import Marker
from indexer.engines.plan import Leaf, Plan, make_plan
from indexer.engines.vocabulary import Vocabulary
from indexer.errors import QueryTimeout
from indexer.model import Card, Facet, Fragment, Hit, Passage, Query, Results, Suggestion
from indexer.query import grammar
from indexer.query.parameters import with_match_any

TIME_LIMIT = 2.0
"""Seconds a query may take; chosen by hand, about a thousand times a typical query."""

MAX_FRAGMENTS = 3
MAX_SUGGESTIONS = 3
MAX_RESPELT = 8
"""Absent words for which spellings are suggested, as each costs a scan of all terms."""


class Ranked(NamedTuple):
    """A hit: the document's number, its score, how many passages matched, and those to show."""

    document: int
    score: float
    matched: int
    shown: tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """The result of a query: totals in documents and passages, facets, the hits of one page."""

    documents: int
    passages: int
    facets: tuple[Facet, ...]
    page: tuple[Ranked, ...]


class QueryRun(Protocol):
    """One query being executed."""

    plan: Plan

    def outcome(self) -> Found:
        """Everything needed for the page asked for."""

    def count(self) -> int:
        """How many documents match."""

    def holds(self, leaf: Leaf) -> bool:
        """Whether any document matches the leaf."""


class Searchable(Protocol):
    """What an engine must provide. Documents and passages have numbers."""

    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def aliases(self) -> Aliases: ...

    def run(self, query: Query, check_time: Callable[[], None]) -> QueryRun:
        """Start a query that calls ``check_time`` between its steps."""

    def card(self, document: int) -> Card:
        """A document's card."""

    def passage(self, number: int) -> Passage:
        """The passage as it was written."""


def answer(index: Searchable, query: Query) -> Results:
    """Answer a query from an index.

    Raises:
        QueryTimeout: if it takes longer than ``TIME_LIMIT``.
    """
    return _Answer(index, query, time.monotonic() + TIME_LIMIT).results()


def marker(index: Searchable, query: Query) -> Callable[[str], tuple[Span, ...]]:
    """See ``Engine.marker``."""
    return Marker(make_plan(query, index.vocabulary, index.aliases).wanted).marks


def _check_time(deadline: float) -> None:
    """Stop a query that is past its deadline."""
    if time.monotonic() > deadline:
        raise QueryTimeout(
            "q",
            f"the search took longer than {TIME_LIMIT:g} seconds and was stopped;"
            " leave out common words or prefixes",
        )


class _Answer:
    """Builds the answer to one query; ``deadline`` is on the clock of ``time.monotonic``."""

    def __init__(self, index: Searchable, query: Query, deadline: float) -> None:
        self.index = index
        self.query = query
        # not a method of this object, which would make a reference cycle that keeps the index
        self.check_time = partial(_check_time, deadline)
        self.run = index.run(query, self.check_time)
        self.plan = self.run.plan
        self.marker = Marker(self.plan.wanted)

    # ------------------------------------------------------------ results

    def results(self) -> Results:
        found = self.run.outcome()
        nothing = found.documents == 0
        start = (self.query.page - 1) * self.query.size
        return Results(
            query=self.query,
            reading=self.plan.reading,
            parts=self.plan.parts,
            documents=found.documents,
            passages=found.passages,
            hits=tuple([self.hit(*ranked) for ranked in enumerate(found.page, start + 1)]),
            facets=found.facets,
            suggestions=self.suggestions() if nothing else (),
            missing=self.missing() if nothing else (),
            any_documents=self.any_documents() if nothing else None,
            warnings=(*self.query.warnings, *self.plan.warnings),
            pages=max(1, math.ceil(found.documents / self.query.size)),
        )

    def hit(self, rank: int, ranked: Ranked) -> Hit:
        fragments = tuple([self.fragment(self.index.passage(number)) for number in ranked.shown])
        card = self.index.card(ranked.document)
        return Hit(rank, round(ranked.score, 4), ranked.matched, card, fragments)

    def fragment(self, passage: Passage) -> Fragment:
        window = best_window(passage.text, self.marker.marks(passage.text))
        return Fragment(passage.id, passage.heading[-1] if passage.heading else "", *window)

    # ------------------------------------------------------------ nothing found

    def _absent(self) -> list[Leaf]:
        return [
            leaf
            for leaf in dict.fromkeys(self.plan.wanted)
            if leaf.part.kind != "alias" and not self.run.holds(leaf)
        ]

    def missing(self) -> tuple[str, ...]:
        """The words and phrases of the query that no document contains."""
        return tuple(dict.fromkeys(leaf.part.text for leaf in self._absent()))

    def any_documents(self) -> int | None:
        """How many documents have at least one of the words; ``None`` for a single word."""
        if self.query.match == "any" or len(self.plan.wanted) < 2:
            return None
        return self.count(with_match_any(self.query))

    def suggestions(self) -> tuple[Suggestion, ...]:
        """The query with an absent word replaced by a similar term, where that finds something."""
        found: dict[str, int] = {}
        absent = [leaf for leaf in self._absent() if leaf.part.kind == "word"]
        for leaf in [leaf for leaf in absent if len(leaf.forms[0].terms) == 1][:MAX_RESPELT]:
            self.check_time()
            for term in self.index.vocabulary.near(leaf.forms[0].terms[0]):
                text = self.query.given.replace(leaf.part.text, term, 1)
                reading = grammar.read(text, self.query.match)
                found[text] = self.count(replace(self.query, given=text, root=reading.root))
        best = sorted((item for item in found.items() if item[1]), key=lambda item: -item[1])
        return tuple(Suggestion(text, count) for text, count in best[:MAX_SUGGESTIONS])

    def count(self, query: Query) -> int:
        """How many documents another query finds; it shares this one's deadline."""
        return self.index.run(query, self.check_time).count()
