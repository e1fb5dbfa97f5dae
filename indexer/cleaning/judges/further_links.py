"""Links to other documents: announced as such, or below an article's last running text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile

from indexer.cleaning.rules.related_links import ALSO, ANNOUNCING
from indexer.cleaning.state import CleaningState

_RULE = "related-posts"
_ARTICLE_WORDS = 150
"""Words of running text from which a page is an article."""
_INDEX_TEASERS = 3
"""Linked headings above running text from which on it is an index instead. Chosen by hand."""


def judge_further(state: CleaningState) -> dict[int, str]:
    """Links to other documents, below an article's last running text or announced as such."""
    live = state.live()
    drops = dict.fromkeys(_announced(state, live), _RULE)
    drops |= dict.fromkeys(_listed_below(state, drops), _RULE)
    return drops | dict.fromkeys(_below_article(state, live), _RULE)


def _announced(state: CleaningState, live: list[int]) -> Iterator[int]:
    """Links that say they lead to other documents, and lines that announce such links."""
    for index in live:
        if state.is_mostly_linked(index) and ALSO.match(state.folded[index]):
            yield index
    for index, below in pairwise(live):
        if ANNOUNCING.fullmatch(state.folded[index]) and (
            state.is_linked(below) or _closing_list(state, below)
        ):
            yield index


def _listed_below(state: CleaningState, drops: dict[int, str]) -> set[int]:
    """The links right below a line that announces other documents."""
    listed: set[int] = set()
    announced = False
    for index in range(len(state.blocks)):
        rule = state.rules[index] or drops.get(index) or (_RULE if index in listed else None)
        if rule is not None:
            announced = announced or rule == _RULE
            continue
        entries = _linked_entries(state, index) if announced else []
        listed.update(entries)
        announced = bool(entries)
    return listed


def _linked_entries(state: CleaningState, index: int) -> list[int]:
    """A link, or the list of links that begins here and ends the page."""
    return [index] if state.is_linked(index) else _closing_list(state, index)


def _closing_list(state: CleaningState, start: int) -> list[int]:
    """The list that begins at ``start``, if half of it are links and no text follows it."""
    after = range(start, len(state.blocks))
    entries = list(takewhile(lambda index: state.blocks[index].kind == "item", after))
    linked = sum(state.blocks[index].linked > 0 for index in entries)
    rest = after[len(entries) :]
    if linked * 2 < len(entries) or any(state.rules[i] is None and state.is_prose(i) for i in rest):
        return []
    return entries


def _below_article(state: CleaningState, live: list[int]) -> Iterator[int]:
    """Linked headings below the last running text, unless the page is an index of such."""
    prose = [i for i in live if state.is_prose(i)]
    if state.count_words(prose) < _ARTICLE_WORDS:
        return
    headings = [i for i in live if _is_linked_heading(state, i)]
    if sum(i < prose[-1] for i in headings) < _INDEX_TEASERS:
        yield from (i for i in headings if i > prose[-1])


def _is_linked_heading(state: CleaningState, index: int) -> bool:
    return state.blocks[index].kind == "heading" and state.is_linked(index)
