"""The frame of MediaWiki sites and marks inside their text, also in text copied from them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.cleaning.rules.mediawiki import (
    EDIT_LINK,
    FRAME_TOKENS,
    HEAD_LINES,
    JUMP_LINKS,
    MENU_HEADINGS,
    NOTE_NUMBER,
    REFERENCE_MARK,
    REFERENCE_TOKENS,
    SECTIONS_BELOW_TEASERS,
    SHORTCODE,
    SITE_LINE,
    TEASER_HEADINGS,
    TOOLS,
)
from indexer.cleaning.state import CleaningState
from indexer.model import Block, DroppedBlock

_NUMBERED = re.compile(r"\d{1,3}\.\s")
_HEAD_BLOCKS = 12
"""Live blocks at the top of a page that may be a wiki's head lines."""
_HEAD_LINE_WORDS = 6
_FEW_TOOLS = 5
"""Entries of a wiki's menus that must be below their heading."""
_LONGEST_TOOL = 30
"""Words of a line that may be in such a menu. These numbers were chosen by hand."""


def strip_marks(block: Block) -> tuple[Block, list[DroppedBlock]]:
    """A block without the reference marks and shortcodes inside its sentences, and these.

    A mark that begins a block is the number of a note and stays.
    """
    if "[" not in block.text:
        return block, []
    dropped: list[DroppedBlock] = []

    def drop(match: re.Match[str], rule: str) -> str:
        dropped.append(DroppedBlock(match[0].strip(), rule))
        return ""

    note = NOTE_NUMBER.match(block.text)
    start = note.end() if note else 0
    text = EDIT_LINK.sub(lambda m: drop(m, "wiki-edit-link"), block.text[start:])
    text = REFERENCE_MARK.sub(lambda m: drop(m, "wiki-reference-mark"), text)
    if block.kind != "preformatted":
        text = SHORTCODE.sub(lambda m: drop(m, "shortcode"), text)
    if not dropped:
        return block, []
    text = " ".join((block.text[:start] + text).split())
    marks = sum(len(mark.text) for mark in dropped)
    linked = min(max(block.linked - marks, 0), len(text))
    return Block(text, block.kind, block.level, block.tokens, block.tags, linked), dropped


def judge_wiki(state: CleaningState) -> dict[int, str]:
    """Head lines, teasers of other articles up to the next section, and the site's menus."""
    drops = dict.fromkeys(_head_lines(state), "wiki-head-line")
    for index in state.live():
        if state.folded[index] in TEASER_HEADINGS and index not in drops:
            drops |= dict.fromkeys([index, *_teasers(state, index)], "wiki-related-articles")
    return drops | dict.fromkeys(_navigation(state), "wiki-navigation")


def _head_lines(state: CleaningState) -> Iterator[int]:
    framed = not JUMP_LINKS.isdisjoint(state.folded)
    for index in state.live()[:_HEAD_BLOCKS]:
        known = state.folded[index] in HEAD_LINES and state.words[index] <= _HEAD_LINE_WORDS
        if known or (framed and SITE_LINE.fullmatch(state.folded[index])):
            yield index


def _navigation(state: CleaningState) -> Iterator[int]:
    """Lines from the heading of the site's menus to the end, if the tools of a wiki are there."""
    live = state.live()
    heading = next((i for i in live if state.folded[i] in MENU_HEADINGS), None)
    if heading is None:
        return
    below = [i for i in live if i >= heading]
    tools = sum(state.folded[i] in TOOLS for i in below)
    if tools >= _FEW_TOOLS and not any(state.words[i] > _LONGEST_TOOL for i in below):
        yield from below


def _teasers(state: CleaningState, start: int) -> Iterator[int]:
    """The blocks below a heading of teasers, up to the references or the frame."""
    for index in range(start + 1, len(state.blocks)):
        block = state.blocks[index]
        if state.folded[index] in SECTIONS_BELOW_TEASERS or state.folded[index] in MENU_HEADINGS:
            return
        if not block.tokens.isdisjoint(FRAME_TOKENS) or _NUMBERED.match(block.text):
            return
        if block.tokens & REFERENCE_TOKENS or "ol" in block.tags:
            return
        yield index
