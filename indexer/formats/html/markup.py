"""Statements in the source of a page outside its elements: archives' notes, RDF, script dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from htmldate import find_date

from indexer.formats.encoding import mend
from indexer.model import Property

_NOTE = re.compile(
    r"<!--\s*((?:FILE ARCHIVED ON |saved from url=|Mirrored from )[^<>]{4,600}?)-->", re.IGNORECASE
)
_SNAPSHOT = re.compile(r"__wm\.wombat\(\s*[\"']([^\"']{4,400})[\"']\s*,\s*[\"'](\d{14})[\"']")
_TRACKBACK = re.compile(
    r"<rdf:Description\b[^<>]{0,600}?\bdc:date=[\"'](\d{4}-\d\d-\d\d[^\"'<>]{0,20})"
)
_A_DATE = re.compile(r"(?:date|time|publish|created|issued)", re.IGNORECASE)
_FULL = re.compile(r"\d{4}-\d\d-\d\d|\d{8}|\d{1,2}\D{1,12}\d{4}|[A-Za-z]{3,9}\.? \d{1,2}, \d{4}")
_NOT_ITS_DATE = re.compile(
    r"modif|updat|expire|valid|comment|copyright|review|datetime", re.IGNORECASE
)
_ENDLESS_TAG = re.compile(r"<[a-z][^<>]{60000}", re.IGNORECASE)
"""A tag so long that parsers take more than linear time for its attributes."""

_DAY = re.compile(r"-\d\d-\d\d")
_NAMED = re.compile(
    r"[\w:.@-]*(?:publi|creat|upload|posted|issued|pubdate|date)[\w:.@-]{0,24}"
    r"[\"'\\\s]{0,4}[=:>][\"'\\\s]{0,4}$",
    re.IGNORECASE,
)
_BEFORE = 80
_MOST = 1_000_000
"""Characters of source that are searched."""
_MOST_DAYS = 2_000


def read_markup(text: str, properties: Sequence[Property]) -> Iterator[Property]:
    """Properties found in the source; ``properties`` are those of its elements.

    ``comment:archive`` is a note left by an archive or a copying program, ``rdf:date``
    the date in a trackback's RDF. ``htmldate:date`` is the day that htmldate finds where
    no element states one, if the source calls it a date of publication.
    """
    text = text[:_MOST]
    for match in _NOTE.finditer(text):
        yield Property("comment:archive", " ".join(mend(match[1]).split()))
    for match in _SNAPSHOT.finditer(text):
        yield Property("comment:archive", f"The Wayback Machine - /web/{match[2]}/{mend(match[1])}")
    for match in _TRACKBACK.finditer(text):
        yield Property("rdf:date", match[1])
    if not any(_A_DATE.search(name) and _FULL.search(value) for name, value in properties):
        day = _named_day(text)
        if day:
            yield Property("htmldate:date", day)


def _named_day(text: str) -> str | None:
    """The day that htmldate finds, if the source calls it a date of publication."""
    days = islice(_DAY.finditer(text), _MOST_DAYS)
    named = {text[day.start() - 4 : day.end()] for day in days if _is_named(text, day)}
    if not named or _ENDLESS_TAG.search(text):
        return None
    day = find_date(text, extensive_search=False, original_date=True)
    return day if day in named else None


def _is_named(text: str, day: re.Match[str]) -> bool:
    """Whether the text in front of a day calls it a date of publication."""
    start = day.start() - 4
    before = text[max(0, start - _BEFORE) : max(0, start)]
    name = _NAMED.search(before)
    return name is not None and not _NOT_ITS_DATE.search(name[0])
