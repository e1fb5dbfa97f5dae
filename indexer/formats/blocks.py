"""Text in pieces and line breaks in, finished blocks out."""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from indexer.formats.encoding import mend
from indexer.model import Block, BlockKind

_HEADING_WORDS = 14
_LONG_LINE = 160
"""Mean characters of lines that are paragraphs ended by single breaks."""


class Place(NamedTuple):
    """Where a piece of text stands: what it is and what encloses it."""

    kind: BlockKind = "paragraph"
    level: int = 0
    tokens: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    linked: bool = False
    bold: bool = False
    size: int = 3


class _Line:
    """Text between two line breaks: pieces, each with whether it is linked and how it is set."""

    __slots__ = ("pieces",)

    def __init__(self) -> None:
        self.pieces: list[tuple[str, bool, bool, int]] = []

    def finish(self) -> tuple[str, int]:
        """The folded text, and how many of its characters are linked."""
        parts: list[str] = []
        linked = 0
        space = True
        for text, is_linked, _, _ in self.pieces:
            folded = _fold(text, space)
            if not folded:
                continue
            parts.append(folded)
            linked += len(folded) if is_linked else 0
            space = folded[-1] == " "
        whole = mend("".join(parts)).strip()
        return " ".join(whole.split()), min(linked, len(whole))

    def is_empty(self) -> bool:
        return all(not text or text.isspace() for text, _, _, _ in self.pieces)

    def heading_level(self) -> int:
        """What level of heading the type suggests; 0 where not all of it is set apart."""
        smallest = 0
        for text, _, bold, size in self.pieces:
            if text and not text.isspace():
                if not bold and size <= 4:
                    return 0
                smallest = min(smallest or size, size)
        return 0 if not smallest else 2 if smallest >= 5 else 3 if smallest == 4 else 4


def _fold(text: str, spaced: bool) -> str:
    """Text with single spaces for all its spaces; none in front if it is ``spaced`` already."""
    folded = " ".join(text.split())
    if not folded:
        return "" if spaced or not text else " "
    before = "" if spaced or not text[0].isspace() else " "
    after = " " if text[-1].isspace() else ""
    return f"{before}{folded}{after}"


class Gatherer:
    """Gathers the running text of one block at a time and cuts it at line breaks.

    In a table row a line break parts cells.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._lines = [_Line()]
        self._place: Place | None = None

    def add(self, text: str, place: Place) -> None:
        """Text, in its place; a block's place is what is common to all of its text."""
        if not text.isspace():
            common = self._place
            if common is None:
                self._place = place
            elif common.tokens is not place.tokens or common.tags is not place.tags:
                tokens, tags = common.tokens & place.tokens, common.tags & place.tags
                self._place = common._replace(tokens=tokens, tags=tags)
        self._lines[-1].pieces.append((text, place.linked, place.bold, place.size))

    def space(self) -> None:
        self._lines[-1].pieces.append((" ", False, False, 3))

    def line_break(self) -> None:
        self._lines.append(_Line())

    def flush(self) -> None:
        """End the block; nothing happens when there is no text."""
        lines, place = self._lines, self._place
        if place is None:
            del lines[1:]
            lines[0].pieces.clear()
            return
        self._lines, self._place = [_Line()], None
        if place.kind == "preformatted":
            self._preformatted(lines, place)
        elif place.kind in ("heading", "row", "caption"):
            self._emit(lines, place)
        else:
            for paragraph in _paragraphs(lines):
                self._emit(paragraph, place)

    def _emit(self, lines: list[_Line], place: Place) -> None:
        finished = [line.finish() for line in lines]
        between = " | " if place.kind == "row" else " "
        text = between.join(text for text, _ in finished if text)
        if not _has_words(text):
            return
        kind, level = place.kind, place.level
        if kind == "paragraph":
            told = zip(lines, finished, strict=True)
            guess = min(line.heading_level() for line, (words, _) in told if words)
            if guess and looks_like_heading(text):
                kind, level = "heading", guess
        linked = min(sum(count for _, count in finished), len(text))
        self.blocks.append(Block(text, kind, level, place.tokens, place.tags, linked))

    def _preformatted(self, lines: list[_Line], place: Place) -> None:
        raw = "\n".join("".join(piece[0] for piece in line.pieces) for line in lines)
        linked = all(piece[1] for line in lines for piece in line.pieces if piece[0].strip())
        for text in re.split(r"\n\s*\n", mend(raw)):
            text = " ".join(text.split())
            if _has_words(text):
                count = len(text) if linked else 0
                self.blocks.append(Block(text, place.kind, 0, place.tokens, place.tags, count))


def _has_words(text: str) -> bool:
    return text[:1].isalnum() or any(map(str.isalnum, text))


def looks_like_heading(text: str) -> bool:
    """Whether a line set apart reads like a heading: short, and not the end of a sentence."""
    words = text.split()
    return (
        len(words) <= _HEADING_WORDS
        and text[-1] not in ".,;:"
        and not text.lower().startswith(("by ", "from ", "posted "))
        and sum(map(str.isalpha, text)) > len(text) / 2
    )


def _paragraphs(lines: list[_Line]) -> list[list[_Line]]:
    """Lines as paragraphs: an empty line parts them; menus, headings and long lines stand alone."""
    if len(lines) == 1:
        return [lines]
    groups: list[list[_Line]] = [[]]
    for line in lines:
        if not line.is_empty():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [part for group in groups if group for part in _parts(group)]


def _parts(group: list[_Line]) -> list[list[_Line]]:
    if len(group) == 1:
        return [group]
    lengths = [sum(len(piece[0]) for piece in line.pieces) for line in group]
    linked = [all(piece[1] for piece in line.pieces if piece[0].strip()) for line in group]
    if sum(linked) >= 2 or sum(lengths) / len(group) > _LONG_LINE:
        return [[line] for line in group]
    apart = [bool(line.heading_level()) and looks_like_heading(line.finish()[0]) for line in group]
    if not any(apart) or all(apart):
        return [group]
    runs = groupby(zip(group, apart, strict=True), key=itemgetter(1))
    return [[line for line, _ in run] for _, run in runs]
