"""Where on a page its own date is printed: near the head, near the tail, or on its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from indexer.metadata.calendar import Day, day_first, find_dates
from indexer.metadata.dates.datelines import (
    Dateline,
    is_bare,
    is_issue,
    is_stamped,
    item_dates,
    read_dateline,
    read_entry_line,
    read_issue_line,
    read_source_line,
)
from indexer.metadata.dates.particulars import read_particulars
from indexer.model import Block, CleanPage, ParsedPage

_ASIDE = frozenset(
    """sidebar widget widgets widget-area secondary site-footer comment comments commentlist
    comment-list related related-posts recent-posts popular calendar navigation menu breadcrumb
    breadcrumbs archives blogroll twitter tweets aside footer nav""".split()
)
"""Tokens and elements whose dates are those of other pages."""

_DAY_FIRST = frozenset(("en-gb", "en-au", "en-nz", "en-ie", "en-za", "en-in"))
_COMMENTS = frozenset(("comment", "comments", "commentlist", "comment-list"))
_WIKI = frozenset(("wiki-edit-link", "wiki-head-line", "wiki-navigation", "wiki-related-articles"))
"""Rules of cleaning that drop what only a wiki's pages have."""

_ABOVE = 4
_ABOVE_TOLD = 6
_BELOW = 14
_BESIDE = 6
_TAIL = 5
_SOURCES = 4
_MANY = 3
_SENTENCE = 400


class Printed(NamedTuple):
    """The dates a page prints as its own, best first, and those of its items if it is an index."""

    own: tuple[Dateline, ...]
    items: tuple[Day, ...]


class _Placed(NamedTuple):
    place: int
    line: Dateline


def read_printed(page: CleanPage, title: str) -> Printed:
    """The datelines near the title, source lines, datelines near the end, and the items' dates.

    Several days near the head without a word that tells whose they are: in
    falling order they are the items of an index, in rising order the events of
    a chronology, else only one beside the title is the page's. A wiki's pages
    are of no one day; what dates stand on them are those of events.
    """
    kept = {block.text for block in page.kept}
    blocks = _main_blocks(page, kept)
    if not page.kept or not blocks:
        return Printed((), ())
    first, last = _extent([block.text for block in blocks], kept, title)
    lines = list(_lines(blocks, first, title, writes_day_first(page.page)))
    told = [p.line for p in lines if p.line.told and _is_near(p.place, first, last)]
    told += _posted(page.page.blocks) or _only([p.line for p in lines if p.line.labelled])
    above = page.kept[1 : _SOURCES - 1] if len(page.kept) > 2 * _SOURCES else ()
    sources = [line for b in above if (line := read_source_line(b.text, closing_only=True))]
    sources += [line for b in page.kept[-_SOURCES:] if (line := read_source_line(b.text))]
    if any(dropped.rule in _WIKI for dropped in page.dropped):
        return Printed((*told, *sources), ())
    near = [block for i, block in enumerate(blocks) if _is_near(i, first, last)]
    told = [*_stated(near), *told]
    head = [p for p in lines if first - _ABOVE <= p.place < first + _BELOW and not p.line.told]
    own, items = _from_head(head, blocks, first, _teaser_dates(page.kept))
    if items or len({p.line.day for p in head}) >= _MANY:
        return Printed((*told, *own, *sources), items)
    loose = [p for p in lines if not p.line.told and not _in_table(blocks, p.place)]
    tail = [p.line for p in loose if last - 2 <= p.place < last + _TAIL]
    numbered = _numbered(blocks[max(0, first - _ABOVE) : first + _ABOVE])
    found = (*told, *own, *numbered, *sources, *tail)
    return Printed(found or _only([p.line for p in loose]), ())


def _stated(blocks: Sequence[Block]) -> Iterator[Dateline]:
    """What lines of labels say of publication, else of writing; not those of a table."""
    said = [read_particulars(block.text) for block in blocks if block.kind != "row"]
    for days in ([one.published for one in said], [one.written for one in said]):
        day = next((day for day in days if day), None)
        if day:
            yield Dateline(day, True, True)


def _numbered(blocks: Sequence[Block]) -> tuple[Dateline, ...]:
    """The year of the issue the page is from, if one line near its head names one."""
    found = [line for block in blocks if (line := read_issue_line(block.text))]
    return tuple(found[:1]) if len({line.day for line in found}) == 1 else ()


def _posted(blocks: Sequence[Block]) -> tuple[Dateline, ...]:
    """What a blog's sentence below an entry says, also where it stands aside."""
    short = (b for b in blocks if len(b.text) < _SENTENCE and not b.tokens & _COMMENTS)
    return _only([line for block in short if (line := read_entry_line(block.text))])


def _from_head(
    head: Sequence[_Placed], blocks: Sequence[Block], first: int, teased: tuple[Day, ...]
) -> tuple[tuple[Dateline, ...], tuple[Day, ...]]:
    """The page's own among the datelines of its head, and the days of its items."""
    days = [p.line.day for p in head]
    if (line := _adjacent(head, blocks, first)) is not None:
        return (line,), ()
    alone = [p for p in head if not _in_table(blocks, p.place)]
    beside = tuple(p.line for p in alone[:1] if abs(p.place - first) <= _BESIDE)
    if teased and (len(set(days)) != 1 or not beside):
        return (), teased
    if len(set(days)) < _MANY:
        return tuple(p.line for p in alone), ()
    if all(a >= b for a, b in pairwise(days)):
        return (), tuple(days)
    return (() if all(a <= b for a, b in pairwise(days)) else beside), ()


def _adjacent(head: Sequence[_Placed], blocks: Sequence[Block], first: int) -> Dateline | None:
    """The day alone on the line beside the title, if no other line of its kind is dated."""
    beside = [p for p in head if abs(p.place - first) == 1 and is_bare(blocks[p.place].text)]
    if len(beside) != 1 or not beside[0].line.day.day:
        return None
    kind = blocks[beside[0].place].kind
    others = [p for p in head if p is not beside[0] and blocks[p.place].kind in (kind, "heading")]
    return beside[0].line if kind == "paragraph" and not others else None


def _in_table(blocks: Sequence[Block], index: int) -> bool:
    """Whether a block is one row of several: a list of events rather than a layout."""
    near = blocks[max(0, index - 1) : index + 2]
    return blocks[index].kind == "row" and sum(block.kind == "row" for block in near) > 1


def _extent(texts: Sequence[str], kept: set[str], title: str) -> tuple[int, int]:
    """Where the document begins, at its title if that is printed, and where it ends."""
    ours = [index for index, text in enumerate(texts) if text in kept] or [0]
    first = next((index for index, text in enumerate(texts) if text == title), ours[0])
    return first, ours[-1]


def _is_near(place: int, first: int, last: int) -> bool:
    return first - _ABOVE_TOLD <= place < first + _BELOW or last - 2 <= place < last + _TAIL


def _only(lines: Sequence[Dateline]) -> tuple[Dateline, ...]:
    """The dateline of a page that prints the same day wherever it prints one."""
    days = [line for line in lines if line.day.day]
    return tuple(days[:1]) if len({line.day for line in days}) == 1 else ()


def _main_blocks(page: CleanPage, kept: set[str]) -> list[Block]:
    """The blocks that do not stand aside, by elements and tokens the text itself is not in."""
    inside = [block for block in page.page.blocks if block.text in kept]
    shared = Counter(word for block in inside for word in (*block.tokens, *block.tags))
    own = {word for word, count in shared.items() if count > len(inside) / 2}
    aside = _ASIDE - own
    main = [b for b in page.page.blocks if aside.isdisjoint(b.tokens | b.tags)]
    months = [False, *(_is_month(block.text) for block in main), False]
    lonely = (not (months[i] and (months[i - 1] or months[i + 1])) for i in range(1, len(main) + 1))
    return [block for block, alone in zip(main, lonely, strict=True) if alone]


def _is_month(text: str) -> bool:
    """Whether a line is a month alone, as in a list of a site's archives, perhaps with a count."""
    return len(text) < 30 and is_bare(text) and not next(find_dates(text)).day.day


def writes_day_first(page: ParsedPage) -> bool:
    """Whether the language a page states writes 3/5/2012 for the third of May."""
    stated = (value.lower() for name, value in page.properties if name == "html:lang")
    language = next(stated, "en").replace("_", "-")
    return not language.startswith("en") or language in _DAY_FIRST


def _lines(blocks: Sequence[Block], first: int, title: str, first_day: bool) -> Iterator[_Placed]:
    """The datelines among the blocks.

    A heading is one if it is only a date, says whose date it is, or is the line
    right above the title, as the name of a paper is. A title that names a month
    or a year names what it is about, unless it is that of an issue.
    """
    for place, block in enumerate(blocks):
        text = day_first(block.text) if first_day else block.text
        line = read_dateline(text)
        if line is None or (block.kind == "heading" and not _is_own(text, line, place, first)):
            continue
        if block.text != title or line.told or line.day.day or is_issue(text):
            yield _Placed(place, line)


def _is_own(text: str, line: Dateline, place: int, first: int) -> bool:
    return line.told or is_bare(text) or is_stamped(text) or is_issue(text) or place == first - 1


def _teaser_dates(blocks: Sequence[Block]) -> tuple[Day, ...]:
    """The dates of the items, if the blocks are an index page: headings with a teaser each."""
    if not _is_index(blocks):
        return ()
    short = (block.text for block in blocks if len(block.text.split()) <= 15)
    return tuple(day for text in short for day in item_dates(text))


def _is_index(blocks: Sequence[Block]) -> bool:
    """Whether most headings or short lines stand above a single paragraph of a few lines."""
    teasers = sections = run = 0
    for block in [*blocks, Block("")]:
        words = len(block.text.split())
        if block.kind == "heading" or words <= 12:
            sections += run > 0
            teasers += run == 1
            run = 0
        else:
            run += 1 if words <= 90 else 3
    return teasers >= 5 and teasers >= 0.6 * sections
