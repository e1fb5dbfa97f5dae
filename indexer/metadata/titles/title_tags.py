"""Title tags: several parts between bars or dashes, of which some name the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from indexer.analysis import WORD, fold

_SEPARATOR = re.compile(r"\s*(?:\s[-–—|·•:/~]+\s|[|»«›]|::|\s--?\s|\s\|\|?\s)\s*")
_DIVIDER = re.compile(_SEPARATOR.pattern + r"|:\s+")
_MOST_PARTS = 8


def parts_of(title: str) -> list[str]:
    """The parts of a title tag that hold words, in order."""
    return [part for part in _SEPARATOR.split(title) if words_of(part)]


def words_of(text: str) -> list[str]:
    """The folded words titles are compared by."""
    return [fold(word) for word in WORD.findall(text)]


def is_site(text: str, site: Iterable[str]) -> bool:
    """Whether a text is one of the names of the site, spaces and signs aside."""
    letters = "".join(words_of(text))
    return any(letters == "".join(words_of(name)) for name in site)


def runs_of(title: str) -> Iterator[str]:
    """Every run of neighbouring parts of a title tag, of the first parts if it has many.

    Here a colon divides too: a heading may stand on either side of it.
    """
    edges = [(m.start(), m.end()) for m in islice(_DIVIDER.finditer(title), _MOST_PARTS)]
    starts = [0, *(end for _, end in edges)]
    ends = [*(start for start, _ in edges), len(title)]
    for first in range(len(starts)):
        for last in range(first, len(ends)):
            yield title[starts[first] : ends[last]]


def without_site(title: str, site: Sequence[str], witnesses: Sequence[str]) -> str:
    """The part of a title tag that is the page's own title.

    A heading that is one or several of the parts decides; else parts that name
    the site go, and of what is left the last, if the first can stand alone.
    """
    parts = [part for part in _SEPARATOR.split(title) if part.strip()]
    if len(parts) < 2:
        return title
    runs = [words_of(run) for run in runs_of(title)]
    for witness in witnesses:
        if words_of(witness) and words_of(witness) in runs:
            return witness
    own = [part for part in parts if not is_site(part, site)]
    if len(own) < len(parts):
        start, end = _extent(title, own)
        return title[start:end] if own else title
    if len(words_of(parts[0])) >= 2 or len(parts) > 2:
        start, end = _extent(title, parts[:-1])
        return title[start:end]
    return title


def without_last(line: str, names: Sequence[str]) -> str:
    """A title line without its last part if that is one of the names."""
    parts = list(_SEPARATOR.finditer(line))
    if parts and words_of(line[parts[-1].end() :]) in [words_of(name) for name in names]:
        return line[: parts[-1].start()]
    return line


def remainder_of(tag: str, title: str) -> Iterator[str]:
    """The parts of the title tag that are not the title: they name the site."""
    words = words_of(title)
    for part in _SEPARATOR.split(tag):
        own = words_of(part)
        if own and not _contains(words, own) and not _contains(own, words):
            yield part.strip()


def _extent(title: str, parts: Sequence[str]) -> tuple[int, int]:
    if not parts:
        return 0, 0
    start = title.find(parts[0])
    return start, title.rfind(parts[-1]) + len(parts[-1])


def _contains(words: list[str], part: list[str]) -> bool:
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))
