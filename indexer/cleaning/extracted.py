"""The judge that asks trafilatura: what it leaves out of an article is not the document.

Trafilatura is sure on articles and loses text on lists, forums and old pages;
the block rules are the other way round. So it is believed block by block, only
where it found at least half of what the rules kept, and never against the lists,
tables, headings and long paragraphs in the midst of what it did find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import partial
from itertools import pairwise, takewhile

import trafilatura

from indexer.cleaning.view import View

_LEAST_SHARE = 0.5
"""Of the words the rules kept, what trafilatura must have found to be believed at all."""
_SHORT = 150
_SHORT_SHARE = 0.8
"""The same for pages of fewer words, on which it often stops after a paragraph."""
_SAME = 0.6
"""Of a block's runs of three words, what must occur in trafilatura's text."""
_LONG = 50
_LONG_UNLINKED = 25
"""Words of running text from which a block between found ones stays; fewer in pure paragraphs."""
_OPENING = 20
_OPENING_BELOW_HEADLINE = 45
"""Words from which a block right above the found ones may be an opening paragraph."""
_LARGEST = 2_000_000
_MOST = 10_000
"""Characters of markup and blocks past which trafilatura is not asked: it would take seconds."""
_WORD = re.compile(r"\w+")
_BODY = re.compile(r"<body\b", re.IGNORECASE)


def judge_extracted(view: View) -> dict[int, str]:
    """Blocks of an HTML page that trafilatura does not count as its main content."""
    if not view.source or len(view.source) > _LARGEST or len(view.blocks) > _MOST:
        return {}
    live = view.live()
    words = {index: _words(view.blocks[index].text) for index in live}
    extract = _words(main_content(view.source))
    runs = {run for length in (1, 2, 3) for run in _runs(extract, length)}
    found = {index for index in live if _is_found(words[index], runs)}
    total = sum(map(len, words.values()))
    share = _LEAST_SHARE if total >= _SHORT else _SHORT_SHARE
    if not found or sum(len(words[index]) for index in found) < share * total:
        return {}
    kept = found | set(_around(view, live, found))
    return {i: _rule(view, i, found) for i in live if i not in kept}


def _around(view: View, live: list[int], found: set[int]) -> Iterator[int]:
    """What stays beside the found blocks: what articles have and trafilatura often loses."""
    first, last = min(found), max(found)
    for index, below in pairwise([*live, -1]):
        if view.blocks[index].kind == "heading":
            if below in found and view.blocks[index].level != 1:
                yield index
        elif first < index < last and _belongs_between(view, index):
            yield index
    for index in takewhile(partial(_continues, view), (i for i in live if i > last)):
        yield index
    above = [index for index in live if index < first]
    headed = any(_is_headline(view, index) for index in above)
    least = _OPENING_BELOW_HEADLINE if headed else _OPENING
    yield from takewhile(partial(_opens, view, least), reversed(above))


def _belongs_between(view: View, index: int) -> bool:
    """Parts of lists and tables, and long running text, without many links."""
    block = view.blocks[index]
    least = _LONG_UNLINKED if block.kind == "paragraph" and not block.linked else _LONG
    return _is_entry(view, index) or (view.is_prose(index) and view.words[index] >= least)


def _continues(view: View, index: int) -> bool:
    """Whether a block may be of the lists and tables, with their headings, that end an article."""
    if view.blocks[index].kind != "heading" or view.blocks[index].linked:
        return _is_entry(view, index)
    below = view.next_live(index)
    return below is not None and _is_entry(view, below)


def _is_entry(view: View, index: int) -> bool:
    block = view.blocks[index]
    return block.kind in {"item", "row"} and block.linked * 3 < len(block.text)


def _opens(view: View, least: int, index: int) -> bool:
    """Whether a block may be an opening paragraph, rather than a standfirst or a notice."""
    return view.words[index] >= least and not view.blocks[index].linked


def _is_headline(view: View, index: int) -> bool:
    return view.blocks[index].kind == "heading" and view.blocks[index].level == 1


def _rule(view: View, index: int, found: set[int]) -> str:
    """The headline is not lost: it is the document's title."""
    if index < min(found) and _is_headline(view, index):
        return "headline"
    return "outside-article"


def main_content(source: str) -> str:
    """Trafilatura's main content of a page; "" if it finds none.

    A fragment is wrapped first, since without a body nothing is found in it.
    """
    if not _BODY.search(source):
        source = f"<html><body>{source}</body></html>"
    return trafilatura.extract(source, fast=True, include_comments=False) or ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)


def _is_found(words: Sequence[str], runs: Set[tuple[str, ...]]) -> bool:
    own = list(_runs(words, 3)) or [tuple(words)]
    return sum(run in runs for run in own) >= _SAME * len(own)
