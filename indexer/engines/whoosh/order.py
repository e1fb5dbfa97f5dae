"""The first hits of a page, without sorting all of them."""

from __future__ import annotations

import numpy as np

from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.index import ArrayIndex


def first_hits(index: ArrayIndex, hits: Array, values: Array, count: int) -> Array:
    """Places among the hits of the first ``count``, highest value first, then in order of path."""
    count = min(count, len(hits))
    if len(hits) <= FEW:
        return _sorted(index, hits, values)[:count]
    limit = kth_largest(values, count)
    certain = np.flatnonzero(values > limit)
    tied = np.flatnonzero(values == limit)
    candidates = np.concatenate((certain, _in_order(index, hits, tied, count - len(certain))))
    return candidates[_sorted(index, hits[candidates], values[candidates])]


BLOCK = 64
FEW = 64
"""So many hits are sorted faster than the first of them are found."""


def kth_largest(values: Array, k: int) -> float:
    """The ``k``-th largest value, of at least so many.

    The ``k``-th largest of the blocks' maxima is a bound that few values reach.
    """
    blocks = len(values) // BLOCK
    if blocks > k:
        maxima = values[: blocks * BLOCK].reshape(blocks, BLOCK).max(axis=1)
        values = values[values >= np.partition(maxima, blocks - k)[blocks - k]]
    return float(np.partition(values, len(values) - k)[len(values) - k])


def _in_order(index: ArrayIndex, hits: Array, tied: Array, count: int) -> Array:
    """Of equal hits at least the first ``count`` in order of path: those of every segment."""
    if len(tied) <= count:
        return tied
    chosen = []
    for start, end, segment in index.segment_bounds():
        own = tied[(hits[tied] >= start) & (hits[tied] < end)]
        ranks = segment.arrays["ranks"][hits[own] - start]
        if len(own) > count:
            own = own[np.argpartition(ranks, count - 1)[:count]]
        chosen.append(own)
    places = np.concatenate(chosen)
    if len(index.segments) == 1:
        return places
    equal = np.zeros(len(places))
    return places[_sorted(index, hits[places], equal)[:count]]


def _sorted(index: ArrayIndex, hits: Array, values: Array) -> Array:
    """The order of a few hits: by value, highest first, then by path and id."""
    paths = map(index.path, hits.tolist())
    keyed = sorted(zip((-values).tolist(), paths, range(len(hits)), strict=True))
    return np.array([place for _, _, place in keyed], dtype=np.int64)
