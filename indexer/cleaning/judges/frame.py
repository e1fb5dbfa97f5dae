"""The judge of plain text: what is before and after the running text of a scraped page.

Without markup there is only the shape of lines to go by, so a side is dropped only where
lines known from menus and footers are evidence for it. The numbers were chosen by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import accumulate

from indexer.cleaning.judges.headline import find_headline, menu_above
from indexer.cleaning.rules.menus import EVIDENCE, IN_CONTEXT, MONTH_ENTRY
from indexer.cleaning.state import CleaningState, runs
from indexer.notation.calendar_words import YEAR

_CLOSERS = frozenset(
    (
        "comment-form",
        "comments-closed",
        "related-posts",
        "footer",
        "cookie-notice",
        "readers-comments",
    )
)
"""Rules whose lines end a document if a footer follows them."""
_WORDS_ABOVE_CLOSER = 60
"""Words of running text that must be above a line for it to end the document."""
_SHARE_BELOW_CLOSER = 0.4
"""The share of the running text that may be lost below it."""
_HEADLINES = 3
"""Lines above the running text that may be its title, author and date."""
_DATE = re.compile(r"\w+ #(?:st|nd|rd|th)?, #|#(?:st|nd|rd|th|[.])? (?:de )?\w+,? (?:de )?#")
_DATED = re.compile(rf"\b{YEAR}\b")
"""A day with its year, which may be the document's own: as a folded line, and its year."""
_LONG_MENU = 8
"""Entries of a menu for which one line is evidence enough."""
_MENU_ENTRY_WORDS = 10
_LONG_ENTRY_WORDS = 25
"""Words of an entry, and of one between others, as headlines are."""
_EVIDENCE_WORDS = 30
"""Words of a line that may be evidence of a menu."""
_LINES_PER_EVIDENCE = 12
"""Lines of a footer to each line that is evidence of it."""
_SENTENCE_WORDS = 25
"""Words from which a line is a sentence without a full stop."""
_SHORT_LINE = -4
_DROPPED_LINE = -2
_MOST_OF_PROSE = 50
"""What lines weigh in the search for the running text; a sentence weighs its words at most."""
_STRONG = frozenset(("footer", "cookie-notice", "share-bar", "comment-form", "post-navigation"))
"""Rules whose lines count twice as evidence."""
_MENU_WORDS = frozenset(line for line in IN_CONTEXT if " " not in line)
_SENTENCE_ENDS = ".!?:;…\"'”’»)]"
_WORD = re.compile(r"[^\W\d_]+")


def judge_frame(state: CleaningState) -> dict[int, str]:
    """Menus above the running text and what follows its end, in pages without markup."""
    if state.page_format != "text":
        return {}
    first, last = _running_text(state)
    if last < 0:
        return {}
    headline = find_headline(state, _is_sentence, _is_evidence)
    menu = menu_above(state, headline) if headline else ()
    above = dict.fromkeys((*menu, *_menus_above(state, first)), "menu")
    return above | dict.fromkeys((*_below(state, last), *_closed(state)), "page-end")


def _running_text(state: CleaningState) -> tuple[int, int]:
    """First and last line of the run that weighs most: its prose less the short lines in it."""
    best, found = 0, (0, -1)
    start = total = 0
    for index in range(len(state.blocks)):
        if total <= 0:
            start, total = index, 0
        total += _weight(state, index)
        if total > best:
            best, found = total, (start, index)
    return found


def _weight(state: CleaningState, index: int) -> int:
    if state.rules[index] is not None:
        return _DROPPED_LINE
    if _is_sentence(state, index):
        return min(state.words[index], _MOST_OF_PROSE)
    return 0 if state.heads_text(index) or state.blocks[index].kind == "item" else _SHORT_LINE


def _is_sentence(state: CleaningState, index: int) -> bool:
    if not state.is_prose(index):
        return False
    ended = state.blocks[index].text[-1] in _SENTENCE_ENDS
    return ended or state.words[index] >= _SENTENCE_WORDS


# ---------------------------------------------------------------- above the running text


def _menus_above(state: CleaningState, first: int) -> Iterator[int]:
    """Runs of menu entries above the running text, its headlines aside."""
    for run in runs(range(first), partial(_is_entry_or_between, state)):
        evidence = sum(_is_evidence(state, index) for index in run)
        if evidence >= 2 or (evidence and len(run) >= _LONG_MENU):
            yield from (index for index in run if not _may_be_headline(state, index, first))


def _is_entry_or_between(state: CleaningState, index: int) -> bool:
    return _may_be_entry(state, index) or _is_long_entry(state, index)


def _may_be_entry(state: CleaningState, index: int) -> bool:
    return _is_evidence(state, index) or _is_menu_like(state, index)


def _is_long_entry(state: CleaningState, index: int) -> bool:
    """Whether a line too long for a menu is between entries of one."""
    text = state.blocks[index].text
    if state.words[index] > _LONG_ENTRY_WORDS or text[-1] in ".:" or any(map(str.isdigit, text)):
        return False
    if _is_sentence(state, index) or state.heads_text(index):
        return False
    neighbours = [i for i in (index - 1, index + 1) if 0 < i < len(state.blocks)]
    return index > 0 and all(_may_be_entry(state, i) for i in neighbours)


def _may_be_headline(state: CleaningState, index: int, first: int) -> bool:
    """Whether a line above the running text may be its title, author or date."""
    near = first - index <= _HEADLINES and not _is_evidence(state, index)
    if index == 0 or near or state.heads_text(index):
        return True
    folded = state.folded[index]
    titled = state.words[index] > 1 and state.folded[0].startswith(folded)
    return titled or bool(_DATE.search(folded) and _DATED.search(state.blocks[index].text))


def _is_menu_like(state: CleaningState, index: int) -> bool:
    """Whether a line is short and neither ends nor begins as a sentence does."""
    text = state.blocks[index].text
    bounded = text[-1] in ".:;," or text[0] in "(“„«"
    return state.words[index] <= _MENU_ENTRY_WORDS and not bounded and not text[0].isdigit()


# ---------------------------------------------------------------- below the running text


def _below(state: CleaningState, last: int) -> range:
    """From the first line of a footer below the running text, with enough evidence, to the end."""
    end = len(state.blocks)
    below = range(last + 1, end)
    opener = next((index for index in below if _opens_footer(state, index)), None)
    evidence = sum(_evidence(state, index) for index in below)
    if opener is None or evidence < 2 or evidence * _LINES_PER_EVIDENCE < len(below):
        return range(0)
    return range(_top_of_menu(state, opener, last), end)


def _top_of_menu(state: CleaningState, start: int, last: int) -> int:
    """The highest word of menus from which an unbroken list of entries leads down to ``start``."""
    top = start
    for index in range(start - 1, last, -1):
        if not _may_be_entry(state, index):
            break
        if _is_known(state, index):
            top = index
    return top


def _closed(state: CleaningState) -> range:
    """From a line that ends the document, as far as what follows looks like a site's footer."""
    count = len(state.blocks)
    sentences = [_is_sentence(state, index) for index in range(count)]
    words = _words_above(state, sentences)
    closers = [index for index in range(count) if _may_close(state, index, words[index])]
    if not closers:
        return range(0)
    plain = [0, *accumulate(not sentence for sentence in sentences)]
    evidence = [0, *accumulate(_is_evidence(state, index) for index in range(count))]
    for index in closers:
        below = range(index + 1, count)
        lost, lines, proven = (sums[-1] - sums[index + 1] for sums in (words, plain, evidence))
        is_footer = lines * 2 >= len(below) and proven * _LINES_PER_EVIDENCE >= len(below)
        if is_footer and lost <= _SHARE_BELOW_CLOSER * words[-1]:
            return below
    return range(0)


def _words_above(state: CleaningState, sentences: list[bool]) -> list[int]:
    """The words of live sentences above each block, and at last above the end."""
    lines = zip(state.words, sentences, state.rules, strict=True)
    words = (count if sentence and rule is None else 0 for count, sentence, rule in lines)
    return [0, *accumulate(words)]


def _may_close(state: CleaningState, index: int, words_above: int) -> bool:
    return state.rules[index] in _CLOSERS and words_above >= _WORDS_ABOVE_CLOSER


def _opens_footer(state: CleaningState, index: int) -> bool:
    """A line dropped by another rule or of many words of menus; or one followed by evidence."""
    if _count_menu_words(state.folded[index]) >= _LONG_MENU // 2:
        return True
    if state.rules[index] is None and _is_known(state, index):
        following = range(index + 1, min(index + 3, len(state.blocks)))
        return any(_is_evidence(state, i) for i in following)
    return _is_known(state, index)


# ---------------------------------------------------------------- evidence


def _evidence(state: CleaningState, index: int) -> int:
    """Evidence that the line belongs to site boilerplate: 0, 1 or 2."""
    strong = _count_menu_words(state.folded[index]) >= _LONG_MENU // 2
    if strong or state.rules[index] in _STRONG:
        return 2
    return int(_is_evidence(state, index))


def _is_evidence(state: CleaningState, index: int) -> bool:
    """Whether a line is evidence of boilerplate around it."""
    if _is_known(state, index):
        return True
    folded = state.folded[index]
    if MONTH_ENTRY.fullmatch(folded):
        beside = (state.folded[i] for i in (index - 1, index + 1) if 0 <= i < len(state.folded))
        return any(MONTH_ENTRY.fullmatch(other) for other in beside)
    return state.words[index] <= _EVIDENCE_WORDS and _matches_evidence(folded)


def _is_known(state: CleaningState, index: int) -> bool:
    """Whether a line is dropped by another rule, or made of words of menus."""
    rule = state.rules[index]
    if rule is not None:
        return not rule.startswith("wiki")
    return state.folded[index] in IN_CONTEXT or _count_menu_words(state.folded[index]) > 0


@lru_cache(8192)  # the same menus are on page after page
def _count_menu_words(folded: str) -> int:
    """Words of menus in a line that holds little else, else 0."""
    words = _WORD.findall(folded)
    menu = sum(word in _MENU_WORDS for word in words)
    return menu if menu >= 3 and menu * 2 >= len(words) else 0


@lru_cache(8192)
def _matches_evidence(folded: str) -> bool:
    return any(pattern.fullmatch(folded) for pattern in EVIDENCE)
