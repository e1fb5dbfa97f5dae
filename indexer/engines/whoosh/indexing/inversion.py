"""Inversion: from tokens to posting lists, as arrays.

A field's posting lists are concatenated in three arrays: ``rows`` (those in which a
term occurs, ascending), ``counts`` (how often) and ``positions`` (where, ``counts`` of
them for each row). ``lists`` and ``places`` are the offsets of each term's rows and
positions; both have one item more than there are terms. Terms are sorted, which for
UTF-8 is also the order of their bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from indexer.engines.related import key
from indexer.engines.whoosh.arrays import Array

CHUNK = 1 << 20
"""Tokens that are sorted together, which bounds memory; chosen by hand."""
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
        """The arrays, by their names in a segment's file."""
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
    """Posting lists from tokens in order of row and position.

    ``terms`` are the ranks of the tokens' terms, below ``count``.
    """
    occurrences = np.zeros(count, dtype=np.int64)
    for start in range(0, len(terms), CHUNK):
        occurrences += np.bincount(terms[start : start + CHUNK], minlength=count)
    position_offsets = np.concatenate((_NONE, np.cumsum(occurrences)))
    chunks = [
        _chunk(terms, rows, positions, *several) for several in term_chunks(position_offsets, CHUNK)
    ]
    found = [np.concatenate(parts) for parts in zip(_EMPTY, *chunks, strict=True)]
    frequencies, own_rows, counts, own_positions = found
    lists = np.concatenate((_NONE, np.cumsum(frequencies)))
    return Postings(own_rows, counts, own_positions, lists, position_offsets)


def term_chunks(offsets: Array, tokens: int) -> Iterator[tuple[int, int]]:
    """Ranges of terms, end exclusive, of about ``tokens`` tokens and at most 65,536 terms.

    ``offsets`` are those of the terms' positions.
    """
    low, count = 0, len(offsets) - 1
    while low < count:
        end = int(np.searchsorted(offsets, int(offsets[low]) + tokens, side="right")) - 1
        high = min(max(end, low + 1), low + (1 << 16), count)
        yield low, high
        low = high


def _chunk(
    terms: Array, rows: Array, positions: Array, low: int, high: int
) -> tuple[Array, Array, Array, Array]:
    """The row frequencies of the terms from ``low`` to ``high``, and their posting lists."""
    tokens = np.flatnonzero(terms - np.uint32(low) < np.uint32(high - low))
    own = (terms[tokens] - np.uint32(low)).astype(np.uint16)
    order = np.argsort(own, kind="stable")  # a radix sort, as they have 16 bits
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
    """Non-negative integers in the smallest unsigned type that holds them."""
    most = int(numbers.max()) if len(numbers) else 0
    return numbers.astype(np.min_scalar_type(most), copy=False)


def blob(texts: Sequence[bytes]) -> tuple[Array, Array]:
    """Byte strings as one array, and their offsets: 0, then the end of each."""
    ends = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in texts], out=ends[1:])
    return np.frombuffer(b"".join(texts), dtype=np.uint8), narrowed(ends)


def dictionary(field: str, terms: Sequence[str]) -> dict[str, Array]:
    """The arrays of a field's sorted terms, and of the keys that they share (``related.py``)."""
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
    return [whole[start:end].decode() for start, end in pairwise(ends.tolist())]
