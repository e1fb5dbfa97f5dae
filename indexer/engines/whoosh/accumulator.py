"""Zeros to add up in, the same memory again for every query of a thread."""

from __future__ import annotations

import numpy as np

from indexer.engines.whoosh.arrays import Array

SHARE = 8
"""Where more than one in so many places was added to, clearing all is faster."""


class Accumulator:
    """Totals by place. What was added for one query is cleared when the next one begins."""

    def __init__(self, size: int) -> None:
        self._totals = np.zeros(size)
        self._written: list[Array] = []
        self._count = 0

    def begin(self) -> None:
        """Make all totals zero."""
        if self._count * SHARE > len(self._totals):
            self._totals.fill(0.0)
        else:
            for places in self._written:
                self._totals[places] = 0.0
        self._written, self._count = [], 0

    def add(self, places: Array, values: Array) -> None:
        """Add to the totals at distinct places."""
        self._count += len(places)
        if self._count * SHARE <= len(self._totals):
            self._written.append(places)
        np.add.at(self._totals, places, values)

    def at(self, places: Array) -> Array:
        """The totals at some places."""
        return self._totals.take(places)
