"""Boolean matching: the documents that match a plan's steps, as sets of numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

import numpy as np

from indexer.engines.plan import AllOf, AnyOf, Leaf, NoneOf, Step
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.searching.posting_lists import offsets_among, union

SORTED_UNION = 8
"""Sets with fewer than one in so many documents together are merged by sorting.

Measured: ``ARCHITECTURE.md``, "What a vector operation costs".
"""
LOOKUP = 32
"""A set so many times smaller is looked up in the other, rather than in a mask; by hand."""


class DocumentSet:
    """A set of documents: ascending numbers or a mask over all; either is made when needed."""

    def __init__(self, total: int, numbers: Array | None = None, mask: Array | None = None) -> None:
        self._total, self._numbers, self._mask = total, numbers, mask

    @property
    def most(self) -> int:
        """An upper bound of the size."""
        return self._total if self._numbers is None else len(self._numbers)

    @property
    def numbers(self) -> Array:
        if self._numbers is None:
            self._numbers = np.flatnonzero(self.mask)
        return self._numbers

    @property
    def mask(self) -> Array:
        if self._mask is None:
            self._mask = np.zeros(self._total, dtype=bool)
            self._mask[self.numbers] = True
        return self._mask

    def add_to(self, mask: Array) -> None:
        """Set the mask for these documents."""
        if self._numbers is None:
            mask |= self.mask
        else:
            mask[self._numbers] = True

    def among(self, numbers: Array) -> Array:
        """For each of some ascending numbers, whether it is in the set."""
        if self._mask is None and len(numbers) * LOOKUP < len(self.numbers):
            return offsets_among(self.numbers, numbers)[1]
        return self.mask[numbers]


class Matcher:
    """Evaluates a plan. ``leaf`` returns the documents of a leaf, ascending."""

    def __init__(self, total: int, live: Array, leaf: Callable[[Leaf], Array]) -> None:
        self._total, self._live, self._leaf = total, live, leaf

    def documents(self, step: Step) -> DocumentSet:
        """The live documents that match a step."""
        match step:
            case Leaf():
                return DocumentSet(self._total, self._leaf(step))
            case NoneOf(child):
                return DocumentSet(self._total, mask=self._live & ~self.documents(child).mask)
            case AnyOf(children):
                return self._any(children)
            case AllOf(children):
                return self._all(children)

    def _any(self, children: Sequence[Step]) -> DocumentSet:
        sets: list[DocumentSet] = []
        most = 0
        mask: Array | None = None
        for found in map(self.documents, children):
            most += found.most
            if mask is not None:
                found.add_to(mask)
                continue
            sets.append(found)
            if most * SORTED_UNION > self._total and len(children) > 1:
                mask = np.zeros(self._total, dtype=bool)
                for one in sets:
                    one.add_to(mask)
        if mask is not None:
            return DocumentSet(self._total, mask=mask)
        if len(sets) == 1:
            return sets[0]
        return DocumentSet(self._total, union([one.numbers for one in sets]))

    def _all(self, children: Sequence[Step]) -> DocumentSet:
        wanted = [child for child in children if not isinstance(child, NoneOf)]
        unwanted = [child.child for child in children if isinstance(child, NoneOf)]
        numbers = self._common(wanted) if wanted else np.flatnonzero(self._live)
        for step in unwanted:
            numbers = numbers[~self.documents(step).among(numbers)]
        return DocumentSet(self._total, numbers)

    def _common(self, steps: Sequence[Step]) -> Array:
        """The intersection of all steps, from the rarest on."""
        sized: list[tuple[int, Leaf | DocumentSet]] = []
        for step in steps:
            found = self.documents(step)
            # a leaf's documents are fetched again below, so that not all are held at once
            sized.append((len(found.numbers), step if isinstance(step, Leaf) else found))
        sized.sort(key=itemgetter(0))
        numbers: Array | None = None
        for _, one in sized:
            found = self.documents(one) if isinstance(one, Leaf) else one
            numbers = found.numbers if numbers is None else numbers[found.among(numbers)]
            if not len(numbers):
                break
        return np.empty(0, dtype=np.int64) if numbers is None else numbers
