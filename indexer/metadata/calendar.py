"""Dates as people and machines write them: text in, days, months and years out.

English, German, French and Spanish month names; ISO and numeric forms. A date
in figures alone whose day and month could be either way keeps only its year.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from indexer.analysis import fold
from indexer.model import DateBasis, Precision, Published

EARLIEST_YEAR = 1800
LATEST_YEAR = 2100


class Day(NamedTuple):
    """A date with what is known of it: ``month`` and ``day`` are 0 where not."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def precision(self) -> Precision:
        return "day" if self.day else "month" if self.month else "year"

    @property
    def value(self) -> str:
        """ISO 8601 cut to the precision."""
        return "-".join(f"{n:02d}" for n in self if n)

    def agrees(self, other: Day) -> bool:
        """Whether both can be the same date, one perhaps less precise."""
        return all(a == b or not (a and b) for a, b in zip(self, other, strict=True))

    def published(self, basis: DateBasis) -> Published:
        return Published(self.value, self.precision, basis)


class Dated(NamedTuple):
    """A date found at ``start`` … ``end`` of a text, end exclusive."""

    start: int
    end: int
    day: Day


_YEARS = ("iy", "ny", "uy", "dy", "ty", "my", "py", "sy")
_WORD = 14
_BEFORE_YEAR = 80
"""More characters than a date has in front of its year."""
_LINE = 400
"""Characters of what several rules ask about, one after the other."""
_LATEST_SHORT = 30
"""Years of two figures are of this century up to here, else of the last."""
_MONTH_NAMES = """
    january jan januar jänner janvier janv enero ene
    february feb februar février févr fév febrero
    march mar märz mrz mars marzo
    april apr avril avr abril abr
    may mai mayo
    june jun juni juin junio
    july jul juli juillet juil julio
    august aug août aou agosto ago
    september sept sep septembre septiembre setiembre
    october oct oktober okt octobre octubre
    november nov novembre noviembre
    december dec dezember dez décembre déc diciembre dic
"""
_MONTHS = {
    fold(name): number
    for number, line in enumerate(_MONTH_NAMES.strip().split("\n"), 1)
    for name in line.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        "mon|mo|lun|lu tue|di|mar|ma wed|mi|mer|me|mié thu|do|jeu|je|jue fri|fr|ven|ve|vie"
        " sat|sa|sam|sáb sun|so|dim|dom".split()
    )
    for name in names.split("|")
}
"""The first letters of the days of the week, Monday 0, in four languages."""

_WEEKDAY = re.compile(r"(?<![^\W_])([^\W\d_]{2,10})\.?,?\s*$")
_SEASONS = (
    "spring|summer|autumn|fall|winter|easter|christmas|frühjahr|frühling|sommer|herbst"
    "|printemps|été|automne|hiver|primavera|verano|otoño|invierno"
)
_ALL = sorted({*_MONTHS, *(n for n in _MONTH_NAMES.split())}, key=len, reverse=True)
_M = rf"(?:{'|'.join(_ALL)})(?![^\W\d_])\.?"
_Y = r"(?:1[89]\d\d|20\d\d)(?!\d|[.,]\d)"
_JOIN = r"\s*(?:[-–—/&]|and|und|et|y|to)\s*"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_TIME = r"\d{1,2}:\d\d(?::\d\d)?"
_SHORT = rf"(?:[’'‘]\d\d(?!\w|[’']\w)|\d\d(?=,?\s+{_TIME}))"
"""A year of two figures in a date in words: after an apostrophe, or before the time of day."""

_FORMS = (
    rf"(?P<iso>(?P<iy>1[89]\d\d|20\d\d)[-./](?P<im>1[0-2]|0?[1-9])[-./](?P<id>{_D}))(?![\d-])",
    rf"(?P<n1>\d{{1,2}})(?P<sep>[./-])(?P<n2>\d{{1,2}})(?P=sep)(?P<ny>{_Y})",
    r"(?P<s1>3[01]|[12]\d|0?[1-9])\.(?P<s2>1[0-2]|0?[1-9])\.(?P<s3>\d\d)(?![\d.])",
    r"(?P<u1>\d{1,2})/(?P<u2>\d{1,2})/(?P<uy>\d\d)(?![\d/])",
    rf"(?P<dd>{_D})(?:st|nd|rd|th|er|º|°|\.)?(?:{_JOIN}{_D}(?:st|nd|rd|th|\.)?)?,?\s*"
    rf"(?:of\s+|de\s+|del\s+)?(?P<dm>{_M})(?:,|\s+de|\s+del)?\s*[-–]?\s*(?P<dy>{_Y}|{_SHORT})",
    rf"(?P<tm>{_M})\s+(?P<td>{_D})\s+{_TIME}(?:\s+(?:[A-Z]{{2,5}}|[+-]\d{{4}}))?\s+(?P<ty>{_Y})",
    rf"(?P<mm>{_M})\s*(?P<md>{_D})(?:st|nd|rd|th)?(?:\s*[-–&]\s*{_D}(?:st|nd|rd|th)?)?"
    rf"\s*,?\s+(?P<my>{_Y}|{_SHORT})",
    rf"(?P<pm>{_M})(?:{_JOIN}{_M})?\s*,?\s*(?:of\s+|de\s+|del\s+)?(?P<py>{_Y}|[’'‘]\d\d(?!\w))",
    rf"(?:{_SEASONS})(?:\s*[-–/]\s*(?:{_SEASONS}))?,?\s*(?:of\s+|de\s+)?(?P<sy>{_Y})(?:\s*[/–-]\s*\d{{2,4}})?",
)
_DATE = re.compile(r"(?<![^\W_])(?:" + "|".join(_FORMS) + ")", re.IGNORECASE)
_FIGURES = re.compile(r"(?<![\w/-])(\d{1,2})[/-](0?[1-9]|1[0-2])[/-]([12]\d{3})(?![\w/-])")
_MAY_HOLD = re.compile(r"(?:1[89]|20)\d\d|\d([./])\d{1,2}\1\d\d|[’'‘]\d\d|\d\d,?\s+\d{1,2}:\d\d")
_NUMBERED = re.compile(
    r"(?:\b(?:nos?|nrs?|nú?ms?|numéro|número|numero|number|nummer|issue|heft|ausgabe|folge|vol|volume"
    r"|band|bd|tome|tomo|part|teil|bulletin|pp?|pages?|seiten?)\b\.?|n[°º]|nº\.?|№|#)\s*$",
    re.IGNORECASE,
)
"""What makes of a number before a month that of an issue or a page: "No. 4, May 1931"."""

_ISO = re.compile(r"\s*(\d{4})(?:-?(\d\d)(?:-?(\d\d)(?!\d))?)?(?=\D|$)")


def day_first(text: str) -> str:
    """The text with dates in figures that begin with the day written so that they are read so.

    As long as before: "3/5/2012" becomes "3.5.2012", "3/25/2012" stays.
    """
    return _FIGURES.sub(r"\1.\2.\3", text)


def find_dates(text: str) -> Iterator[Dated]:
    """Every date with at least a month or season beside its year, in order."""
    return iter(_dates_of_line(text)) if len(text) <= _LINE else _dates(text)


@lru_cache(4096)
def _dates_of_line(text: str) -> tuple[Dated, ...]:
    return tuple(_dates(text))


def _dates(text: str) -> Iterator[Dated]:
    year = _MAY_HOLD.search(text)
    if not year:
        return
    for match in _DATE.finditer(text, max(0, year.start() - _BEFORE_YEAR)):
        start = match.start()
        day = _read(match.groupdict(), text[max(0, start - _WORD) : start])
        if day is None:
            continue
        if match["dd"] and _NUMBERED.search(text, max(0, start - _WORD), start):
            start, day = match.start("dm"), Day(day.year, day.month)
        yield Dated(start, match.end(), day)


def read_date(text: str) -> Day | None:
    """The date a machine-readable value states, or the first one written in it.

    Takes ISO 8601 with or without time, RFC 2822, "20050612", "2005" and prose.
    """
    match = _ISO.match(text)
    if match and (match[2] or match.end() == len(text.rstrip())):
        return make_day(*(int(part or 0) for part in match.groups()))
    return next((dated.day for dated in find_dates(text)), None)


def make_day(year: int, month: int = 0, day: int = 0) -> Day | None:
    """A date within the calendar and the range of years, else ``None``."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or month > 12 or (day and not month):
        return None
    longest = 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    if month == 2 and day == 29 and (year % 4 or (year % 100 == 0 and year % 400)):
        return None
    return Day(year, month, day) if day <= longest else None


def _read(found: dict[str, str | None], before: str) -> Day | None:
    if found["s3"]:
        return make_day(_year(found["s3"]), int(found["s2"] or 0), int(found["s1"] or 0))
    year = next(_year(value) for key in _YEARS if (value := found[key]))
    if found["iso"]:
        return make_day(year, int(found["im"] or 0), int(found["id"] or 0))
    if found["n1"] or found["u1"]:
        first = int(found["n1"] or found["u1"] or 0)
        second = int(found["n2"] or found["u2"] or 0)
        if found["sep"] == ".":
            return make_day(year, second, first)
        return _from_figures(first, second, year, before)
    name = next((value for key in ("dm", "tm", "mm", "pm") if (value := found[key])), None)
    month = _MONTHS[fold(name).rstrip(".")] if name else 0
    return make_day(year, month, int(found["dd"] or found["td"] or found["md"] or 0))


def _year(written: str) -> int:
    figures = int(written.lstrip("’'‘"))
    if figures > 99:
        return figures
    return figures + (2000 if figures <= _LATEST_SHORT else 1900)


def _from_figures(first: int, second: int, year: int, before: str) -> Day | None:
    """The date two figures and a year give; of two only if a weekday in front tells which."""
    days = [make_day(year, second, first), make_day(year, first, second)]
    likely = [day for day in dict.fromkeys(days) if day and day.month and day.day]
    if len(likely) > 1 and (name := _WEEKDAY.search(before)):
        likely = [day for day in likely if _is_weekday(day, name[1].lower())] or likely
    if len(likely) > 1:
        return make_day(year)
    return likely[0] if likely else None


def _is_weekday(day: Day, name: str) -> bool:
    weekday = datetime.date(*day).weekday()
    return any(_WEEKDAYS.get(name[:length]) == weekday for length in (2, 3))
