"""Forms in which people and machines write dates: text in, days, months and years out.

English, German, French and Spanish month names; ISO and numeric forms. A date in figures
alone whose day and month could be either way has only its year. A form is an entry of
``_FORMS``, with its reader.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from indexer.analysis import fold
from indexer.metadata.calendar import Day, make_day
from indexer.notation.calendar_words import MONTH_SPELLINGS, MONTHS, SEASONS, WEEKDAYS, YEAR


class FoundDate(NamedTuple):
    """A date at ``start`` … ``end`` of a text, end exclusive."""

    start: int
    end: int
    day: Day


_CACHED_LINE = 400
"""Characters of a line whose dates are cached: several rules ask about it in turn."""
_LONGEST_WORD = 14
"""Characters in front of a date that hold a weekday or the number of an issue."""
_BEFORE_YEAR = 80
"""Characters that no date has more of in front of its year. These three were chosen by hand."""
_LATEST_SHORT = 30
"""Two-digit years up to here are of this century, else of the last; chosen by hand."""

ISSUE_WORDS = "vol(?:ume)?|nos?|nrs?|nú?ms?|número|numéro|numero|issue|heft|ausgabe|bd|tome|tomo"
"""Words in front of the number of an issue, as alternatives of an expression."""

_SPELLINGS = sorted(
    {*MONTHS, *(name for name, _ in MONTH_SPELLINGS)}, key=lambda name: (-len(name), name)
)
_MONTH = rf"(?P<name>{'|'.join(_SPELLINGS)})(?![^\W\d_])\.?"
_OTHER_MONTH = rf"(?:{'|'.join(_SPELLINGS)})(?![^\W\d_])\.?"
_YEAR = rf"{YEAR}(?!\d|[.,]\d)"
_AND = r"\s*(?:[-–—/&]|and|und|et|y|to)\s*"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_DAY_NUMBER = r"(?:3[01]|[12]\d|0?[1-9])"
_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9])"
_TIME = r"\d{1,2}:\d\d(?::\d\d)?"
_SHORT_YEAR = rf"(?:[’'‘]\d\d(?!\w|[’']\w)|\d\d(?=,?\s+{_TIME}))"
"""A two-digit year in a date in words: after an apostrophe, or before the time of day."""

_Reader = Callable[[Mapping[str, str], str], Day | None]


def _read_year_first(parts: Mapping[str, str], before: str) -> Day | None:
    return make_day(_year(parts["y"]), int(parts["m"]), int(parts["d"]))


def _read_day_first(parts: Mapping[str, str], before: str) -> Day | None:
    return make_day(_year(parts["y"]), int(parts["second"]), int(parts["first"]))


def _read_numeric(parts: Mapping[str, str], before: str) -> Day | None:
    """The date of two numbers and a year; dots are only between a day and a month."""
    if parts.get("sep") == ".":
        return _read_day_first(parts, before)
    return _either_first(int(parts["first"]), int(parts["second"]), _year(parts["y"]), before)


def _read_words(parts: Mapping[str, str], before: str) -> Day | None:
    return make_day(_year(parts["y"]), MONTHS[fold(parts["name"])], int(parts.get("d", 0)))


def _read_season(parts: Mapping[str, str], before: str) -> Day | None:
    return make_day(_year(parts["y"]))


_FORMS: Mapping[str, tuple[str, _Reader]] = {
    "iso": (
        rf"(?P<y>{YEAR})[-./](?P<m>{_MONTH_NUMBER})[-./](?P<d>{_DAY})(?![\d-])",
        _read_year_first,
    ),
    "numeric": (
        rf"(?P<first>\d{{1,2}})(?P<sep>[./-])(?P<second>\d{{1,2}})(?P=sep)(?P<y>{_YEAR})",
        _read_numeric,
    ),
    "dotted": (
        rf"(?P<first>{_DAY_NUMBER})\.(?P<second>{_MONTH_NUMBER})\.(?P<y>\d\d)(?![\d.])",
        _read_day_first,
    ),
    "slashed": (r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<y>\d\d)(?![\d/])", _read_numeric),
    "day_month": (
        rf"(?P<d>{_DAY})(?:st|nd|rd|th|er|º|°|\.)?(?:{_AND}{_DAY}(?:st|nd|rd|th|\.)?)?,?\s*"
        rf"(?:of\s+|de\s+|del\s+)?{_MONTH}(?:,|\s+de|\s+del)?\s*[-–]?\s*(?P<y>{_YEAR}|{_SHORT_YEAR})",
        _read_words,
    ),
    "time_year": (
        rf"{_MONTH}\s+(?P<d>{_DAY})\s+{_TIME}(?:\s+(?:[A-Z]{{2,5}}|[+-]\d{{4}}))?\s+(?P<y>{_YEAR})",
        _read_words,
    ),
    "month_day": (
        rf"{_MONTH}\s*(?P<d>{_DAY})(?:st|nd|rd|th)?(?:\s*[-–&]\s*{_DAY}(?:st|nd|rd|th)?)?"
        rf"\s*,?\s+(?P<y>{_YEAR}|{_SHORT_YEAR})",
        _read_words,
    ),
    "month": (
        rf"{_MONTH}(?:{_AND}{_OTHER_MONTH})?\s*,?\s*(?:of\s+|de\s+|del\s+)?"
        rf"(?P<y>{_YEAR}|[’'‘]\d\d(?!\w))",
        _read_words,
    ),
    "season": (
        rf"(?:{SEASONS})(?:\s*[-–/]\s*(?:{SEASONS}))?,?\s*(?:of\s+|de\s+)?(?P<y>{_YEAR})"
        r"(?:\s*[/–-]\s*\d{2,4})?",
        _read_season,
    ),
}
"""Forms of dates, each an expression with the function that reads its groups, and what is in
front of the date. Where two match at an offset, the first one counts.

The groups are ``y``, ``m``, ``d``, the ``name`` of the month, and ``first`` and ``second`` of
numbers in either order, with ``sep`` between them.
"""


def _as_group(form: str, expression: str) -> str:
    """A form as a group, with its name in front of those inside, so that all can be joined."""
    inner = re.sub(r"[(][?]P([<=])", lambda match: f"(?P{match[1]}{form}_", expression)
    return f"(?P<{form}>{inner})"


_ANY_FORM = "|".join(_as_group(form, expression) for form, (expression, _) in _FORMS.items())
_DATE = re.compile(rf"(?<![^\W_])(?:{_ANY_FORM})", re.IGNORECASE)
_GROUPS = {
    form: tuple(
        (group.removeprefix(f"{form}_"), group)
        for group in _DATE.groupindex
        if group.startswith(f"{form}_")
    )
    for form in _FORMS
}
"""The names of a form's groups, as in ``_FORMS`` and in the joined expression."""

_MAY_HOLD = re.compile(r"(?:1[89]|20)\d\d|\d([./])\d{1,2}\1\d\d|[’'‘]\d\d|\d\d,?\s+\d{1,2}:\d\d")
"""What every date has, searched for first since most texts have none."""
_DAY_FIRST = re.compile(r"(?<![\w/-])(\d{1,2})[/-](0?[1-9]|1[0-2])[/-]([12]\d{3})(?![\w/-])")
_NUMBERED = re.compile(
    rf"(?:\b(?:{ISSUE_WORDS}|number|nummer|folge|band|part|teil|bulletin|pp?|pages?|seiten?)\b\.?"
    r"|n[°º]|nº\.?|№|#)\s*$",
    re.IGNORECASE,
)
"""What turns a number before a month into that of an issue or a page: "No. 4, May 1931"."""
_ISO = re.compile(r"\s*(\d{4})(?:-?(\d\d)(?:-?(\d\d)(?!\d))?)?(?=\D|$)")
_WEEKDAY = re.compile(r"(?<![^\W_])([^\W\d_]{2,10})\.?,?\s*$")


def day_first(text: str) -> str:
    """The text with numeric dates that begin with the day rewritten to be read that way.

    As long as before: "3/5/2012" becomes "3.5.2012", "3/25/2012" stays.
    """
    return _DAY_FIRST.sub(r"\1.\2.\3", text)


def find_dates(text: str) -> Iterator[FoundDate]:
    """Every date with at least a month or season beside its year, in order."""
    return iter(_dates_of_line(text)) if len(text) <= _CACHED_LINE else _dates(text)


@lru_cache(4096)
def _dates_of_line(text: str) -> tuple[FoundDate, ...]:
    return tuple(_dates(text))


def _dates(text: str) -> Iterator[FoundDate]:
    year = _MAY_HOLD.search(text)
    if not year:
        return
    for match in _DATE.finditer(text, max(0, year.start() - _BEFORE_YEAR)):
        start = match.start()
        day = _read_form(match, text[max(0, start - _LONGEST_WORD) : start])
        if day is None:
            continue
        if match["day_month"] and _NUMBERED.search(text, max(0, start - _LONGEST_WORD), start):
            start, day = match.start("day_month_name"), Day(day.year, day.month)
        yield FoundDate(start, match.end(), day)


def _read_form(match: re.Match[str], before: str) -> Day | None:
    form = match.lastgroup or ""  # that of the whole form, which closes after those inside it
    parts = {name: match[group] for name, group in _GROUPS[form]}
    _, read = _FORMS[form]
    return read(parts, before)


def read_date(text: str) -> Day | None:
    """The date a machine-readable value states, or the first one written in it.

    Takes ISO 8601 with or without time, RFC 2822, "20050612", "2005" and prose.
    """
    match = _ISO.match(text)
    if match and (match[2] or match.end() == len(text.rstrip())):
        return make_day(*(int(part or 0) for part in match.groups()))
    return next((found.day for found in find_dates(text)), None)


def _year(written: str) -> int:
    number = int(written.lstrip("’'‘"))
    if number > 99:
        return number
    return number + (2000 if number <= _LATEST_SHORT else 1900)


def _either_first(first: int, second: int, year: int, before: str) -> Day | None:
    """The date of two numbers and a year; where both orders fit, a weekday in front decides."""
    days = dict.fromkeys((make_day(year, second, first), make_day(year, first, second)))
    possible = [day for day in days if day and day.month and day.day]
    if len(possible) > 1 and (name := _WEEKDAY.search(before)):
        possible = [day for day in possible if _is_weekday(day, name[1].lower())] or possible
    if len(possible) > 1:
        return make_day(year)
    return possible[0] if possible else None


def _is_weekday(day: Day, name: str) -> bool:
    weekday = datetime.date(*day).weekday()
    return any(WEEKDAYS.get(name[:length]) == weekday for length in (2, 3))
