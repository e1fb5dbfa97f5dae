"""Headings at the end of a page below which nothing is left."""

from __future__ import annotations

from functools import partial
from itertools import takewhile

from indexer.cleaning.state import CleaningState

_HEADING_ELEMENTS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def judge_dangling(state: CleaningState) -> dict[int, str]:
    """Headings below which nothing is left; those guessed in plain text may be signatures."""
    tail = takewhile(partial(_is_unlinked_heading, state), reversed(state.live()))
    return dict.fromkeys(tail, "heading-of-nothing")


def _is_unlinked_heading(state: CleaningState, index: int) -> bool:
    block = state.blocks[index]
    return not block.linked and not block.tags.isdisjoint(_HEADING_ELEMENTS)
