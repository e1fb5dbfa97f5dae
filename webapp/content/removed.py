"""What was removed from a page, in page order, with what was kept between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from indexer.model import Document
from indexer.presentation.explanation import Stretch, comments, removed
from webapp.content.layout import ShownPassage

SHORT = 60
"""Characters of a text that shares a line with its neighbours, at most."""
SHOWN = 120
"""Stretches listed, at most; all are in the JSON."""
TEXTS = 40
"""Texts of one stretch listed, at most."""
LONGEST = 600
"""Characters shown of one text."""
COMMENT_LINES = 400
"""Lines of readers' comments shown, at most."""


@dataclass(frozen=True)
class KeptRun:
    """Blocks that stayed, between two stretches that did not.

    ``first`` is the beginning of the first block, ``passage`` where it is shown, if that is known.
    """

    first: str
    blocks: int
    passage: str | None


@dataclass(frozen=True)
class RemovedRun:
    """A stretch as lines to show: short texts share one, each with a dot between."""

    rule: str
    lines: tuple[str, ...]
    left_out: int


@dataclass(frozen=True)
class RemovedListing:
    """The page from top to bottom; ``pieces`` counts all that was removed."""

    items: tuple[KeptRun | RemovedRun, ...]
    pieces: int
    left_out: int


@dataclass(frozen=True)
class ReaderComments:
    """What readers wrote below the page. ``count`` is what the page says, if it does."""

    lines: tuple[str, ...]
    count: int | None
    left_out: int


def list_removed(document: Document, sections: Sequence[ShownPassage]) -> RemovedListing:
    """What was removed, readers' comments apart; of a page without any, an empty listing."""
    stretches = removed(document)
    passages = _passages(document, sections)
    items: list[KeptRun | RemovedRun] = []
    done = 0
    for stretch in stretches[:SHOWN]:
        if stretch.after > done:
            items.append(_kept(document, done, stretch.after, passages))
            done = stretch.after
        items.append(_gone(stretch))
    if items and done < len(document.blocks) and len(stretches) <= SHOWN:
        items.append(_kept(document, done, len(document.blocks), passages))
    pieces = sum(len(stretch.texts) for stretch in stretches)
    return RemovedListing(tuple(items), pieces, sum(len(s.texts) for s in stretches[SHOWN:]))


def readers_comments(document: Document) -> ReaderComments:
    """The comments below a page, without lines if there are none."""
    lines = comments(document)
    stated = _COUNTED.match(lines[0]) if lines else None
    count = int(stated[1] or stated[2]) if stated else None
    return ReaderComments(lines[:COMMENT_LINES], count, max(0, len(lines) - COMMENT_LINES))


_COUNTED = re.compile(r"\W*([1-9]\d{0,4})\s[^\W\d]|[^\d(]{1,40}\(([1-9]\d{0,4})\)\W*$")
"""The heading of a thread with a number in it: "12 comments", "ReaderComments (3)"."""


def _kept(document: Document, start: int, end: int, passages: Sequence[str]) -> KeptRun:
    passage = passages[start] if start < len(passages) else None
    return KeptRun(document.blocks[start].text, end - start, passage)


def _gone(stretch: Stretch) -> RemovedRun:
    shown = stretch.texts[:TEXTS]
    lines: list[str] = []
    for short, run in groupby(shown, key=lambda text: len(text) <= SHORT):
        texts = tuple(run)
        lines += [" · ".join(texts)] if short else map(_cut, texts)
    return RemovedRun(stretch.rule, tuple(lines), len(stretch.texts) - len(shown))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def _passages(document: Document, sections: Sequence[ShownPassage]) -> Sequence[str]:
    """The passage each block begins in; empty where the passages cannot tell."""
    begun = [
        section.passage.id
        for section in sections
        for group in section.groups
        for piece in group.pieces
        if not piece.continued
    ]
    return begun if len(begun) == len(document.blocks) else ()
