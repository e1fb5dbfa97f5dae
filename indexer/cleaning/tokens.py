"""Judges by class and id tokens and by elements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from indexer.cleaning.selectors import AROUND, CONTENT, LIKELY, SURE, TAGS, UNLESS
from indexer.cleaning.view import View
from indexer.model import Block

_SURE_SHARE = 0.85
_LIKELY_SHARE = 0.5
"""The share of a page's words past which a token is taken for the page's own frame."""


def judge_sure(view: View) -> dict[int, str]:
    """Blocks inside what is never a document, unless it seems to hold all of it."""
    return _judge(view, SURE, {}, _SURE_SHARE)


def judge_likely(view: View) -> dict[int, str]:
    """Blocks inside what is seldom a document; names that would take most of it are ignored."""
    return _judge(view, LIKELY, TAGS, _LIKELY_SHARE)


def _judge(
    view: View, tokens: Mapping[str, str], tags: Mapping[str, str], share: float
) -> dict[int, str]:
    reached: dict[str, list[int]] = defaultdict(list)
    rules: dict[str, str] = {}
    live = view.live()
    for index in live:
        block = view.blocks[index]
        for token in block.tokens & tokens.keys():
            around = tokens[token] in AROUND and _in_document(block)
            if not (around or _is_excused(token, block)):
                reached[token].append(index)
                rules[token] = tokens[token]
        for tag in block.tags & tags.keys():
            if not _kept_tag(view, index, tag):
                reached[f"<{tag}>"].append(index)
                rules[f"<{tag}>"] = tags[tag]
    most = share * sum(view.words[index] for index in live)
    drops: dict[int, str] = {}
    for name, indexes in sorted(reached.items()):
        if sum(view.words[index] for index in indexes) <= most:
            for index in indexes:
                drops.setdefault(index, rules[name])
    return drops


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
