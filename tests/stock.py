"""An engine that searches the array engine's files through stock Whoosh, as an oracle for tests.

Postings, lengths, deletions and passages come through Whoosh's own readers and
leaf queries; what a document is comes from the entries, which are kept beside the
index. Passages are folded to documents by plain sets.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex, open_dir
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query as LeafQuery
from whoosh.query.terms import Term

from indexer.authority import Authority
from indexer.engines import Counts, reference, whoosh
from indexer.engines.aliases import Aliases
from indexer.engines.answering import answer, marker
from indexer.engines.faceting import given_names
from indexer.engines.fragments import Span
from indexer.engines.reference.folding import IndexedDocument, Lengths
from indexer.engines.reference.lexicon import Lexicon
from indexer.engines.reference.run import ReferenceRun
from indexer.engines.vocabulary import Form, Vocabulary
from indexer.engines.whoosh.arrays import read_arrays
from indexer.facets import FACETS
from indexer.model import ArchiveInfo, Card, Entry, Passage, Query, Results, card_of

SCHEMA = whoosh.SCHEMA
OLDER = whoosh.OLDER
CHECKED = whoosh.CHECKED
_ENTRIES = "entries.pickle"


def write(
    base: Path | None, removed: Iterable[str], added: Iterable[Entry], folder: Path
) -> Counts:
    """Let the array engine write its files, and the memory engine the entries beside them."""
    removed, added = list(removed), list(added)
    reference.write(base, removed, added, folder)
    return whoosh.write(base, removed, added, folder)


def open(folder: Path, info: ArchiveInfo, authority: Authority) -> StockEngine:
    """Open what ``write`` wrote."""
    entries: dict[str, Entry] = pickle.loads((folder / _ENTRIES).read_bytes())
    return StockEngine(folder, entries, info, authority)


class StockEngine:
    """Live documents and passages are numbered from 0 in the order of their rows in Whoosh."""

    def __init__(
        self,
        folder: Path,
        entries: Mapping[str, Entry],
        info: ArchiveInfo,
        authority: Authority,
    ) -> None:
        """``entries`` by id; those of deleted documents do no harm."""
        self.info = info
        self.authority = authority
        self.aliases = Aliases(authority)
        self.index: FileIndex = open_dir(str(folder))
        self.searcher = self.index.searcher()
        self.reader = self.searcher.reader()
        self._entries = entries
        self._number_rows(list(_ids_of_rows(folder, self.index)))
        self.names: Mapping[str, str] = given_names(
            given for row in self.rows for given in row.card.organisations
        )
        self.lengths = Lengths(
            [self._length("text", row) for row in self._passage_at],
            [self._length("title", row) for row in self._head_rows],
        )
        self._counts: dict[tuple[str, Form], Mapping[int, int]] = {}
        self.vocabulary: Vocabulary = Lexicon(
            self._frequencies("text", "title"),
            self._frequencies("text_compounds", "title_compounds"),
        )

    def _number_rows(self, ids: list[str]) -> None:
        """``ids`` gives the document of every row, deleted ones included."""
        rows: list[IndexedDocument] = []
        owners: list[int] = []
        self._head_rows: list[int] = []
        self._passage_at: dict[int, int] = {}
        live = ((row, ids[row]) for row in self.reader.all_doc_ids())
        for document_id, own in groupby(live, key=lambda item: item[1]):
            entry = self._entries[document_id]
            places = [row for row, _ in own]
            facets = tuple(facet.values(entry) for facet in FACETS)
            count = len(entry.passages)
            rows.append(IndexedDocument(card_of(entry.document), len(owners), count, facets))
            self._head_rows.append(places[0])
            for row in places[:count]:
                self._passage_at[row] = len(owners)
                owners.append(len(rows) - 1)
        self.rows: Sequence[IndexedDocument] = rows
        self.owners: Sequence[int] = owners
        self._row_of = list(self._passage_at)
        self._document_at = {row: number for number, row in enumerate(self._head_rows)}

    def _length(self, field: str, row: int) -> int:
        return int(self.reader.doc_field_length(row, field, 0))

    def _frequencies(self, *fields: str) -> dict[str, int]:
        counts: dict[str, int] = {}
        for field in fields:
            for term in self.reader.lexicon(field):
                live = sum(1 for _ in self.reader.postings(field, term).all_ids())
                text = term.decode()
                if live:
                    counts[text] = counts.get(text, 0) + live
        return counts

    # ------------------------------------------------------------ Engine

    def search(self, query: Query) -> Results:
        return answer(self, query)

    def marker(self, query: Query) -> Callable[[str], tuple[Span, ...]]:
        return marker(self, query)

    def entry(self, document_id: str) -> Entry | None:
        """The document as it was given, with the passages that Whoosh has stored."""
        for number, row in enumerate(self.rows):
            if row.card.id == document_id:
                passages = tuple(map(self.passage, self.rows[number].passages))
                return Entry(self._entries[document_id].document, passages)
        return None

    def document_of(self, passage_id: str) -> str | None:
        for number, owner in enumerate(self.owners):
            if self.passage(number).id == passage_id:
                return self.rows[owner].card.id
        return None

    def cards(self) -> Iterator[Card]:
        return iter(sorted((row.card for row in self.rows), key=lambda card: (card.path, card.id)))

    def close(self) -> None:
        self.searcher.close()
        self.index.close()

    # ------------------------------------------------------------ Index

    def run(self, query: Query, check_time: Callable[[], None]) -> ReferenceRun:
        return ReferenceRun(self, query, check_time)

    def card(self, document: int) -> Card:
        return self.rows[document].card

    def passage(self, number: int) -> Passage:
        stored: Passage = self.reader.stored_fields(self._row_of[number])["content"]
        return stored

    def passage_counts(self, form: Form) -> Mapping[int, int]:
        return self._occurrences("text", form, self._passage_at)

    def title_counts(self, form: Form) -> Mapping[int, int]:
        return self._occurrences("title", form, self._document_at)

    def _occurrences(self, field: str, form: Form, numbers: Mapping[int, int]) -> Mapping[int, int]:
        if (field, form) not in self._counts:
            found = {numbers[row]: count for row, count in self._matches(field, form)}
            self._counts[field, form] = found
        return self._counts[field, form]

    def _matches(self, field: str, form: Form) -> Iterator[tuple[int, int]]:
        """Rows and occurrences of a form in a field, by Whoosh's leaf queries."""
        query: LeafQuery
        if form.compound:
            query = Term(f"{field}_compounds", form.terms[0])
        elif len(form.terms) == 1:
            query = Term(field, form.terms[0])
        else:
            query = Phrase(field, list(form.terms))
        for leaf, offset in self.searcher.leaf_searchers():
            matcher = query.matcher(leaf)
            while matcher.is_active():
                phrase = isinstance(query, Phrase)
                count = len(matcher.spans()) if phrase else int(matcher.weight())
                yield matcher.id() + offset, count
                matcher.next()


def _ids_of_rows(folder: Path, index: Any) -> Iterator[str]:
    """The document id of every row of the index, segment by segment."""
    for segment in index._segments():
        arrays = read_arrays(folder / segment.file_name)
        for number, document_id in enumerate(arrays["ids"].tolist()):
            for _ in range(int(arrays["first"][number + 1] - arrays["first"][number])):
                yield document_id.decode()
