"""Which documents a plan's steps hold for, as sets of document numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from indexer.engines.plan import AllOf, AnyOf, Leaf, NoneOf, Step
from indexer.engines.whoosh.arrays import Array


class Documents:
    """A set of documents: their numbers, ascending, or a mask over all; each made when needed."""

    def __init__(self, total: int, numbers: Array | None = None, mask: Array | None = None) -> None:
        self._total, self._numbers, self._mask = total, numbers, mask

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


class Matcher:
    """Walks a plan's tree. ``leaf`` gives the documents of a leaf, ascending."""

    def __init__(self, total: int, live: Array, leaf: Callable[[Leaf], Array]) -> None:
        self._total, self._live, self._leaf = total, live, leaf

    def documents(self, step: Step) -> Documents:
        """The live documents a step holds for."""
        match step:
            case Leaf():
                return Documents(self._total, self._leaf(step))
            case NoneOf(child):
                return Documents(self._total, mask=self._live & ~self.documents(child).mask)
            case AnyOf(children):
                return self._any(children)
            case AllOf(children):
                return self._all(children)

    def _any(self, children: Sequence[Step]) -> Documents:
        if len(children) == 1:
            return self.documents(children[0])
        mask = np.zeros(self._total, dtype=bool)
        for child in children:
            if isinstance(child, Leaf):
                mask[self._leaf(child)] = True
            else:
                mask |= self.documents(child).mask
        return Documents(self._total, mask=mask)

    def _all(self, children: Sequence[Step]) -> Documents:
        wanted = [self.documents(child) for child in children if not isinstance(child, NoneOf)]
        unwanted = [child.child for child in children if isinstance(child, NoneOf)]
        if not wanted:
            numbers = np.flatnonzero(self._live)
        else:
            wanted.sort(key=lambda documents: len(documents.numbers))
            numbers = wanted[0].numbers
            for other in wanted[1:]:
                numbers = numbers[other.mask[numbers]]
        for step in unwanted:
            numbers = numbers[~self.documents(step).mask[numbers]]
        return Documents(self._total, numbers)
