"""Judges by where a block stands: in the main content or around it, in a menu or in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise, takewhile

from indexer.cleaning.rules.patterns import ALSO, ANNOUNCING
from indexer.cleaning.rules.selectors import CONTENT, OPENINGS
from indexer.cleaning.view import View
from indexer.model import Block

_PARTING = re.compile(r"\s[|·•»/>:-]+\s")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MAIN_WORDS = 60
_MAIN_SHARE = 0.6
_HEADED_SHARE = 0.4
"""What it must hold of the running text, and what is enough right below the page's headline."""
_ARTICLE_WORDS = 150
_SMALL_MENU = 8
_INDEX_TEASERS = 3
"""Linked headings above running text from which on a page is an index of other pages."""


def judge_main(view: View) -> dict[int, str]:
    """Everything outside the element that clearly holds the document, its headline aside."""
    live = view.live()
    prose = sum(view.words[i] for i in live if view.is_prose(i))
    for holds in _containers():
        inside = [i for i in live if holds(view.blocks[i])]
        words = sum(view.words[i] for i in inside if view.is_prose(i))
        share = _MAIN_SHARE if not _follows_headline(view, live, inside) else _HEADED_SHARE
        if words >= _MAIN_WORDS and words >= share * prose:
            kept = {*inside, *_opening(view, live, inside[0])}
            return {i: "outside-main" for i in live if i not in kept}
    return {}


def _containers() -> Iterator[Callable[[Block], bool]]:
    for tokens in CONTENT:
        yield partial(_has_token, tokens)
    yield lambda block: "article" in block.tags
    yield lambda block: "main" in block.tags


def _has_token(tokens: frozenset[str], block: Block) -> bool:
    return not tokens.isdisjoint(block.tokens)


def _follows_headline(view: View, live: list[int], inside: list[int]) -> bool:
    """Whether the first running text below the page's only headline stands inside."""
    headlines = [i for i in live if _is_headline(view.blocks[i])]
    if len(headlines) != 1 or not inside:
        return False
    below = (i for i in live if i > headlines[0] and view.is_prose(i))
    return next(below, None) in inside


def _opening(view: View, live: list[int], first: int) -> Iterator[int]:
    """Headlines above the main content, openings, and text between the last headline and it."""
    headlines = [i for i in live if i < first and _is_headline(view.blocks[i])]
    yield from headlines
    yield from (i for i in live if i < first and _is_opening(view, i))
    if headlines:
        yield from (i for i in live if headlines[-1] < i < first and view.is_prose(i))


def _is_opening(view: View, index: int) -> bool:
    """Whether a block is running text that its class or id calls the opening of an article."""
    return view.is_prose(index) and not view.blocks[index].tokens.isdisjoint(OPENINGS)


def _is_headline(block: Block) -> bool:
    return block.kind == "heading" and block.level == 1


def judge_menus(view: View) -> dict[int, str]:
    """Runs of short links above the first running text and below the last."""
    live = view.live()
    prose = [position for position, index in enumerate(live) if view.is_prose(index)]
    if not prose:
        return {}
    drops: dict[int, str] = {}
    for start, end in _link_runs(view, live):
        run = live[start:end]
        outside = end <= prose[0] or start > prose[-1]
        mean = sum(view.words[i] for i in run) / len(run)
        if outside and (len(run) >= 2 or mean <= 3 or _is_small_menu(view, run[0])):
            drops |= dict.fromkeys(run, "navigation")
    return drops


def judge_further(view: View) -> dict[int, str]:
    """Links to other documents, below an article's last running text or said to be such."""
    live = view.live()
    prose = [i for i in live if view.is_prose(i)]
    drops = {
        i: "related-posts" for i in live if view.is_mostly_linked(i) and ALSO.match(view.keys[i])
    }
    drops |= _announcements(view, live)
    drops |= _listed_below(view, drops)
    if sum(view.words[i] for i in prose) < _ARTICLE_WORDS:
        return drops
    teasers = sum(i < prose[-1] and _is_linked_heading(view, i) for i in live)
    if teasers < _INDEX_TEASERS:
        drops |= {i: "related-posts" for i in live if i > prose[-1] and _is_linked_heading(view, i)}
    return drops


def judge_dangling(view: View) -> dict[int, str]:
    """Headings below which nothing is left; guessed ones may be signatures and stay."""
    live = view.live()
    tail = takewhile(partial(_heads_nothing, view), reversed(live))
    return dict.fromkeys(tail, "heading-of-nothing")


def _heads_nothing(view: View, index: int) -> bool:
    block = view.blocks[index]
    return not block.linked and not block.tags.isdisjoint(_HEADINGS)


def _announcements(view: View, live: list[int]) -> dict[int, str]:
    return {
        index: "related-posts"
        for index, below in pairwise(live)
        if ANNOUNCING.fullmatch(view.keys[index])
        and (view.is_linked(below) or _closing_list(view, below))
    }


def _listed_below(view: View, drops: dict[int, str]) -> dict[int, str]:
    """The links right below a line that announces other documents."""
    listed: dict[int, str] = {}
    announced = False
    for index in range(len(view.blocks)):
        rule = view.rules[index] or drops.get(index) or listed.get(index)
        if rule is None and announced and view.is_linked(index):
            listed[index] = "related-posts"
        elif rule is None and announced and (entries := _closing_list(view, index)):
            listed |= dict.fromkeys(entries, "related-posts")
        else:
            announced = rule == "related-posts" or (announced and rule is not None)
    return listed


def _closing_list(view: View, start: int) -> list[int]:
    """The list that begins at ``start``, if half of it are links and no text follows it."""
    after = range(start, len(view.blocks))
    entries = list(takewhile(lambda index: view.blocks[index].kind == "item", after))
    linked = sum(view.blocks[index].linked > 0 for index in entries)
    rest = after[len(entries) :]
    if linked * 2 < len(entries) or any(view.rules[i] is None and view.is_prose(i) for i in rest):
        return []
    return entries


def _is_linked_heading(view: View, index: int) -> bool:
    return view.blocks[index].kind == "heading" and view.is_linked(index)


def _link_runs(view: View, live: list[int]) -> Iterator[tuple[int, int]]:
    start = None
    for position, index in enumerate([*live, -1]):
        menu = index >= 0 and _is_menu_entry(view, index)
        if menu and start is None:
            start = position
        elif not menu and start is not None:
            yield start, position
            start = None


def _is_parted(view: View, index: int) -> bool:
    """Whether signs part the entries of a menu on one line."""
    return len(_PARTING.findall(view.blocks[index].text)) >= 2


def _is_small_menu(view: View, index: int) -> bool:
    """Whether a block is a menu of its own: parted more than once, or short and no table's row."""
    signs = _PARTING.search(view.blocks[index].text)
    short = view.words[index] <= _SMALL_MENU and view.blocks[index].kind == "paragraph"
    return _is_parted(view, index) or (short and signs is not None)


def _is_menu_entry(view: View, index: int) -> bool:
    block = view.blocks[index]
    if block.kind == "heading" and block.tags & {"h1", "h2", "h3"}:
        return False
    most = 24 if _is_parted(view, index) else 12
    return view.words[index] <= most and block.linked >= 0.6 * len(block.text)
