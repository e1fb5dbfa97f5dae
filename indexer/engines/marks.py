"""The marks of one query in many texts: ``find_marks`` at a tenth of its time.

Most texts are plain: no letters but those of English, accents aside. There a term is
looked for as a string, and only what is found is checked for being a whole word.
Of many terms that would take longer than to look at every word of the text.
All other texts, and rare kinds of forms, are left to ``find_marks``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from indexer.analysis import APOSTROPHES, MAX_TERM, WORD, compound_ranges, fold, is_letter
from indexer.engines.fragments import Span, find_marks, joined_spans
from indexer.engines.plan import Leaf
from indexer.engines.vocabulary import Form

STEM = 3
"""Words that share so many first letters are looked for together, by all they share."""
MANY = 16
"""Stems and sequences from which on every word of a text is looked at."""
_APART = " \n,."
"""What most words have beside them; an empty string, beyond the ends of a text, is in it too."""
_CURLED = [mark for mark in APOSTROPHES if mark != "'" and not is_letter(mark)]
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


class Marker:
    """Finds what matches any of the leaves; leaves that look at titles only mark nothing."""

    def __init__(self, leaves: Iterable[Leaf], many: int = MANY) -> None:
        """From ``many`` terms on, every word of a text is looked at."""
        self._leaves = tuple(leaf for leaf in leaves if leaf.where == "any")
        forms = {form for leaf in self._leaves for form in leaf.forms}
        self._compounds = {form.terms[0] for form in forms if form.compound}
        simple = [form for form in forms if not form.compound]
        self._known = {form.terms[0] for form in simple if len(form.terms) == 1}
        self._words = _by_stem(self._known)
        self._sequences = [form.terms for form in simple if len(form.terms) > 1]
        self._beginning = _by_beginning(self._sequences)
        self._many = len(self._words) + len(self._sequences) >= many
        terms = {term for form in forms for term in form.terms}
        self._odd = any(
            len(t) >= MAX_TERM or not (is_letter(t[0]) and is_letter(t[-1])) for t in terms
        )

    def marks(self, text: str) -> tuple[Span, ...]:
        """What ``find_marks`` finds."""
        if not self._leaves:
            return ()
        plain = _plain(text)
        if plain is None or self._odd:
            return find_marks(text, self._leaves)
        if self._many:
            spans = self._spans_of_many(plain)
        else:
            spans = self._word_spans(plain)
            spans += self._sequence_spans(plain)
        if self._compounds:
            spans += self._compound_spans(plain)
        spans.sort()
        return joined_spans(spans)

    def _word_spans(self, text: str) -> list[Span]:
        spans: list[Span] = []
        for stem, words in self._words:
            if len(words) == 1:
                spans += _whole(text, stem)
            elif stem in text:
                spans += _whole_of(text, stem, words)
        return spans

    def _spans_of_many(self, text: str) -> list[Span]:
        """The words and sequences, found by looking at each word of the text once."""
        found = list(WORD.finditer(text))
        words = [word[0] for word in found]
        known = self._known
        spans = [found[at].span() for at, word in enumerate(words) if word in known]
        for at in [at for at, word in enumerate(words) if word in self._beginning]:
            for length, sequences in self._beginning[words[at]].items():
                if tuple(words[at : at + length]) in sequences:
                    spans.append((found[at].start(), found[at + length - 1].end()))
        return spans

    def _sequence_spans(self, text: str) -> Iterator[Span]:
        for first, *rest in self._sequences:
            for start, end in _whole(text, first):
                for term in rest:
                    following = WORD.search(text, end)
                    if following is None or following[0] != term:
                        break
                    end = following.end()
                else:
                    yield start, end

    def _compound_spans(self, text: str) -> Iterable[Span]:
        ranges = compound_ranges(text)
        if any(
            "'" in text[max(0, start - 1) : start] + text[end : end + 1] for start, end in ranges
        ):
            forms = tuple(Form((term,), compound=True) for term in self._compounds)
            return find_marks(text, [Leaf(leaf.part, forms) for leaf in self._leaves[:1]])
        return self._joined(text, ranges)

    def _joined(self, text: str, ranges: Iterable[Span]) -> Iterator[Span]:
        for start, end in ranges:
            words = list(WORD.finditer(text, start, end))
            joined = "".join(word[0] for word in words)[:MAX_TERM]
            if len(words) > 1 and joined in self._compounds:
                yield start, words[-1].end()


@lru_cache(maxsize=4096)
def _plain(text: str) -> str | None:
    """The text in small letters without accents, each at its place; ``None`` if it has others."""
    plain = text.lower()
    if len(plain) != len(text):
        return None
    for mark in _CURLED:
        plain = plain.replace(mark, "'")
    if plain.isascii():
        return plain
    for letter in set(_NOT_ASCII.findall(plain)):
        if not is_letter(letter):
            continue
        bare = fold(letter)
        if not ("À" <= letter <= "ſ" and len(bare) == 1 and bare.isascii()):
            return None
        plain = plain.replace(letter, bare)
    return plain


def _by_stem(words: Iterable[str]) -> list[tuple[str, set[str]]]:
    """Words that begin alike, under what all of them begin with."""
    alike: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        alike[word[:STEM]].add(word)
    return [(_beginning(group), group) for group in alike.values()]


def _by_beginning(
    sequences: Iterable[tuple[str, ...]],
) -> dict[str, dict[int, set[tuple[str, ...]]]]:
    """Sequences by their first term, and then by their length."""
    alike: dict[str, dict[int, set[tuple[str, ...]]]] = {}
    for sequence in sequences:
        alike.setdefault(sequence[0], {}).setdefault(len(sequence), set()).add(sequence)
    return alike


def _beginning(words: set[str]) -> str:
    """What all of the words begin with."""
    first, last = min(words), max(words)
    while not last.startswith(first):
        first = first[:-1]
    return first


def _whole(text: str, word: str) -> list[Span]:
    """Where a word stands in a plain text, and no longer one around it."""
    found = []
    length = len(word)
    start = text.find(word)
    while start >= 0:
        end = start + length
        if (text[start - 1 : start] in _APART or not _joins(text, start - 1, start - 2)) and (
            text[end : end + 1] in _APART or not _joins(text, end, end + 1)
        ):
            found.append((start, end))
        start = text.find(word, end)
    return found


def _whole_of(text: str, stem: str, words: set[str]) -> Iterator[Span]:
    """Where any of the words stands, all of which begin with ``stem``."""
    start = text.find(stem)
    while start >= 0:
        word = WORD.match(text, start)
        end = start + len(stem)
        if word is not None:
            end = word.end()
            if word[0] in words and not _joins(text, start - 1, start - 2):
                yield start, end
        start = text.find(stem, end)


def _joins(text: str, at: int, beyond: int) -> bool:
    """Whether the character beside a word makes it longer: a letter, an apostrophe before one."""
    if not 0 <= at < len(text):
        return False
    character = text[at]
    if character in _APART:
        return False
    return is_letter(character) or (
        character == "'" and 0 <= beyond < len(text) and is_letter(text[beyond])
    )
