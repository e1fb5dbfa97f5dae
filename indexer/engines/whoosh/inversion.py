"""From tokens to posting lists, as arrays.

A field's posting lists stand one after the other in three arrays: ``rows`` (in
which a term occurs, ascending), ``counts`` (how often) and ``positions`` (where,
``counts`` of them for each row). ``lists`` and ``places`` say where each term's
rows and positions begin; both have one item more than there are terms. Terms
are sorted, which for UTF-8 is the order of their bytes too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from indexer.engines.related import key
from indexer.engines.whoosh.arrays import Array

FIELDS = ("text", "title", "text_compounds", "title_compounds")
"""The searched fields: terms, and the joined terms of words written apart (``analysis.py``)."""

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
    order = _order(terms, count)
    sorted_terms, rows = terms[order], rows[order]
    first = np.empty(len(order), dtype=bool)
    first[:1] = True
    first[1:] = (sorted_terms[1:] != sorted_terms[:-1]) | (rows[1:] != rows[:-1])
    starts = np.flatnonzero(first)
    lists = np.searchsorted(sorted_terms[starts], np.arange(count + 1))
    counts = np.diff(starts, append=len(order))
    places = np.searchsorted(sorted_terms, np.arange(count + 1))
    return Postings(rows[starts].astype(np.int32), counts, positions[order], lists, places)


def _order(terms: Array, count: int) -> Array:
    """The order that sorts numbers below ``count``, keeping that of equal ones.

    numpy sorts sixteen bits in linear time: first by the lower, then by the higher ones.
    """
    order = np.argsort(terms.astype(np.uint16), kind="stable")
    if count > 1 << 16:
        order = order[np.argsort((terms >> 16).astype(np.uint16)[order], kind="stable")]
    return order


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
