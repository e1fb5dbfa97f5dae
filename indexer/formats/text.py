"""Plain text: paragraphs, list items and, cautiously guessed, headings; literal tags removed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise

from indexer.errors import NotADocument
from indexer.formats.blocks import looks_like_heading
from indexer.formats.encoding import mend
from indexer.formats.raw import Evidence, Parser, RawPage
from indexer.model import Block, BlockKind, ParsedPage

_ELEMENTS = (
    "a|abbr|acronym|article|aside|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|figcaption|figure"
    "|font|footer|h[1-6]|header|hr|i|img|ins|label|li|nav|nobr|o:p|ol|p|pre|q|s|section|small|span|strike"
    "|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|wbr"
)
_TAG = re.compile(
    rf"""</(?:{_ELEMENTS})\s*>|<(?:{_ELEMENTS})(?:\s+[\w:-]+=(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*/?>""",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BULLET = re.compile(r"\s*(?:[*•·▪◦‣●–-]|\\-)\s+(?=\S)")
_NUMBERED = re.compile(r"\s*(?:\(?\d{1,3}[.)]|\(?[a-z][.)]|\([ivx]{1,5}\))\s+(?=\S)")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|~{3,}|\*{3,}|_{3,})\s*")
_NOT_A_HEADING = re.compile(r"\||\b(?:19|20)\d\d$|^\W*\d[\d\s/.:,-]*$|@|https?:")
_DATELINE = re.compile(
    r"(?:posted|published|by|von|par|por|am|on|le|el|veröffentlicht|publié|publicado)\b.{0,60}$"
    r"|\W*\d{1,2}\.? \w+,? (?:19|20)\d\d.{0,30}$|\w+ \d{1,2}, (?:19|20)\d\d.{0,30}$",
    re.IGNORECASE,
)
"""A dateline or byline, as between a headline and its text."""
_BROKEN_OFF = re.compile(r"[^\W\d_]{2}-$")
_WRAPPED = range(48, 100)
"""Widths, in characters, at which text is wrapped. Chosen by hand."""
_HEADED = 12
"""The least number of words in the line below a guessed heading. Chosen by hand."""


def parse_text(raw: RawPage) -> ParsedPage:
    """Read plain text.

    Raises:
        NotADocument: if no line holds a letter or digit.
    """
    blocks = tuple(text_blocks(raw.text))
    if not blocks:
        raise NotADocument("holds no text")
    return ParsedPage("text", None, (), blocks)


def mend_markup(text: str) -> str:
    """Remove literal tags from a text and decode its entities; a "<" in prose stays."""
    if "<" in text:
        text = _TAG.sub(lambda m: " " if _BREAK.match(m[0]) else "", text)
    if "&" in text:
        text = mend(_ENTITY.sub(lambda m: html.unescape(m[0]), text))
    return text


def text_blocks(text: str) -> Iterator[Block]:
    """Each line a block, except that lines wrapped at a fixed width are joined."""
    lines = [line.rstrip() for line in mend_markup(text).split("\n")]
    paragraphs: list[str] = []
    for run in _runs(lines):
        paragraphs += _joined(run) if run else [""]
    first = True
    for index, line in enumerate(paragraphs):
        if not any(c.isalnum() for c in line):
            continue
        kind, level = _kind(paragraphs, index, first)
        folded = " ".join((_BULLET.sub("", line, count=1) if kind == "item" else line).split())
        yield Block(folded, kind, level)
        first = False


def _runs(lines: list[str]) -> Iterator[list[str]]:
    """Runs of lines without a blank one between; an empty list stands for blank lines."""
    run: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            run.append(line)
        elif run:
            yield run
            yield []
            run = []


def _joined(run: list[str]) -> list[str]:
    """The lines of a run, joined where they are wrapped at a fixed width."""
    joined = [run[0]]
    width = max(map(len, run))
    for before, line in pairwise(run):
        if _continues(before, line, width):
            joined[-1] = f"{joined[-1]} {line.strip()}"
        else:
            joined.append(line)
    return joined


def _continues(before: str, line: str, width: int) -> bool:
    """Whether ``line`` continues ``before``, which was wrapped at ``width``."""
    if _is_item(line) or _UNDERLINE.fullmatch(before) or _UNDERLINE.fullmatch(line):
        return False
    word = line.split(maxsplit=1)[0]
    if width in _WRAPPED and _BROKEN_OFF.search(before) and word[0].islower():
        return True
    return width in _WRAPPED and len(before) >= 40 and len(before) + 1 + len(word) > width - 6


def _is_item(line: str) -> bool:
    return bool(_BULLET.match(line) or _NUMBERED.match(line))


def _below(lines: list[str], index: int) -> list[str]:
    """The two lines below, after a dateline or byline set apart, if there is one."""
    start = index + 1
    if start + 2 < len(lines) and not lines[start] and _DATELINE.match(lines[start + 1]):
        start += 2
    return lines[start : start + 2]


def _kind(lines: list[str], index: int, first: bool) -> tuple[BlockKind, int]:
    line = lines[index]
    if _is_item(line):
        return "item", 0
    level = 0
    if looks_like_heading(line.strip()) and not _NOT_A_HEADING.search(line):
        level = _heading_level(lines, index, first)
    return ("heading", level) if level else ("paragraph", 0)


def _heading_level(lines: list[str], index: int, first: bool) -> int:
    """The level of a line that reads like a heading, by the lines around it; 0 if it is none."""
    below = lines[index + 1] if index + 1 < len(lines) else ""
    if _UNDERLINE.fullmatch(below):
        return 1 if below.strip()[0] == "=" else 2
    if first:
        return 1
    above = lines[index - 1] if index else ""
    following = next((text for text in _below(lines, index) if text), "")
    has_text = len(following.split()) >= _HEADED and not _is_item(following)
    return 2 if not above and has_text else 0


TEXT = Parser("text", lambda raw: Evidence.FALLBACK if raw.text else Evidence.NONE, parse_text)
