"""From tokens to posting lists, as arrays.

A field's posting lists stand one after the other in three arrays: ``rows`` (in
which a term occurs, ascending), ``counts`` (how often) and ``positions`` (where,
``counts`` of them for each row). ``lists`` and ``places`` say where each term's
rows and positions begin; both have one item more than there are terms. Terms
are sorted, which for UTF-8 is the order of their bytes too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from indexer.engines.related import key
from indexer.engines.whoosh.arrays import Array

FIELDS = ("text", "title", "text_compounds", "title_compounds")
"""The searched fields: terms, and the joined terms of words written apart (``analysis.py``)."""

CHUNK = 1 << 20
"""Tokens that are sorted together, which bounds the memory of it."""
_NONE = np.zeros(1, dtype=np.int64)
_EMPTY = tuple(np.empty(0, dtype=kind) for kind in (np.int64, np.int32, np.uint8, np.uint8))

PARTS = ("rows", "counts", "positions", "lists", "places")


@dataclass(frozen=True)
class Postings:
    """The posting lists of a field; see the module."""

    rows: Array
    counts: Array
    positions: Array
    lists: Array
    places: Array

    def arrays(self, field: str) -> dict[str, Array]:
        """The arrays under the names they have in a segment's file."""
        return {
            f"{field}.rows": self.rows,
            f"{field}.counts": narrowed(self.counts),
            f"{field}.positions": narrowed(self.positions),
            f"{field}.lists": narrowed(self.lists),
            f"{field}.places": narrowed(self.places),
        }


def postings_of(arrays: Mapping[str, Array], field: str) -> Postings:
    """The posting lists of a field in a segment's arrays."""
    return Postings(*(arrays[f"{field}.{part}"] for part in PARTS))


def invert(terms: Array, rows: Array, positions: Array, count: int) -> Postings:
    """Posting lists from tokens that come in order of row and position.

    ``terms`` are numbers in sorted order of the terms, below ``count``.
    """
    occurrences = np.zeros(count, dtype=np.int64)
    for at in range(0, len(terms), CHUNK):
        occurrences += np.bincount(terms[at : at + CHUNK], minlength=count)
    places = np.concatenate((_NONE, np.cumsum(occurrences)))
    chunks = [_chunk(terms, rows, positions, *several) for several in term_chunks(places, CHUNK)]
    found = [np.concatenate(parts) for parts in zip(_EMPTY, *chunks, strict=True)]
    frequencies, own_rows, counts, own_positions = found
    lists = np.concatenate((_NONE, np.cumsum(frequencies)))
    return Postings(own_rows, counts, own_positions, lists, places)


def term_chunks(places: Array, tokens: int) -> Iterator[tuple[int, int]]:
    """Ranges of terms, the end exclusive, that have about ``tokens`` tokens; 65,536 at most."""
    low, count = 0, len(places) - 1
    while low < count:
        end = int(np.searchsorted(places, int(places[low]) + tokens, side="right")) - 1
        high = min(max(end, low + 1), low + (1 << 16), count)
        yield low, high
        low = high


def _chunk(
    terms: Array, rows: Array, positions: Array, low: int, high: int
) -> tuple[Array, Array, Array, Array]:
    """Of the terms from ``low`` to ``high``: in how many rows each is, and their posting lists."""
    tokens = np.flatnonzero(terms - np.uint32(low) < np.uint32(high - low))
    own = (terms[tokens] - np.uint32(low)).astype(np.uint16)
    order = np.argsort(own, kind="stable")  # of sixteen bits: in linear time
    own, tokens = own[order], tokens[order]
    rows = rows[tokens]
    first = np.empty(len(tokens), dtype=bool)
    first[:1] = True
    first[1:] = (own[1:] != own[:-1]) | (rows[1:] != rows[:-1])
    starts = np.flatnonzero(first)
    frequencies = np.bincount(own[starts], minlength=high - low)
    counts = narrowed(np.diff(starts, append=len(tokens)))
    return frequencies, rows[starts], counts, positions[tokens]


def narrowed(numbers: Array) -> Array:
    """The same whole numbers from 0 on in the smallest unsigned type that holds them."""
    most = int(numbers.max()) if len(numbers) else 0
    return numbers.astype(np.min_scalar_type(most), copy=False)


def blob(texts: Sequence[bytes]) -> tuple[Array, Array]:
    """Byte strings as one array, and where each ends; the first item of the ends is 0."""
    ends = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in texts], out=ends[1:])
    return np.frombuffer(b"".join(texts), dtype=np.uint8), narrowed(ends)


def dictionary(field: str, terms: Sequence[str]) -> dict[str, Array]:
    """The arrays of a field's sorted terms, and of the keys that related terms share."""
    content, ends = blob([term.encode() for term in terms])
    keys = [key(term) for term in terms]
    order = sorted(range(len(terms)), key=lambda number: (keys[number], number))
    starts = [i for i, n in enumerate(order) if not i or keys[n] != keys[order[i - 1]]]
    key_content, key_ends = blob([keys[order[start]].encode() for start in starts])
    return {
        f"{field}.terms": content,
        f"{field}.term_ends": ends,
        f"{field}.keys": key_content,
        f"{field}.key_ends": key_ends,
        f"{field}.key_starts": np.array([*starts, len(terms)], dtype=np.int32),
        f"{field}.key_terms": np.array(order, dtype=np.int32),
    }


def texts_of(content: Array, ends: Array) -> list[str]:
    """All strings of a blob."""
    whole = content.tobytes()
    places = ends.tolist()
    return [whole[start:end].decode() for start, end in pairwise(places)]
