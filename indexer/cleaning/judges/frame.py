"""The judge of plain text: what stands before and after the running text of a scraped page.

Without markup there is only the shape of lines to go by, so a side is dropped
only where lines known from sites' machinery (witnesses) speak for it.
"""

from __future__ import annotations

import re
from itertools import accumulate

from indexer.cleaning.judges.headline import find_headline, menu_above
from indexer.cleaning.rules.menus import BESIDE, MONTH, WITNESSES
from indexer.cleaning.view import View

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
_BEFORE_CLOSER = 60
"""Words of running text that must stand above a line for it to close the document."""
_AFTER_CLOSER = 0.4
"""The share of the running text that may be lost below it."""
_HEADLINES = 3
"""Lines above the running text that may be its title, author and date."""
_DATE = re.compile(r"\w+ #(?:st|nd|rd|th)?, #|#(?:st|nd|rd|th|[.])? (?:de )?\w+,? (?:de )?#")
_DAY = re.compile(r"\b(?:1[89]|20)\d\d\b")
"""A day with its year, which may be the document's own: as a folded line, and its year."""
_LONG_MENU = 8
_BRIDGED = 25
"""Words at most of a line inside a menu that is longer than its entries, as headlines are."""
_SHORT_LINE = -4
_DROPPED_LINE = -2
_MOST_OF_PROSE = 50
_STRONG = frozenset(("footer", "cookie-notice", "share-bar", "comment-form", "post-navigation"))
"""Rules whose lines speak twice for what stands around them."""
_MENU_WORDS = frozenset(key for key in BESIDE if " " not in key)


def judge_frame(view: View) -> dict[int, str]:
    """Menus above the running text and what follows its end, in pages without markup."""
    if view.page_format != "text":
        return {}
    first, last = _running_text(view)
    if last < 0:
        return {}
    headline = find_headline(view, _is_sentence, _speaks)
    over = dict.fromkeys(menu_above(view, headline), "menu") if headline else {}
    return {**over, **_above(view, first), **_below(view, last), **_closed(view)}


def _running_text(view: View) -> tuple[int, int]:
    """First and last line of the run that weighs most: its prose less the short lines in it."""
    best, found = 0, (0, -1)
    start = total = 0
    for index in range(len(view.blocks)):
        if total <= 0:
            start, total = index, 0
        total += _weight(view, index)
        if total > best:
            best, found = total, (start, index)
    return found


def _weight(view: View, index: int) -> int:
    if view.rules[index] is not None:
        return _DROPPED_LINE
    if _is_sentence(view, index):
        return min(view.words[index], _MOST_OF_PROSE)
    return 0 if view.heads_text(index) or view.blocks[index].kind == "item" else _SHORT_LINE


def _is_sentence(view: View, index: int) -> bool:
    text = view.blocks[index].text
    return view.is_prose(index) and (text[-1] in ".!?:;…\"'”’»)]" or view.words[index] >= 25)


def _above(view: View, first: int) -> dict[int, str]:
    """Runs of menu entries above the running text, its headlines aside."""
    drops: dict[int, str] = {}
    run: list[int] = []
    for index in range(first + 1):
        if index < first and (_is_entry(view, index) or _is_bridge(view, index)):
            run.append(index)
            continue
        witnesses = sum(_speaks(view, i) for i in run)
        if witnesses >= 2 or (witnesses and len(run) >= _LONG_MENU):
            drops |= {i: "menu" for i in run if not _is_headline(view, i, first)}
        run = []
    return drops


def _is_entry(view: View, index: int) -> bool:
    return _speaks(view, index) or _is_menu_like(view, index)


def _is_bridge(view: View, index: int) -> bool:
    """Whether a line too long for a menu stands between entries of one."""
    text = view.blocks[index].text
    if view.words[index] > _BRIDGED or text[-1] in ".:" or any(c.isdigit() for c in text):
        return False
    if _is_sentence(view, index) or view.heads_text(index):
        return False
    beside = (i for i in (index - 1, index + 1) if 0 < i < len(view.blocks))
    return index > 0 and all(_is_entry(view, i) for i in beside)


def _is_headline(view: View, index: int, first: int) -> bool:
    near = first - index <= _HEADLINES and not _speaks(view, index)
    if index == 0 or near or view.heads_text(index):
        return True
    titled = view.words[index] > 1 and view.keys[0].startswith(view.keys[index])
    return titled or bool(_DATE.search(view.keys[index]) and _DAY.search(view.blocks[index].text))


def _is_menu_like(view: View, index: int) -> bool:
    text = view.blocks[index].text
    ends = text[-1] in ".:;," or text[0] in "(“„«"
    return view.words[index] <= 10 and not ends and not text[0].isdigit()


def _below(view: View, last: int) -> dict[int, str]:
    """From the first line of machinery below the running text, if more speak for it, to the end."""
    below = range(last + 1, len(view.blocks))
    known = [index for index in below if _opens_foot(view, index)]
    witnesses = sum(_voices(view, index) for index in below)
    if not known or witnesses < 2 or witnesses * 12 < len(below):
        return {}
    start = _top_of_menu(view, known[0], last)
    return dict.fromkeys(range(start, len(view.blocks)), "page-end")


def _top_of_menu(view: View, start: int, last: int) -> int:
    """The highest word of menus from which an unbroken list of entries leads down to ``start``."""
    top = start
    for index in range(start - 1, last, -1):
        if not (_speaks(view, index) or _is_menu_like(view, index)):
            break
        if _is_known(view, index):
            top = index
    return top


def _closed(view: View) -> dict[int, str]:
    """From a line that closes the document, as far as what follows looks like a site's foot."""
    count = len(view.blocks)
    sentences = [_is_sentence(view, index) for index in range(count)]
    text = [
        words if whole and rule is None else 0
        for words, whole, rule in zip(view.words, sentences, view.rules, strict=True)
    ]
    above = [0, *accumulate(text)]
    total = above[-1]
    closers = [i for i in range(count) if view.rules[i] in _CLOSERS and above[i] >= _BEFORE_CLOSER]
    if not closers:
        return {}
    prose = [0, *accumulate(sentences)]
    witnesses = [0, *accumulate(_speaks(view, index) for index in range(count))]
    for index in closers:
        below = count - index - 1
        plain = below - (prose[-1] - prose[index + 1])
        speaking = witnesses[-1] - witnesses[index + 1]
        little = total - above[index + 1] <= _AFTER_CLOSER * total
        if little and plain * 2 >= below and speaking * 12 >= below:
            return dict.fromkeys(range(index + 1, count), "page-end")
    return {}


def _opens_foot(view: View, index: int) -> bool:
    """Machinery by another rule or many words of menus; or one with more of the kind below."""
    if _counts_menu_words(view, index) >= _LONG_MENU // 2:
        return True
    if view.rules[index] is None and _is_known(view, index):
        return any(_speaks(view, i) for i in range(index + 1, min(index + 3, len(view.blocks))))
    return _is_known(view, index)


def _is_known(view: View, index: int) -> bool:
    """Whether a line is machinery by another rule, or the kind of word menus are made of."""
    rule = view.rules[index]
    if rule is not None:
        return not rule.startswith("wiki")
    return view.keys[index] in BESIDE or _counts_menu_words(view, index) > 0


def _voices(view: View, index: int) -> int:
    """How strongly a line speaks for machinery around it."""
    if view.rules[index] in _STRONG or _counts_menu_words(view, index) >= _LONG_MENU // 2:
        return 2
    return int(_speaks(view, index))


def _counts_menu_words(view: View, index: int) -> int:
    """Words of menus in a line that holds little else."""
    words = re.findall(r"[^\W\d_]+", view.keys[index])
    menu = sum(word in _MENU_WORDS for word in words)
    return menu if menu >= 3 and menu * 2 >= len(words) else 0


def _speaks(view: View, index: int) -> bool:
    """Whether a line speaks for machinery around it."""
    if _is_known(view, index):
        return True
    key = view.keys[index]
    if MONTH.fullmatch(key):
        beside = (view.keys[i] for i in (index - 1, index + 1) if 0 <= i < len(view.keys))
        return any(MONTH.fullmatch(other) for other in beside)
    return view.words[index] <= 30 and any(pattern.fullmatch(key) for pattern in WITNESSES)
