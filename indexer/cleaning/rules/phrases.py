"""How lines are compared with the phrases of the rules: one folded form for both."""

from __future__ import annotations

import re
from collections.abc import Iterable

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_ENDS = " \t.:;,!?…»«›‹|*•·–—-→←↑↓><^\"'()[]{}/\\+=~"


def fold_line(text: str) -> str:
    """A line without case, curly quotes and surrounding signs, each number as ``#``."""
    folded = text.casefold()
    folded = folded.replace("`", "'") if folded.isascii() else folded.translate(_QUOTES)
    folded = _DIGITS.sub("#", folded)
    return " ".join(folded.split()).strip(_ENDS)


def lines(rule: str, text: str) -> dict[str, str]:
    """A table of folded phrases, parted by ``|`` in ``text``, each with the name of its rule."""
    return {fold_line(line): rule for line in text.split("|")}


def patterns(rule: str, expressions: Iterable[str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Expressions that must match a whole folded line, each with the name of its rule."""
    return tuple((re.compile(expression), rule) for expression in expressions)
