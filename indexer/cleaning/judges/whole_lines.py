"""Blocks that are lines of the tables: always boilerplate, or only in their context."""

from __future__ import annotations

from functools import partial

from indexer.cleaning.rules.line_tables import fold_line
from indexer.cleaning.rules.lines import ALWAYS
from indexer.cleaning.rules.menus import IN_CONTEXT
from indexer.cleaning.state import CleaningState, runs
from indexer.notation.separators import BETWEEN_ENTRIES

_LONGEST_MENU = 300
"""Characters of a line that is split into the entries of a menu."""
_MENU_RULES = frozenset(("navigation", "menu", "sidebar"))
"""Rules of blocks below which a word of menus right above is their heading."""
_ROW = 3
"""Words of menus in a row that need no other evidence. Both numbers were chosen by hand."""


def judge_lines(state: CleaningState) -> dict[int, str]:
    """Lines that are boilerplate wherever they occur, and menus written on one line."""
    drops: dict[int, str] = {}
    for index in state.live():
        rule = ALWAYS.get(state.folded[index]) or state.pattern_rule(index)
        if rule or _is_menu_line(state.blocks[index].text):
            drops[index] = rule or "navigation"
    return drops


def _is_menu_line(text: str) -> bool:
    """Whether a line is a menu: nothing but known entries between separators."""
    split = BETWEEN_ENTRIES.split(text[:_LONGEST_MENU])
    if len(split) < 2:
        return False
    entries = [fold_line(part) for part in split]
    least = 2 if any(entry in ALWAYS for entry in entries) else 3
    known = all(entry in ALWAYS or entry in IN_CONTEXT for entry in entries)
    return known and len(entries) >= least


def judge_in_context(state: CleaningState) -> dict[int, str]:
    """Words of menus and forms that are links, or in a row or next to dropped lines."""
    drops: dict[int, str] = {}
    for run in runs(range(len(state.blocks)), partial(_is_word_of_menus, state)):
        surrounded = state.is_dropped(run[0] - 1) or state.is_dropped(run[-1] + 1)
        for index in run:
            if surrounded or len(run) >= _ROW or state.is_linked(index):
                drops[index] = IN_CONTEXT[state.folded[index]]
    return drops


def _is_word_of_menus(state: CleaningState, index: int) -> bool:
    """Whether a live block is a word of menus that does not head a section of the document."""
    if state.rules[index] is not None or state.folded[index] not in IN_CONTEXT:
        return False
    if index + 1 < len(state.blocks) and state.rules[index + 1] in _MENU_RULES:
        return True
    return not (state.heads_text(index) or _heads_sentence(state, index))


def _heads_sentence(state: CleaningState, index: int) -> bool:
    """Whether a block is an unlinked heading right above a sentence, however short."""
    block = state.blocks[index]
    below = state.next_live(index)
    if block.kind != "heading" or block.linked or below is None:
        return False
    is_sentence = state.blocks[below].text.rstrip("\"'”’)").endswith((".", "!"))
    return is_sentence and not state.is_mostly_linked(below)
