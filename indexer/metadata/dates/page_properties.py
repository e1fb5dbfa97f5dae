"""Dates that a page states in its front matter, metadata and markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from indexer.metadata.calendar import Day
from indexer.metadata.date_forms import day_first, read_date
from indexer.model import ParsedPage

FRONT_MATTER = (
    "date",
    "published",
    "publishdate",
    "pubdate",
    "date_published",
    "issued",
    "year",
    "created",
)
"""Keys of front matter that hold the date, the most trusted first."""
PUBLISHED = (
    "meta:article:published_time",
    "meta:article:published",
    "json-ld:datepublished",
    "meta:datepublished",
    "meta:dcterms.issued",
    "meta:dc.date.issued",
    "meta:dcterms.date",
    "meta:dc.date",
    "meta:citation_publication_date",
    "meta:citation_date",
    "meta:citation_online_date",
    "meta:article.published",
    "meta:parsely-pub-date",
    "meta:sailthru.date",
    "meta:pubdate",
    "meta:publishdate",
    "meta:publish-date",
    "meta:publish_date",
    "meta:published",
    "meta:publication_date",
    "meta:publicationdate",
    "meta:og:published_time",
    "meta:og:article:published_time",
    "meta:og:pubdate",
    "meta:rnews:datepublished",
    "meta:article_date_original",
    "meta:originalpublicationdate",
    "meta:displaydate",
    "meta:cxenseparse:recs:publishtime",
    "meta:dcterms.created",
    "meta:dc.date.created",
    "meta:dc.created",
    "meta:datecreated",
    "meta:date",
    "meta:published_time",
    "meta:uploaddate",
    "json-ld:datecreated",
)
"""Properties in which pages state their date, the most trusted first; none is of a change."""

MADE_UP_NAME = re.compile(
    r"^meta:(?:.*[:._-])?(?:date[_-]?)?"
    r"(?:publi(?:sh|shed|cation)|pub|posted|post|creat(?:ed|ion)|upload(?:ed)?|issued?|release)"
    r"[_-]?(?:date|time|at|on)?$"
)
"""Properties that sites make up for themselves, by their names dates of publication."""

MARKED = (
    "time:datepublished",
    "time:published",
    "time:dt-published",
    "time:entry-date",
    "time:post-date",
    "time:postdate",
    "time:post_date",
    "time:date-published",
    "time:published-date",
    "time:publish-date",
    "time:publication-date",
    "time:field-name-post-date",
    "time:posted-on",
    "time:entry-time",
    "time:article-date",
    "time:article__date",
    "time:news-date",
    "time:newsdate",
    "time:pubdate",
    "time:issued",
    "time:datecreated",
    "time:created",
)
"""Dates marked up in a page's text, which may be those of other pages it shows."""

LOOSELY_MARKED = (
    "time:",
    "time:date",
    "time:datum",
    "time:fecha",
    "time:timestamp",
    "time:byline-date",
)
"""Marked dates that do not say what is dated: believed where the page has one such day."""

_EPOCH = Day(1970, 1, 1)
"""The date of a program that has none."""
_UTC = re.compile(r"\dT?\s?\d\d:\d\d[\d:.]*\s?(?:Z|UTC|GMT|[+-]00:?00)$", re.IGNORECASE)
_MOST_DAYS = 3
"""A property with more days dates the works a page lists, not the page; chosen by hand."""
_DAY_FIRST_ENGLISH = frozenset(("en-gb", "en-au", "en-nz", "en-ie", "en-za", "en-in"))
"""Kinds of English in which 3/5/2012 is the third of May."""


class StatedDay(NamedTuple):
    """A day a page states; ``utc`` where it is a time in UTC, which may be a day off."""

    day: Day
    utc: bool


def dated_properties(page: ParsedPage) -> Mapping[str, Sequence[str]]:
    """The values of a page's properties by their names in lower case."""
    values: dict[str, list[str]] = {}
    is_day_first = writes_day_first(page)
    for name, value in page.properties:
        written = day_first(value) if is_day_first and name.startswith("time:") else value
        values.setdefault(name.lower(), []).append(written)
    return values


def writes_day_first(page: ParsedPage) -> bool:
    """Whether the language a page states writes 3/5/2012 for the third of May."""
    stated = (value.lower() for name, value in page.properties if name == "html:lang")
    language = next(stated, "en").replace("_", "-")
    return not language.startswith("en") or language in _DAY_FIRST_ENGLISH


def stated_days(values: Mapping[str, Sequence[str]], names: Iterable[str]) -> Iterator[StatedDay]:
    """The days stated under the names, in their order."""
    for name in names:
        days = [(day, text) for text in values.get(name, ()) if (day := read_date(text))]
        if len({day for day, _ in days}) <= _MOST_DAYS:
            yield from (StatedDay(d, bool(_UTC.search(t))) for d, t in days if d != _EPOCH)


def only_day(values: Mapping[str, Sequence[str]], names: Sequence[str]) -> Iterator[StatedDay]:
    """The one day stated under any of the names; none if there are several."""
    found = list(stated_days(values, names))
    if len({stated.day for stated in found}) == 1:
        yield found[0]
