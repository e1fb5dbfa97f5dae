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
_APOSTROPHES = str.maketrans({c: "'" for c in "’ʼ‘`´"})
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
MAX_TERM = 64
"""Longer words (encoded data, mostly) are cut to this many characters."""


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


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """Fold case, accents and apostrophes of one word; at most ``MAX_TERM`` characters."""
    folded = word.translate(_APOSTROPHES).casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded).translate(_LETTERS)
        folded = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    return folded[:MAX_TERM]


def tokenize(text: str) -> list[Token]:
    """All tokens of a text in order; a token's index is its position."""
    return [Token(fold(m[0]), m.start(), m.end()) for m in WORD.finditer(text)]


def compounds(text: str, tokens: list[Token]) -> list[Compound]:
    """The hyphenated words and dotted acronyms of ``text``, as spans of its ``tokens``."""
    found: list[Compound] = []
    if "-" not in text and "." not in text and "‐" not in text and "‑" not in text:
        return found
    index = 0
    for match in COMPOUND.finditer(text):
        while index < len(tokens) and tokens[index].start < match.start():
            index += 1
        last = index
        while last + 1 < len(tokens) and tokens[last + 1].end <= match.end():
            last += 1
        if last > index:
            term = "".join(token.term for token in tokens[index : last + 1])[:MAX_TERM]
            found.append(Compound(term, index, last))
            index = last + 1
    return found
