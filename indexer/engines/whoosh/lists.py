"""Posting lists of a whole version: its segments' one after the other, deleted rows left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from indexer.engines.vocabulary import Form
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.segment import Field, Segment

Occurrences = tuple[Array, Array]
"""Numbers, ascending, and how often at each."""

POSITION = (1 << 32) - 1
"""The lower half of a place is the position in the row."""

NOWHERE: Occurrences = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


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
        rows = rows[places_among(field.rows(term)[0], rows)[1]]
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
        starts = starts[places_among(places[term], starts + offset)[1]]
    counts = np.bincount(starts >> 32, minlength=len(rows))
    held = np.flatnonzero(counts)
    return rows[held], counts[held]


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


def _places(field: Field, term: int, rows: Array) -> Array:
    """Where a term stands in rows that all hold it: row's index << 32 | position, ascending."""
    own, counts = field.rows(term)
    counts = counts.astype(np.int64)
    places = places_among(own, rows)[0]
    begins = (np.cumsum(counts) - counts)[places]
    lengths = counts[places]
    index = np.repeat(np.arange(len(rows)), lengths)
    positions = field.positions(term)[ranges(begins, lengths)]
    found: Array = (index << 32) | positions.astype(np.int64)
    return found
