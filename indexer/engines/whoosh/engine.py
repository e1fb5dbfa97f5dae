"""A version of the index as an ``Engine``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from whoosh.filedb.filestore import FileStorage

from indexer.authority import Authority
from indexer.engines.answering import answer, marker
from indexer.engines.fragments import Span
from indexer.engines.whoosh.codec import opened
from indexer.engines.whoosh.indexing.writing import read_segments
from indexer.engines.whoosh.searching.execution import Execution
from indexer.engines.whoosh.searching.index import ArrayIndex
from indexer.model import ArchiveInfo, Card, Entry, Query, Results


class WhooshEngine(ArrayIndex):
    """Answers from one generation; immutable once opened."""

    def __init__(self, folder: Path, info: ArchiveInfo, authority: Authority) -> None:
        storage = FileStorage(str(folder))
        segments = []
        for segment in read_segments(folder)[1]:
            arrays = opened(storage, segment)
            segments.append((arrays, segment.live(arrays.documents)))
        super().__init__(segments, authority)
        self.info = info

    def search(self, query: Query) -> Results:
        return answer(self, query)

    def marker(self, query: Query) -> Callable[[str], tuple[Span, ...]]:
        return marker(self, query)

    def run(self, query: Query, check_time: Callable[[], None]) -> Execution:
        return Execution(self, query, check_time)

    def entry(self, document_id: str) -> Entry | None:
        document = self.document_with_id(document_id)
        return None if document is None else self.entry_at(document)

    def document_of(self, passage_id: str) -> str | None:
        row = self.row_with_id(passage_id)
        return None if row is None else self.card(int(self.owners[row])).id

    def cards(self) -> Iterator[Card]:
        return self.all_cards()

    def close(self) -> None:
        """Nothing to do: files are unmapped with the last array that refers to them."""
