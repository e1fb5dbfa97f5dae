"""The hits of a query in order, by looking at every occurrence of every leaf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from indexer.engines import feedback
from indexer.engines.plan import Leaf
from indexer.engines.ranking import DIGITS, Scorer, document_score
from indexer.engines.reference.folding import Folding
from indexer.engines.weights import weigh
from indexer.model import Card


class Ranked(NamedTuple):
    """A hit: its document and score, and its matched passages.

    Passages stand in the order of what the query's own words give them, best
    first: a reader looks there for the words that were typed.
    """

    document: int
    score: float
    passages: tuple[int, ...]


def rank(folding: Folding, hits: set[int]) -> list[Ranked]:
    """The hits in the order the query asks for."""
    weights = weigh(folding.plan.wanted)
    own = _Scores.of(folding, hits).plus(weights)
    ranked = own.ranked()
    if feedback.learns(folding.query, weights):
        best = [row.passages[0] for row in ranked if row.passages][: feedback.PASSAGES]
        learnt = feedback.learn(
            [folding.index.passage(number).text for number in best],
            folding.index.vocabulary,
            lambda leaf: len(folding.documents(leaf)),
            len(folding.index.rows),
        )
        heaviest = max(weights.values())
        scores = own.plus({leaf: heaviest * share for leaf, share in learnt.items()})
        ranked = [row._replace(score=scores.document(row)) for row in ranked]
        ranked.sort(key=lambda row: _order(row.score, folding.index.rows[row.document].card))
    if folding.query.sort != "relevance":
        newest = folding.query.sort == "newest"
        ranked.sort(key=lambda row: _by_date(folding.index.rows[row.document].card, newest))
    return ranked


def _order(score: float, card: Card) -> tuple[float, str, str]:
    return (-round(score, DIGITS), card.path, card.id)


def _by_date(card: Card, newest: bool) -> tuple[object, ...]:
    if card.published is None:
        return (True, (), card.path, card.id)
    parts = (int(part) for part in card.published.value.split("-"))
    return (False, tuple(-n if newest else n for n in parts), card.path, card.id)


@dataclass(frozen=True)
class _Scores:
    """Scores so far: of the matched passages of the hits, and of every hit's title alone."""

    folding: Folding
    passages: Mapping[int, float]
    titles: Mapping[int, float]

    @classmethod
    def of(cls, folding: Folding, hits: set[int]) -> _Scores:
        owners = folding.index.owners
        counts = [folding.occurrences(leaf) for leaf in folding.plan.wanted]
        matched = (p for found in counts for p in found.passages if owners[p] in hits)
        return cls(folding, dict.fromkeys(matched, 0.0), dict.fromkeys(hits, 0.0))

    def plus(self, weights: Mapping[Leaf, float]) -> _Scores:
        """With what these leaves, times their weights, add."""
        scorer, owners = Scorer(self.folding.index.lengths), self.folding.index.owners
        passages, titles = dict(self.passages), dict(self.titles)
        for leaf, share in weights.items():
            self.folding.check_time()
            found = self.folding.occurrences(leaf)
            factor = share * scorer.idf(len(self.folding.documents(leaf)))
            for passage, times in found.passages.items():
                if passage in passages:
                    document = owners[passage]
                    in_title = found.titles.get(document, 0)
                    passages[passage] += scorer.leaf_score(
                        factor, passage, times, document, in_title
                    )
            for document, times in found.titles.items():
                if document in titles:
                    score = scorer.leaf_score(factor, None, 0, document, times)
                    titles[document] += score
                    for passage in self.folding.index.rows[document].passages:
                        if passage in passages and passage not in found.passages:
                            passages[passage] += score
        return _Scores(self.folding, passages, titles)

    def document(self, row: Ranked) -> float:
        if not row.passages:
            return self.titles[row.document]
        return document_score([self.passages[passage] for passage in row.passages])

    def ranked(self) -> list[Ranked]:
        """The hits by score."""
        of_document: dict[int, list[int]] = {document: [] for document in self.titles}
        for passage in sorted(self.passages, key=lambda p: (-round(self.passages[p], DIGITS), p)):
            of_document[self.folding.index.owners[passage]].append(passage)
        rows = [Ranked(document, 0.0, tuple(found)) for document, found in of_document.items()]
        rows = [row._replace(score=self.document(row)) for row in rows]
        cards = self.folding.index.rows
        rows.sort(key=lambda row: _order(row.score, cards[row.document].card))
        return rows
