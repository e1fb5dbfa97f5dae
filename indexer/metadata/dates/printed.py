"""The dates a page prints as its own: near its head, near its tail, or on its items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from indexer.metadata.calendar import Day
from indexer.metadata.dates.datelines import (
    Dateline,
    is_bare,
    read_entry_line,
    read_issue_line,
    read_source_line,
)
from indexer.metadata.dates.index_pages import teaser_dates
from indexer.metadata.dates.page_layout import ABOVE, DatedLine, PageLayout, lay_out
from indexer.metadata.dates.particulars import read_particulars
from indexer.model import Block, CleanPage

_COMMENTS = frozenset(("comment", "comments", "commentlist", "comment-list"))
_WIKI_RULES = frozenset(
    ("wiki-edit-link", "wiki-head-line", "wiki-navigation", "wiki-related-articles")
)
"""Rules of cleaning that drop what only a wiki's pages have."""

_BESIDE = 6
"""Blocks between the title and the only dateline that counts among many."""
_SOURCE_BLOCKS = 4
"""Blocks at the end of a document that may say where it is from."""
_MANY_DAYS = 3
"""Days at a head from which on they are those of items or events."""
_SENTENCE_CHARACTERS = 400
"""Characters of a block that may be a sentence on a blog's entry. All chosen by hand."""


class Printed(NamedTuple):
    """The dates a page prints as its own, best first, and those of its items if it is an index."""

    own: tuple[Dateline, ...]
    items: tuple[Day, ...]


def read_printed(page: CleanPage, title: str) -> Printed:
    """The datelines near the title, source lines, datelines near the end, and the items' dates.

    Several days near the head without a cue: in falling order they are the items
    of an index, in rising order the events of a chronology, else only one beside
    the title is the page's. A wiki's pages have no day of their own; the dates on
    them are those of events.
    """
    layout = lay_out(page, title)
    if layout is None:
        return Printed((), ())
    cued = [*_cued(layout), *_posted(page.page.blocks, layout)]
    sources = tuple(_sources(page.kept))
    if any(dropped.rule in _WIKI_RULES for dropped in page.dropped):
        return Printed((*cued, *sources), ())
    cued = [*_labelled(layout), *cued]
    head = [
        dated for dated in layout.lines if layout.in_head(dated.position) and not dated.line.cued
    ]
    own, items = _from_head(head, layout, teaser_dates(page.kept))
    if items or len({dated.line.day for dated in head}) >= _MANY_DAYS:
        return Printed((*cued, *own, *sources), items)
    uncued = [d for d in layout.lines if not d.line.cued and not layout.in_table(d.position)]
    tail = [dated.line for dated in uncued if layout.in_tail(dated.position)]
    found = (*cued, *own, *_numbered(layout), *sources, *tail)
    return Printed(found or _only_dateline(dated.line for dated in uncued), ())


def _cued(layout: PageLayout) -> Iterator[Dateline]:
    """Datelines near the beginning or end that say they are the document's."""
    for index, line in layout.lines:
        if line.cued and layout.is_near(index):
            yield line


def _posted(blocks: Sequence[Block], layout: PageLayout) -> tuple[Dateline, ...]:
    """What a blog's sentence below an entry says, wherever it is; else the only labelled day."""
    short = (b for b in blocks if len(b.text) < _SENTENCE_CHARACTERS and not b.tokens & _COMMENTS)
    posted = _only_dateline(line for block in short if (line := read_entry_line(block.text)))
    return posted or _only_dateline(line for _, line in layout.lines if line.labelled)


def _sources(kept: Sequence[Block]) -> Iterator[Dateline]:
    """The dates of lines that say where a text is from, below its title and at its end."""
    above = kept[1 : _SOURCE_BLOCKS - 1] if len(kept) > 2 * _SOURCE_BLOCKS else ()
    lines = [read_source_line(block.text, closing_only=True) for block in above]
    lines += [read_source_line(block.text) for block in kept[-_SOURCE_BLOCKS:]]
    yield from (line for line in lines if line)


def _labelled(layout: PageLayout) -> Iterator[Dateline]:
    """What lines of labels say of publication, else of writing; not those of a table."""
    near = (block for i, block in enumerate(layout.blocks) if layout.is_near(i))
    said = [read_particulars(block.text) for block in near if block.kind != "row"]
    for days in ([one.published for one in said], [one.written for one in said]):
        day = next((day for day in days if day), None)
        if day:
            yield Dateline(day, True, True)


def _numbered(layout: PageLayout) -> tuple[Dateline, ...]:
    """The year of the issue the page is from, if one line near its head names one."""
    near = layout.blocks[max(0, layout.first - ABOVE) : layout.first + ABOVE]
    found = [line for block in near if (line := read_issue_line(block.text))]
    return tuple(found[:1]) if len({line.day for line in found}) == 1 else ()


def _from_head(
    head: Sequence[DatedLine], layout: PageLayout, teased: tuple[Day, ...]
) -> tuple[tuple[Dateline, ...], tuple[Day, ...]]:
    """The page's own among the datelines of its head, and the days of its items."""
    days = [dated.line.day for dated in head]
    if (line := _alone_beside_title(head, layout)) is not None:
        return (line,), ()
    outside = [dated for dated in head if not layout.in_table(dated.position)]
    beside = tuple(d.line for d in outside[:1] if abs(d.position - layout.first) <= _BESIDE)
    if teased and (len(set(days)) != 1 or not beside):
        return (), teased
    if len(set(days)) < _MANY_DAYS:
        return tuple(dated.line for dated in outside), ()
    if _is_sorted(reversed(days)):
        return (), tuple(days)
    return (() if _is_sorted(days) else beside), ()


def _is_sorted(days: Iterable[Day]) -> bool:
    return all(one <= other for one, other in pairwise(days))


def _alone_beside_title(head: Sequence[DatedLine], layout: PageLayout) -> Dateline | None:
    """The day alone on the line beside the title, if no other line of its kind is dated."""
    beside = [
        dated
        for dated in head
        if abs(dated.position - layout.first) == 1 and is_bare(layout.blocks[dated.position].text)
    ]
    if len(beside) != 1 or not beside[0].line.day.day:
        return None
    kinds = [layout.blocks[dated.position].kind for dated in head if dated is not beside[0]]
    is_paragraph = layout.blocks[beside[0].position].kind == "paragraph"
    others = "paragraph" in kinds or "heading" in kinds
    return beside[0].line if is_paragraph and not others else None


def _only_dateline(lines: Iterable[Dateline]) -> tuple[Dateline, ...]:
    """The dateline of a page that prints the same day wherever it prints one."""
    days = [line for line in lines if line.day.day]
    return tuple(days[:1]) if len({line.day for line in days}) == 1 else ()
