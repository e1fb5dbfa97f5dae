"""A query run the plain way: every step over Python's own sets and numbers.

Slow and easy to see through; what faster ways of running are tested against.
"""

from __future__ import annotations

from indexer.engines.answering import MAX_FRAGMENTS, Outcome
from indexer.engines.answering import Ranked as Shown
from indexer.engines.plan import Leaf
from indexer.engines.reference.folding import Folding
from indexer.engines.reference.scoring import Ranked, rank


class BruteRun(Folding):
    """One query under way on an index that fulfils ``folding.Index``."""

    def outcome(self) -> Outcome:
        """See ``Run.outcome``."""
        hits, facets = self.narrow(self.matched())
        ranked = rank(self, hits)
        start = (self.query.page - 1) * self.query.size
        return Outcome(
            len(hits),
            sum(self._passages(row) for row in ranked),
            facets,
            tuple(self._shown(row) for row in ranked[start : start + self.query.size]),
        )

    def count(self) -> int:
        """See ``Run.count``."""
        return len(self.narrow(self.matched())[0])

    def holds(self, leaf: Leaf) -> bool:
        """See ``Run.holds``."""
        return bool(self.documents(leaf))

    def _passages(self, row: Ranked) -> int:
        return len(row.passages) if self.plan.wanted else self.index.rows[row.document].count

    def _shown(self, row: Ranked) -> Shown:
        best = row.passages[:MAX_FRAGMENTS] or tuple(self.index.rows[row.document].passages[:1])
        return Shown(row.document, row.score, self._passages(row), best)
