"""The headline of plain text, where a page's title tag stands above its menus as the first line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from indexer.cleaning.view import View

_Judge = Callable[[View, int], bool]

_LEAST = 8
"""Characters of a headline that is not taken for a menu's word."""
_MENU = 3
_LONG_MENU = 16
"""Lines between title and headline that are a menu with a witness, and without one."""
_PROSE = 8
"""One sentence is borne among so many lines: notes on cookies, advertisements."""
_BESIDE = 3
_PARTED = re.compile(r"\s+(?:[|·•»>/:–—-]+)\s+|: ")
_DATED = re.compile(r"\d{4}|\d{1,2}[./]\d{1,2}|^(?:by|von|par|por)\b", re.IGNORECASE)


def find_headline(view: View, is_sentence: _Judge, speaks: _Judge) -> int | None:
    """The line that repeats the page's first, less the site's name, with only a menu between."""
    if not view.blocks or not view.keys[0]:
        return None
    first = _folded(view.blocks[0].text)
    parted = [(match.start(), match.end()) for match in _PARTED.finditer(first)]
    heads = {first, *(first[:start] for start, _ in parted)}
    for titles in (heads, {first[end:] for _, end in parted}):
        found = _find(view, {title for title in titles if len(title) >= _LEAST})
        if found is not None and _is_menu(view, found, is_sentence, speaks):
            return found
    return None


def _find(view: View, titles: set[str]) -> int | None:
    lines = enumerate(view.blocks[1:], 1)
    return next((index for index, block in lines if _folded(block.text) in titles), None)


def _is_menu(view: View, headline: int, is_sentence: _Judge, speaks: _Judge) -> bool:
    """Whether no running text stands above ``headline``, and enough of a menu does."""
    above = range(1, headline)
    witnesses = sum(speaks(view, index) for index in above)
    if headline <= _MENU or not (witnesses or headline > _LONG_MENU):
        return False
    return sum(is_sentence(view, index) for index in above) * _PROSE <= headline


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def menu_above(view: View, headline: int) -> Iterator[int]:
    """Lines between the first and the headline, a date or byline right above it aside."""
    for index in range(1, headline):
        near = headline - index <= _BESIDE and view.words[index] <= _LEAST
        if not (near and _DATED.search(view.blocks[index].text)):
            yield index
