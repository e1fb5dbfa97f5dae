"""A segment: its arrays, and lookups in them.

Beside the posting lists of its fields (``indexing/inversion.py``) a segment has, by row:
``starts`` and ``sizes`` (a passage's bytes in the text of its document), ``offsets``
(the same start in code points; not in schema whoosh-1), ``passage_ids``, ``heads``
(heading, mentions, years); by document: ``first`` (its first row; one item more),
``passages`` (how many; a document without any has one row), ``ids``, ``paths``,
``ranks`` (ranks by path), ``oldest`` and ``newest`` (dates as numbers), ``texts``,
``cards``, ``records``, and of each facet ``codes``, ``ends`` and ``values``. A blob
has an array of offsets beside it, its ``ends``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from indexer.engines.whoosh.arrays import Array, Column, column, view
from indexer.engines.whoosh.stored_records import (
    read_attribution,
    read_card,
    read_document_record,
    read_passage,
)
from indexer.model import Card, Document, Passage

FIELDS = ("text", "title", "text_compounds", "title_compounds")
"""The searched fields: terms, and those of compounds (``analysis.py``)."""
ATTRIBUTIONS = "attributions"
"""The column of documents' organisations, with names and bases."""


class Dictionary:
    """Sorted strings in a blob."""

    def __init__(self, content: Array, ends: Array) -> None:
        self._content = content.tobytes()
        self._ends = view(ends)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def encoded(self, number: int) -> bytes:
        """The UTF-8 of a string."""
        return self._content[self._ends[number] : self._ends[number + 1]]

    def __getitem__(self, number: int) -> str:
        return self.encoded(number).decode()

    def lower_bound(self, wanted: bytes) -> int:
        """The number of the first string not less than ``wanted``."""
        low, high = 0, len(self)
        content, ends = self._content, self._ends
        while low < high:
            middle = (low + high) // 2
            if content[ends[middle] : ends[middle + 1]] < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, wanted: bytes) -> int:
        """The number of a string, -1 if there is none."""
        number = self.lower_bound(wanted)
        return number if number < len(self) and self.encoded(number) == wanted else -1

    def all(self) -> list[str]:
        """Every string, in order."""
        ends = self._ends.tolist()
        content = self._content
        return [content[a:b].decode() for a, b in pairwise(ends)]


class Field:
    """A searched field of a segment."""

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self._rows, self._counts, self._positions = (
            column(arrays, f"{name}.{part}") for part in ("rows", "counts", "positions")
        )
        self._lists = view(arrays[f"{name}.lists"])
        self._places = view(arrays[f"{name}.places"])
        self.terms = Dictionary(arrays[f"{name}.terms"], arrays[f"{name}.term_ends"])
        self._keys = Dictionary(arrays[f"{name}.keys"], arrays[f"{name}.key_ends"])
        self._key_starts, self._key_terms = (
            arrays[f"{name}.key_starts"],
            arrays[f"{name}.key_terms"],
        )

    def related(self, key: str) -> list[int]:
        """The numbers of the terms with this key."""
        number = self._keys.find(key.encode())
        if number < 0:
            return []
        terms = self._key_terms[self._key_starts[number] : self._key_starts[number + 1]]
        numbers: list[int] = terms.tolist()
        return numbers

    def frequency(self, term: int) -> int:
        """In how many rows a term occurs, deleted ones included."""
        frequency: int = self._lists[term + 1] - self._lists[term]
        return frequency

    def rows(self, term: int) -> tuple[Array, Array]:
        """The rows a term occurs in, ascending, and how often in each."""
        found = slice(self._lists[term], self._lists[term + 1])
        return self._rows[found], self._counts[found]

    def positions(self, term: int) -> Array:
        """The positions of a term, row by row."""
        return self._positions[self._places[term] : self._places[term + 1]]


class Segment:
    """The documents and passages of one segment; rows and documents are numbered from 0."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.arrays = arrays
        self.fields: dict[str, Field] = {}
        self._blobs: dict[str, tuple[Column | Array, memoryview]] = {}
        self.rows, self.documents = int(arrays["first"][-1]), len(arrays["passages"])
        self.attributions = [read_attribution(str(value)) for value in self.values(ATTRIBUTIONS)]

    def field(self, name: str) -> Field:
        """A searched field, opened on first use."""
        if name not in self.fields:
            self.fields[name] = Field(self.arrays, name)
        return self.fields[name]

    def field_lengths(self, field: str) -> Array:
        """Lengths in tokens: of texts by row, of titles by document; 0 for compounds."""
        none = np.zeros(self.rows, dtype=np.int32)
        return self.arrays.get(f"{field}.lengths", none)

    def lengths(self, field: str, rows: Array) -> Array:
        """The lengths of a field in these rows."""
        lengths = self.field_lengths(field)
        if field == "title":
            documents = np.searchsorted(self.arrays["first"], rows, side="right") - 1
            return np.where(self.arrays["first"][documents] == rows, lengths[documents], 0)
        return lengths[rows]

    def _blob(self, name: str) -> tuple[Column | Array, memoryview]:
        """Concatenated byte strings, and their offsets."""
        if name not in self._blobs:
            ends = view(self.arrays[f"{name}.ends"])
            self._blobs[name] = (column(self.arrays, name), ends)
        return self._blobs[name]

    def item(self, blob: str, number: int) -> bytes:
        """One byte string of a blob."""
        content, ends = self._blob(blob)
        return content[ends[number] : ends[number + 1]].tobytes()

    def passage_start(self, row: int, document: int) -> int:
        """Where a passage begins in the text of its document, in code points."""
        offsets = self.arrays.get("offsets")
        if offsets is None:  # schema whoosh-1
            texts, ends = self._blob("texts")
            before = texts[ends[document] : ends[document] + int(self.arrays["starts"][row])]
            return len(str(before.tobytes(), "utf-8"))
        return int(offsets[row])

    def passage_starts(self) -> Array:
        """Where each row's passage begins in the text of its document, in code points."""
        if "offsets" in self.arrays:
            return self.arrays["offsets"]
        owners = np.repeat(np.arange(self.documents), np.diff(self.arrays["first"])).tolist()
        starts = [self.passage_start(row, owner) for row, owner in enumerate(owners)]
        return np.array(starts, dtype=np.int32)

    def passage_text(self, row: int, document: int) -> str:
        """The text of a passage."""
        texts, ends = self._blob("texts")
        start = ends[document] + int(self.arrays["starts"][row])
        return str(texts[start : start + int(self.arrays["sizes"][row])].tobytes(), "utf-8")

    def passage(self, row: int, document: int) -> Passage:
        """A passage, exactly as written."""
        return read_passage(
            self.item("heads", row),
            self.arrays["passage_ids"][row].decode(),
            self.passage_start(row, document),
            self.passage_text(row, document),
        )

    def card(self, document: int) -> Card:
        """A document's card."""
        document_id = self.arrays["ids"][document].decode()
        path = self.item("paths", document).decode()
        ends = self.arrays[f"{ATTRIBUTIONS}.ends"]
        codes = self.arrays[f"{ATTRIBUTIONS}.codes"][ends[document] : ends[document + 1]]
        organisations = tuple([self.attributions[code] for code in codes.tolist()])
        return read_card(self.item("cards", document), document_id, path, organisations)

    def document(self, document: int) -> Document:
        """A document, exactly as written."""
        text = self.item("texts", document).decode()
        return read_document_record(self.item("records", document), self.card(document), text)

    def values(self, facet: str) -> list[str | int]:
        """The values of a facet, by code."""
        values: list[str | int] = json.loads(self.arrays[f"{facet}.values"].tobytes())
        return values
