"""The judge that asks trafilatura: what it leaves out of an article is not the document.

Trafilatura is sure on articles and loses text on lists, forums and old pages;
the block rules are the other way round. So it is believed block by block, only
where it found at least half of what the rules kept or all of a place of its own
below the headline, and never against the lists, tables, headings and long
paragraphs in the midst of what it did find. Captions of pictures are not among these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import pairwise, takewhile

from indexer.cleaning.judges.main_content import main_content
from indexer.cleaning.rules.selectors import CAPTIONS, OPENINGS
from indexer.cleaning.view import View

_LEAST_SHARE = 0.5
"""Of the words the rules kept, what trafilatura must have found to be believed at all."""
_SHORT = 150
_SHORT_SHARE = 0.8
"""The same for pages of fewer words, on which it often stops after a paragraph."""
_RUN = 3
_SAME = 0.6
"""Of a block's runs of so many words, what must occur in trafilatura's text."""
_LONG = 50
_LONG_UNLINKED = 25
"""Words of running text from which a block between found ones stays; fewer in pure paragraphs."""
_OPENING = 20
_OPENING_BELOW_HEADLINE = 45
_OPENING_BY_NAME = 8
"""Words from which a block right above the found ones may be an opening paragraph."""
_PLACE_SHARE = 0.9
_PLACE_WORDS = 60
"""Of the words in the place where the running text found stands, those found; and its words."""
_LEFT = 5
"""Paragraphs of running text outside it from which on they may be sections of the document."""
_LARGEST = 2_000_000
_MOST = 10_000
"""Characters of markup and blocks past which trafilatura is not asked: it would take seconds."""
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")


def judge_extracted(view: View) -> dict[int, str]:
    """Blocks of an HTML page that trafilatura does not count as its main content."""
    if not view.source or len(view.source) > _LARGEST or len(view.blocks) > _MOST:
        return {}
    live = view.live()
    words = {index: _words(view.blocks[index].text) for index in live}
    found = _found(words, main_content(view.source, _gone(view)))
    if not found or not (_is_most(words, found) or _is_place(view, live, found)):
        return {}
    kept = found | set(_around(view, live, found))
    return {i: _rule(view, i, found) for i in live if i not in kept}


def _gone(view: View) -> set[str]:
    """The class and id tokens of which no block is left."""
    gone: set[str] = set()
    left: set[str] = set()
    for block, rule in zip(view.blocks, view.rules, strict=True):
        (left if rule is None else gone).update(block.tokens)
    return gone - left


def _found(words: Mapping[int, Sequence[str]], extract: str) -> set[int]:
    """Blocks whose words stand in ``extract``; a word or two only near others or as a line."""
    text = _words(extract)
    runs = {*_runs(text, 1), *_runs(text, 2), *_runs(text, 3)}
    lines = {tuple(_words(line)) for line in extract.splitlines()}
    found = [index for index in words if _is_found(words[index], runs)]
    long = [index for index in found if len(words[index]) >= _RUN]
    return {*long, *(i for i in found if _is_beside(long, i) or tuple(words[i]) in lines)}


def _is_beside(found: list[int], index: int) -> bool:
    """Whether a block stands among ``found`` or next to them."""
    return bool(found) and found[0] - 1 <= index <= found[-1] + 1


def _is_most(words: Mapping[int, Sequence[str]], found: Set[int]) -> bool:
    total = sum(map(len, words.values()))
    share = _LEAST_SHARE if total >= _SHORT else _SHORT_SHARE
    return sum(len(words[index]) for index in found) >= share * total


def _is_place(view: View, live: list[int], found: Set[int]) -> bool:
    """Whether what was found is all of a place below the headline, and the rest is no text.

    So it is with an article under which a site lists hundreds of others.
    """
    prose = [index for index in live if index in found and view.is_prose(index)]
    places = {_place(view, index) for index in prose}
    words = sum(view.words[index] for index in prose)
    above = (index for index in live if _is_headline(view, index))
    headline = next(above, None)
    if words < _PLACE_WORDS or frozenset() in places or headline is None or headline > prose[0]:
        return False
    inside = [index for index in live if _place(view, index) in places]
    left = [i for i in live if i not in found and _is_text(view, i)]
    if any(headline < i < prose[0] and view.words[i] >= _OPENING for i in left):
        return False
    if len(left) > _LEFT or sum(view.words[i] for i in left) > words:
        return False
    share = sum(view.words[i] for i in inside if i in found)
    return share >= _PLACE_SHARE * sum(view.words[i] for i in inside)


def _place(view: View, index: int) -> frozenset[str]:
    """The class and id tokens around a block; those with numbers name it and its like apart."""
    return frozenset(token for token in view.blocks[index].tokens if not _DIGIT.search(token))


def _is_text(view: View, index: int) -> bool:
    return view.is_prose(index) and not view.blocks[index].linked


def _around(view: View, live: list[int], found: set[int]) -> Iterator[int]:
    """What stays beside the found blocks: what articles have and trafilatura often loses."""
    first, last = min(found), max(found)
    live = [index for index in live if index in found or not _is_caption(view, index)]
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
    """Parts of lists and tables, openings and long running text, without many links."""
    block = view.blocks[index]
    least = _LONG_UNLINKED if block.kind == "paragraph" and not block.linked else _LONG
    if _is_entry(view, index) or _is_opening(view, index):
        return True
    return view.is_prose(index) and view.words[index] >= least


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
    if _is_opening(view, index) or (view.is_prose(index) and view.words[index] >= _LONG):
        return True
    return view.words[index] >= least and not view.blocks[index].linked


def _is_opening(view: View, index: int) -> bool:
    """Whether a block is a sentence that its class or id calls the opening of an article."""
    block = view.blocks[index]
    named = not block.tokens.isdisjoint(OPENINGS) and block.kind == "paragraph"
    return named and view.words[index] >= _OPENING_BY_NAME and block.linked * 3 < len(block.text)


def _is_caption(view: View, index: int) -> bool:
    block = view.blocks[index]
    picture = block.kind == "caption" and "table" not in block.tags
    return picture or not block.tokens.isdisjoint(CAPTIONS)


def _is_headline(view: View, index: int) -> bool:
    return view.blocks[index].kind == "heading" and view.blocks[index].level == 1


def _rule(view: View, index: int, found: set[int]) -> str:
    """The headline is not lost: it is the document's title."""
    if index < min(found) and _is_headline(view, index):
        return "headline"
    return "outside-article"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)


def _is_found(words: Sequence[str], runs: Set[tuple[str, ...]]) -> bool:
    own = list(_runs(words, _RUN)) or [tuple(words)]
    return sum(map(runs.__contains__, own)) >= _SAME * len(own)
