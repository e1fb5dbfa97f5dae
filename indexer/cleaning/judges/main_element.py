"""Blocks outside the element that holds the document, where its markup names one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from indexer.cleaning.rules.selectors import CONTENT, OPENINGS
from indexer.cleaning.state import CleaningState
from indexer.model import Block

_LEAST_WORDS = 60
"""Words of running text the element must hold."""
_SHARE = 0.6
_SHARE_BELOW_HEADLINE = 0.4
"""Its share of the page's running text; less is enough right below the page's only headline.

All three were chosen by hand.
"""


def judge_main(state: CleaningState) -> dict[int, str]:
    """Everything outside the element that clearly holds the document, its headline aside."""
    live = state.live()
    words = _prose_words(state, live)
    for holds in _containers():
        inside = [i for i in live if holds(state.blocks[i])]
        held = _prose_words(state, inside)
        if held >= _LEAST_WORDS and held >= _least_share(state, live, inside) * words:
            kept = {*inside, *_headlines_and_openings(state, live, inside[0])}
            return {i: "outside-main" for i in live if i not in kept}
    return {}


def _prose_words(state: CleaningState, indexes: list[int]) -> int:
    return state.count_words(i for i in indexes if state.is_prose(i))


def _containers() -> Iterator[Callable[[Block], bool]]:
    for tokens in CONTENT:
        yield partial(_has_token, tokens)
    yield lambda block: "article" in block.tags
    yield lambda block: "main" in block.tags


def _has_token(tokens: frozenset[str], block: Block) -> bool:
    return not tokens.isdisjoint(block.tokens)


def _least_share(state: CleaningState, live: list[int], inside: list[int]) -> float:
    """The share of the running text from which an element is believed to hold the document."""
    headlines = [i for i in live if state.is_headline(i)]
    if len(headlines) != 1:
        return _SHARE
    below = (i for i in live if i > headlines[0] and state.is_prose(i))
    return _SHARE_BELOW_HEADLINE if next(below, None) in inside else _SHARE


def _headlines_and_openings(state: CleaningState, live: list[int], first: int) -> Iterator[int]:
    """Headlines above the main content, openings, and text between the last headline and it."""
    above = [i for i in live if i < first]
    last_headline = max((i for i in above if state.is_headline(i)), default=first)
    for i in above:
        named = not state.blocks[i].tokens.isdisjoint(OPENINGS)
        is_opening = state.is_prose(i) and (named or i > last_headline)
        if is_opening or state.is_headline(i):
            yield i
