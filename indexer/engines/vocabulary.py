"""The vocabulary of an index, as far as expanding a query's words needs it."""

from __future__ import annotations

from typing import NamedTuple, Protocol

MAX_EXPANSIONS = 256
"""Terms a prefix, and forms a word, may be expanded to; chosen by hand."""


class Form(NamedTuple):
    """A sequence of adjacent terms that counts as a match.

    A ``compound`` form has one term, that of a compound: "shopfloor" then matches
    "shop-floor" (see ``indexer.analysis``).
    """

    terms: tuple[str, ...]
    compound: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.terms)


class Vocabulary(Protocol):
    """The terms of an index, and what query words are expanded to."""

    def holds(self, form: Form) -> bool:
        """Whether every term of the form is in the index, though perhaps not adjacent."""

    def related(self, term: str) -> tuple[Form, ...]:
        """The word's forms in the index: the term itself, then the others by frequency."""

    def of_key(self, word: str) -> tuple[Form, ...]:
        """All forms in the index with this key, the most frequent first."""

    def with_prefix(self, stem: str) -> tuple[tuple[Form, ...], int]:
        """The most frequent terms that begin with ``stem``, and how many there are in all."""

    def near(self, term: str, limit: int = 3) -> tuple[str, ...]:
        """Terms within ``max_edits`` of an unknown one: the nearest first, then by frequency."""


def max_edits(term: str) -> int:
    """How many edits apart two spellings of one word may be.

    An edit is a letter inserted, deleted or substituted, or two neighbours
    transposed. One in words of up to five letters, two in longer ones; none in words
    of under three letters, nor in numbers.
    """
    if len(term) < 3 or not any(c.isalpha() for c in term):
        return 0
    return 1 if len(term) <= 5 else 2
