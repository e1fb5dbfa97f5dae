"""The codec: lets Whoosh read segments whose posting lists are raw arrays.

With this module, stock Whoosh reads such an index (terms, postings, positions,
lengths, stored fields); only ``write`` can write it, in bulk. The paths of the classes
below are pickled into indexes, so this module must not be moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from whoosh.codec.base import FieldCursor, PerDocumentReader, TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from indexer.engines.whoosh.arrays import Array, read_arrays
from indexer.engines.whoosh.segment import FIELDS, Field, Segment
from indexer.errors import EngineError

INDEX_NAME = "MAIN"
EXTENSION = ".arrays"


class ArrayCodec(W3Codec):
    """Reads segments whose files ``write`` has written."""

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> _SegmentDocuments:
        return _SegmentDocuments(opened(storage, segment), segment)

    def terms_reader(self, storage: Any, segment: ArraySegment) -> _SegmentTerms:
        return _SegmentTerms(opened(storage, segment))

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        return ArraySegment()

    def supports_columns(self) -> bool:
        return False

    def per_document_writer(self, storage: Any, segment: Any) -> NoReturn:
        raise EngineError("this index is written in bulk only; run: indexer rebuild")

    def field_writer(self, storage: Any, segment: Any) -> NoReturn:
        self.per_document_writer(storage, segment)


class ArraySegment(W3Segment):
    """A segment's entry in the list of segments, with a bitmap of its deleted documents."""

    deleted_documents: bytes = b""
    """A bit per document, packed by ``numpy.packbits``; empty if none is deleted."""
    deleted_rows = 0

    def __init__(self, rows: int = 0) -> None:
        super().__init__(ArrayCodec(), INDEX_NAME, rows)  # type: ignore[no-untyped-call] # Whoosh's

    @property
    def file_name(self) -> str:
        """The segment's one file."""
        return f"{self.segment_id()}{EXTENSION}"  # type: ignore[no-untyped-call] # Whoosh's

    def delete(self, documents: Array, rows: int) -> None:
        """Set the deletions: a boolean per document, and the number of rows deleted in all."""
        self.deleted_documents = np.packbits(documents).tobytes() if documents.any() else b""
        self.deleted_rows = rows

    def live(self, documents: int) -> Array:
        """For each document, whether it is live."""
        if not self.deleted_documents:
            return np.ones(documents, dtype=bool)
        bits = np.frombuffer(self.deleted_documents, dtype=np.uint8)
        live: Array = np.unpackbits(bits, count=documents) == 0
        return live

    def deleted_count(self) -> int:
        return self.deleted_rows

    def is_deleted(self, docnum: int) -> NoReturn:
        raise EngineError("ask the segment's reader: rows are deleted by document")

    def deleted_docs(self) -> NoReturn:
        self.is_deleted(0)

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:
        self.is_deleted(docnum)


def opened(storage: Any, segment: ArraySegment) -> Segment:
    """A segment with its arrays mapped."""
    return Segment(read_arrays(Path(storage.folder) / segment.file_name))


class _SegmentTerms(TermsReader):
    """The terms of a segment, by field in order of their names."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def _field(self, name: str) -> Field | None:
        return self._segment.field(name) if name in FIELDS else None

    def _number(self, name: str, text: bytes) -> tuple[Field, int]:
        field = self._field(name)
        number = -1 if field is None else field.terms.find(text)
        if field is None or number < 0:
            raise TermNotFound(f"No term {name}:{text!r}")
        return field, number

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._field(term[0])
        return field is not None and field.terms.find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        return sorted(FIELDS)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for name in sorted(FIELDS):
            if name >= fieldname:
                terms = self._segment.field(name).terms
                start = terms.lower_bound(prefix) if name == fieldname else 0
                yield from ((name, terms.encoded(i)) for i in range(start, len(terms)))

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return self.terms_from("", b"")

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return self.items_from("", b"")

    def cursor(self, fieldname: str, fieldobj: Any) -> _Cursor:
        return _Cursor(self, self._segment.field(fieldname), fieldname)

    def frequency(self, fieldname: str, tbytes: bytes) -> float:
        known = (fieldname, tbytes) in self
        return self.term_info(fieldname, tbytes).weight() if known else 0.0

    def doc_frequency(self, fieldname: str, tbytes: bytes) -> int:
        """In how many rows a term occurs, deleted ones included."""
        known = (fieldname, tbytes) in self
        return self.term_info(fieldname, tbytes).doc_frequency() if known else 0

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        field, number = self._number(fieldname, tbytes)
        rows, counts = field.rows(number)
        lengths = self._segment.lengths(fieldname, rows)
        return TermInfo(
            weight=float(counts.sum()),
            df=len(rows),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(counts.max()),
            minid=int(rows[0]),
            maxid=int(rows[-1]),
        )

    def matcher(
        self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None
    ) -> ArrayMatcher:
        found = self._number(fieldname, tbytes)
        return ArrayMatcher(found, format_, (fieldname, tbytes), scorer)


class _Cursor(FieldCursor):
    """A cursor over the sorted terms of a field."""

    def __init__(self, terms: _SegmentTerms, field: Field, name: str) -> None:
        self._terms, self._field, self._name = terms, field, name
        self._at = 0

    def first(self) -> str | None:
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        wanted = string.encode() if isinstance(string, str) else string
        self._at = self._field.terms.lower_bound(wanted)
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        return self._field.terms[self._at] if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        if not self.is_valid():
            return None
        return self._terms.term_info(self._name, self._field.terms.encoded(self._at))

    def is_valid(self) -> bool:
        return self._at < len(self._field.terms)


class ArrayMatcher(LeafMatcher):
    """Iterates over one posting list for Whoosh's query classes; one block, never skipped."""

    def __init__(
        self, found: tuple[Field, int], format_: Any, term: tuple[str, bytes], scorer: Any
    ) -> None:
        """``found`` is the field and the number of the term in it."""
        field, number = found
        self.format, self._term, self.scorer = format_, term, scorer
        self._rows, self._counts = field.rows(number)
        self._positions = field.positions(number)
        self._starts = np.cumsum(self._counts, dtype=np.int64) - self._counts
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._rows)

    def reset(self) -> None:
        self._at = 0

    def id(self) -> int:
        return int(self._rows[self._at])

    def weight(self) -> float:
        return float(self._counts[self._at])

    def value(self) -> bytes:
        start = int(self._starts[self._at])
        positions = self._positions[start : start + int(self._counts[self._at])]
        encoded: bytes = self.format.encode(positions.tolist())
        return encoded

    def next(self) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._at += int(np.searchsorted(self._rows[self._at :], id))

    def copy(self) -> ArrayMatcher:
        other = ArrayMatcher.__new__(ArrayMatcher)
        other.__dict__.update(self.__dict__)
        return other

    def all_ids(self) -> Iterator[int]:
        return iter(self._rows[self._at :].tolist())

    def supports_block_quality(self) -> bool:
        return False


class _SegmentDocuments(PerDocumentReader):
    """Lengths, deletions and stored fields of a segment's rows."""

    def __init__(self, segment: Segment, info: ArraySegment) -> None:
        self._segment = segment
        live = info.live(segment.documents)
        self._deleted = ~np.repeat(live, np.diff(segment.arrays["first"]))

    def doc_count(self) -> int:
        return self._segment.rows - int(self._deleted.sum())

    def doc_count_all(self) -> int:
        return self._segment.rows

    def has_deletions(self) -> bool:
        return bool(self._deleted.any())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._deleted[docnum])

    def deleted_docs(self) -> Iterator[int]:
        return iter(np.flatnonzero(self._deleted).tolist())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        length = self._segment.lengths(fieldname, np.array([docnum]))
        return int(length[0]) or default

    def field_length(self, fieldname: str) -> int:
        return int(self._segment.field_lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        return int(self._segment.field_lengths(fieldname).min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        return int(self._segment.field_lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        document = int(np.searchsorted(self._segment.arrays["first"], docnum, side="right")) - 1
        if docnum - int(self._segment.arrays["first"][document]) >= int(
            self._segment.arrays["passages"][document]
        ):
            return {}
        return {"content": self._segment.passage(docnum, document)}
