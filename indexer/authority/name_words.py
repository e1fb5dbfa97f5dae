"""Words of running text with the keys that names of organisations are compared by.

A name is compared by its folded words, so that apostrophes, hyphens and accents do not
matter; an acronym letter by letter, with or without dots, possessive or plural.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from indexer.analysis import fold

WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?(?:[’'ʼ]s\b)?"
    r"|[^\W_]+(?:[’'ʼ‘`´][^\W_]+)*"
    r"|&"
)
"""A word, a dotted acronym or "&"."""

CAPITAL = re.compile(r"[^\W_a-z](?<![^\W_].)(?<![^\W_][’'ʼ‘`´].)")
"""The first letter or figure of a word that does not begin with a small ASCII letter."""

_POSSESSIVE = re.compile(r"[’'ʼ]s$|(?<=[A-Z])s$|(?<=[A-Z]{2})ers?$")
_PLAIN = str.maketrans({"’": "'", "ʼ": "'", ".": None})
_CACHED_WORDS = 1 << 16
"""Words whose keys are cached, chosen by hand to hold those of a language."""


class NameWord(NamedTuple):
    """A word of a text with its offsets and keys.

    ``name`` is its key within a name, ``last`` as a name's last word, without
    a possessive ending; ``acronym`` its letters, without dots and ending.
    """

    name: str
    last: str
    acronym: str
    raw: str
    start: int
    end: int


def read_words(text: str) -> list[NameWord]:
    """All words of a text, in order."""
    return [name_word(match) for match in WORD.finditer(text)]


def capitalised(text: str) -> list[NameWord]:
    """The words of a text that begin with a capital, each once, where it first occurs."""
    words: dict[str, NameWord] = {}
    free = 0
    for match in CAPITAL.finditer(text):
        word = WORD.match(text, match.start()) if match.start() >= free else None
        if word is not None:
            free = word.end()
            if word[0] not in words:
                words[word[0]] = name_word(word)
    return list(words.values())


def form_key(text: str) -> tuple[str, ...]:
    """What two spellings of one name have in common; equal keys are the same name."""
    return tuple(_key(match[0]) for match in WORD.finditer(text))


def name_word(match: re.Match[str]) -> NameWord:
    """The word of a match; that of its only group where there is one."""
    group = match.lastindex or 0
    return NameWord(*keys_of(match[group]), *match.span(group))


@lru_cache(maxsize=_CACHED_WORDS)
def keys_of(raw: str) -> tuple[str, str, str, str]:
    """The fields ``name``, ``last``, ``acronym`` and ``raw`` of a word."""
    acronym = raw.translate(_PLAIN)
    bare = _POSSESSIVE.sub("", acronym)
    last = _key(_POSSESSIVE.sub("", raw))
    return _key(raw), last, bare if len(bare) > 1 else acronym, raw


def _key(word: str) -> str:
    return "and" if word == "&" else fold(word).replace("'", "").replace(".", "")
