"""The terms an index holds, and which of them a query word stands for."""

from __future__ import annotations

from typing import NamedTuple, Protocol

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


class Vocabulary(Protocol):
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

        See ``max_edits`` for what is near.
        """


def max_edits(term: str) -> int:
    """How many edits apart two spellings of one word may be.

    An edit is a letter inserted, deleted or substituted, or two neighbours
    transposed. One in words of up to five letters, two in longer ones; none in words
    of under three letters, nor in numbers.
    """
    if len(term) < 3 or not any(c.isalpha() for c in term):
        return 0
    return 1 if len(term) <= 5 else 2
