"""Days, months and years of the calendar, within the range a document can be from."""

from __future__ import annotations

from typing import NamedTuple

from indexer.model import DateBasis, Precision, Published

EARLIEST_YEAR = 1800
LATEST_YEAR = 2100

_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Day(NamedTuple):
    """A date as far as it is known: ``month`` and ``day`` are 0 where they are not."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def precision(self) -> Precision:
        """The smallest unit that is known."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def value(self) -> str:
        """ISO 8601 cut to the precision."""
        return "-".join(f"{n:02d}" for n in self if n)

    def agrees(self, other: Day) -> bool:
        """Whether both can be the same date, one perhaps less precise."""
        return all(a == b or not (a and b) for a, b in zip(self, other, strict=True))

    def published(self, basis: DateBasis) -> Published:
        """This date as a document's own."""
        return Published(self.value, self.precision, basis)


def make_day(year: int, month: int = 0, day: int = 0) -> Day | None:
    """A date within the calendar and the range of years, else ``None``."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or month > 12 or (day and not month):
        return None
    if day and day > _LONGEST_MONTHS[month - 1]:
        return None
    if (month, day) == (2, 29) and not _is_leap(year):
        return None
    return Day(year, month, day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
