"""Text in, terms out: the one place that says what a word is.

A word is a run of letters and digits; an apostrophe between letters belongs to
it. Terms are case-folded, without accents, with a straight apostrophe. Nothing
else is folded: stemming and spelling variants are a matter of the query.

Words joined by hyphens ("shop-floor") and the letters of a dotted acronym
("C.N.D.") are separate terms at neighbouring positions, so that phrases hold
either way; each such group is also a *compound* whose joined term ("shopfloor",
"cnd") lets the closed spelling find the open one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`´][^\W_]+)*")
COMPOUND = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"
    r"|(?<![-‐‑\w])[^\W_]+(?:['’][^\W_]+)*(?:[-‐‑][^\W_]+(?:['’][^\W_]+)*)+"
)
_DOTTED = re.compile(r"\.[^\W\d_]\.")
_SPACE = re.compile(r"[ \n]|$")
_APOSTROPHES = str.maketrans({c: "'" for c in "’ʼ‘`´"})
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
MAX_TERM = 64
"""Longer words (encoded data, mostly) are cut to this many characters."""
_FOLDED = 1 << 16
"""Words whose folded form is kept; those of a language are mostly found among them."""
_KEPT = 32
"""Characters up to which a word is kept: what is sent by strangers must not fill the memory."""


class Token(NamedTuple):
    """A term with the range of characters it comes from, end exclusive."""

    term: str
    start: int
    end: int


class Compound(NamedTuple):
    """A joined term with the tokens it spans: ``first`` … ``last``, inclusive indexes."""

    term: str
    first: int
    last: int


def fold(word: str) -> str:
    """Fold case, accents and apostrophes of one word; at most ``MAX_TERM`` characters.

    A word of nothing but marks, which some scripts have, stays as it is.
    """
    return _known(word) if len(word) <= _KEPT else _fold(word)


def _fold(word: str) -> str:
    folded = word.translate(_APOSTROPHES).casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded).translate(_LETTERS)
        folded = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    return (folded or word)[:MAX_TERM]


_known = lru_cache(maxsize=_FOLDED)(_fold)


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
    """Where ``COMPOUND`` matches, in order; looked for only around hyphens and ``.X.``."""
    seeds = [match.start() for match in _DOTTED.finditer(text)]
    for hyphen in "-‐‑":
        place = text.find(hyphen)
        while place >= 0:
            if text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum():
                seeds.append(place)
            place = text.find(hyphen, place + 1)
    ranges: list[tuple[int, int]] = []
    done = 0
    for seed in sorted(seeds):
        if seed >= done:
            start = max(text.rfind(" ", 0, seed), text.rfind("\n", 0, seed)) + 1
            done = _SPACE.search(text, seed).start()  # type: ignore[union-attr]
            ranges += [match.span() for match in COMPOUND.finditer(text, start, done)]
    return ranges
