"""A document's passages as headings, paragraphs, lists and tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from indexer.model import Block, Entry, Passage

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class BlockPart:
    """The part of one block that lies in a passage.

    ``marks`` are ranges in ``text``. ``continued`` is true if the block began in
    the passage before, ``repeated`` for a first heading that repeats the title.
    """

    block: Block
    text: str
    marks: Marks
    continued: bool
    repeated: bool


@dataclass(frozen=True)
class ShownElement:
    """Parts shown as one HTML element: the items of a list, the rows of a table, or one block."""

    kind: str
    level: int
    parts: tuple[BlockPart, ...]


@dataclass(frozen=True)
class ShownPassage:
    """A passage as its elements; ``matched`` says whether anything in it is marked."""

    passage: Passage
    elements: tuple[ShownElement, ...]
    matched: bool


_TOGETHER = {"item", "row", "preformatted"}
"""Kinds of blocks that form one element with their neighbours of the same kind."""


def lay_out(entry: Entry, marks_of: Callable[[str], Marks]) -> tuple[ShownPassage, ...]:
    """The passages of a document in order; ``marks_of`` gives the matches in a text."""
    blocks = _placed(entry.document.blocks)
    text = entry.document.text
    shown: list[ShownPassage] = []
    for passage in entry.passages:
        marks = marks_of(passage.text)
        if not text.startswith(passage.text, passage.start):
            shown.append(_unplaced(passage, marks))
            continue
        parts = tuple(_parts(blocks, passage, marks, entry.document.title))
        shown.append(ShownPassage(passage, _grouped(parts), bool(marks)))
    return tuple(shown)


def _placed(blocks: Sequence[Block]) -> list[tuple[int, Block]]:
    """Each block with its offset in the document's text."""
    placed, start = [], 0
    for block in blocks:
        placed.append((start, block))
        start += len(block.text) + 1
    return placed


def _parts(
    blocks: list[tuple[int, Block]], passage: Passage, marks: Marks, title: str
) -> Iterator[BlockPart]:
    """The parts of blocks that lie in a passage; ``blocks`` come with their offsets."""
    before = bisect_right(blocks, passage.start, key=lambda placed: placed[0]) - 1
    for offset, block in islice(blocks, max(before, 0), None):
        if offset >= passage.end:
            break
        first = max(offset, passage.start)
        last = min(offset + len(block.text), passage.end)
        if first >= last:
            continue
        text = block.text[first - offset : last - offset]
        inside = _marks_inside(marks, first - passage.start, last - passage.start)
        repeated = block.kind == "heading" and offset == 0 and text.casefold() == title.casefold()
        yield BlockPart(block, text, inside, first > offset, repeated)


def _marks_inside(marks: Marks, start: int, end: int) -> Marks:
    """The marks from ``start`` to ``end``, counted from ``start``."""
    return tuple(
        (max(first, start) - start, min(last, end) - start)
        for first, last in marks
        if first < end and last > start
    )


def _grouped(parts: Sequence[BlockPart]) -> tuple[ShownElement, ...]:
    def key(numbered: tuple[int, BlockPart]) -> tuple[str, int]:
        index, part = numbered
        return part.block.kind, -1 if part.block.kind in _TOGETHER else index

    elements = []
    for (kind, _), members in groupby(enumerate(parts), key=key):
        together = tuple(part for _, part in members)
        elements.append(ShownElement(kind, together[0].block.level, together))
    return tuple(elements)


def _unplaced(passage: Passage, marks: Marks) -> ShownPassage:
    """A passage that is not found in its document's text, as one paragraph."""
    block = Block(passage.text)
    part = BlockPart(block, passage.text, marks, False, False)
    return ShownPassage(passage, (ShownElement("paragraph", 0, (part,)),), bool(marks))
