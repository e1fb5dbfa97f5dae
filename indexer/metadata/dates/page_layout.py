"""Where on a page its document begins and ends, and the datelines on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.metadata.date_forms import day_first, find_dates
from indexer.metadata.dates.datelines import (
    Dateline,
    is_bare,
    is_issue,
    is_stamped,
    read_dateline,
)
from indexer.metadata.dates.page_properties import writes_day_first
from indexer.model import Block, CleanPage

_ASIDE = frozenset(
    """sidebar widget widgets widget-area secondary site-footer comment comments commentlist
    comment-list related related-posts recent-posts popular calendar navigation menu breadcrumb
    breadcrumbs archives blogroll twitter tweets aside footer nav""".split()
)
"""Tokens and elements whose dates are those of other pages."""
_MONTH_CHARACTERS = 30
"""Characters of a line that may be an entry of a list of months."""

ABOVE = 4
_ABOVE_CUED = 6
_BELOW = 14
"""Blocks above and below the beginning of a document that are its head; more above for a
dateline that says whose date it is."""
_BEFORE_END = 2
_AFTER_END = 5
"""Blocks around the end of a document that are its tail. All these were chosen by hand."""


class DatedLine(NamedTuple):
    """A dateline and the position of its block."""

    position: int
    line: Dateline


@dataclass(frozen=True)
class PageLayout:
    """The blocks of a page that are not aside; ``first`` and ``last`` are the document's.

    ``lines`` are the datelines among them.
    """

    blocks: tuple[Block, ...]
    first: int
    last: int
    lines: tuple[DatedLine, ...]

    def is_near(self, index: int) -> bool:
        """Whether a block is near the beginning or the end, where a dateline with a cue counts."""
        head = self.first - _ABOVE_CUED <= index < self.first + _BELOW
        return head or self.in_tail(index)

    def in_head(self, index: int) -> bool:
        """Whether a block is at the beginning of the document."""
        return self.first - ABOVE <= index < self.first + _BELOW

    def in_tail(self, index: int) -> bool:
        """Whether a block is at the end of the document."""
        return self.last - _BEFORE_END <= index < self.last + _AFTER_END

    def in_table(self, index: int) -> bool:
        """Whether a block is one row of several: a list of events rather than a layout."""
        near = self.blocks[max(0, index - 1) : index + 2]
        return self.blocks[index].kind == "row" and sum(b.kind == "row" for b in near) > 1


def lay_out(page: CleanPage, title: str) -> PageLayout | None:
    """The layout of a page; ``None`` if nothing is kept of it."""
    kept = {block.text for block in page.kept}
    blocks = _main_blocks(page, kept)
    if not page.kept or not blocks:
        return None
    first, last = _extent([block.text for block in blocks], kept, title)
    lines = _dated_lines(blocks, first, title, writes_day_first(page.page))
    return PageLayout(tuple(blocks), first, last, tuple(lines))


def _main_blocks(page: CleanPage, kept: set[str]) -> list[Block]:
    """The blocks that are not aside, by elements and tokens most of the text is not in."""
    inside = [block for block in page.page.blocks if block.text in kept]
    shared = Counter(word for block in inside for word in (*block.tokens, *block.tags))
    aside = _ASIDE - {word for word, count in shared.items() if count > len(inside) / 2}
    main = [b for b in page.page.blocks if aside.isdisjoint(b.tokens) and aside.isdisjoint(b.tags)]
    return list(_without_months(main))


def _without_months(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without lists of months, which are a site's archives."""
    months = [False, *(_is_month(block.text) for block in blocks), False]
    for index, block in enumerate(blocks, 1):
        if not (months[index] and (months[index - 1] or months[index + 1])):
            yield block


def _is_month(text: str) -> bool:
    """Whether a line is a month alone, as in a list of a site's archives, perhaps with a count."""
    return len(text) < _MONTH_CHARACTERS and is_bare(text) and not next(find_dates(text)).day.day


def _extent(texts: Sequence[str], kept: set[str], title: str) -> tuple[int, int]:
    """The block in which the document begins, its title if that is printed, and the last one."""
    own = [index for index, text in enumerate(texts) if text in kept] or [0]
    first = next((index for index, text in enumerate(texts) if text == title), own[0])
    return first, own[-1]


def _dated_lines(
    blocks: Sequence[Block], first: int, title: str, is_day_first: bool
) -> Iterator[DatedLine]:
    """The datelines among the blocks.

    A heading is one if it is only a date, says whose date it is, or is the line
    right above the title, as the name of a paper is. A title that names a month
    or a year names what it is about, unless it is that of an issue.
    """
    for index, block in enumerate(blocks):
        text = day_first(block.text) if is_day_first else block.text
        line = read_dateline(text)
        if line is None or (block.kind == "heading" and not _dates_page(text, line, index, first)):
            continue
        if block.text != title or line.cued or line.day.day or is_issue(text):
            yield DatedLine(index, line)


def _dates_page(text: str, line: Dateline, index: int, first: int) -> bool:
    """Whether the date in a heading is that of the page."""
    return line.cued or is_bare(text) or is_stamped(text) or is_issue(text) or index == first - 1
