"""An accumulator for scores that a thread reuses from query to query."""

from __future__ import annotations

import numpy as np

from indexer.engines.whoosh.arrays import Array

SHARE = 8
"""Where more than one number in so many was added to, clearing all is faster; chosen by hand."""


class Accumulator:
    """Totals by number (of a row). What one query added is cleared when the next one begins."""

    def __init__(self, size: int) -> None:
        self._totals = np.zeros(size)
        self._written: list[Array] = []
        self._count = 0

    def begin(self) -> None:
        """Set all totals to zero."""
        if self._count * SHARE > len(self._totals):
            self._totals.fill(0.0)
        else:
            for numbers in self._written:
                self._totals[numbers] = 0.0
        self._written, self._count = [], 0

    def add(self, numbers: Array, values: Array) -> None:
        """Add values to the totals of distinct numbers."""
        self._count += len(numbers)
        if self._count * SHARE <= len(self._totals):
            self._written.append(numbers)
        np.add.at(self._totals, numbers, values)

    def at(self, numbers: Array) -> Array:
        """The totals of some numbers."""
        return self._totals.take(numbers)
