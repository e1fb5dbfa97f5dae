"""The marks of one query in many texts: ``find_marks`` in a tenth of its time.

Most texts are in the Latin alphabet, accents aside. There a term is searched for as a
string, and only what is found is checked for being a whole word. For many terms that
would take longer than looking at every word of the text. All other texts, and rare
kinds of forms, are left to ``find_marks``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from indexer.analysis import APOSTROPHES, MAX_TERM, WORD, compound_ranges, fold, is_letter
from indexer.engines.fragments import Span, find_marks, merged
from indexer.engines.plan import Leaf
from indexer.engines.vocabulary import Form

PREFIX = 3
"""Words that share so many first letters are searched for together, by their common prefix."""
MANY = 16
"""Prefixes and phrases from which on every word of a text is looked at; chosen by hand."""
_SEPARATORS = " \n,."
"""What stands beside most words; so does the empty string, beyond the ends of a text."""
_CURLED = [mark for mark in APOSTROPHES if mark != "'" and not is_letter(mark)]
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def _is_odd(term: str) -> bool:
    """Whether a term may have been cut, or be an apostrophe at an end."""
    return len(term) >= MAX_TERM or not (is_letter(term[0]) and is_letter(term[-1]))


class Marker:
    """Finds what matches any of the leaves; leaves for titles only match nothing."""

    def __init__(self, leaves: Iterable[Leaf], many: int = MANY) -> None:
        """From ``many`` prefixes and phrases on, every word of a text is looked at."""
        self._leaves = tuple(leaf for leaf in leaves if leaf.where == "any")
        forms = {form for leaf in self._leaves for form in leaf.forms}
        self._compounds = {form.terms[0] for form in forms if form.compound}
        simple = [form.terms for form in forms if not form.compound]
        self._known = {terms[0] for terms in simple if len(terms) == 1}
        self._words = _by_prefix(self._known)
        self._phrases = [terms for terms in simple if len(terms) > 1]
        self._phrases_of = _by_first_term(self._phrases)
        self._many = len(self._words) + len(self._phrases) >= many
        self._odd = any(_is_odd(term) for form in forms for term in form.terms)

    def marks(self, text: str) -> tuple[Span, ...]:
        """What ``find_marks`` finds."""
        if not self._leaves:
            return ()
        plain = _folded(text)
        if plain is None or self._odd:
            return find_marks(text, self._leaves)
        if self._many:
            spans = self._spans_of_many(plain)
        else:
            spans = self._word_spans(plain)
            spans += self._phrase_spans(plain)
        if self._compounds:
            spans += self._compound_spans(plain)
        spans.sort()
        return merged(spans)

    def _word_spans(self, text: str) -> list[Span]:
        spans: list[Span] = []
        for prefix, words in self._words:
            if len(words) == 1:
                spans += _whole(text, prefix)
            elif prefix in text:
                spans += _whole_of(text, prefix, words)
        return spans

    def _spans_of_many(self, text: str) -> list[Span]:
        """The words and phrases, found by looking at each word of the text once."""
        found = list(WORD.finditer(text))
        words = [word[0] for word in found]
        known = self._known
        spans = [found[at].span() for at, word in enumerate(words) if word in known]
        for at in [at for at, word in enumerate(words) if word in self._phrases_of]:
            for length, phrases in self._phrases_of[words[at]].items():
                if tuple(words[at : at + length]) in phrases:
                    spans.append((found[at].start(), found[at + length - 1].end()))
        return spans

    def _phrase_spans(self, text: str) -> Iterator[Span]:
        for first, *rest in self._phrases:
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
        return self._compounds_in(text, ranges)

    def _compounds_in(self, text: str, ranges: Iterable[Span]) -> Iterator[Span]:
        for start, end in ranges:
            words = list(WORD.finditer(text, start, end))
            term = "".join(word[0] for word in words)[:MAX_TERM]
            if len(words) > 1 and term in self._compounds:
                yield start, words[-1].end()


@lru_cache(maxsize=4096)
def _folded(text: str) -> str | None:
    """The text case-folded without accents, character for character; ``None`` if impossible."""
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


def _by_prefix(words: Iterable[str]) -> list[tuple[str, set[str]]]:
    """Words with a common prefix, under the longest one that they share."""
    alike: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        alike[word[:PREFIX]].add(word)
    return [(_common_prefix(group), group) for group in alike.values()]


def _by_first_term(
    phrases: Iterable[tuple[str, ...]],
) -> dict[str, dict[int, set[tuple[str, ...]]]]:
    """Phrases by their first term, and then by their length."""
    alike: dict[str, dict[int, set[tuple[str, ...]]]] = {}
    for phrase in phrases:
        alike.setdefault(phrase[0], {}).setdefault(len(phrase), set()).add(phrase)
    return alike


def _common_prefix(words: set[str]) -> str:
    """The longest common prefix."""
    first, last = min(words), max(words)
    while not last.startswith(first):
        first = first[:-1]
    return first


def _whole(text: str, word: str) -> list[Span]:
    """The occurrences of a word in a folded text that are not part of a longer word."""
    found = []
    length = len(word)
    start = text.find(word)
    while start >= 0:
        end = start + length
        if (
            text[start - 1 : start] in _SEPARATORS or not _continues(text, start - 1, start - 2)
        ) and (text[end : end + 1] in _SEPARATORS or not _continues(text, end, end + 1)):
            found.append((start, end))
        start = text.find(word, end)
    return found


def _whole_of(text: str, prefix: str, words: set[str]) -> Iterator[Span]:
    """The occurrences of any of the words, all of which begin with ``prefix``."""
    start = text.find(prefix)
    while start >= 0:
        word = WORD.match(text, start)
        end = start + len(prefix)
        if word is not None:
            end = word.end()
            if word[0] in words and not _continues(text, start - 1, start - 2):
                yield start, end
        start = text.find(prefix, end)


def _continues(text: str, at: int, beyond: int) -> bool:
    """Whether the character beside a word belongs to it: a letter, or an apostrophe before one."""
    if not 0 <= at < len(text):
        return False
    character = text[at]
    if character in _SEPARATORS:
        return False
    return is_letter(character) or (
        character == "'" and 0 <= beyond < len(text) and is_letter(text[beyond])
    )
