"""A date as somebody who describes a document types it: exact, or refused with a reason.

A page is searched for dates; a description states one, and is believed. So all of its text
must be understood, and what is uncertain, a range, or open to two readings is refused.
"""

from __future__ import annotations

import re

from indexer.metadata.calendar import EARLIEST_YEAR, LATEST_YEAR, Day, make_day
from indexer.metadata.date_forms import find_dates

NO_DATE = frozenset(("n.d.", "n.d", "nd", "n. d.", "s.d.", "s. d.", "o.d.", "o. d.", "[n.d.]"))
"""What cataloguers write for "no date", in English, French and German."""

A_DATE = "write a year, a month or a day: 1976, 1976-05 or 1976-05-14"
"""The remedy in every message about a date."""

_LONGEST = 60
"""Characters of a date; chosen by hand."""
_TIME = r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_YEAR = re.compile(r"(\d{4})(?:\.0)?")
"""A year, which spreadsheets and the programs they feed turn into 1976.0."""
_MONTH = re.compile(r"(\d{4})-(\d\d?)")
_DAY = re.compile(rf"(\d{{4}})([-/.])(\d\d?)\2(\d\d?){_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SEVERAL_YEARS = re.compile(
    r"\d{4}s?\s*(?:[-–—/,&]|\b(?:and|or|to|und|bis|et|ou|à|y|o)\b)\s*\[?(?:\d{4}|\d\d)s?\]?"
)
_DECADE = re.compile(
    r"\d{2}(?:\d0['’]?s|\d?[-?_xX]+)|\b\d{1,2}(?:th|st|nd|rd)\b.*\bcent", re.IGNORECASE
)
_DOUBT = re.compile(
    r"\?|\b(?:c|ca|cca|circa|approx|about|around|probably|possibly|perhaps|before|after|by|not|early|mid"
    r"|late|between|um|vor|nach|vers|avant|après)\b|^c\d|~",
    re.IGNORECASE,
)
_AMBIGUOUS = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_JOINED_MONTHS = re.compile(
    r"[^\W\d_]{3,}\.?\s*(?:[-–—/&]|\b(?:and|or|to|und|et|y)\b)\s*[^\W\d_]{3,}"
)

_OR_NONE = "or give no date"


def read_typed_date(text: str) -> Day:
    """The year, month or day that ``text`` states and nothing else.

    Takes ISO 8601 (also with a time of day, or as "19760514"), dates in words as
    ``find_dates`` knows them, a season for its year, and a year in square brackets. Of a
    range of days the first counts.

    Raises:
        ValueError: with what is wrong and what to write instead.
    """
    text = text.strip()
    bare = text.removesuffix(".")
    bare = bare[1:-1].strip() if bare[:1] == "[" and bare[-1:] == "]" else bare
    if len(text) > _LONGEST:
        raise ValueError(f"too long for a date; {A_DATE}")
    numbers = _numbers_of(bare)
    if numbers:
        return _valid(*numbers)
    _refuse_ambiguous(bare)
    dates = list(find_dates(bare))
    if len(dates) == 1 and (dates[0].start, dates[0].end) == (0, len(bare)):
        day = dates[0].day
        if (day.day or not _JOINED_MONTHS.search(bare)) and not _SEVERAL_YEARS.search(bare):
            return day
    raise ValueError(_why_not(bare))


def _numbers_of(text: str) -> tuple[int, ...] | None:
    """Year, month and day of a date in ISO 8601, or one much like it."""
    if day := _DAY.fullmatch(text):
        return int(day[1]), int(day[3]), int(day[4])
    whole = _COMPACT.fullmatch(text) or _MONTH.fullmatch(text) or _YEAR.fullmatch(text)
    if whole is None:
        return None
    numbers = tuple(int(part) for part in whole.groups())
    # No month has that number: "1930-31" is a range of years.
    is_range = len(numbers) == 2 and numbers[1] > max(12, numbers[0] % 100)
    return None if is_range else numbers


def _valid(year: int, month: int = 0, day: int = 0) -> Day:
    found = make_day(year, month, day)
    if found is not None:
        return found
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"outside {EARLIEST_YEAR} to {LATEST_YEAR}; correct it, {_OR_NONE}")
    raise ValueError(f"not in the calendar; correct it, or write the year alone: {year}")


def _refuse_ambiguous(text: str) -> None:
    """Raise for a date such as 3/5/1976, which is in May or in March."""
    match = _AMBIGUOUS.fullmatch(text)
    if not match:
        return
    first, second, year = (int(part) for part in match.groups())
    days = {make_day(year, second, first), make_day(year, first, second)} - {None}
    if first and second and len(days) > 1:
        one, other = sorted(day.value for day in days if day)
        raise ValueError(f"open to two readings; write {one} or {other}")


def _why_not(text: str) -> str:
    if _DOUBT.search(text):
        return f"not certain; write the year alone if it is to be taken as certain, {_OR_NONE}"
    if _SEVERAL_YEARS.search(text) or _DECADE.search(text) or _JOINED_MONTHS.search(text):
        return f"more than one year or month; write the one the document is from, {_OR_NONE}"
    return f"not understood; {A_DATE}, {_OR_NONE}"
