"""Scores: BM25F over passage text and the document's title, passages folded to documents.

A leaf's forms count as one pseudo-term. Its frequency in a passage is the sum
over fields of ``weight × occurrences / (1 - b + b × length / mean length)``
(Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted
fields", 2004); it enters ``idf × f / (k1 + f)`` with Lucene's
``idf = ln(1 + (N - n + 0.5) / (n + 0.5))``. N and n are documents: all of them, and
those with the leaf in text or title.

A passage's score is the sum over leaves, each times its weight (``weights.py``,
``feedback.py``); every passage of a document has the document's title. Lengths,
N and n are those of the documents there are, never of deleted ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

K1 = 2.0
B = 0.75
TITLE_WEIGHT = 2.0
SECOND = 0.05
"""What a document's second best passage adds of its score."""
DIGITS = 6
"""Scores that agree to this many decimals are equal, in whatever order they were summed."""


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


def idf(holding: int, total: int) -> float:
    """The weight of a leaf that ``holding`` of ``total`` documents have."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


class Scorer:
    """Scores one leaf in one passage of an index."""

    def __init__(self, lengths: Lengths) -> None:
        self._passage_lengths = lengths.passages
        self._title_lengths = lengths.titles
        self._mean_passage = lengths.mean_passage
        self._mean_title = lengths.mean_title

    def idf(self, holding: int) -> float:
        """``holding``: documents with the leaf in text or title."""
        return idf(holding, len(self._title_lengths))

    def leaf_score(
        self, idf: float, passage: int | None, times: int, document: int, titles: int
    ) -> float:
        """One leaf's part of a passage's score; ``passage`` is ``None`` for a title alone."""
        frequency = 0.0
        if passage is not None and times:
            relative = self._passage_lengths[passage] / self._mean_passage
            frequency += times / (1 - B + B * relative)
        if titles:
            relative = self._title_lengths[document] / self._mean_title
            frequency += TITLE_WEIGHT * titles / (1 - B + B * relative)
        return idf * frequency / (K1 + frequency)


def document_score(passage_scores: Sequence[float]) -> float:
    """A document's score from those of its matched passages, in any order; 0 for none."""
    best = sorted(passage_scores, reverse=True)[:2]
    return sum(score * SECOND**rank for rank, score in enumerate(best))
