"""Menus of links above the first running text of a page and below the last."""

from __future__ import annotations

from functools import partial

from indexer.cleaning.state import CleaningState, runs
from indexer.notation.separators import BETWEEN_LINKS

_ENTRY_WORDS = 12
_SEVERAL_ENTRIES_WORDS = 24
"""Words of a block that is an entry of a menu, or holds several entries."""
_ENTRY_LINKED = 0.6
"""The share of it that is link text."""
_ALONE_WORDS = 3
"""Words of an entry that is a menu of its own."""
_SMALL_MENU_WORDS = 8
"""Words of a paragraph that is a menu if separators are in it. All chosen by hand."""
_TOP_HEADINGS = frozenset(("h1", "h2", "h3"))


def judge_menus(state: CleaningState) -> dict[int, str]:
    """Runs of short links above the first running text and below the last."""
    live = state.live()
    prose = [index for index in live if state.is_prose(index)]
    if not prose:
        return {}
    drops: dict[int, str] = {}
    for run in runs(live, partial(_is_menu_entry, state)):
        outside = run[-1] < prose[0] or run[0] > prose[-1]
        if outside and (len(run) >= 2 or _is_menu_alone(state, run[0])):
            drops |= dict.fromkeys(run, "navigation")
    return drops


def _is_menu_entry(state: CleaningState, index: int) -> bool:
    block = state.blocks[index]
    if block.kind == "heading" and block.tags & _TOP_HEADINGS:
        return False
    most = _SEVERAL_ENTRIES_WORDS if _holds_several(block.text) else _ENTRY_WORDS
    return state.words[index] <= most and block.linked >= _ENTRY_LINKED * len(block.text)


def _holds_several(text: str) -> bool:
    """Whether a line is a menu of three entries or more."""
    return len(BETWEEN_LINKS.findall(text)) >= 2


def _is_menu_alone(state: CleaningState, index: int) -> bool:
    """Whether a single block is a menu: a few words, or entries between separators."""
    block = state.blocks[index]
    if state.words[index] <= _ALONE_WORDS or _holds_several(block.text):
        return True
    short = state.words[index] <= _SMALL_MENU_WORDS and block.kind == "paragraph"
    return short and BETWEEN_LINKS.search(block.text) is not None
