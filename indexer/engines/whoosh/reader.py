"""A Whoosh index opened for searching."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from whoosh.index import FileIndex
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query as LeafQuery
from whoosh.query.terms import Term

from indexer.authority import Authority
from indexer.engines.aliases import Aliases
from indexer.engines.answering import answer, marker
from indexer.engines.folding import Row, names_of
from indexer.engines.fragments import Span
from indexer.engines.ranking import Lengths
from indexer.engines.vocabulary import Form, Vocabulary
from indexer.engines.whoosh.schema import HEAD, PASSAGES_AFTER_HEAD, Head
from indexer.model import ArchiveInfo, Card, Document, Entry, Passage, Query, Results


class WhooshEngine:
    """Answers from one generation. Numbers documents and passages in the order of their rows.

    Whoosh's readers keep positions in shared files, so reading is under a lock.
    """

    def __init__(self, index: FileIndex, info: ArchiveInfo, authority: Authority) -> None:
        self._index = index
        self._searcher = index.searcher()
        self._reading = threading.Lock()
        self.info = info
        self.authority = authority
        self.aliases = Aliases(authority)
        self._read_heads()
        self.vocabulary = Vocabulary(
            self._frequencies("text", "title"),
            self._frequencies("text_compounds", "title_compounds"),
            self._occurs if self._searcher.reader().has_deletions() else None,
        )

    def _read_heads(self) -> None:
        rows: list[Row] = []
        owners: list[int] = []
        self._head_rows: list[int] = []
        self._document_at: dict[int, int] = {}
        self._passage_at: dict[int, int] = {}
        passage_lengths: list[int] = []
        title_lengths: list[int] = []
        for number, place in enumerate(self._searcher.docs_for_query(Term("kind", HEAD))):
            head: Head = self._content(place)
            first = len(owners)
            rows.append(replace(head.row, first=first))
            owners.extend([number] * head.row.count)
            self._head_rows.append(place)
            self._document_at[place] = number
            for ordinal in range(head.row.count):
                self._passage_at[place + PASSAGES_AFTER_HEAD + ordinal] = first + ordinal
            passage_lengths.extend(head.passage_lengths)
            title_lengths.append(head.title_length)
        self.rows: Sequence[Row] = rows
        self.owners: Sequence[int] = owners
        self.names: Mapping[str, str] = names_of(rows)
        self.lengths = Lengths(passage_lengths, title_lengths)
        self._number_of_id = {row.card.id: number for number, row in enumerate(self.rows)}

    def _content(self, place: int) -> Any:
        return self._searcher.reader().stored_fields(place)["content"]

    def _frequencies(self, *fields: str) -> dict[str, int]:
        counts: dict[str, int] = {}
        for field in fields:
            for term, info in self._searcher.reader().iter_field(field):
                text = term.decode()
                counts[text] = counts.get(text, 0) + info.doc_frequency()
        return counts

    def _occurs(self, form: Form) -> bool:
        """Whether a form is left in the index; Whoosh counts deleted rows too."""
        return bool(self.passage_counts(form) or self.title_counts(form))

    # ------------------------------------------------------------ Engine

    def search(self, query: Query) -> Results:
        return answer(self, query)

    def marker(self, query: Query) -> Callable[[str], tuple[Span, ...]]:
        return marker(self, query)

    def entry(self, document_id: str) -> Entry | None:
        number = self._number_of_id.get(document_id)
        if number is None:
            return None
        place, row = self._head_rows[number], self.rows[number]
        with self._reading:
            document: Document = self._content(place + 1)
            passages = tuple(
                self._content(place + PASSAGES_AFTER_HEAD + i) for i in range(row.count)
            )
        return Entry(document, passages)

    def document_of(self, passage_id: str) -> str | None:
        with self._reading:
            for place in self._searcher.docs_for_query(Term("passage", passage_id)):
                return self.rows[self.owners[self._passage_at[place]]].card.id
        return None

    def cards(self) -> Iterator[Card]:
        return iter(sorted((row.card for row in self.rows), key=lambda card: (card.path, card.id)))

    def close(self) -> None:
        self._searcher.close()
        self._index.close()

    # ------------------------------------------------------------ Index

    def passage_counts(self, form: Form) -> dict[int, int]:
        found = self._counts("text", form)
        return {self._passage_at[place]: count for place, count in found}

    def title_counts(self, form: Form) -> dict[int, int]:
        found = self._counts("title", form)
        return {self._document_at[place]: count for place, count in found}

    def passage(self, number: int) -> Passage:
        owner = self.owners[number]
        ordinal = number - self.rows[owner].first
        with self._reading:
            place = self._head_rows[owner] + PASSAGES_AFTER_HEAD + ordinal
            passage: Passage = self._content(place)
            return passage

    def _counts(self, field: str, form: Form) -> list[tuple[int, int]]:
        """Row number and occurrences of a form in a field, by Whoosh's leaf queries."""
        query: LeafQuery
        if form.compound:
            query = Term(f"{field}_compounds", form.terms[0])
        elif len(form.terms) == 1:
            query = Term(field, form.terms[0])
        else:
            query = Phrase(field, list(form.terms))
        found = []
        with self._reading:
            for leaf, offset in self._searcher.leaf_searchers():
                matcher = query.matcher(leaf)
                while matcher.is_active():
                    phrase = isinstance(query, Phrase)
                    count = len(matcher.spans()) if phrase else int(matcher.weight())
                    found.append((matcher.id() + offset, count))
                    matcher.next()
        return found
