"""The judge that asks trafilatura: what it leaves out of an article is not the document.

Trafilatura is reliable on articles and loses text on lists, forums and old pages; the block
rules are the other way round. So it is believed block by block, only where it found at
least half of what the rules kept or all of an element of its own below the headline, and
never against the lists, tables, headings and long paragraphs between what it did find.
Captions of pictures are not among these. The numbers below were chosen by hand but for
``_LEAST_SHARE``; ARCHITECTURE.md has the effect of the whole ("Rules and trafilatura").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import pairwise, takewhile

from indexer.cleaning.judges.main_content import main_content
from indexer.cleaning.rules.selectors import CAPTIONS, OPENINGS
from indexer.cleaning.state import CleaningState

_LEAST_SHARE = 0.5
"""Of the words the rules kept, what trafilatura must have found to be believed at all."""
_SHORT_PAGE = 150
_SHORT_PAGE_SHARE = 0.8
"""The same for pages of fewer words, on which it often stops after a paragraph."""
_SHINGLE = 3
_SHINGLE_SHARE = 0.6
"""Words in a shingle, and the share of a block's shingles that must occur in its text."""
_LONG = 50
_LONG_UNLINKED = 25
"""Words of running text from which a block between found ones stays; fewer in pure paragraphs."""
_OPENING = 20
_OPENING_BELOW_HEADLINE = 45
_OPENING_BY_TOKEN = 8
"""Words from which a block right above the found ones may be an opening paragraph."""
_CONTAINER_SHARE = 0.9
_CONTAINER_WORDS = 60
"""Of the words in the element of the found running text, the share found; and its words."""
_MOST_LEFT_OUT = 5
"""Paragraphs of running text outside that element from which on they may be sections."""
_LARGEST_SOURCE = 2_000_000
_MOST_BLOCKS = 10_000
"""Characters of markup and blocks from which trafilatura is not asked: it would take seconds."""
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")


def judge_extracted(state: CleaningState) -> dict[int, str]:
    """Blocks of an HTML page that trafilatura does not count as its main content."""
    source = state.source
    if not source or len(source) > _LARGEST_SOURCE or len(state.blocks) > _MOST_BLOCKS:
        return {}
    live = state.live()
    words = {index: _lower_words(state.blocks[index].text) for index in live}
    found = _found(words, main_content(source, _dropped_tokens(state)))
    if not found or not (_is_most(words, found) or _is_own_container(state, live, found)):
        return {}
    kept = found | set(_kept_nearby(state, live, found))
    return {i: _rule(state, i, found) for i in live if i not in kept}


def _dropped_tokens(state: CleaningState) -> set[str]:
    """The class and id tokens of which no block is left."""
    dropped: set[str] = set()
    live: set[str] = set()
    for block, rule in zip(state.blocks, state.rules, strict=True):
        (live if rule is None else dropped).update(block.tokens)
    return dropped - live


def _found(words: Mapping[int, Sequence[str]], extract: str) -> set[int]:
    """Blocks whose words are in ``extract``; a word or two only near others or as a line."""
    lines = [tuple(_lower_words(line)) for line in extract.splitlines()]
    text = [word for line in lines for word in line]
    shingles = {*_shingles(text, 1), *_shingles(text, 2), *_shingles(text, _SHINGLE)}
    whole = set(lines)
    found = [index for index in words if _is_found(words[index], shingles)]
    long = [index for index in found if len(words[index]) >= _SHINGLE]
    return {*long, *(i for i in found if _is_among(long, i) or tuple(words[i]) in whole)}


def _is_found(words: Sequence[str], shingles: Set[tuple[str, ...]]) -> bool:
    own = list(_shingles(words, _SHINGLE)) or [tuple(words)]
    return sum(map(shingles.__contains__, own)) >= _SHINGLE_SHARE * len(own)


def _is_among(found: list[int], index: int) -> bool:
    """Whether a block is between or next to ``found`` ones."""
    return bool(found) and found[0] - 1 <= index <= found[-1] + 1


def _is_most(words: Mapping[int, Sequence[str]], found: Set[int]) -> bool:
    total = sum(map(len, words.values()))
    share = _LEAST_SHARE if total >= _SHORT_PAGE else _SHORT_PAGE_SHARE
    return sum(len(words[index]) for index in found) >= share * total


def _is_own_container(state: CleaningState, live: list[int], found: Set[int]) -> bool:
    """Whether what was found is all of an element below the headline, and the rest is no text.

    So it is with an article under which a site lists hundreds of others.
    """
    prose = [index for index in live if index in found and state.is_prose(index)]
    words = state.count_words(prose)
    headline = next((index for index in live if state.is_headline(index)), None)
    if words < _CONTAINER_WORDS or headline is None or headline > prose[0]:
        return False
    left_out = [index for index in live if index not in found and _is_pure_prose(state, index)]
    if len(left_out) > _MOST_LEFT_OUT or state.count_words(left_out) > words:
        return False
    between = (index for index in left_out if headline < index < prose[0])
    if any(state.words[index] >= _OPENING for index in between):
        return False
    return _fill_their_container(state, live, found, prose)


def _fill_their_container(
    state: CleaningState, live: list[int], found: Set[int], prose: list[int]
) -> bool:
    """Whether the elements around ``prose`` have tokens and hold little that was not found."""
    containers = {_container(state, index) for index in prose}
    if frozenset() in containers:
        return False
    inside = [index for index in live if _container(state, index) in containers]
    held = state.count_words(index for index in inside if index in found)
    return held >= _CONTAINER_SHARE * state.count_words(inside)


def _container(state: CleaningState, index: int) -> frozenset[str]:
    """The class and id tokens around a block, less those with numbers, which differ by block."""
    return frozenset(token for token in state.blocks[index].tokens if not _DIGIT.search(token))


def _is_pure_prose(state: CleaningState, index: int) -> bool:
    return state.is_prose(index) and not state.blocks[index].linked


def _kept_nearby(state: CleaningState, live: list[int], found: set[int]) -> Iterator[int]:
    """What stays with the found blocks: what articles have and trafilatura often loses."""
    first, last = min(found), max(found)
    live = [index for index in live if index in found or not _is_caption(state, index)]
    yield from _headings_of(state, live, found)
    yield from (i for i in live if first < i < last and _belongs_between(state, i))
    yield from takewhile(partial(_continues, state), (i for i in live if i > last))
    yield from _openings_above(state, [index for index in live if index < first])


def _openings_above(state: CleaningState, above: list[int]) -> Iterator[int]:
    """The opening paragraphs that end at the found blocks."""
    headed = any(state.is_headline(index) for index in above)
    least = _OPENING_BELOW_HEADLINE if headed else _OPENING
    return takewhile(partial(_opens, state, least), reversed(above))


def _headings_of(state: CleaningState, live: list[int], found: Set[int]) -> Iterator[int]:
    """Headings right above found blocks, but for headlines."""
    for index, below in pairwise(live):
        is_heading = state.blocks[index].kind == "heading" and not state.is_headline(index)
        if is_heading and below in found:
            yield index


def _belongs_between(state: CleaningState, index: int) -> bool:
    """Parts of lists and tables, openings and long running text, without many links."""
    block = state.blocks[index]
    if block.kind == "heading":
        return False
    if _is_list_entry(state, index) or _is_named_opening(state, index):
        return True
    least = _LONG_UNLINKED if block.kind == "paragraph" and not block.linked else _LONG
    return state.is_prose(index) and state.words[index] >= least


def _continues(state: CleaningState, index: int) -> bool:
    """Whether a block may be of the lists and tables, with their headings, that end an article."""
    if state.blocks[index].kind != "heading" or state.blocks[index].linked:
        return _is_list_entry(state, index)
    below = state.next_live(index)
    return below is not None and _is_list_entry(state, below)


def _is_list_entry(state: CleaningState, index: int) -> bool:
    return state.blocks[index].kind in {"item", "row"} and state.is_hardly_linked(index)


def _opens(state: CleaningState, least: int, index: int) -> bool:
    """Whether a block may be an opening paragraph, rather than a standfirst or a notice."""
    if _is_named_opening(state, index):
        return True
    if state.is_prose(index) and state.words[index] >= _LONG:
        return True
    return state.words[index] >= least and not state.blocks[index].linked


def _is_named_opening(state: CleaningState, index: int) -> bool:
    """Whether a block is a sentence that its class or id calls the opening of an article."""
    block = state.blocks[index]
    named = not block.tokens.isdisjoint(OPENINGS) and block.kind == "paragraph"
    long = state.words[index] >= _OPENING_BY_TOKEN
    return named and long and state.is_hardly_linked(index)


def _is_caption(state: CleaningState, index: int) -> bool:
    block = state.blocks[index]
    picture = block.kind == "caption" and "table" not in block.tags
    return picture or not block.tokens.isdisjoint(CAPTIONS)


def _rule(state: CleaningState, index: int, found: set[int]) -> str:
    """The headline is not lost: it is the document's title."""
    if index < min(found) and state.is_headline(index):
        return "headline"
    return "outside-article"


def _lower_words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _shingles(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)
