"""A document's passages as the headings, paragraphs and lists they were cut from."""

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

    ``marks`` are ranges in ``text``. ``continued`` is true where the block began
    in the passage before; ``repeated`` for a heading that only says the title again.
    """

    block: Block
    text: str
    marks: Marks
    continued: bool
    repeated: bool


@dataclass(frozen=True)
class ShownElement:
    """Neighbouring pieces of one kind, shown as one element: a list, a table, or a single piece."""

    kind: str
    level: int
    pieces: tuple[BlockPart, ...]


@dataclass(frozen=True)
class ShownPassage:
    """A passage ready to be shown. ``matched`` says whether anything in it is marked."""

    passage: Passage
    groups: tuple[ShownElement, ...]
    matched: bool


_TOGETHER = {"item", "row", "preformatted"}
"""Kinds whose neighbours make one list, table or listing."""


def lay_out(entry: Entry, marks_of: Callable[[str], Marks]) -> tuple[ShownPassage, ...]:
    """The passages of a document in order, each as groups of pieces."""
    blocks = _placed(entry.document.blocks)
    text = entry.document.text
    sections: list[ShownPassage] = []
    for passage in entry.passages:
        marks = marks_of(passage.text)
        if not text.startswith(passage.text, passage.start):
            sections.append(_plain(passage, marks))
            continue
        pieces = tuple(_pieces(blocks, passage.start, passage.end, marks, entry.document.title))
        sections.append(ShownPassage(passage, _grouped(pieces), bool(marks)))
    return tuple(sections)


def _placed(blocks: Sequence[Block]) -> list[tuple[int, Block]]:
    """Each block with its first character in the document's text."""
    placed, start = [], 0
    for block in blocks:
        placed.append((start, block))
        start += len(block.text) + 1
    return placed


def _pieces(
    blocks: list[tuple[int, Block]], start: int, end: int, marks: Marks, title: str
) -> Iterator[BlockPart]:
    before = bisect_right(blocks, start, key=lambda placed: placed[0]) - 1
    for place, block in islice(blocks, max(before, 0), None):
        if place >= end:
            break
        first, last = max(place, start), min(place + len(block.text), end)
        if first >= last:
            continue
        inside = tuple(
            (max(a, first - start) - (first - start), min(b, last - start) - (first - start))
            for a, b in marks
            if a < last - start and b > first - start
        )
        text = block.text[first - place : last - place]
        repeated = block.kind == "heading" and place == 0 and text.casefold() == title.casefold()
        yield BlockPart(block, text, inside, first > place, repeated)


def _grouped(pieces: Sequence[BlockPart]) -> tuple[ShownElement, ...]:
    def key(numbered: tuple[int, BlockPart]) -> tuple[str, int]:
        index, piece = numbered
        return piece.block.kind, -1 if piece.block.kind in _TOGETHER else index

    groups = []
    for (kind, _), members in groupby(enumerate(pieces), key=key):
        together = tuple(piece for _, piece in members)
        groups.append(ShownElement(kind, together[0].block.level, together))
    return tuple(groups)


def _plain(passage: Passage, marks: Marks) -> ShownPassage:
    """A passage that cannot be placed in its document's text, as one paragraph."""
    block = Block(passage.text)
    piece = BlockPart(block, passage.text, marks, False, False)
    return ShownPassage(passage, (ShownElement("paragraph", 0, (piece,)),), bool(marks))
