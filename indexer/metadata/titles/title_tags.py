"""Title elements: several parts between separators, of which some name the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from indexer.analysis import WORD, fold
from indexer.notation.separators import BETWEEN_TITLE_PARTS, BETWEEN_TITLE_PHRASES

_MOST_PARTS = 8
"""Parts of a title element whose runs are compared; chosen by hand."""
_CACHED_TITLE = 200
"""Characters of a text whose words are cached; titles are compared again and again."""


def parts_of(title: str) -> list[str]:
    """The parts of a title element that have words, in order."""
    return [part for part in BETWEEN_TITLE_PARTS.split(title) if words_of(part)]


def words_of(text: str) -> tuple[str, ...]:
    """The folded words titles are compared by."""
    return _words_of_title(text) if len(text) <= _CACHED_TITLE else _fold_words(text)


def _fold_words(text: str) -> tuple[str, ...]:
    return tuple([fold(word) for word in WORD.findall(text)])


_words_of_title = lru_cache(4096)(_fold_words)


def is_site(text: str, site: Iterable[str]) -> bool:
    """Whether a text is one of the names of the site, spaces and signs aside."""
    letters = "".join(words_of(text))
    return any(letters == "".join(words_of(name)) for name in site)


def runs_of(title: str) -> Iterator[str]:
    """Every run of neighbouring parts of a title element, of the first parts if it has many.

    Here a colon divides too: a heading may be either side of it.
    """
    edges = [
        (m.start(), m.end()) for m in islice(BETWEEN_TITLE_PHRASES.finditer(title), _MOST_PARTS)
    ]
    starts = [0, *(end for _, end in edges)]
    ends = [*(start for start, _ in edges), len(title)]
    for first in range(len(starts)):
        for last in range(first, len(ends)):
            yield title[starts[first] : ends[last]]


def without_site(title: str, site: Sequence[str], known: Sequence[str]) -> str:
    """The part of a title element that is the page's own title.

    A ``known`` title, such as a heading, that is one or several of the parts decides;
    else parts that name the site are removed, and of the rest the last, if the first can
    be a title alone.
    """
    parts = [part for part in BETWEEN_TITLE_PARTS.split(title) if part.strip()]
    if len(parts) < 2:
        return title
    confirmed = _confirmed(title, known)
    if confirmed is not None:
        return confirmed
    own = [part for part in parts if not is_site(part, site)]
    if len(own) < len(parts):
        return _from_first_to_last(title, own) if own else title
    if len(words_of(parts[0])) >= 2 or len(parts) > 2:
        return _from_first_to_last(title, parts[:-1])
    return title


def _confirmed(title: str, known: Sequence[str]) -> str | None:
    """The first known title that is one or several parts of a title element."""
    runs = [words_of(run) for run in runs_of(title)]
    worded = (value for value in known if words_of(value))
    return next((value for value in worded if words_of(value) in runs), None)


def without_last(line: str, names: Sequence[str]) -> str:
    """A title line without its last part if that is one of the names."""
    parts = list(BETWEEN_TITLE_PARTS.finditer(line))
    if parts and words_of(line[parts[-1].end() :]) in [words_of(name) for name in names]:
        return line[: parts[-1].start()]
    return line


def remainder_of(tag: str, title: str) -> Iterator[str]:
    """The parts of the title element that are not the title: they name the site."""
    words = words_of(title)
    for part in BETWEEN_TITLE_PARTS.split(tag):
        own = words_of(part)
        if own and not _contains(words, own) and not _contains(own, words):
            yield part.strip()


def _from_first_to_last(title: str, parts: Sequence[str]) -> str:
    start, end = title.find(parts[0]), title.rfind(parts[-1]) + len(parts[-1])
    return title[start:end]


def _contains(words: Sequence[str], part: Sequence[str]) -> bool:
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))
