"""What was removed from a page, in page order, and what was kept in between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from indexer.model import Document
from indexer.presentation.explanation import Stretch, comments, removed
from webapp.content.layout import ShownPassage

# Chosen by hand: what a reader can take in at the end of a page.
SHORT = 60
"""Texts of at most so many characters share a line with their neighbours."""
SHOWN = 120
"""Stretches listed at most; the JSON has all of them."""
TEXTS = 40
"""Texts listed of one stretch, at most."""
LONGEST = 600
"""Characters shown of one text, at most."""
COMMENT_LINES = 400
"""Lines of readers' comments shown, at most."""


@dataclass(frozen=True)
class KeptRun:
    """Kept blocks between two removed stretches.

    ``first`` is the text of the first block, ``passage`` the passage it is shown in, if known.
    """

    first: str
    blocks: int
    passage: str | None


@dataclass(frozen=True)
class RemovedRun:
    """A removed stretch as lines; short texts share a line, with dots between them."""

    rule: str
    lines: tuple[str, ...]
    left_out: int


@dataclass(frozen=True)
class RemovedListing:
    """The page from top to bottom; ``blocks`` counts all removed blocks."""

    items: tuple[KeptRun | RemovedRun, ...]
    blocks: int
    left_out: int


@dataclass(frozen=True)
class ReaderComments:
    """Readers' comments below the page; ``count`` is their number, if the page states it."""

    lines: tuple[str, ...]
    count: int | None
    left_out: int


def list_removed(document: Document, shown: Sequence[ShownPassage]) -> RemovedListing:
    """What was removed, except readers' comments."""
    stretches = removed(document)
    passages = _passages(document, shown)
    items: list[KeptRun | RemovedRun] = []
    done = 0
    for stretch in stretches[:SHOWN]:
        if stretch.after > done:
            items.append(_kept_run(document, done, stretch.after, passages))
            done = stretch.after
        items.append(_removed_run(stretch))
    if items and done < len(document.blocks) and len(stretches) <= SHOWN:
        items.append(_kept_run(document, done, len(document.blocks), passages))
    blocks = sum(len(stretch.texts) for stretch in stretches)
    return RemovedListing(tuple(items), blocks, sum(len(s.texts) for s in stretches[SHOWN:]))


def readers_comments(document: Document) -> ReaderComments:
    """The comments below a page; without lines if there are none."""
    lines = comments(document)
    stated = _COUNTED.match(lines[0]) if lines else None
    count = int(stated[1] or stated[2]) if stated else None
    return ReaderComments(lines[:COMMENT_LINES], count, max(0, len(lines) - COMMENT_LINES))


_COUNTED = re.compile(r"\W*([1-9]\d{0,4})\s[^\W\d]|[^\d(]{1,40}\(([1-9]\d{0,4})\)\W*$")
"""The heading of a comment thread that states a number: "12 comments", "Comments (3)"."""


def _kept_run(document: Document, start: int, end: int, passages: Sequence[str]) -> KeptRun:
    passage = passages[start] if start < len(passages) else None
    return KeptRun(document.blocks[start].text, end - start, passage)


def _removed_run(stretch: Stretch) -> RemovedRun:
    shown = stretch.texts[:TEXTS]
    lines: list[str] = []
    for short, run in groupby(shown, key=lambda text: len(text) <= SHORT):
        texts = tuple(run)
        lines += [" · ".join(texts)] if short else map(_cut, texts)
    return RemovedRun(stretch.rule, tuple(lines), len(stretch.texts) - len(shown))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def _passages(document: Document, shown: Sequence[ShownPassage]) -> Sequence[str]:
    """The id of the passage each block begins in; empty if not all blocks are shown."""
    begun = [
        passage.passage.id
        for passage in shown
        for element in passage.elements
        for part in element.parts
        if not part.continued
    ]
    return begun if len(begun) == len(document.blocks) else ()
