"""Scores: BM25F over title, headings and passage text.

A leaf's forms count as one pseudo-term. Its frequency in a passage is the sum
over fields of ``weight × occurrences / (1 - b + b × length / mean length)``
(Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted
fields", 2004); it enters ``idf × f / (k1 + f)`` with Lucene's
``idf = ln(1 + (N - n + 0.5) / (n + 0.5))``, N and n in passages.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

K1 = 2.0
B_TEXT = 0.75
B_TITLE = 0.5
TITLE_WEIGHT = 2.0
DECAY = 0.1
"""Each further passage of a document counts this much of the one before it."""


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
    """Scores passages and documents of one index."""

    def __init__(self, lengths: Lengths) -> None:
        self._passage_lengths = lengths.passages
        self._title_lengths = lengths.titles
        self._mean_passage = lengths.mean_passage
        self._mean_title = lengths.mean_title

    def idf(self, leaf: LeafCounts, title_passages: int) -> float:
        """``title_passages``: passages of documents whose title alone holds the leaf."""
        total = len(self._passage_lengths)
        found = min(total, len(leaf.passages) + title_passages)
        return math.log(1 + (total - found + 0.5) / (found + 0.5))

    def leaf_score(
        self, idf: float, passage: int | None, times: int, document: int, titles: int
    ) -> float:
        """One leaf's part of a passage's score; ``passage`` is ``None`` for a title alone."""
        frequency = 0.0
        if passage is not None and times:
            relative = self._passage_lengths[passage] / self._mean_passage
            frequency += times / (1 - B_TEXT + B_TEXT * relative)
        if titles:
            relative = self._title_lengths[document] / self._mean_title
            frequency += TITLE_WEIGHT * titles / (1 - B_TITLE + B_TITLE * relative)
        return idf * frequency / (K1 + frequency)


def document_score(passage_scores: Sequence[float]) -> float:
    """A document's score from those of its matched passages, given best first."""
    return sum(score * DECAY**rank for rank, score in enumerate(passage_scores[:4]))
