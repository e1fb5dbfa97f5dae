"""Judges by whole lines."""

from __future__ import annotations

from indexer.cleaning.lines import ALWAYS
from indexer.cleaning.menus import BESIDE
from indexer.cleaning.view import View

_TOGETHER = 3
"""Lines of machinery in a row that need no other witness."""


def judge_lines(view: View) -> dict[int, str]:
    """Lines that belong to a site's machinery wherever they stand."""
    drops: dict[int, str] = {}
    for index in view.live():
        rule = ALWAYS.get(view.keys[index]) or view.pattern_rule(index)
        if rule:
            drops[index] = rule
    return drops


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
    return view.keys[index] in BESIDE and not view.heads_text(index)
