"""Posting lists of a whole version: its segments' one after the other, deleted rows left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.engines.vocabulary import Form
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.segment import Field, Segment

Occurrences = tuple[Array, Array]
"""Numbers, ascending, and how often at each."""

NOWHERE: Occurrences = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int64))


def occurrences(segment: Segment, name: str, form: Form) -> Occurrences:
    """The rows of a segment that a form occurs in, in the field ``text`` or ``title``."""
    field = segment.field(f"{name}_compounds" if form.compound else name)
    numbers = [field.terms.find(term.encode()) for term in form.terms]
    if min(numbers) < 0:
        return NOWHERE
    if len(numbers) == 1:
        return field.rows(numbers[0])
    return _phrase(field, numbers)


def _phrase(field: Field, terms: Sequence[int]) -> Occurrences:
    """Rows in which the terms stand next to each other in this order, and how often they do."""
    rarest = sorted(set(terms), key=field.frequency)
    rows = field.rows(rarest[0])[0]
    for term in rarest[1:]:
        rows = rows[places_among(field.rows(term)[0], rows)[1]]
    if not len(rows):
        return NOWHERE
    starts: Array | None = None
    for offset, term in sorted(enumerate(terms), key=lambda item: field.frequency(item[1])):
        found = _starts(field, term, rows, offset)
        starts = found if starts is None else starts[places_among(found, starts)[1]]
        if not len(starts):
            return NOWHERE
    counts = np.bincount((starts if starts is not None else rows) >> 32, minlength=len(rows))
    held = np.flatnonzero(counts)
    return rows[held], counts[held]


def places_among(numbers: Array, wanted: Array) -> tuple[Array, Array]:
    """Where each wanted number is among sorted ``numbers``, and whether it is there at all."""
    if not len(numbers):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    places = np.searchsorted(numbers, wanted)
    places[places == len(numbers)] = 0
    return places, numbers[places] == wanted


def _starts(field: Field, term: int, rows: Array, offset: int) -> Array:
    """Where a phrase would begin for each occurrence of its term: row's index << 32 | position.

    ``rows`` all hold the term; occurrences too near the beginning are left out.
    """
    own, counts = field.rows(term)
    counts = counts.astype(np.int64)
    places = places_among(own, rows)[0]
    begins = (np.cumsum(counts) - counts)[places]
    lengths = counts[places]
    index = np.repeat(np.arange(len(rows)), lengths)
    within = np.arange(len(index)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    positions = field.positions(term)[np.repeat(begins, lengths) + within].astype(np.int64)
    positions -= offset
    starts: Array = ((index << 32) | positions)[positions >= 0]
    return starts
