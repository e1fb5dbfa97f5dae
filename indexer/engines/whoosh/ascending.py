"""Arrays of numbers in ascending order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.engines.whoosh.arrays import Array

FAR = 16
"""Numbers so many times fewer than others are looked up among these one by one."""


def run_starts(numbers: Array) -> Array:
    """Where each run of equal numbers begins."""
    if not len(numbers):
        return np.empty(0, dtype=np.int64)
    return np.concatenate(([0], np.flatnonzero(numbers[1:] != numbers[:-1]) + 1))


def distinct(numbers: Array) -> Array:
    """Ascending numbers without repetition."""
    return numbers[run_starts(numbers)]


def union(sets: Sequence[Array]) -> Array:
    """The numbers that are in any of some arrays without repetition, at least one array."""
    numbers = np.concatenate(sets)
    numbers.sort(kind="stable")  # which merges runs that are in order already
    return distinct(numbers)


def common(few: Array, others: Array) -> Array:
    """The numbers that are in both of two ascending arrays without repetition."""
    if len(few) * FAR < len(others):
        return few[places_among(others, few)[1]]
    numbers = np.concatenate((few, others))
    numbers.sort(kind="stable")
    both: Array = numbers[:-1][numbers[1:] == numbers[:-1]]
    return both


def places_among(numbers: Array, wanted: Array) -> tuple[Array, Array]:
    """Where each wanted number is among sorted ``numbers``, and whether it is there at all."""
    if not len(numbers):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    places = np.searchsorted(numbers, wanted)
    places[places == len(numbers)] = 0
    return places, numbers[places] == wanted


def ranges(firsts: Array, sizes: Array) -> Array:
    """The numbers of several ranges, one after the other: their first ones, and how many each."""
    begins = np.cumsum(sizes) - sizes
    numbers: Array = np.repeat(firsts - begins, sizes) + np.arange(int(sizes.sum()))
    return numbers
