"""The analyzer: text in, terms out. What a word is, is defined here and nowhere else.

A word is a run of letters and digits; an apostrophe between two of them belongs to
the word. Terms are case-folded, without accents, with a straight apostrophe. Nothing
else is folded: stemming and spelling variants are left to the query.

Words joined by hyphens ("shop-floor") and the letters of a dotted acronym
("C.N.D.") are separate terms at neighbouring positions, so that phrases match
either way. Each such group is also a *compound*, whose one term ("shopfloor",
"cnd") lets the closed spelling find the open one.

``engines/whoosh/indexing/bulk_analysis.py`` (many texts at a time) and ``engines/marks.py`` (known
terms in one text) find the same words faster, from the same tables; property tests
compare them with ``tokenize`` and ``compounds``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

APOSTROPHES = "'’ʼ‘`´"
"""Belong to a word between two of its letters. "ʼ" (U+02BC) is itself a letter to Unicode."""
COMPOUND_APOSTROPHES = "'’"
"""Those that may stand inside a compound."""
HYPHENS = "-‐‑"
COMPOUND_BREAKS = " \n"
"""No compound reaches across these, so compounds are looked for between them."""
MAX_TERM = 64
"""Characters to which longer words (encoded data, mostly) are cut; chosen by hand."""

_LETTER = r"[^\W_]"  # letters and digits of any script: ``is_letter``
_PURE_LETTER = r"[^\W\d_]"
WORD = re.compile(rf"{_LETTER}+(?:[{APOSTROPHES}]{_LETTER}+)*")
_PART = rf"{_LETTER}+(?:[{COMPOUND_APOSTROPHES}]{_LETTER}+)*"
COMPOUND = re.compile(
    rf"(?<!{_LETTER})(?:{_PURE_LETTER}\.){{2,}}(?:{_PURE_LETTER}(?!{_LETTER}))?"
    rf"|(?<![{HYPHENS}\w]){_PART}(?:[{HYPHENS}]{_PART})+"
)
_DOTTED = re.compile(rf"\.{_PURE_LETTER}\.")
_BREAK = re.compile(rf"[{COMPOUND_BREAKS}]|$")

_STRAIGHTENED = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Letters that Unicode does not decompose, as they are written without them."""
_CACHED_WORDS = 1 << 16
"""Words whose term is cached: about the common vocabulary of a language; chosen by hand."""
_MAX_CACHED = 32
"""Characters up to which a word is cached, so that long requests cannot fill the memory."""


class Token(NamedTuple):
    """A term with the range of characters it comes from, end exclusive."""

    term: str
    start: int
    end: int


class Compound(NamedTuple):
    """The term of a compound with the tokens it spans: ``first`` … ``last``, inclusive indexes."""

    term: str
    first: int
    last: int


def is_letter(character: str) -> bool:
    """Whether a character is a letter or digit, of which words consist."""
    return character.isalnum()


def fold(word: str) -> str:
    """The term of one word: case, accents and apostrophes folded, cut to ``MAX_TERM`` characters.

    A word that consists of combining marks only, which some scripts have, stays as it is.
    """
    return _cached_term(word) if len(word) <= _MAX_CACHED else _term(word)


def _term(word: str) -> str:
    folded = word.translate(_STRAIGHTENED).casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded).translate(_LETTERS)
        folded = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    return (folded or word)[:MAX_TERM]


_cached_term = lru_cache(maxsize=_CACHED_WORDS)(_term)


def tokenize(text: str) -> list[Token]:
    """All tokens of a text in order; a token's index is its position."""
    return [Token(fold(m[0]), m.start(), m.end()) for m in WORD.finditer(text)]


def compounds(text: str, tokens: list[Token]) -> list[Compound]:
    """The hyphenated words and dotted acronyms of ``text``, as spans of its ``tokens``."""
    found: list[Compound] = []
    index = 0
    for start, end in compound_ranges(text):
        while index < len(tokens) and tokens[index].start < start:
            index += 1
        last = index
        while last + 1 < len(tokens) and tokens[last + 1].end <= end:
            last += 1
        if last > index:
            term = "".join(token.term for token in tokens[index : last + 1])[:MAX_TERM]
            found.append(Compound(term, index, last))
            index = last + 1
    return found


def compound_ranges(text: str) -> list[tuple[int, int]]:
    """Where ``COMPOUND`` matches, in order; only the surroundings of hyphens and ``.X.`` are tried.

    Matching the pattern at every word would take several times as long.
    """
    seeds = [match.start() for match in _DOTTED.finditer(text)]
    for hyphen in HYPHENS:
        at = text.find(hyphen)
        while at >= 0:
            if is_letter(text[at - 1 : at]) and is_letter(text[at + 1 : at + 2]):
                seeds.append(at)
            at = text.find(hyphen, at + 1)
    ranges: list[tuple[int, int]] = []
    done = 0
    for seed in sorted(seeds):
        if seed >= done:
            start = max(text.rfind(space, 0, seed) for space in COMPOUND_BREAKS) + 1
            # the pattern matches at the end of every text
            done = _BREAK.search(text, seed).start()  # type: ignore[union-attr]
            ranges += [match.span() for match in COMPOUND.finditer(text, start, done)]
    return ranges
