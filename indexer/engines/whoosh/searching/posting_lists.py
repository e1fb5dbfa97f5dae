"""Posting lists: where forms occur, and operations on ascending arrays of numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.vocabulary import Form
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.searching.cache import bytes_of
from indexer.engines.whoosh.segment import Field, Segment

Occurrences = tuple[Array, Array]
"""Row numbers, ascending, and the frequency in each."""

POSITION = (1 << 32) - 1
"""The lower half of an occurrence is the position in the row, the upper half the row."""

NOWHERE: Occurrences = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


LONGEST_MISS = 64
"""Terms of phrases up to which it is cached that they do not occur; chosen by hand."""
FEW_ROWS = 4
"""Positions are read for the wanted rows only where a term has so many times more rows."""
LOOKUP = 16
"""A set so many times smaller is intersected by lookup, others by sorting. Both by hand."""


@dataclass(frozen=True)
class LeafRows:
    """Where one leaf of a query occurs, with its impact on scores, without idf and weight.

    ``rows`` have it in their text, ``titles`` are documents with it in their title.
    ``title_impacts`` are of titles alone, ``impacts`` what the text adds to that.
    ``documents`` are all documents of both, ascending.
    """

    rows: Array
    impacts: Array
    titles: Array
    title_impacts: Array
    documents: Array

    @property
    def size(self) -> int:
        """Bytes."""
        return sum({id(array): int(array.nbytes) for array in vars(self).values()}.values())

    def cost(self, forms: Sequence[Form]) -> int | None:
        """The bytes for caching it; ``None`` if that it does not occur is found again as fast.

        That a phrase does not occur may take long to find, so it is cached, up to a length.
        """
        terms = sum(len(form.terms) for form in forms)
        if not len(self.documents) and (terms == len(forms) or terms > LONGEST_MISS):
            return None
        return self.size + bytes_of(forms)


def occurrences(
    segment: Segment, name: str, form: Form, check_time: Callable[[], None]
) -> Occurrences:
    """The rows of a segment in which a form occurs, in the field ``text`` or ``title``."""
    field = segment.field(f"{name}_compounds" if form.compound else name)
    numbers = [field.terms.find(term.encode()) for term in form.terms]
    if min(numbers) < 0:
        return NOWHERE
    if len(numbers) == 1:
        return field.rows(numbers[0])
    return _phrase(field, numbers, check_time)


def _phrase(field: Field, terms: Sequence[int], check_time: Callable[[], None]) -> Occurrences:
    """The rows with the terms next to each other in this order, and how often they are."""
    rarest = sorted(set(terms), key=field.frequency)
    rows = field.rows(rarest[0])[0]
    for term in rarest[1:]:
        check_time()
        rows = common(rows, field.rows(term)[0])
    if not len(rows):
        return NOWHERE
    first = terms.index(rarest[0])
    found = {rarest[0]: _occurrences(field, rarest[0], rows)}
    starts = found[rarest[0]]
    starts = starts[starts & POSITION >= first] - first
    for offset, term in sorted(enumerate(terms), key=lambda item: field.frequency(item[1])):
        check_time()
        if term not in found:
            found[term] = _occurrences(field, term, rows)
        starts = common(starts, found[term] - offset)
    if not len(starts):
        return NOWHERE
    owners = starts >> 32
    firsts = run_starts(owners)
    return owners[firsts], np.diff(firsts, append=len(owners))


def _occurrences(field: Field, term: int, rows: Array) -> Array:
    """The occurrences of a term, ascending: row << 32 | position.

    They include those in ``rows``, all of which have it, and may include others.
    """
    own, counts = field.rows(term)
    positions = field.positions(term)
    if len(rows) * FEW_ROWS < len(own):
        counts = counts.astype(np.int64)
        begins = np.cumsum(counts) - counts
        own, chosen = rows, offsets_among(own, rows)[0]
        counts = counts[chosen]
        positions = positions[concatenated_ranges(begins[chosen], counts)]
    found: Array = np.repeat(own.astype(np.int64) << 32, counts) | positions
    return found


# ---------------------------------------------------------------- ascending arrays


def run_starts(numbers: Array) -> Array:
    """The offset of each run of equal numbers."""
    if not len(numbers):
        return np.empty(0, dtype=np.int64)
    return np.concatenate(([0], np.flatnonzero(numbers[1:] != numbers[:-1]) + 1))


def distinct(numbers: Array) -> Array:
    """Ascending numbers without repetition."""
    return numbers[run_starts(numbers)]


def union(sets: Sequence[Array]) -> Array:
    """The union of at least one array of distinct numbers, ascending."""
    numbers = np.concatenate(sets)
    numbers.sort(kind="stable")  # merges ascending runs
    return distinct(numbers)


def common(few: Array, others: Array) -> Array:
    """The intersection of two ascending arrays of distinct numbers."""
    if len(few) * LOOKUP < len(others):
        return few[offsets_among(others, few)[1]]
    numbers = np.concatenate((few, others))
    numbers.sort(kind="stable")
    both: Array = numbers[:-1][numbers[1:] == numbers[:-1]]
    return both


def offsets_among(numbers: Array, wanted: Array) -> tuple[Array, Array]:
    """The offset of each wanted number in ascending ``numbers``, and whether it is there."""
    if not len(numbers):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    offsets = np.searchsorted(numbers, wanted)
    offsets[offsets == len(numbers)] = 0
    return offsets, numbers[offsets] == wanted


def concatenated_ranges(firsts: Array, sizes: Array) -> Array:
    """The numbers of several ranges, one after the other; given their first ones and sizes."""
    begins = np.cumsum(sizes) - sizes
    numbers: Array = np.repeat(firsts - begins, sizes) + np.arange(int(sizes.sum()))
    return numbers
