"""A query run the plain way: every step over Python's own sets and numbers.

Slow and easy to check; the oracle that faster engines are tested against.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from indexer.engines import feedback
from indexer.engines.answering import MAX_FRAGMENTS, Found, Ranked
from indexer.engines.plan import Leaf
from indexer.engines.ranking import DIGITS, K1, TITLE_WEIGHT, B, document_score, idf, weigh
from indexer.engines.reference.folding import Folding, Lengths
from indexer.model import Card


class ReferenceRun(Folding):
    """One query being executed on an index that fulfils ``folding.Index``."""

    def outcome(self) -> Found:
        """See ``QueryRun.outcome``."""
        hits, facets = self.narrow(self.matched())
        ranked = rank(self, hits)
        start = (self.query.page - 1) * self.query.size
        return Found(
            len(hits),
            sum(self._passages(row) for row in ranked),
            facets,
            tuple(self._shown(row) for row in ranked[start : start + self.query.size]),
        )

    def count(self) -> int:
        """See ``QueryRun.count``."""
        return len(self.narrow(self.matched())[0])

    def holds(self, leaf: Leaf) -> bool:
        """See ``QueryRun.holds``."""
        return bool(self.documents(leaf))

    def _passages(self, row: ScoredDocument) -> int:
        return len(row.passages) if self.plan.wanted else self.index.rows[row.document].count

    def _shown(self, row: ScoredDocument) -> Ranked:
        best = row.passages[:MAX_FRAGMENTS] or tuple(self.index.rows[row.document].passages[:1])
        return Ranked(row.document, row.score, self._passages(row), best)


class ScoredDocument(NamedTuple):
    """A hit: its document and score, and its matched passages.

    Passages are in descending order of the score that the query's own terms give
    them: a reader looks there for the words that were typed.
    """

    document: int
    score: float
    passages: tuple[int, ...]


def rank(folding: Folding, hits: set[int]) -> list[ScoredDocument]:
    """The hits in the order the query asks for."""
    weights = weigh(folding.plan.wanted)
    own = _PlainScores.of(folding, hits).plus(weights)
    ranked = own.ranked()
    if feedback.applies(folding.query, weights):
        best = [row.passages[0] for row in ranked if row.passages][: feedback.PASSAGES]
        expansion = feedback.expand(
            [folding.index.passage(number).text for number in best],
            folding.index.vocabulary,
            lambda leaf: len(folding.documents(leaf)),
            len(folding.index.rows),
        )
        heaviest = max(weights.values())
        scores = own.plus({leaf: heaviest * share for leaf, share in expansion.items()})
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
class _PlainScores:
    """Scores so far: of the hits' matching passages, and of every hit's title alone."""

    folding: Folding
    passages: Mapping[int, float]
    titles: Mapping[int, float]

    @classmethod
    def of(cls, folding: Folding, hits: set[int]) -> _PlainScores:
        owners = folding.index.owners
        counts = [folding.occurrences(leaf) for leaf in folding.plan.wanted]
        matched = (p for found in counts for p in found.passages if owners[p] in hits)
        return cls(folding, dict.fromkeys(matched, 0.0), dict.fromkeys(hits, 0.0))

    def plus(self, weights: Mapping[Leaf, float]) -> _PlainScores:
        """The scores after adding those of these leaves, times their weights."""
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
                        factor, (passage, times), (document, in_title)
                    )
            for document, times in found.titles.items():
                if document in titles:
                    score = scorer.leaf_score(factor, None, (document, times))
                    titles[document] += score
                    for passage in self.folding.index.rows[document].passages:
                        if passage in passages and passage not in found.passages:
                            passages[passage] += score
        return _PlainScores(self.folding, passages, titles)

    def document(self, row: ScoredDocument) -> float:
        if not row.passages:
            return self.titles[row.document]
        return document_score([self.passages[passage] for passage in row.passages])

    def ranked(self) -> list[ScoredDocument]:
        """The hits by score."""
        of_document: dict[int, list[int]] = {document: [] for document in self.titles}
        for passage in sorted(self.passages, key=lambda p: (-round(self.passages[p], DIGITS), p)):
            of_document[self.folding.index.owners[passage]].append(passage)
        rows = [
            ScoredDocument(document, 0.0, tuple(found)) for document, found in of_document.items()
        ]
        rows = [row._replace(score=self.document(row)) for row in rows]
        cards = self.folding.index.rows
        rows.sort(key=lambda row: _order(row.score, cards[row.document].card))
        return rows


class Scorer:
    """Scores one leaf in one passage; the formula is in ``ranking.py``."""

    def __init__(self, lengths: Lengths) -> None:
        self._passage_lengths = lengths.passages
        self._title_lengths = lengths.titles
        self._mean_passage = lengths.mean_passage
        self._mean_title = lengths.mean_title

    def idf(self, holding: int) -> float:
        """The idf of a leaf that ``holding`` documents have in text or title."""
        return idf(holding, len(self._title_lengths))

    def leaf_score(self, idf: float, text: tuple[int, int] | None, title: tuple[int, int]) -> float:
        """What one leaf adds to a passage's score.

        ``text`` is the passage with the leaf's frequency in it, ``None`` for a title alone;
        ``title`` is the document with the frequency in its title.
        """
        frequency = 0.0
        if text is not None:
            passage, times = text
            relative = self._passage_lengths[passage] / self._mean_passage
            frequency += times / (1 - B + B * relative)
        document, times = title
        if times:
            relative = self._title_lengths[document] / self._mean_title
            frequency += TITLE_WEIGHT * times / (1 - B + B * relative)
        return idf * frequency / (K1 + frequency)
