"""Judges by whole lines."""

from __future__ import annotations

import re

from indexer.cleaning.rules.lines import ALWAYS
from indexer.cleaning.rules.menus import BESIDE
from indexer.cleaning.rules.phrases import fold_line
from indexer.cleaning.view import View

_PARTING = re.compile(r"\s[|·•»>/]+\s")
_LONGEST_MENU = 300
_MENUS = frozenset(("navigation", "menu", "sidebar"))
"""Rules of what a word of menus heads, if it stands right above."""
_TOGETHER = 3
"""Lines of machinery in a row that need no other witness."""


def judge_lines(view: View) -> dict[int, str]:
    """Lines that belong to a site's machinery wherever they stand."""
    drops: dict[int, str] = {}
    for index in view.live():
        rule = ALWAYS.get(view.keys[index]) or view.pattern_rule(index)
        if rule or _is_menu(view, index):
            drops[index] = rule or "navigation"
    return drops


def _is_menu(view: View, index: int) -> bool:
    """Whether a line is a menu: known words only, parted by signs."""
    split = _PARTING.split(view.blocks[index].text[:_LONGEST_MENU])
    if len(split) < 2:
        return False
    parts = [fold_line(part) for part in split]
    least = 2 if any(part in ALWAYS for part in parts) else 3
    return len(parts) >= least and all(part in ALWAYS or part in BESIDE for part in parts)


def judge_beside(view: View) -> dict[int, str]:
    """Words of menus and forms that are links, or stand together or among dropped lines."""
    drops: dict[int, str] = {}
    run: list[int] = []
    for index in range(len(view.blocks) + 1):
        if index < len(view.blocks) and view.rules[index] is None and _is_beside(view, index):
            run.append(index)
            continue
        touches = index < len(view.blocks) and view.rules[index] is not None
        touches = touches or bool(run and run[0] > 0 and view.rules[run[0] - 1] is not None)
        for one in run:
            if touches or len(run) >= _TOGETHER or view.is_linked(one):
                drops[one] = BESIDE[view.keys[one]]
        run = []
    return drops


def _is_beside(view: View, index: int) -> bool:
    if view.keys[index] not in BESIDE:
        return False
    if index + 1 < len(view.blocks) and view.rules[index + 1] in _MENUS:
        return True
    return not (view.heads_text(index) or _heads_sentence(view, index))


def _heads_sentence(view: View, index: int) -> bool:
    """Whether a block is an unlinked heading right above a sentence, however short."""
    block = view.blocks[index]
    below = view.next_live(index)
    if block.kind != "heading" or block.linked or below is None:
        return False
    whole = view.blocks[below].text.rstrip("\"'”’)").endswith((".", "!"))
    return whole and not view.is_mostly_linked(below)
