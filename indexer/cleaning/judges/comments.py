"""Comment forms from their heading to their last field, and readers' comments without markup.

A thread of comments goes from its heading to the form below it or the end of the page.
"""

from __future__ import annotations

import re
from bisect import bisect
from itertools import accumulate

from indexer.cleaning.rules.comment_phrases import (
    FORM_FIELDS,
    FORM_OPENERS,
    THREAD_OPENERS,
    THREAD_SIGNS,
)
from indexer.cleaning.rules.lines import ALWAYS
from indexer.cleaning.rules.menus import IN_CONTEXT
from indexer.cleaning.state import CleaningState

_LONGEST_FORM = 40
"""Live blocks that are looked at below the heading of a form."""
_GAP = 2
"""Blocks between two fields that are none themselves."""
_FIELD_WORDS = 30
"""Words of a field's label or hint."""
_LEAST_SIGNED = 2
_MOST_PER_SIGNATURE = 12
"""Signatures in a thread, and the blocks there are to each of them."""
_WORDS_ABOVE = 60
"""Words of the document above a thread. All these numbers were chosen by hand."""


def judge_forms(state: CleaningState) -> dict[int, str]:
    """Comment forms, from their heading to their last field."""
    drops: dict[int, str] = {}
    live = state.live()
    for position, index in enumerate(live):
        if index in drops or not FORM_OPENERS.fullmatch(state.folded[index]):
            continue
        last = _last_field(state, live, position)
        if last > position:
            drops |= dict.fromkeys(live[position : last + 1], "comment-form")
    return drops


def _last_field(state: CleaningState, live: list[int], heading: int) -> int:
    """The position of the last field below a heading, that of the heading if there is none."""
    last = heading
    for position in range(heading + 1, min(heading + _LONGEST_FORM, len(live))):
        index = live[position]
        if _is_field(state, index):
            last = position
        elif position - last > _GAP or state.words[index] > _FIELD_WORDS:
            break
    return last


def _is_field(state: CleaningState, index: int) -> bool:
    folded = state.folded[index]
    if (ALWAYS.get(folded) or state.pattern_rule(index)) == "comment-form":
        return True
    if IN_CONTEXT.get(folded) in ("comment-form", "share-bar"):
        return True
    return state.words[index] <= _FIELD_WORDS and bool(FORM_FIELDS.fullmatch(folded))


def judge_threads(state: CleaningState) -> dict[int, str]:
    """Readers' comments without markup: a heading with signed comments below it."""
    live = state.live()
    lines = [state.folded[index] for index in live]
    openers = _matching(THREAD_OPENERS, lines)
    if not openers:
        return {}
    forms = [*_matching(FORM_OPENERS, lines), len(lines)]
    signs = [0, *accumulate(bool(THREAD_SIGNS.fullmatch(line)) for line in lines)]
    words = [0, *accumulate(state.words[index] for index in live)]
    for opener in openers:
        end = forms[bisect(forms, opener)]
        signed = signs[end] - signs[opener + 1]
        dense = signed >= _LEAST_SIGNED and signed * _MOST_PER_SIGNATURE >= end - opener - 1
        if dense and words[opener] >= _WORDS_ABOVE:
            return dict.fromkeys(live[opener:end], "readers-comments")
    return {}


def _matching(pattern: re.Pattern[str], lines: list[str]) -> list[int]:
    """The positions of lines that are a pattern's."""
    return [position for position, line in enumerate(lines) if pattern.fullmatch(line)]
