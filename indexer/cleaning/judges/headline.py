"""The headline of plain text, where a page's title is the first line and its menus come next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from indexer.cleaning.state import CleaningState
from indexer.notation.separators import BETWEEN_TITLE_AND_SITE

_Judge = Callable[[CleaningState, int], bool]

_LEAST_CHARACTERS = 8
"""Characters of a headline; shorter lines may be entries of a menu."""
_MENU = 3
_LONG_MENU = 16
"""Lines between title and headline that are a menu if there is evidence, and without any."""
_LINES_A_SENTENCE = 8
"""Lines there must be to each sentence among them: notes on cookies, advertisements."""
_DATELINE_DISTANCE = 3
_DATELINE_WORDS = 8
"""Lines above the headline that may be its dateline, and words of it. All chosen by hand."""
_DATELINE = re.compile(r"\d{4}|\d{1,2}[./]\d{1,2}|^(?:by|von|par|por)\b", re.IGNORECASE)


def find_headline(state: CleaningState, is_sentence: _Judge, is_evidence: _Judge) -> int | None:
    """The line that repeats the page's first, less the site's name, with only a menu between."""
    if not state.blocks or not state.folded[0]:
        return None
    for titles in _titles(_folded(state.blocks[0].text)):
        long = {title for title in titles if len(title) >= _LEAST_CHARACTERS}
        found = _find(state, long)
        if found is not None and _is_menu_above(state, found, is_sentence, is_evidence):
            return found
    return None


def _titles(first: str) -> Iterator[set[str]]:
    """What may be the title in a page's first line: beginnings, then ends."""
    separators = [match.span() for match in BETWEEN_TITLE_AND_SITE.finditer(first)]
    yield {first, *(first[:start] for start, _ in separators)}
    yield {first[end:] for _, end in separators}


def _find(state: CleaningState, titles: set[str]) -> int | None:
    lines = enumerate(state.blocks[1:], 1)
    return next((index for index, block in lines if _folded(block.text) in titles), None)


def _is_menu_above(
    state: CleaningState, headline: int, is_sentence: _Judge, is_evidence: _Judge
) -> bool:
    """Whether no running text is above ``headline``, and enough of a menu is."""
    above = range(1, headline)
    evidence = sum(is_evidence(state, index) for index in above)
    if headline <= _MENU or not (evidence or headline > _LONG_MENU):
        return False
    return sum(is_sentence(state, index) for index in above) * _LINES_A_SENTENCE <= headline


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def menu_above(state: CleaningState, headline: int) -> Iterator[int]:
    """Lines between the first and the headline, a date or byline right above it aside."""
    for index in range(1, headline):
        near = headline - index <= _DATELINE_DISTANCE and state.words[index] <= _DATELINE_WORDS
        if not (near and _DATELINE.search(state.blocks[index].text)):
            yield index
