"""What could be the title where there is no markup: first lines, and the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote

from indexer.metadata.titles.headings import LONGEST_TITLE, PROSE_WORDS, fits, subject_of
from indexer.metadata.titles.title_candidates import TitleCandidate
from indexer.metadata.titles.title_tags import parts_of, runs_of, without_last, words_of
from indexer.model import Block, CleanPage

_INCIPIT = 12
"""Words of a long first line that are taken for a title; chosen by hand."""
_OPENING_BLOCKS = 3


def text_titles(page: CleanPage) -> Iterator[TitleCandidate]:
    """A message's subject; the first line, or its part that is repeated above the text.

    A scrape often begins with the words of the title element: title and site.
    """
    yield from (TitleCandidate(text, "heading") for text in subject_of(page.page.blocks))
    line = title_line(page)
    if not line:
        return
    parts = [words_of(run) for run in runs_of(line)]
    lines = [block.text for block in page.page.blocks]
    repeated = [text for text in lines[1:] if words_of(text) in parts and fits(text)]
    kept = {block.text for block in page.kept}
    heads = [t for t in repeated if t in kept and _is_above_prose(lines, lines.index(t))]
    if heads:
        yield TitleCandidate(max(heads, key=lambda text: len(words_of(text))), "heading")
    yield TitleCandidate(without_last(line, repeated), "first line")


def title_line(page: CleanPage) -> str:
    """The first line of plain text, if it is kept, short and made of several parts."""
    if page.page.format != "text" or not page.page.blocks or not page.kept:
        return ""
    first = page.page.blocks[0].text
    whole = page.kept[0].text == first and fits(first)
    return first if whole and len(parts_of(first)) > 1 else ""


def _is_above_prose(texts: Sequence[str], index: int) -> bool:
    """Whether a line is right above text, as a title is and a site's name is not."""
    return any(len(text.split()) >= PROSE_WORDS for text in texts[index + 1 : index + 3])


def first_lines(blocks: Sequence[Block]) -> Iterator[str]:
    """A short line that opens the text; else its first words."""
    texts = [block.text for block in blocks[:_OPENING_BLOCKS] if words_of(block.text)]
    for text in texts[:1]:
        if len(words_of(text)) <= LONGEST_TITLE and not text.rstrip().endswith((",", ";")):
            yield text
        else:
            yield " ".join(text.split()[:_INCIPIT]) + " …"


def name_in_text_order(title: str, blocks: Sequence[Block]) -> Iterator[str]:
    """A name that front matter files under its last word ("Exell Arthur"), as the text has it."""
    words = words_of(title)
    for block in blocks[:_OPENING_BLOCKS]:
        own = words_of(block.text)
        if 2 <= len(words) <= 5 and own != words and sorted(own) == sorted(words):
            yield block.text


def title_from_path(path: str) -> str:
    """The file's name as words; the folder's where the file is an index."""
    name = PurePosixPath(unquote(path))
    is_index = name.stem.lower() in ("index", "default") and name.parent.name
    stem = name.parent.name if is_index else name.stem
    return " ".join(re.sub(r"[-_+.]+", " ", stem).split()) or path
