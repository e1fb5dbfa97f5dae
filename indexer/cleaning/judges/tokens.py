"""Judges by class and id tokens and by elements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from indexer.cleaning.rules.selectors import AROUND, CONTENT, LIKELY, SURE, TAGS, UNLESS
from indexer.cleaning.view import View
from indexer.model import Block

_SURE_SHARE = 0.85
_LIKELY_SHARE = 0.5
"""The share of a page's words past which a token is taken for the page's own frame."""


def judge_sure(view: View) -> dict[int, str]:
    """Blocks inside what is never a document, unless it seems to hold all of it."""
    return _judge(view, _SURE, _SURE_SHARE)


def judge_likely(view: View) -> dict[int, str]:
    """Blocks inside what is seldom a document; names that would take most of it are ignored."""
    return _judge(view, _LIKELY, _LIKELY_SHARE)


class _Table(NamedTuple):
    """Rules by token and by element, and whether parts of tokens are looked up too."""

    tokens: Mapping[str, str]
    tags: Mapping[str, str]
    parts: bool


_SURE = _Table(SURE, {}, parts=True)
_LIKELY = _Table(LIKELY, TAGS, parts=False)


def _judge(view: View, table: _Table, share: float) -> dict[int, str]:
    reached: dict[str, list[int]] = defaultdict(list)
    rules: dict[str, str] = {}
    named: dict[frozenset[str], Set[str]] = {}
    live = view.live()
    for index in live:
        block = view.blocks[index]
        if block.tokens not in named:  # neighbours have the same
            named[block.tokens] = _named(table, block.tokens)
        for token in named[block.tokens]:
            around = table.tokens[token] in AROUND and _in_document(block)
            if not (around or _is_excused(token, block)):
                reached[token].append(index)
                rules[token] = table.tokens[token]
        for tag in block.tags & table.tags.keys():
            if not _kept_tag(view, index, tag):
                reached[f"<{tag}>"].append(index)
                rules[f"<{tag}>"] = table.tags[tag]
    most = share * sum(view.words[index] for index in live)
    drops: dict[int, str] = {}
    for name, indexes in sorted(reached.items()):
        if sum(view.words[index] for index in indexes) <= most:
            for index in indexes:
                drops.setdefault(index, rules[name])
    return drops


def _named(table: _Table, tokens: frozenset[str]) -> Set[str]:
    return (tokens | _parts(tokens) if table.parts else tokens) & table.tokens.keys()


def _parts(tokens: Iterable[str]) -> set[str]:
    """The names of parts: ``author-box`` in ``story__author-box--wide``."""
    joined = (token.rpartition("__")[2] for token in tokens if "__" in token)
    return {token.partition("--")[0] for token in joined}


def _is_excused(token: str, block: Block) -> bool:
    return not block.tokens.isdisjoint(UNLESS.get(token, frozenset()))


def _in_document(block: Block) -> bool:
    """Whether a block also stands in what holds documents."""
    return not (
        block.tokens.isdisjoint(CONTENT[0])
        and block.tokens.isdisjoint(CONTENT[1])
        and "article" not in block.tags
    )


def _kept_tag(view: View, index: int, tag: str) -> bool:
    """Whether an element may well hold part of the document here."""
    block = view.blocks[index]
    in_article = bool(block.tags & {"article", "main"})
    if tag == "header":
        return in_article or (block.kind == "heading" and block.level == 1)
    if tag == "button":
        return block.kind == "heading"
    if tag == "aside":
        return "article" in block.tags and view.is_prose(index)
    if tag == "footer":
        return in_article and view.is_prose(index)
    return False
