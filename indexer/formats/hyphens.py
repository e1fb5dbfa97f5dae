"""Words broken at the end of a line, joined where the page shows how they are spelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.model import Block

_BROKEN = re.compile(r"(?<![\w-])([^\W\d_]{2,})- ([^\W\d_]{2,})(?![\w-])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def join_broken_words(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks with "inter- national" as "international" if that word occurs elsewhere in them.

    Likewise "well- known" becomes "well-known". Otherwise the text is unchanged.
    """
    if not any("- " in block.text and _BROKEN.search(block.text) for block in blocks):
        return tuple(blocks)
    known = {word.casefold() for block in blocks for word in _WORD.findall(block.text)}

    def joined(match: re.Match[str]) -> str:
        for between in ("", "-"):
            word = f"{match[1]}{between}{match[2]}"
            if match[2].islower() and word.casefold() in known:
                return word
        return match[0]

    texts = (
        _BROKEN.sub(joined, block.text) if "- " in block.text else block.text for block in blocks
    )
    return tuple(
        block
        if text == block.text
        else replace(block, text=text, linked=min(block.linked, len(text)))
        for block, text in zip(blocks, texts, strict=True)
    )
