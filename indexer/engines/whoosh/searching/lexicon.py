"""The vocabulary of a whole version: the terms of its segments."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.engines.related import key
from indexer.engines.vocabulary import MAX_EXPANSIONS, Form, max_edits
from indexer.engines.whoosh.searching.cache import ByteCache, bytes_of
from indexer.engines.whoosh.segment import FIELDS, Dictionary, Segment

CACHE_BYTES = 16_000_000
"""For expansions of words and prefixes; chosen by hand."""
CACHED_FREQUENCIES = 1 << 17
"""Terms whose frequency is cached; they are terms of the index, so they are short."""


class SegmentLexicon:
    """The terms of a version's segments.

    See ``indexer.engines.vocabulary.Vocabulary`` for the methods.
    """

    def __init__(
        self, segments: Sequence[Segment], live_rows: Callable[[str, Form], int] | None
    ) -> None:
        """``live_rows`` counts the live rows of a field in which a form occurs.

        ``None`` if nothing is deleted: then that is the length of the posting list.
        """
        self._segments = segments
        self._live_rows = live_rows
        self._cache = ByteCache(CACHE_BYTES)
        self._frequencies: dict[Form, int] = {}
        self._spellings: list[str] | None = None
        self._lock = threading.Lock()

    def holds(self, form: Form) -> bool:
        if len(form.terms) == 1:
            return self.frequency(form) > 0
        return all(self.frequency(Form((term,))) > 0 for term in form.terms)

    def related(self, term: str) -> tuple[Form, ...]:
        own = Form((term,))
        others = [form for form in self.of_key(key(term)) if form != own]
        return (own, *others[: MAX_EXPANSIONS - 1])

    def of_key(self, word: str) -> tuple[Form, ...]:
        return self._cache.get(("key", word), lambda: self._with_key(word), _size)

    def _with_key(self, shared: str) -> tuple[Form, ...]:
        forms = {
            Form((field.terms[number],), name.endswith("_compounds"))
            for segment in self._segments
            for name in FIELDS
            for field in (segment.field(name),)
            for number in field.related(shared)
        }
        return tuple(form for _, form in self._by_frequency(forms))[:MAX_EXPANSIONS]

    def with_prefix(self, stem: str) -> tuple[tuple[Form, ...], int]:
        return self._cache.get(
            ("prefix", stem), lambda: self._with_prefix(stem), lambda found: _size(found[0])
        )

    def _with_prefix(self, stem: str) -> tuple[tuple[Form, ...], int]:
        forms = {
            Form((term,))
            for segment in self._segments
            for name in ("text", "title")
            for term in _with_stem(segment.field(name).terms, stem)
        }
        found = self._by_frequency(forms)
        return tuple(form for _, form in found[:MAX_EXPANSIONS]), len(found)

    def _by_frequency(self, forms: set[Form]) -> list[tuple[int, Form]]:
        """The forms that occur in live rows, with negative frequencies, the most frequent first."""
        counted = ((-self.frequency(form), form) for form in forms)
        return sorted(item for item in counted if item[0])

    def frequency(self, form: Form) -> int:
        """In how many live passages, and titles, a form of one term occurs."""
        found = self._frequencies.get(form, 0)
        if not found:
            count = self._live_rows or self._rows
            found = sum(count(name, form) for name in ("text", "title"))
            if found:  # absent words are not cached, as there is no limit to them
                if len(self._frequencies) >= CACHED_FREQUENCIES:
                    self._frequencies.clear()
                self._frequencies[form] = found
        return found

    def _rows(self, name: str, form: Form) -> int:
        total = 0
        for segment in self._segments:
            field = segment.field(f"{name}_compounds" if form.compound else name)
            number = field.terms.find(form.terms[0].encode())
            total += field.frequency(number) if number >= 0 else 0
        return total

    def near(self, term: str, limit: int = 3) -> tuple[str, ...]:
        most = max_edits(term)
        if not most:
            return ()
        alike = process.extract(
            term, self._all_terms(), scorer=OSA.distance, score_cutoff=most, limit=None
        )
        found = [
            (distance, -self.frequency(Form((choice,))), choice)
            for choice, distance, _ in alike
            if distance
        ]
        return tuple(choice for _, count, choice in sorted(found) if count)[:limit]

    def _all_terms(self) -> list[str]:
        """Every term of texts and titles, collected on first use."""
        with self._lock:
            if self._spellings is None:
                terms: set[str] = set()
                for segment in self._segments:
                    terms.update(segment.field("text").terms.all())
                    terms.update(segment.field("title").terms.all())
                self._spellings = sorted(terms)
            return self._spellings


def _size(forms: tuple[Form, ...]) -> int | None:
    """The bytes of forms; ``None`` for none, which are found again as fast."""
    return bytes_of(forms) if forms else None


def _with_stem(terms: Dictionary, stem: str) -> list[str]:
    start, end = terms.lower_bound(stem.encode()), terms.lower_bound((stem + "\U0010ffff").encode())
    return [terms[number] for number in range(start, end)]
