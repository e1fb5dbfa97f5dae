"""What repeats from page to page of one site: its template, where no rule knows it.

What repeats need not be boilerplate: columns, series, authors, signatures and
teasers do too. So it is asked last, about what all other judges left; a line of
its own goes only if it is a note above the title, a sentence with a link in it,
a link or a menu, other lines only in runs around the running text. No page loses
more than half of its words, but for notes at its very top that lead elsewhere.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from indexer.cleaning.view import View
from indexer.model import Block, CleanPage, DroppedBlock

RULE = "repeated-on-site"

_JUDGED = frozenset(("html", "text"))
"""Formats scraped with a template around them; Markdown is written by hand."""
_SENTENCE_WORDS = 10
"""From here on a line says something whole: names of columns and authors are shorter."""
_MOST_WORDS = 80
"""Notes of a site's own are shorter than this; longer blocks are not compared."""
_RUN = 3
"""Lines that make a run; two are enough below the text if one of them is a sentence."""
_MOST_OF_PAGE = 0.5

_PARTED = re.compile(r"\S\s*(?:\s[|·•»>/]+\s)\s*\S")
_DATED = re.compile(r"\b(?:1[89]|20)\d\d\b")
_BYLINE = re.compile(r"(?:by|von|par|por|de|di|av|van|door|af)\b.{1,60}", re.IGNORECASE)


def line_hash(text: str) -> int:
    """Stands for a line: 64 bits, the same whatever its case and spaces.

    Numbers count: a dateline does not repeat, though its words do.
    """
    folded = " ".join(text.casefold().split()).encode()
    return int.from_bytes(hashlib.blake2b(folded, digest_size=8).digest(), "big")


def line_hashes(blocks: Iterable[Block]) -> frozenset[int]:
    """The hashes of all lines that could be found to repeat."""
    return frozenset(
        line_hash(block.text) for block in blocks if len(block.text.split()) <= _MOST_WORDS
    )


def drop_repeated(page: CleanPage, repeated: frozenset[int]) -> CleanPage:
    """A clean page without the lines among ``repeated`` that can be its site's template."""
    drops = _judge(page, repeated)
    if not drops:
        return page
    dropped: list[DroppedBlock] = []
    before = deque(page.dropped)
    kept: list[Block] = []
    for position, block in enumerate(page.kept):
        while before and before[0].after <= position:
            dropped.append(replace(before.popleft(), after=len(kept)))
        if position in drops:
            dropped.append(DroppedBlock(block.text, RULE, len(kept)))
        else:
            kept.append(block)
    dropped += (replace(block, after=len(kept)) for block in before)
    return replace(page, kept=tuple(kept), dropped=tuple(dropped))


def _judge(page: CleanPage, repeated: frozenset[int]) -> set[int]:
    if not repeated or page.page.format not in _JUDGED:
        return set()
    found = _Repeated(View(page.kept, page.page.format), repeated)
    drops = found.notes()
    for more in (found.sentences(), found.links()):
        drops |= more if found.is_bearable(drops | more) else set()
    runs = found.runs(drops)
    drops |= runs if found.is_bearable(drops | runs) else set()
    headings = found.headings(drops)
    return drops | headings if found.is_bearable(drops | headings) else drops


class _Repeated:
    """The repeated lines of one page, by their positions among the kept blocks."""

    def __init__(self, view: View, repeated: frozenset[int]) -> None:
        self.blocks, self.words = view.blocks, view.words
        places = range(len(self.blocks))
        title = next((i for i, b in enumerate(self.blocks) if b.kind == "heading"), -1)
        self.known = {
            i
            for i, block in enumerate(self.blocks)
            if i != title and self.words[i] <= _MOST_WORDS and line_hash(block.text) in repeated
        }
        self.linked = {i for i in places if view.is_mostly_linked(i)}
        prose = [i for i in places if view.is_prose(i) and i not in self.known]
        self.first, self.last = (prose[0], prose[-1]) if prose else (len(places), -1)
        top = next((i for i in places if i not in self.known), len(places))
        self.top = range(top if top < len(places) else 0)
        self.start = min(title, self.first) if title >= 0 else self.first
        self.opening = range(self.start, self.first)

    def is_bearable(self, drops: set[int]) -> bool:
        weak = drops - self.notes()
        return sum(self.words[i] for i in weak) <= _MOST_OF_PAGE * sum(self.words)

    def notes(self) -> set[int]:
        """Sentences that lead elsewhere, above the first line that does not repeat."""
        return {i for i in self.sentences() if i in self.top and self.blocks[i].linked}

    def sentences(self) -> set[int]:
        """Notes above the title and the text, and those that lead elsewhere."""
        return {
            i
            for i in self._lines()
            if self.words[i] >= _SENTENCE_WORDS and (i < self.start or self.blocks[i].linked)
        }

    def links(self) -> set[int]:
        """Links and menus; between title and text they may be the author or the series."""
        return {
            i
            for i in self._lines()
            if i not in self.opening
            and (i in self.linked or _PARTED.search(self.blocks[i].text))
            and not self._is_personal(i)
        }

    def runs(self, gone: set[int]) -> set[int]:
        """Lines in runs above and below the running text; what is ``gone`` does not count."""
        found: set[int] = set()
        run: list[int] = []
        for i in range(len(self.blocks) + 1):
            if i in gone:
                continue
            outside = i < self.first or i > self.last
            if i in self.known and outside and not self._is_personal(i):
                run.append(i)
                continue
            if len(run) + self._is_foot(run) >= _RUN:
                found |= {one for one in run if self.blocks[one].kind != "heading"}
            run = []
        return found

    def _is_foot(self, run: list[int]) -> bool:
        """Whether a run below the running text has a sentence in it."""
        return any(one > self.last and self.words[one] >= _SENTENCE_WORDS for one in run)

    def headings(self, drops: set[int]) -> set[int]:
        """Headings of which everything below them goes."""
        found: set[int] = set()
        below: list[int] = []
        for i in reversed(range(len(self.blocks))):
            if self.blocks[i].kind != "heading":
                below.append(i)
                continue
            if i in self.known and below and drops.issuperset(below):
                found.add(i)
            below = []
        return found

    def _lines(self) -> set[int]:
        return {i for i in self.known if self.blocks[i].kind != "heading"}

    def _is_personal(self, i: int) -> bool:
        """Whether a line may name an author or a date."""
        text = self.blocks[i].text
        return bool(_DATED.search(text) or (self.words[i] <= 8 and _BYLINE.match(text)))
