"""The terms of an index held in memory, and which of them a query word stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from rapidfuzz.distance import OSA

from indexer.engines.related import key
from indexer.engines.vocabulary import MAX_EXPANSIONS, Form, max_edits


class Lexicon:
    """Terms and compounds with the number of passages (and titles) each occurs in.

    See ``indexer.engines.vocabulary.Vocabulary`` for the methods.
    """

    def __init__(self, terms: Mapping[str, int], compounds: Mapping[str, int]) -> None:
        self.terms = terms
        self.compounds = compounds
        self._sorted = sorted(terms)
        self._by_key: dict[str, list[Form]] = {}
        for term in self._sorted:
            self._by_key.setdefault(key(term), []).append(Form((term,)))
        for term in sorted(compounds):
            self._by_key.setdefault(key(term), []).append(Form((term,), compound=True))

    def holds(self, form: Form) -> bool:
        if form.compound:
            return form.terms[0] in self.compounds
        return all(term in self.terms for term in form.terms)

    def related(self, term: str) -> tuple[Form, ...]:
        own = Form((term,))
        forms = [form for form in self._by_key.get(key(term), []) if form != own]
        return (own, *sorted(forms, key=self._rarity)[: MAX_EXPANSIONS - 1])

    def of_key(self, word: str) -> tuple[Form, ...]:
        return tuple(sorted(self._by_key.get(word, []), key=self._rarity)[:MAX_EXPANSIONS])

    def with_prefix(self, stem: str) -> tuple[tuple[Form, ...], int]:
        start, end = bisect_left(self._sorted, stem), bisect_left(self._sorted, stem + "\U0010ffff")
        forms = sorted((Form((term,)) for term in self._sorted[start:end]), key=self._rarity)
        return tuple(forms[:MAX_EXPANSIONS]), len(forms)

    def near(self, term: str, limit: int = 3) -> tuple[str, ...]:
        most = max_edits(term)
        found: list[tuple[int, int, str]] = []
        for choice in self._sorted:
            if abs(len(choice) - len(term)) <= most:
                distance = OSA.distance(term, choice, score_cutoff=most)
                if 0 < distance <= most:
                    found.append((distance, -self.terms[choice], choice))
        return tuple(choice for _, _, choice in sorted(found)[:limit])

    def _rarity(self, form: Form) -> tuple[int, Form]:
        counts = self.compounds if form.compound else self.terms
        return (-counts[form.terms[0]], form)
