"""Index pages: headings with a teaser each, and the dates of these items."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.metadata.calendar import Day
from indexer.metadata.dates.datelines import item_dates
from indexer.model import Block

_ITEM_WORDS = 15
"""Words of the line of an item that may be dated."""
_HEADING_WORDS = 12
"""Words of a line that may be a heading."""
_TEASER_WORDS = 90
"""Words of a teaser; a longer paragraph is the text of a section."""
_LEAST_TEASERS = 5
_TEASER_SHARE = 0.6
"""Sections of one teaser each, in number and of all sections. All chosen by hand."""


def teaser_dates(blocks: Sequence[Block]) -> tuple[Day, ...]:
    """The dates of the items, if the blocks are an index page; else none."""
    if not _is_index(blocks):
        return ()
    short = (block.text for block in blocks if len(block.text.split()) <= _ITEM_WORDS)
    return tuple(day for text in short for day in item_dates(text))


def _is_index(blocks: Sequence[Block]) -> bool:
    """Whether most headings or short lines are above a single paragraph of a few lines."""
    teasers = sections = paragraphs = 0
    for block in [*blocks, Block("")]:
        words = len(block.text.split())
        if block.kind == "heading" or words <= _HEADING_WORDS:
            sections += paragraphs > 0
            teasers += paragraphs == 1
            paragraphs = 0
        else:
            paragraphs += 1 if words <= _TEASER_WORDS else 2
    return teasers >= _LEAST_TEASERS and teasers >= _TEASER_SHARE * sections
