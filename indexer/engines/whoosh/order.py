"""The first hits of a page, without sorting all of them."""

from __future__ import annotations

import numpy as np

from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.index import ArrayIndex


def first_hits(index: ArrayIndex, hits: Array, values: Array, count: int) -> Array:
    """Places among the hits of the first ``count``, highest value first, then in order of path."""
    count = min(count, len(hits))
    if not count:
        return np.empty(0, dtype=np.int64)
    limit = np.partition(values, len(values) - count)[len(values) - count]
    certain = np.flatnonzero(values > limit)
    tied = np.flatnonzero(values == limit)
    candidates = np.concatenate((certain, _in_order(index, hits, tied, count - len(certain))))
    return candidates[_sorted(index, hits[candidates], values[candidates])]


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
    if len(index.segments) == 1:
        return np.lexsort((index.segments[0].arrays["ranks"][hits], -values))
    order = np.argsort(-values, kind="stable")
    if len(np.unique(values)) == len(values):
        return order
    keyed = [
        (-value, *_path(index, hit), place)
        for place, (value, hit) in enumerate(zip(values.tolist(), hits.tolist(), strict=True))
    ]
    return np.array([item[-1] for item in sorted(keyed)], dtype=np.int64)


def _path(index: ArrayIndex, document: int) -> tuple[str, str]:
    card = index.card(document)
    return card.path, card.id
