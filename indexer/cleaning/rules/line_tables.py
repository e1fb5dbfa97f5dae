"""The folded form in which lines are compared with phrases and patterns, and their tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
_SURROUNDING = " \t.:;,!?…»«›‹|*•·–—-→←↑↓><^\"'()[]{}/\\+=~"


def fold_line(text: str) -> str:
    """A line without case, curly quotes and surrounding signs, each number as ``#``."""
    folded = text.casefold()
    folded = folded.replace("`", "'") if folded.isascii() else folded.translate(_QUOTES)
    folded = _NUMBERS.sub("#", folded)
    return " ".join(folded.split()).strip(_SURROUNDING)


def phrases(rule: str, text: str) -> dict[str, str]:
    """A table of folded lines, separated by ``|`` in ``text``, each with the name of its rule."""
    return {fold_line(line): rule for line in text.split("|")}


def folded_lines(text: str) -> frozenset[str]:
    """Folded lines without a rule, separated by ``|`` in ``text``."""
    return frozenset(phrases("", text))


def patterns(rule: str, expressions: Iterable[str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Expressions that must match a whole folded line, each with the name of its rule."""
    return tuple((re.compile(expression), rule) for expression in expressions)
