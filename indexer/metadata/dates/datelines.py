"""Lines that date a document: text in, the date it prints as its own out.

A dateline is a line, or the beginning of one, that says little besides a date: no sentence
that tells of a year, no notice of copyright, change or retrieval. The numbers were chosen
by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.metadata.calendar import Day, make_day
from indexer.metadata.date_forms import FoundDate, find_dates
from indexer.metadata.dates.dateline_words import (
    BETWEEN_ENDS,
    CAPTION,
    CLOCK_TIME,
    CLOSING_YEAR,
    CUE,
    ISSUE_NUMBER,
    ISSUE_YEAR,
    MAIL_ADDRESS,
    PERIODICAL,
    POSTED_AFTER,
    POSTED_BEFORE,
    POSTED_NAMED,
    SMALL_WORDS,
    SOURCE,
    VENUE,
    VETO,
)
from indexer.notation.calendar_words import YEAR
from indexer.notation.separators import BETWEEN_DATELINE_PARTS

_LONGEST_LINE = 30
"""Words of a line that is a dateline as a whole."""
_LINE_CHARACTERS = 300
_OPENING_CHARACTERS = 120
"""Characters of a line, and of the opening of a paragraph, that are searched for a date."""
_SENTENCE_CHARACTERS = 400
"""Characters that are searched for the sentence on when an entry was posted."""
_VETO_DISTANCE = 80
"""Characters in front of the date of such a sentence in which a word of VETO counts."""
_RESIDUE_WORDS = 10
_MASTHEAD_WORDS = 18
"""Words that may be beside a date, and in a line with the number of an issue."""
_WORDS_AFTER_CUE = 4
"""Words between a cue and its date."""
_WORDS_BEFORE_CUED = 12
_WORDS_BEFORE_OPENING = 6
"""Words in front of a date with a cue, and of one that opens a paragraph."""

_WORD = re.compile(r"[^\W_]+")
_LAST_YEAR = re.compile(rf",\s*({YEAR})$")
_AFTER_OPENING_DATE = re.compile(r"\s*(?:[.:|;–—)-]|$)")
_EDITION = re.compile(r"\s+(?:issue|edition)\s*(?:$|[-–—:|.,])")
_TOWN_NAMES = re.compile(r"(?:[^\W\d_a-z][\w.'-]*,?\s+){0,4}")
_AFTER_TOWN_AND_DATE = re.compile(r"\s*(?:[|–—:]|--)")
_QUESTION_OR_QUOTE = re.compile(r"[?!“”\"]")


class Dateline(NamedTuple):
    """A date printed as the document's own.

    ``cued`` where a word such as "published" says so, ``labelled`` where that
    word and a colon are right before it.
    """

    day: Day
    cued: bool
    labelled: bool = False


def read_dateline(text: str) -> Dateline | None:
    """The date of a line that is a dateline or begins with one."""
    short = text.count(" ") < _LONGEST_LINE
    dates = list(find_dates(text[: _LINE_CHARACTERS if short else _OPENING_CHARACTERS]))
    if not dates or _is_span(text, dates) or VENUE.search(text, dates[0].end):
        return None
    if CAPTION.match(text):
        return None
    if short and len({found.day for found in dates}) <= 2:
        dateline = _whole(text, dates)
        if dateline:
            return dateline
    return _opening(text, dates[0])


def read_source_line(text: str, closing_only: bool = False) -> Dateline | None:
    """The date in a line that says where the text is from: "from A, ‘B’ (1976)".

    With ``closing_only`` the date must be the line's last words.
    """
    if len(text.split()) > _LONGEST_LINE or not SOURCE.match(text) or VETO.search(text):
        return None
    dates = list(find_dates(text))
    if dates and closing_only and re.search(r"\w", text[dates[-1].end :]):
        return None
    closing = CLOSING_YEAR.search(text)
    day = dates[-1].day if dates else make_day(int(closing[1])) if closing else None
    return Dateline(day, True) if day else None


def read_issue_line(text: str) -> Dateline | None:
    """The year of a line that is little but the number of an issue: "The Walk, No. 3, 1968"."""
    if len(text.split()) > _LONGEST_LINE or not ISSUE_NUMBER.search(text) or VETO.search(text):
        return None
    years = {year[1] for year in ISSUE_YEAR.finditer(ISSUE_NUMBER.sub(" ", text))}
    day = make_day(int(years.pop())) if len(years) == 1 and _is_residue(text) else None
    return Dateline(day, False) if day else None


def read_entry_line(text: str) -> Dateline | None:
    """The date in a blog's sentence on when an entry was posted."""
    for found in find_dates(text[:_SENTENCE_CHARACTERS]):
        before, after = text[: found.start], text[found.end :]
        if VETO.search(before[-_VETO_DISTANCE:]):
            continue
        if POSTED_NAMED.match(before) or (
            POSTED_BEFORE.search(before) and POSTED_AFTER.match(after)
        ):
            return Dateline(found.day, True)
    return None


def is_stamped(text: str) -> bool:
    """Whether a line holds a day with the time of day after it."""
    return any(found.day.day and CLOCK_TIME.match(text, found.end) for found in find_dates(text))


def is_issue(text: str) -> bool:
    """Whether a line gives the number of an issue, or calls itself one of a periodical."""
    return bool(ISSUE_NUMBER.search(text) or PERIODICAL.search(text))


def is_bare(text: str) -> bool:
    """Whether a line holds a date and beside it only numbers and words such as "Monday"."""
    found = next(find_dates(text), None)
    if found is None:
        return False
    words = _WORD.findall((text[: found.start] + text[found.end :]).lower())
    return all(word.isdigit() or word in SMALL_WORDS for word in words)


def item_dates(text: str) -> Iterator[Day]:
    """The dates that end the line of an item or are apart in it; not one it begins with."""
    if VETO.search(text):
        return
    for found in find_dates(text):
        if found.start > 0 and (CUE.search(text[: found.start]) or _is_residue(text[found.end :])):
            yield found.day
    closing = _LAST_YEAR.search(text)
    day = make_day(int(closing[1])) if closing else None
    if day:
        yield day


def _is_span(text: str, dates: Sequence[FoundDate]) -> bool:
    """Whether a line gives two dates as beginning and end: a life, a course, an exhibition."""
    return len(dates) > 1 and bool(BETWEEN_ENDS.fullmatch(text, dates[0].end, dates[1].start))


def _whole(text: str, dates: Sequence[FoundDate]) -> Dateline | None:
    """A line of a date with names and numbers around it, nothing that makes a sentence."""
    for found in dates:
        before, after = text[: found.start], text[found.end :]
        if _is_vetoed(before):
            continue
        cued = _is_cued(before)
        if cued and len(before.split()) <= _WORDS_BEFORE_CUED:
            return Dateline(found.day, True, before.rstrip().endswith(":"))
        if _is_apart(before, after, found.day):
            closed = text.rstrip().endswith((".", "!", "?"))
            if not closed or (_is_residue(before) and _is_residue(after)):
                return Dateline(found.day, cued)
    return None


def _is_vetoed(before: str) -> bool:
    """Whether words in front of a date say that it is another, and no nearer cue denies it."""
    near = BETWEEN_DATELINE_PARTS.split(before)[-1]
    return bool(VETO.search(near) or (VETO.search(before) and not CUE.search(near)))


def _is_apart(before: str, after: str, day: Day) -> bool:
    """Whether the part of the line with the date says little else, or the time of day."""
    near = BETWEEN_DATELINE_PARTS.split(before)[-1]
    beyond = BETWEEN_DATELINE_PARTS.split(after)[0]
    if VETO.search(beyond) or not _is_residue(near):
        return False
    return _is_residue(beyond) or bool(day.day and CLOCK_TIME.match(after))


def _opening(text: str, found: FoundDate) -> Dateline | None:
    """A date at the very beginning, after a cue or town at most, apart from what follows."""
    before, after = text[: found.start], text[found.end :]
    if len(before.split()) > _WORDS_BEFORE_OPENING or VETO.search(before):
        return None
    cued = _is_cued(before)
    labelled = cued and before.rstrip().endswith(":")
    if labelled or (cued and _AFTER_OPENING_DATE.match(after)):
        return Dateline(found.day, True, labelled)
    if _EDITION.match(after) and _is_residue(before):
        return Dateline(found.day, True)
    in_town = found.day.day and _TOWN_NAMES.fullmatch(before)
    return Dateline(found.day, False) if in_town and _AFTER_TOWN_AND_DATE.match(after) else None


def _is_cued(before: str) -> bool:
    """Whether a cue is close in front of a date."""
    cues = list(CUE.finditer(before))
    return bool(cues) and len(before[cues[-1].end() :].split()) <= _WORDS_AFTER_CUE


def _is_residue(text: str) -> bool:
    """Whether what is beside a date is no sentence: names, numbers, small words."""
    words = _WORD.findall(MAIL_ADDRESS.sub("", text))
    lower = [word for word in words if word.lower() not in SMALL_WORDS and word[0].islower()]
    most = _MASTHEAD_WORDS if ISSUE_NUMBER.search(text) else _RESIDUE_WORDS
    return not lower and len(words) <= most and not _QUESTION_OR_QUOTE.search(text)
