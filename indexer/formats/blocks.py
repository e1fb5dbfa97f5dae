"""Running text and line breaks in, blocks out."""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from indexer.formats.encoding import mend
from indexer.model import Block, BlockKind

CELL_SEPARATOR = " | "
"""Stands between the cells of a table row in the text of its block."""
_HEADING_WORDS = 14
"""Words in the longest line that is taken for a heading. Chosen by hand."""
_LONG_LINE = 160
"""Mean characters above which lines are paragraphs ended by single breaks. Chosen by hand."""


class Scope(NamedTuple):
    """What the elements around a piece of text make of it.

    ``kind`` and ``level`` are those of its block, ``tokens`` and ``tags`` as in ``Block``.
    ``linked`` and ``bold`` say how the text is set, ``size`` is that of ``font``, 1 to 7.
    """

    kind: BlockKind = "paragraph"
    level: int = 0
    tokens: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    linked: bool = False
    bold: bool = False
    size: int = 3


class _Line:
    """Text between two line breaks, in pieces of (text, linked, bold, size)."""

    __slots__ = ("pieces",)

    def __init__(self) -> None:
        self.pieces: list[tuple[str, bool, bool, int]] = []

    def finish(self) -> tuple[str, int]:
        """The text with single spaces, and how many of its characters are linked."""
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

    def length(self) -> int:
        return sum(len(text) for text, _, _, _ in self.pieces)

    def is_linked(self) -> bool:
        """Whether all of the text is inside links."""
        return all(linked for text, linked, _, _ in self.pieces if text.strip())

    def stands_out(self) -> bool:
        """Whether the line looks like a heading between other lines."""
        return bool(self.heading_level()) and looks_like_heading(self.finish()[0])

    def heading_level(self) -> int:
        """The heading level that font size and weight suggest; 0 unless all text stands out."""
        smallest = 0
        for text, _, bold, size in self.pieces:
            if text and not text.isspace():
                if not bold and size <= 4:
                    return 0
                smallest = min(smallest or size, size)
        return 0 if not smallest else 2 if smallest >= 5 else 3 if smallest == 4 else 4


def _fold(text: str, spaced: bool) -> str:
    """Text with single spaces for all white space; none in front if ``spaced``."""
    folded = " ".join(text.split())
    if not folded:
        return "" if spaced or not text else " "
    before = "" if spaced or not text[0].isspace() else " "
    after = " " if text[-1].isspace() else ""
    return f"{before}{folded}{after}"


class BlockBuilder:
    """Builds blocks: collects the text of one at a time, then cuts it at line breaks.

    In a table row a line break separates cells.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._lines = [_Line()]
        self._scope: Scope | None = None

    def add(self, text: str, scope: Scope) -> None:
        """Add text to the current block, which has the tokens and tags common to all its text."""
        if not text.isspace():
            common = self._scope
            if common is None:
                self._scope = scope
            elif common.tokens is not scope.tokens or common.tags is not scope.tags:
                tokens, tags = common.tokens & scope.tokens, common.tags & scope.tags
                self._scope = common._replace(tokens=tokens, tags=tags)
        self._lines[-1].pieces.append((text, scope.linked, scope.bold, scope.size))

    def space(self) -> None:
        self._lines[-1].pieces.append((" ", False, False, 3))

    def line_break(self) -> None:
        self._lines.append(_Line())

    def flush(self) -> None:
        """End the current block, if it has any text."""
        lines, scope = self._lines, self._scope
        if scope is None:
            del lines[1:]
            lines[0].pieces.clear()
            return
        self._lines, self._scope = [_Line()], None
        if scope.kind == "preformatted":
            self._emit_preformatted(lines, scope)
        elif scope.kind in ("heading", "row", "caption"):
            self._emit(lines, scope)
        else:
            for paragraph in _paragraphs(lines):
                self._emit(paragraph, scope)

    def _emit(self, lines: list[_Line], scope: Scope) -> None:
        finished = [line.finish() for line in lines]
        separator = CELL_SEPARATOR if scope.kind == "row" else " "
        text = separator.join(text for text, _ in finished if text)
        if not _has_words(text):
            return
        kind, level = scope.kind, scope.level
        if kind == "paragraph":
            worded = zip(lines, finished, strict=True)
            guess = min(line.heading_level() for line, (words, _) in worded if words)
            if guess and looks_like_heading(text):
                kind, level = "heading", guess
        linked = min(sum(count for _, count in finished), len(text))
        self.blocks.append(Block(text, kind, level, scope.tokens, scope.tags, linked))

    def _emit_preformatted(self, lines: list[_Line], scope: Scope) -> None:
        raw = "\n".join("".join(piece[0] for piece in line.pieces) for line in lines)
        linked = all(line.is_linked() for line in lines)
        for text in re.split(r"\n\s*\n", mend(raw)):
            text = " ".join(text.split())
            if _has_words(text):
                count = len(text) if linked else 0
                self.blocks.append(Block(text, scope.kind, 0, scope.tokens, scope.tags, count))


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
    """Lines grouped into paragraphs, which end at empty lines; see ``_split``."""
    if len(lines) == 1:
        return [lines]
    groups: list[list[_Line]] = [[]]
    for line in lines:
        if not line.is_empty():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [part for group in groups if group for part in _split(group)]


def _split(group: list[_Line]) -> list[list[_Line]]:
    """Lines without an empty one between: the entries of a menu, long lines and headings stand
    alone, the others are one paragraph."""
    if len(group) == 1:
        return [group]
    is_menu = sum(line.is_linked() for line in group) >= 2
    if is_menu or sum(line.length() for line in group) / len(group) > _LONG_LINE:
        return [[line] for line in group]
    apart = [line.stands_out() for line in group]
    if not any(apart) or all(apart):
        return [group]
    runs = groupby(zip(group, apart, strict=True), key=itemgetter(1))
    return [[line for line, _ in run] for _, run in runs]
