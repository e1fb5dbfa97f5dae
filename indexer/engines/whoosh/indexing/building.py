"""Building a segment: entries in, arrays out.

A row is a passage; a document without passages has one empty row. The rows of a
document are adjacent, and its title is indexed in the first of them.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.indexing.bulk_analysis import FieldTokens
from indexer.engines.whoosh.indexing.inversion import blob
from indexer.engines.whoosh.segment import ATTRIBUTIONS
from indexer.engines.whoosh.stored_records import (
    attribution_value,
    card_record,
    document_record,
    passage_record,
)
from indexer.facets import FACETS
from indexer.model import Document, Entry, Passage

MAX_TOKENS = 10_500_000
MAX_BYTES = 64_000_000
MAX_PASSAGES = 150_000
MAX_TERMS = 400_000
"""A segment is closed once it exceeds so many tokens, bytes of text and records, passages or
distinct terms, which bounds memory (``ARCHITECTURE.md``, "Merging"). English prose reaches
the first limit first."""


class SegmentBuilder:
    """Collects entries and makes a segment's arrays of them; ``segment.py`` describes these."""

    def __init__(self) -> None:
        self.text, self.title = FieldTokens(), FieldTokens()
        self._first, self._passages = array("q"), array("q")
        self._texts: list[bytes] = []
        self._bytes = 0
        self._starts, self._sizes, self._offsets = array("q"), array("q"), array("q")
        self._blobs: dict[str, list[bytes]] = {"heads": [], "cards": [], "records": []}
        self._paths: list[str] = []
        self._ids: list[bytes] = []
        self._passage_ids: list[bytes] = []
        self._dates = {"oldest": array("q"), "newest": array("q")}
        self._facets = [FacetColumn() for _ in FACETS]
        self._attributions = FacetColumn()

    @property
    def full(self) -> bool:
        """Whether the segment should be closed."""
        return (
            self.text.count > MAX_TOKENS
            or self._bytes > MAX_BYTES
            or len(self._sizes) > MAX_PASSAGES
            or self.text.distinct > MAX_TERMS
        )

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, entry: Entry) -> None:
        """Add a document with its passages."""
        document = entry.document
        self._first.append(len(self._sizes))
        self._passages.append(len(entry.passages))
        self._add_passages(document, entry.passages)
        self.title.add(document.title)
        self._ids.append(document.id.encode())
        self._paths.append(document.path)
        self._blobs["cards"].append(card_record(document))
        self._attributions.add(tuple(map(attribution_value, document.organisations)))
        value = "" if document.published is None else document.published.value
        self._dates["oldest"].append(date_number(value, 0))
        self._dates["newest"].append(date_number(value, 99))
        for facet, column in zip(FACETS, self._facets, strict=True):
            column.add(facet.values(entry))

    def _add_passages(self, document: Document, passages: Sequence[Passage]) -> None:
        text = document.text
        content = text.encode()
        beside: list[bytes] = []
        size = len(content)
        before = first_byte = 0
        for passage in passages:
            own = passage.text.encode()
            start = passage.start
            if text.startswith(passage.text, start):
                if len(text) == len(content):  # ASCII
                    first_byte = start
                elif start >= before:
                    first_byte += len(text[before:start].encode())
                else:
                    first_byte = len(text[:start].encode())
                before = start
                self._starts.append(first_byte)
            else:  # not a run of the document's text: it is kept after it
                self._starts.append(size)
                beside.append(own)
                size += len(own)
            self._sizes.append(len(own))
            self._offsets.append(start)
            self._passage_ids.append(passage.id.encode())
            self._blobs["heads"].append(passage_record(passage))
            self.text.add(passage.text)
        if not passages:
            self._starts.append(0)
            self._sizes.append(0)
            self._offsets.append(0)
            self._passage_ids.append(b"")
            self._blobs["heads"].append(b"")
            self.text.add("")
        record = document_record(document, with_text=bool(beside))
        self._texts.append(b"".join([content, *beside]))
        self._blobs["records"].append(record)
        self._bytes += size + len(record)

    def arrays(self) -> dict[str, Array]:
        """The arrays of the segment. Consumes the builder; call once."""
        rows = len(self._sizes)
        first = np.array([*self._first, rows], dtype=np.int32)
        arrays = self.text.arrays("text", np.arange(rows, dtype=np.int32))
        arrays |= self.title.arrays("title", first[:-1])
        arrays["first"] = first
        arrays["passages"] = np.array(self._passages, dtype=np.int32)
        arrays["starts"] = np.array(self._starts, dtype=np.int32)
        arrays["sizes"] = np.array(self._sizes, dtype=np.int32)
        arrays["offsets"] = np.array(self._offsets, dtype=np.int32)
        self._blobs["texts"] = self._texts
        self._blobs["paths"] = [path.encode() for path in self._paths]
        for name, items in self._blobs.items():
            arrays[name], arrays[f"{name}.ends"] = blob(items)
            items.clear()
        arrays["ids"] = np.array(self._ids)
        arrays["passage_ids"] = np.array(self._passage_ids)
        arrays["ranks"] = ranks(self._paths, self._ids)
        for name, dates in self._dates.items():
            arrays[name] = np.array(dates, dtype=np.int32)
        arrays |= self._attributions.arrays(ATTRIBUTIONS)
        for facet, column in zip(FACETS, self._facets, strict=True):
            arrays |= column.arrays(facet.name)
        return arrays


class FacetColumn:
    """The values of a facet per document, as codes; a document may have several or none."""

    def __init__(self) -> None:
        self._numbers: dict[str | int, int] = {}
        self._seen: dict[tuple[str | int, ...], list[int]] = {}
        self._codes = array("i")
        self._ends = array("q", [0])

    def add(self, values: tuple[str | int, ...]) -> None:
        """Add the next document's values."""
        codes = self._seen.get(values)
        if codes is None:
            codes = [self._numbers.setdefault(value, len(self._numbers)) for value in values]
            self._seen[values] = codes
        self._codes.extend(codes)
        self._ends.append(len(self._codes))

    def arrays(self, name: str) -> dict[str, Array]:
        """Codes, offsets of each document's codes, and the values by code as JSON."""
        return {
            f"{name}.codes": np.array(self._codes, dtype=np.int32),
            f"{name}.ends": np.array(self._ends, dtype=np.int32),
            f"{name}.values": as_json(list(self._numbers)),
        }


def as_json(value: object) -> Array:
    """A value as JSON in an array of bytes."""
    return np.frombuffer(json.dumps(value).encode(), dtype=np.uint8)


def ranks(paths: Sequence[str], ids: Sequence[bytes]) -> Array:
    """The rank of each document by path, and by id where paths are equal."""
    order = sorted(range(len(ids)), key=lambda number: (paths[number], ids[number]))
    ranks = np.empty(len(ids), dtype=np.int32)
    ranks[order] = np.arange(len(ids), dtype=np.int32)
    return ranks


@lru_cache(maxsize=1 << 14)
def date_number(value: str, missing: int) -> int:
    """An ISO 8601 date of any precision as a number that sorts by time; 0 for none.

    ``missing`` replaces an unknown month or day: 0 sorts such dates before the others
    of their year or month, 99 after them.
    """
    if not value:
        return 0
    parts = [int(part) for part in value.split("-")]
    year, month, day = (*parts, missing, missing)[:3]
    return year * 10_000 + month * 100 + day
