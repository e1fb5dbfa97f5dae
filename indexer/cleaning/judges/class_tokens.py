"""Blocks in elements whose class or id token, or name, marks them as boilerplate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from indexer.cleaning.rules.selectors import (
    CONTENT,
    ELEMENTS,
    LIKELY,
    NAMED_BY_POSITION,
    SURE,
    UNLESS,
)
from indexer.cleaning.state import CleaningState
from indexer.model import Block

_SURE_SHARE = 0.85
_LIKELY_SHARE = 0.5
"""The share of a page's words from which a token is taken to hold the document after all.

Chosen by hand.
"""


def judge_sure(state: CleaningState) -> dict[int, str]:
    """Blocks inside what is never a document, unless it seems to hold all of it."""
    return _judge(state, _SURE, _SURE_SHARE)


def judge_likely(state: CleaningState) -> dict[int, str]:
    """Blocks inside what is seldom a document; tokens that would take most of it are ignored."""
    return _judge(state, _LIKELY, _LIKELY_SHARE)


class _Table(NamedTuple):
    """Rules by token and by element, and whether parts of tokens are looked up too."""

    tokens: Mapping[str, str]
    elements: Mapping[str, str]
    parts: bool


_SURE = _Table(SURE, {}, parts=True)
_LIKELY = _Table(LIKELY, ELEMENTS, parts=False)


def _judge(state: CleaningState, table: _Table, share: float) -> dict[int, str]:
    marked: dict[str, list[int]] = defaultdict(list)
    rules: dict[str, str] = {}
    names: dict[frozenset[str], Set[str]] = {}
    live = state.live()
    for index in live:
        tokens = state.blocks[index].tokens
        if tokens not in names:  # neighbouring blocks have the same
            names[tokens] = _names(table, tokens)
        for name, rule in _marks(state, index, table, names[tokens]):
            marked[name].append(index)
            rules[name] = rule
    most = share * state.count_words(live)
    drops: dict[int, str] = {}
    for name, indexes in sorted(marked.items()):
        if state.count_words(indexes) <= most:
            for index in indexes:
                drops.setdefault(index, rules[name])
    return drops


def _marks(
    state: CleaningState, index: int, table: _Table, names: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """The tokens and elements that mark a block as boilerplate, each with its rule."""
    block = state.blocks[index]
    for token in names:
        rule = table.tokens[token]
        excused = rule in NAMED_BY_POSITION and _in_document(block)
        if not excused and block.tokens.isdisjoint(UNLESS.get(token, frozenset())):
            yield token, rule
    for element in block.tags & table.elements.keys():
        if not _may_hold_text(state, index, element):
            yield f"<{element}>", table.elements[element]


def _names(table: _Table, tokens: frozenset[str]) -> Set[str]:
    return (tokens | _parts(tokens) if table.parts else tokens) & table.tokens.keys()


def _parts(tokens: Iterable[str]) -> set[str]:
    """The names of parts: ``author-box`` in ``story__author-box--wide``."""
    joined = (token.rpartition("__")[2] for token in tokens if "__" in token)
    return {token.partition("--")[0] for token in joined}


def _in_document(block: Block) -> bool:
    """Whether a block is also inside an element that holds documents."""
    return not (
        block.tokens.isdisjoint(CONTENT[0])
        and block.tokens.isdisjoint(CONTENT[1])
        and "article" not in block.tags
    )


def _may_hold_text(state: CleaningState, index: int, element: str) -> bool:
    """Whether an element that is mostly boilerplate may hold part of the document here."""
    block = state.blocks[index]
    in_article = bool(block.tags & {"article", "main"})
    if element == "header":
        return in_article or state.is_headline(index)
    if element == "button":
        return block.kind == "heading"
    if element == "aside":
        return "article" in block.tags and state.is_prose(index)
    if element == "footer":
        return in_article and state.is_prose(index)
    return False
