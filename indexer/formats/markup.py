"""What a page's source says of it outside its elements: archives' notes, RDF, dates in scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from htmldate import find_date

from indexer.formats.encoding import mend
from indexer.model import Property

_NOTE = re.compile(
    r"<!--\s*((?:FILE ARCHIVED ON|saved from url=|Mirrored from)\b[^<>]{4,600}?)-->", re.IGNORECASE
)
_SNAPSHOT = re.compile(r"__wm\.wombat\(\s*[\"']([^\"']{4,400})[\"']\s*,\s*[\"'](\d{14})[\"']")
_TRACKBACK = re.compile(r"<rdf:Description\b[^>]{0,2000}?\bdc:date=[\"'](\d{4}-\d\d-\d\d)")
_A_DATE = re.compile(r"(?:date|time|publish|created|issued)", re.IGNORECASE)
_FULL = re.compile(r"\d{4}-\d\d-\d\d|\d{8}|\d{1,2}\D{1,12}\d{4}|[A-Za-z]{3,9}\.? \d{1,2}, \d{4}")
_NOT_ITS_DATE = re.compile(r"modif|updat|expire|valid|comment|copyright|review", re.IGNORECASE)
_NAMED = (
    r"(?:publi|creat|upload|posted|issued|pubdate|date)[\w:.@-]{0,24}[\"'\s]{0,3}[=:>][\"'\s]{0,3}"
)


_MOST = 1_000_000
"""Characters of source past which no date is looked for in scripts."""


def read_markup(text: str, properties: Sequence[Property]) -> Iterator[Property]:
    """Properties found in the source itself; ``properties`` are those of its elements.

    ``comment:archive`` is a note an archive or copying program left;
    ``rdf:date`` the date in a trackback's RDF; ``htmldate:date`` the day
    htmldate finds where no element states one, if the source names it as a
    date of publication.
    """
    for match in _NOTE.finditer(text):
        yield Property("comment:archive", " ".join(mend(match[1]).split()))
    for match in _SNAPSHOT.finditer(text):
        yield Property("comment:archive", f"The Wayback Machine - /web/{match[2]}/{mend(match[1])}")
    for match in _TRACKBACK.finditer(text):
        yield Property("rdf:date", match[1])
    if len(text) > _MOST:
        return
    if not any(_A_DATE.search(name) and _FULL.search(value) for name, value in properties):
        day = _named_day(text)
        if day:
            yield Property("htmldate:date", day)


def _named_day(text: str) -> str | None:
    """The day htmldate answers, unless the source names it otherwise or not at all."""
    if not re.search(_NAMED + r"[12]\d{3}-\d\d-\d\d", text, re.IGNORECASE):
        return None
    day = find_date(text, extensive_search=False, original_date=True)
    if day is None:
        return None
    names = [match[0] for match in re.finditer(r"[\w:.@-]*" + _NAMED + day, text, re.IGNORECASE)]
    return day if any(not _NOT_ITS_DATE.search(name) for name in names) else None
