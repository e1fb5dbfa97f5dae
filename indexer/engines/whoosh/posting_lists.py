"""Posting lists of a whole version: its segments' one after the other, deleted rows left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.vocabulary import Form
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.cache import bytes_of
from indexer.engines.whoosh.segment import Field, Segment

Occurrences = tuple[Array, Array]
"""Numbers, ascending, and how often at each."""

POSITION = (1 << 32) - 1
"""The lower half of a place is the position in the row."""

NOWHERE: Occurrences = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


LONGEST_MISSED = 64
"""Terms of a phrase that was not found, up to which that is kept."""


@dataclass(frozen=True)
class LeafRows:
    """Where one leaf of a query occurs, and what it counts for there, idf and weight aside.

    ``rows`` are those whose text holds it; ``titles`` documents whose title does.
    What a title counts for is in ``title_impacts``; ``impacts`` are what the text
    adds to that. ``documents`` are all of both, ascending.
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

    def worth(self, forms: Sequence[Form]) -> int | None:
        """The bytes to keep it in; ``None`` for words nobody wrote, missed as fast again.

        A phrase nobody wrote may take long to miss, so it is kept, but not of any length.
        """
        terms = sum(len(form.terms) for form in forms)
        if not len(self.documents) and (terms == len(forms) or terms > LONGEST_MISSED):
            return None
        return self.size + bytes_of(forms)


def occurrences(
    segment: Segment, name: str, form: Form, check_time: Callable[[], None]
) -> Occurrences:
    """The rows of a segment that a form occurs in, in the field ``text`` or ``title``."""
    field = segment.field(f"{name}_compounds" if form.compound else name)
    numbers = [field.terms.find(term.encode()) for term in form.terms]
    if min(numbers) < 0:
        return NOWHERE
    if len(numbers) == 1:
        return field.rows(numbers[0])
    return _phrase(field, numbers, check_time)


def _phrase(field: Field, terms: Sequence[int], check_time: Callable[[], None]) -> Occurrences:
    """Rows in which the terms stand next to each other in this order, and how often they do."""
    rarest = sorted(set(terms), key=field.frequency)
    rows = field.rows(rarest[0])[0]
    for term in rarest[1:]:
        check_time()
        rows = common(rows, field.rows(term)[0])
    if not len(rows):
        return NOWHERE
    first = terms.index(rarest[0])
    places = {rarest[0]: _places(field, rarest[0], rows)}
    starts = places[rarest[0]]
    starts = starts[starts & POSITION >= first] - first
    for offset, term in sorted(enumerate(terms), key=lambda item: field.frequency(item[1])):
        check_time()
        if term not in places:
            places[term] = _places(field, term, rows)
        starts = common(starts, places[term] - offset)
    if not len(starts):
        return NOWHERE
    owners = starts >> 32
    firsts = run_starts(owners)
    return owners[firsts], np.diff(firsts, append=len(owners))


MOST = 4
"""The positions in all rows of a term are read where they are not so many times more."""


def _places(field: Field, term: int, rows: Array) -> Array:
    """Where a term stands, ascending: row << 32 | position.

    In all of ``rows``, each of which holds it; if they are most, then in every row.
    """
    own, counts = field.rows(term)
    positions = field.positions(term)
    if len(rows) * MOST < len(own):
        counts = counts.astype(np.int64)
        begins = np.cumsum(counts) - counts
        own, chosen = rows, offsets_among(own, rows)[0]
        counts = counts[chosen]
        positions = positions[concatenated_ranges(begins[chosen], counts)]
    found: Array = np.repeat(own.astype(np.int64) << 32, counts) | positions
    return found


# ---------------------------------------------------------------- ascending numbers


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
        return few[offsets_among(others, few)[1]]
    numbers = np.concatenate((few, others))
    numbers.sort(kind="stable")
    both: Array = numbers[:-1][numbers[1:] == numbers[:-1]]
    return both


def offsets_among(numbers: Array, wanted: Array) -> tuple[Array, Array]:
    """Where each wanted number is among sorted ``numbers``, and whether it is there at all."""
    if not len(numbers):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    places = np.searchsorted(numbers, wanted)
    places[places == len(numbers)] = 0
    return places, numbers[places] == wanted


def concatenated_ranges(firsts: Array, sizes: Array) -> Array:
    """The numbers of several ranges, one after the other: their first ones, and how many each."""
    begins = np.cumsum(sizes) - sizes
    numbers: Array = np.repeat(firsts - begins, sizes) + np.arange(int(sizes.sum()))
    return numbers
