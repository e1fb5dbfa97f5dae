"""Dates in a page's address and path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from indexer.metadata.calendar import Day, make_day
from indexer.notation.calendar_words import ENGLISH_MONTHS

_MONTH_LETTERS = "|".join(ENGLISH_MONTHS)
_Y = r"(?P<y>18\d\d|19\d\d|20\d\d)"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:^|/){_Y}/(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|0?[1-9])(?:[/.-]|$)",
        rf"(?:^|/){_Y}/(?P<mn>{_MONTH_LETTERS})[a-z]*/(?P<d>3[01]|[12]\d|0?[1-9])(?:[/.-]|$)",
        rf"(?<!\d){_Y}[-_.](?P<m>1[0-2]|0[1-9])[-_.](?P<d>3[01]|[12]\d|0[1-9])(?!\d)",
        rf"(?<!\d)(?P<d>3[01]|[12]\d|0[1-9])[-_.](?P<m>1[0-2]|0[1-9])[-_.]{_Y}(?!\d)",
        rf"(?<!\d){_Y}(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12]\d|0[1-9])(?!\d)",
        rf"(?:^|/){_Y}[/-](?P<m>1[0-2]|0[1-9])(?=[/.]|-[^\W\d]|$)",
        rf"(?:^|/){_Y}/(?P<mn>{_MONTH_LETTERS})[a-z]*(?=[/.]|$)",
        rf"(?:^|[/_-])(?P<mn>{_MONTH_LETTERS})[a-z]*[-_]?{_Y}(?=[/._-]|$)",
        rf"(?:^|/){_Y}(?:-[1-9])?(?=/|$)",
    )
)
"""Where an address holds a date, the most reliable first."""
_ARCHIVE_PREFIX = re.compile(r"^/web/\d{4,14}[a-z_*]*/(?:https?:/{1,2}[^/]*)?")
"""What a web archive puts before an address: the day of capture, not of publication."""


def dates_in_address(url: str | None, path: str) -> Iterator[Day]:
    """Dates in the page's address, then in its path."""
    parts = urlsplit(url or "")
    for address in (f"{parts.path}?{parts.query}" if url else "", path):
        text = _ARCHIVE_PREFIX.sub("/", unquote(address))
        for pattern in _FORMS:
            match = pattern.search(text)
            day = _day_of(match) if match else None
            if day:
                yield day
                break


def _day_of(match: re.Match[str]) -> Day | None:
    found = match.groupdict()
    month = int(found.get("m") or 0)
    if found.get("mn"):
        month = ENGLISH_MONTHS.index(found["mn"].lower()) + 1
    return make_day(int(found["y"]), month, int(found.get("d") or 0))
