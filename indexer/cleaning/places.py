"""Judges by where a block stands: in the main content or around it, in a menu or in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from indexer.cleaning.selectors import CONTENT
from indexer.cleaning.view import View
from indexer.model import Block

_MAIN_WORDS = 60
_MAIN_SHARE = 0.5


def judge_main(view: View) -> dict[int, str]:
    """Everything outside the element that clearly holds the document, its headline aside."""
    live = view.live()
    prose = sum(view.words[i] for i in live if view.is_prose(i))
    for holds in _containers():
        inside = [i for i in live if holds(view.blocks[i])]
        words = sum(view.words[i] for i in inside if view.is_prose(i))
        if words >= _MAIN_WORDS and words >= _MAIN_SHARE * prose:
            first = inside[0]
            kept = set(inside)
            return {
                i: "outside-main"
                for i in live
                if i not in kept and not (i < first and _is_headline(view.blocks[i]))
            }
    return {}


def _containers() -> Iterator[Callable[[Block], bool]]:
    for tokens in CONTENT:
        yield partial(_has_token, tokens)
    yield lambda block: "article" in block.tags
    yield lambda block: "main" in block.tags


def _has_token(tokens: frozenset[str], block: Block) -> bool:
    return not tokens.isdisjoint(block.tokens)


def _is_headline(block: Block) -> bool:
    return block.kind == "heading" and block.level == 1


def judge_menus(view: View) -> dict[int, str]:
    """Runs of short links outside the running text, and long runs of very short ones anywhere."""
    live = view.live()
    prose = [position for position, index in enumerate(live) if view.is_prose(index)]
    if not prose:
        return {}
    drops: dict[int, str] = {}
    for start, end in _link_runs(view, live):
        run = live[start:end]
        outside = end <= prose[0] or start > prose[-1]
        mean = sum(view.words[i] for i in run) / len(run)
        if (outside and (len(run) >= 2 or mean <= 3)) or (len(run) >= 4 and mean <= 3.5):
            drops |= dict.fromkeys(run, "navigation")
    return drops


def _link_runs(view: View, live: list[int]) -> Iterator[tuple[int, int]]:
    start = None
    for position, index in enumerate([*live, -1]):
        menu = index >= 0 and _is_menu_entry(view, index)
        if menu and start is None:
            start = position
        elif not menu and start is not None:
            yield start, position
            start = None


def _is_menu_entry(view: View, index: int) -> bool:
    block = view.blocks[index]
    if block.kind == "heading" and block.tags & {"h1", "h2", "h3"}:
        return False
    return view.words[index] <= 12 and block.linked >= 0.6 * len(block.text)
