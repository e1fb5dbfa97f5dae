"""The state of cleaning one page: its blocks, and the rule each was dropped by so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby

from indexer.cleaning.rules.line_tables import fold_line
from indexer.cleaning.rules.patterns import PATTERNS
from indexer.model import Block

_LONGEST_PHRASE = 420
"""Characters from which a block is compared with no phrase or pattern; chosen by hand."""
_PROSE_WORDS = 12
"""Words from which a block is running text; chosen by hand, as are the shares of links below."""
_CHARACTERS_A_WORD = 20
"""More than this on average, and the script does not separate words by spaces."""
_CHARACTERS_A_WORD_UNSPACED = 3
"""What a word is then taken to have; chosen by hand."""

_ANY_PATTERN = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in PATTERNS))
"""Most lines match no pattern, which one expression tells faster than all of them."""


def _count_words(text: str) -> int:
    words = len(text.split())
    spaced = len(text) < _CHARACTERS_A_WORD * words
    return words if spaced else len(text) // _CHARACTERS_A_WORD_UNSPACED


@lru_cache(8192)  # the same menus are on page after page
def _pattern_rule(folded: str) -> str | None:
    if not folded or not _ANY_PATTERN.fullmatch(folded):
        return None
    return next((rule for pattern, rule in PATTERNS if pattern.fullmatch(folded)), None)


@dataclass
class CleaningState:
    """The blocks of a page with what every judge asks about them.

    ``source`` is the page's markup, in HTML. ``rules`` are the rules the blocks
    were dropped by, ``None`` for live ones.
    """

    blocks: tuple[Block, ...]
    page_format: str = "html"
    source: str = ""
    rules: list[str | None] = field(init=False)

    def __post_init__(self) -> None:
        self.rules = [None] * len(self.blocks)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The blocks as ``fold_line`` has them, "" for those that are too long for a phrase."""
        return tuple(
            fold_line(block.text) if len(block.text) <= _LONGEST_PHRASE else ""
            for block in self.blocks
        )

    @cached_property
    def words(self) -> tuple[int, ...]:
        """The number of words of each block."""
        return tuple(_count_words(block.text) for block in self.blocks)

    def live(self) -> list[int]:
        """Indexes of the blocks that are not dropped."""
        return [index for index, rule in enumerate(self.rules) if rule is None]

    def live_words(self) -> int:
        """The number of words of the live blocks."""
        return self.count_words(self.live())

    def count_words(self, indexes: Iterable[int]) -> int:
        """The number of words of the given blocks."""
        return sum(self.words[index] for index in indexes)

    def drop(self, drops: Mapping[int, str]) -> None:
        """Mark blocks with the rules that drop them; the first rule to do so counts."""
        for index, rule in drops.items():
            if self.rules[index] is None:
                self.rules[index] = rule

    def is_dropped(self, index: int) -> bool:
        """Whether there is a block at ``index`` and it is dropped."""
        return 0 <= index < len(self.blocks) and self.rules[index] is not None

    def pattern_rule(self, index: int) -> str | None:
        """The rule of the first pattern that the whole block matches."""
        return _pattern_rule(self.folded[index])

    def next_live(self, index: int) -> int | None:
        """The next live block with text; blocks of reference marks alone have none left."""
        after = range(index + 1, len(self.blocks))
        return next((i for i in after if self.rules[i] is None and self.blocks[i].text), None)

    def is_headline(self, index: int) -> bool:
        """Whether a block is a heading of level 1."""
        return self.blocks[index].kind == "heading" and self.blocks[index].level == 1

    def heads_text(self, index: int) -> bool:
        """Whether a block is an unlinked heading right above running text or a heading."""
        block = self.blocks[index]
        if block.kind != "heading" or block.linked:
            return False
        below = self.next_live(index)
        return below is not None and (self.is_prose(below) or self.blocks[below].kind == "heading")

    def is_linked(self, index: int) -> bool:
        """Whether nearly all of a block is link text."""
        return self.blocks[index].linked >= 0.8 * len(self.blocks[index].text)

    def is_mostly_linked(self, index: int) -> bool:
        """Whether half of a block or more is link text."""
        return self.blocks[index].linked * 2 >= len(self.blocks[index].text)

    def is_hardly_linked(self, index: int) -> bool:
        """Whether less than a third of a block is link text."""
        return self.blocks[index].linked * 3 < len(self.blocks[index].text)

    def is_prose(self, index: int) -> bool:
        """Whether a block is running text: a dozen words and few of them links."""
        return self.words[index] >= _PROSE_WORDS and self.is_hardly_linked(index)


def runs(indexes: Iterable[int], belongs: Callable[[int], bool]) -> Iterator[list[int]]:
    """The longest stretches of successive indexes that all belong."""
    for belonging, run in groupby(indexes, belongs):
        if belonging:
            yield list(run)
