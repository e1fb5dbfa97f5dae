"""The reference engine opened: entries in memory, without any index of terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from indexer.analysis import compounds, tokenize
from indexer.authority import Authority
from indexer.engines.aliases import Aliases
from indexer.engines.answering import answer, marker
from indexer.engines.faceting import given_names
from indexer.engines.fragments import Span
from indexer.engines.reference.folding import IndexedDocument, Lengths
from indexer.engines.reference.lexicon import Lexicon
from indexer.engines.reference.run import ReferenceRun
from indexer.engines.vocabulary import Form, Vocabulary
from indexer.facets import FACETS
from indexer.model import ArchiveInfo, Card, Entry, Passage, Query, Results, card_of


class MemoryEngine:
    """Answers from entries in memory; meant for tests and small folders."""

    def __init__(
        self,
        entries: Iterable[Entry],
        authority: Authority,
        info: ArchiveInfo | None = None,
    ) -> None:
        self._entries = sorted(entries, key=lambda entry: entry.document.path)
        self._passages = [passage for entry in self._entries for passage in entry.passages]
        self.authority = authority
        self.info = info or ArchiveInfo(
            "memory", "1970-01-01T00:00:00Z", len(self._entries), len(self._passages)
        )
        self.aliases = Aliases(authority)
        self._texts = [_Text(passage.text) for passage in self._passages]
        self._titles = [_Text(entry.document.title) for entry in self._entries]
        self.lengths = Lengths(_lengths(self._texts), _lengths(self._titles))
        self.owners: Sequence[int] = _owners(self._entries)
        self.rows: Sequence[IndexedDocument] = list(_rows(self._entries))
        self.names: Mapping[str, str] = given_names(
            given for row in self.rows for given in row.card.organisations
        )
        self.vocabulary: Vocabulary = _vocabulary([*self._texts, *self._titles])

    def search(self, query: Query) -> Results:
        return answer(self, query)

    def marker(self, query: Query) -> Callable[[str], tuple[Span, ...]]:
        return marker(self, query)

    def entry(self, document_id: str) -> Entry | None:
        return next((e for e in self._entries if e.document.id == document_id), None)

    def document_of(self, passage_id: str) -> str | None:
        for entry in self._entries:
            if any(passage.id == passage_id for passage in entry.passages):
                return entry.document.id
        return None

    def cards(self) -> Iterator[Card]:
        return (row.card for row in self.rows)

    def close(self) -> None:
        """Nothing is open."""

    def passage_counts(self, form: Form) -> dict[int, int]:
        return {i: n for i, text in enumerate(self._texts) if (n := text.count(form))}

    def title_counts(self, form: Form) -> dict[int, int]:
        return {i: n for i, text in enumerate(self._titles) if (n := text.count(form))}

    def run(self, query: Query, check_time: Callable[[], None]) -> ReferenceRun:
        return ReferenceRun(self, query, check_time)

    def card(self, document: int) -> Card:
        return self.rows[document].card

    def passage(self, number: int) -> Passage:
        return self._passages[number]


class _Text:
    """A text's terms in order, and its compounds."""

    def __init__(self, text: str) -> None:
        tokens = tokenize(text)
        self.terms = [token.term for token in tokens]
        self.compounds = [compound.term for compound in compounds(text, tokens)]

    def count(self, form: Form) -> int:
        if form.compound:
            return self.compounds.count(form.terms[0])
        length = len(form.terms)
        starts = range(len(self.terms) - length + 1)
        return sum(tuple(self.terms[i : i + length]) == form.terms for i in starts)


def _lengths(texts: list[_Text]) -> list[int]:
    return [len(text.terms) for text in texts]


def _owners(entries: list[Entry]) -> list[int]:
    """The number of each passage's document."""
    return [number for number, entry in enumerate(entries) for _ in entry.passages]


def _vocabulary(texts: list[_Text]) -> Lexicon:
    return Lexicon(
        Counter(term for text in texts for term in set(text.terms)),
        Counter(term for text in texts for term in set(text.compounds)),
    )


def _rows(entries: list[Entry]) -> Iterator[IndexedDocument]:
    first = 0
    for entry in entries:
        facets = tuple(facet.values(entry) for facet in FACETS)
        yield IndexedDocument(card_of(entry.document), first, len(entry.passages), facets)
        first += len(entry.passages)
