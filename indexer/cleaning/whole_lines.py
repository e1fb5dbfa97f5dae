"""Judges by whole lines."""

from __future__ import annotations

from indexer.cleaning.lines import ALWAYS, BESIDE
from indexer.cleaning.view import View


def judge_lines(view: View) -> dict[int, str]:
    """Lines that belong to a site's machinery wherever they stand."""
    drops: dict[int, str] = {}
    for index in view.live():
        rule = ALWAYS.get(view.keys[index]) or view.pattern_rule(index)
        if rule:
            drops[index] = rule
    return drops


def judge_beside(view: View) -> dict[int, str]:
    """Words of menus and forms that are links or stand among other dropped lines."""
    drops: dict[int, str] = {}
    for index in view.live():
        rule = BESIDE.get(view.keys[index])
        if rule and (view.is_linked(index) or _beside_dropped(view, index, drops)):
            drops[index] = rule
    return drops


def _beside_dropped(view: View, index: int, drops: dict[int, str]) -> bool:
    before = index > 0 and (view.rules[index - 1] is not None or index - 1 in drops)
    after = index + 1 < len(view.blocks) and (
        view.rules[index + 1] is not None or BESIDE.get(view.keys[index + 1]) is not None
    )
    return before or after
