"""The blocks of a page as the rules see them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from indexer.cleaning.rules.patterns import PATTERNS
from indexer.cleaning.rules.phrases import fold_line
from indexer.model import Block

_LONGEST_LINE = 420
"""Characters past which a line is no phrase of an interface."""

_ANY_PATTERN = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in PATTERNS))
"""Most lines match no pattern, which one expression tells faster than all."""


def _count_words(text: str) -> int:
    """Words; in scripts that do not part them, about what they would be."""
    words = len(text.split())
    return words if len(text) < 20 * words else len(text) // 3


@lru_cache(8192)  # the same menus stand on page after page
def _pattern_rule(key: str) -> str | None:
    if not key or not _ANY_PATTERN.fullmatch(key):
        return None
    return next((rule for pattern, rule in PATTERNS if pattern.fullmatch(key)), None)


@dataclass
class View:
    """Blocks with their folded lines and word counts, and the rule each was dropped by so far.

    ``source`` is the page's markup, in HTML.
    """

    blocks: tuple[Block, ...]
    page_format: str = "html"
    source: str = ""
    keys: tuple[str, ...] = field(init=False)
    words: tuple[int, ...] = field(init=False)
    rules: list[str | None] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = tuple(
            fold_line(block.text) if len(block.text) <= _LONGEST_LINE else ""
            for block in self.blocks
        )
        self.words = tuple(_count_words(block.text) for block in self.blocks)
        self.rules = [None] * len(self.blocks)

    def live(self) -> list[int]:
        """Indexes of the blocks that are still there."""
        return [index for index, rule in enumerate(self.rules) if rule is None]

    def live_words(self) -> int:
        return sum(self.words[index] for index in self.live())

    def drop(self, drops: Mapping[int, str]) -> None:
        """Mark blocks with the rules that drop them; the first rule stands."""
        for index, rule in drops.items():
            if self.rules[index] is None:
                self.rules[index] = rule

    def pattern_rule(self, index: int) -> str | None:
        """The rule of the first pattern that the whole line matches."""
        return _pattern_rule(self.keys[index])

    def heads_text(self, index: int) -> bool:
        """Whether a block is an unlinked heading right above running text or a heading."""
        block = self.blocks[index]
        if block.kind != "heading" or block.linked:
            return False
        below = self.next_live(index)
        return below is not None and (self.is_prose(below) or self.blocks[below].kind == "heading")

    def next_live(self, index: int) -> int | None:
        """The next block that is still there; those of reference marks alone are not."""
        after = range(index + 1, len(self.blocks))
        return next((i for i in after if self.rules[i] is None and self.blocks[i].text), None)

    def is_linked(self, index: int) -> bool:
        """Whether nearly all of a block is link text."""
        return self.blocks[index].linked >= 0.8 * len(self.blocks[index].text)

    def is_mostly_linked(self, index: int) -> bool:
        """Whether half of a block or more is link text."""
        return self.blocks[index].linked * 2 >= len(self.blocks[index].text)

    def is_prose(self, index: int) -> bool:
        """Whether a block is running text: a dozen words and few of them links."""
        return self.words[index] >= 12 and self.blocks[index].linked * 3 < len(
            self.blocks[index].text
        )
