"""The terms an index holds, and which of them a query word stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple, Protocol

from rapidfuzz.distance import OSA

from indexer.engines.related import key

MAX_EXPANSIONS = 256
"""Terms one prefix, and forms one word, may stand for."""


class Form(NamedTuple):
    """Terms next to each other that count as a match.

    A ``compound`` form is one joined term: it matches words written apart with
    hyphens or dots, as "shopfloor" matches "shop-floor".
    """

    terms: tuple[str, ...]
    compound: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.terms)


class Words(Protocol):
    """The words of an index, and which of them a query word stands for."""

    def holds(self, form: Form) -> bool:
        """Whether every term of the form is in the index, though perhaps not next to each other."""

    def related(self, term: str) -> tuple[Form, ...]:
        """Every form of the word in the index: the term itself first, then the most frequent."""

    def of_key(self, word: str) -> tuple[Form, ...]:
        """Every form in the index of the words with this key, the most frequent first."""

    def with_prefix(self, stem: str) -> tuple[tuple[Form, ...], int]:
        """The most frequent terms that begin with ``stem``, and how many there are in all."""

    def near(self, term: str, limit: int = 3) -> tuple[str, ...]:
        """Terms spelt nearly like an unknown one: nearest first, then the most frequent.

        One change (letter put in, left out, replaced or two exchanged) in words
        of up to five letters, two in longer ones; words under three letters and
        numbers have none.
        """


class Vocabulary:
    """Terms and compounds with the number of passages (and titles) each occurs in."""

    def __init__(
        self,
        terms: Mapping[str, int],
        compounds: Mapping[str, int],
        occurs: Callable[[Form], bool] | None = None,
    ) -> None:
        """``occurs`` is asked about a form if the counts may include what has been deleted."""
        self._occurs = occurs
        self.terms = terms
        self.compounds = compounds
        self._sorted = sorted(terms)
        self._by_key: dict[str, list[Form]] = {}
        for term in self._sorted:
            self._by_key.setdefault(key(term), []).append(Form((term,)))
        for term in sorted(compounds):
            self._by_key.setdefault(key(term), []).append(Form((term,), compound=True))

    def holds(self, form: Form) -> bool:
        """Whether every term of the form is in the index, though perhaps not next to each other."""
        if form.compound:
            return form.terms[0] in self.compounds and any(self._live([form]))
        return all(term in self.terms and any(self._live([Form((term,))])) for term in form.terms)

    def related(self, term: str) -> tuple[Form, ...]:
        """Every form of the word in the index: the term itself first, then the most frequent."""
        forms = self._by_key.get(key(term), [])
        others = sorted((form for form in forms if form != Form((term,))), key=self._rarity)
        return (Form((term,)), *islice(self._live(others), MAX_EXPANSIONS - 1))

    def of_key(self, word: str) -> tuple[Form, ...]:
        """Every form in the index of the words with this key, the most frequent first."""
        forms = sorted(self._by_key.get(word, []), key=self._rarity)
        return tuple(islice(self._live(forms), MAX_EXPANSIONS))

    def with_prefix(self, stem: str) -> tuple[tuple[Form, ...], int]:
        """The most frequent terms that begin with ``stem``, and how many there are in all."""
        start, end = bisect_left(self._sorted, stem), bisect_left(self._sorted, stem + "\U0010ffff")
        forms = [Form((term,)) for term in self._sorted[start:end]]
        live = self._live(sorted(forms, key=self._rarity))
        return tuple(islice(live, MAX_EXPANSIONS)), len(forms)

    def near(self, term: str, limit: int = 3) -> tuple[str, ...]:
        """See ``Words.near``."""
        if len(term) < 3 or not any(c.isalpha() for c in term):
            return ()
        most = 1 if len(term) <= 5 else 2
        found: list[tuple[int, int, str]] = []
        for choice in self._sorted:
            if abs(len(choice) - len(term)) <= most:
                distance = OSA.distance(term, choice, score_cutoff=most)
                if 0 < distance <= most:
                    found.append((distance, -self.terms[choice], choice))
        return tuple(choice for _, _, choice in sorted(found)[:limit])

    def _live(self, forms: Iterable[Form]) -> Iterator[Form]:
        return (form for form in forms if self._occurs is None or self._occurs(form))

    def _rarity(self, form: Form) -> tuple[int, Form]:
        counts = self.compounds if form.compound else self.terms
        return (-counts[form.terms[0]], form)
