"""Lines that repeat from page to page of one site: its template, where no rule knows it.

What repeats need not be boilerplate: columns, series, authors, signatures and teasers
repeat too. So it is asked last, about what all other judges left; a line alone goes only
if it is a note above the title, a sentence with a link in it, a link or a menu, other
lines only in runs above or below the running text. No page loses more than half of its
words, but for notes at its very top that lead elsewhere. The numbers were chosen by hand.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from indexer.cleaning.state import CleaningState, runs
from indexer.model import Block, CleanPage, DroppedBlock, Repeated
from indexer.notation.calendar_words import YEAR
from indexer.notation.separators import BETWEEN_ENTRIES

RULE = "repeated-on-site"

_JUDGED = frozenset(("html", "text"))
"""Formats scraped with a template around them; Markdown is written by hand."""
_SENTENCE_WORDS = 10
"""Words from which a line is a sentence: names of columns and authors are shorter."""
_LONGEST_LINE = 80
"""Words of the longest notes of a site; longer blocks are not compared."""
_RUN = 3
"""Lines in a run; two are enough below the text if one of them is a sentence."""
_BYLINE_WORDS = 8
_MOST_OF_PAGE = 0.5
"""The share of a page's words that may go."""

_ENTRIES = re.compile(rf"\S\s*{BETWEEN_ENTRIES.pattern}\s*\S")
_DATED = re.compile(rf"\b{YEAR}\b")
_BYLINE = re.compile(r"(?:by|von|par|por|de|di|av|van|door|af)\b.{1,60}", re.IGNORECASE)


def line_hash(text: str) -> int:
    """The hash of a line, 64 bits, whatever its case and spaces.

    Numbers count: a dateline does not repeat, though its words do.
    """
    folded = " ".join(text.casefold().split()).encode()
    return int.from_bytes(hashlib.blake2b(folded, digest_size=8).digest(), "big")


def line_hashes(blocks: Iterable[Block]) -> frozenset[int]:
    """The hashes of all lines that can be found to repeat."""
    return frozenset(
        line_hash(block.text) for block in blocks if len(block.text.split()) <= _LONGEST_LINE
    )


def drop_repeated(page: CleanPage, repeated: Repeated) -> CleanPage:
    """A clean page without the lines among ``repeated`` that are taken for its site's template."""
    drops = _template_lines(page, repeated)
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


def _template_lines(page: CleanPage, repeated: Repeated) -> set[int]:
    """The positions of the kept blocks to drop."""
    if not repeated or page.page.format not in _JUDGED:
        return set()
    lines = _RepeatedLines(CleaningState(page.kept, page.page.format), repeated)
    drops = lines.notes()
    for more in (lines.sentences(), lines.links()):
        drops = lines.with_as_far_as_bearable(drops, more)
    drops = lines.with_as_far_as_bearable(drops, lines.in_runs(drops))
    return lines.with_as_far_as_bearable(drops, lines.headings(drops))


class _RepeatedLines:
    """The repeated lines of one page, by their positions among the kept blocks."""

    def __init__(self, state: CleaningState, repeated: Repeated) -> None:
        self._state = state
        self.blocks, self.words = state.blocks, state.words
        headings = (i for i, block in enumerate(self.blocks) if block.kind == "heading")
        title = next(headings, None)
        self.known = {i for i in self._repeated(repeated) if i != title}
        own = [i for i in range(len(self.blocks)) if i not in self.known]
        prose = [i for i in own if state.is_prose(i)]
        self.first, self.last = (prose[0], prose[-1]) if prose else (len(self.blocks), -1)
        self.top = range(own[0] if own else 0)
        self.start = self.first if title is None else min(title, self.first)
        self.opening = range(self.start, self.first)

    def _repeated(self, repeated: Repeated) -> set[int]:
        short = (i for i, words in enumerate(self.words) if words <= _LONGEST_LINE)
        return {i for i in short if line_hash(self.blocks[i].text) in repeated}

    def with_as_far_as_bearable(self, drops: set[int], more: set[int]) -> set[int]:
        """Both, if the page keeps enough of its words; else ``drops`` alone."""
        both = drops | more
        weak = self._state.count_words(both - self.notes())
        return both if weak <= _MOST_OF_PAGE * sum(self.words) else drops

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
            and (self._state.is_mostly_linked(i) or _ENTRIES.search(self.blocks[i].text))
            and not self._is_personal(i)
        }

    def in_runs(self, dropped: set[int]) -> set[int]:
        """Lines in runs above and below the running text; ``dropped`` lines do not count."""
        found: set[int] = set()
        left = (i for i in range(len(self.blocks)) if i not in dropped)
        for run in runs(left, self._may_be_in_run):
            if len(run) + self._is_footer(run) >= _RUN:
                found |= {i for i in run if self.blocks[i].kind != "heading"}
        return found

    def _may_be_in_run(self, i: int) -> bool:
        outside = i < self.first or i > self.last
        return outside and i in self.known and not self._is_personal(i)

    def _is_footer(self, run: list[int]) -> bool:
        """Whether a run below the running text has a sentence in it."""
        return any(i > self.last and self.words[i] >= _SENTENCE_WORDS for i in run)

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
        byline = self.words[i] <= _BYLINE_WORDS and _BYLINE.match(text)
        return bool(_DATED.search(text) or byline)
