"""When a document was published, and how that is known; no date is better than a wrong one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.metadata.calendar import LATEST_YEAR, Day, day_first, read_date
from indexer.metadata.dates.addresses import dates_in_address
from indexer.metadata.dates.printed import read_printed, writes_day_first
from indexer.metadata.descriptions import Context, Identity
from indexer.model import Candidate, CleanPage, DateBasis, ParsedPage, Published

_FRONT_MATTER = (
    "date",
    "published",
    "publishdate",
    "pubdate",
    "date_published",
    "issued",
    "year",
    "created",
)
_STATED = (
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
"""Names under which pages state their date, the most trusted first; none of change."""

_NAMED = re.compile(
    r"^meta:(?:.*[:._-])?(?:date[_-]?)?"
    r"(?:publi(?:sh|shed|cation)|pub|posted|post|creat(?:ed|ion)|upload(?:ed)?|issued?|release)"
    r"[_-]?(?:date|time|at|on)?$"
)
"""Names of dates of publication that sites make up for themselves."""

_MARKED = (
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
"""Names of dates marked in a page's text, which may be those of other pages it shows."""

_LOOSE = ("time:", "time:date", "time:datum", "time:fecha", "time:timestamp", "time:byline-date")
"""Names that do not say what is dated: believed where the page has one such day."""

_EPOCH = Day(1970, 1, 1)
_UTC = re.compile(r"\dT?\s?\d\d:\d\d[\d:.]*\s?(?:Z|UTC|GMT|[+-]00:?00)$", re.IGNORECASE)
_MOST_STATED = 3
"""A name with more values than this dates the works a page lists, not the page."""


@dataclass(frozen=True)
class Dating:
    """The date chosen, ``None`` if there is none, and the dates that lost."""

    published: Published | None
    candidates: tuple[Candidate, ...]


class _Offer(NamedTuple):
    """A date with its basis; ``utc`` where it is a time in UTC, perhaps a day off."""

    day: Day
    basis: DateBasis
    utc: bool = False


class _Stated(NamedTuple):
    day: Day
    utc: bool


def choose_date(page: CleanPage, identity: Identity, context: Context, title: str = "") -> Dating:
    """The document's own date, by the most trusted basis that has one.

    A less trusted one that agrees and is more precise takes its place; so does
    the day an address names, if the page was stated anew later. ``title`` is
    the document's, which datelines stand near.
    """
    latest = _latest(identity, context)
    offers = [o for o in _offers(page, identity, context, title) if o.day.year <= latest]
    if not offers:
        return Dating(None, ())
    chosen = _filed(_local(offers[0], offers), offers)
    for offer in offers:
        if len(offer.day.value) > len(chosen.day.value) and chosen.day.agrees(offer.day):
            chosen = offer
    lost = dict.fromkeys((o.day, o.basis) for o in offers if o.day != chosen.day)
    also = {(o.day, o.basis) for o in offers if o.day == chosen.day and o.basis != chosen.basis}
    return Dating(
        chosen.day.published(chosen.basis),
        tuple(
            Candidate("published", day.value, basis, _reason(day, chosen))
            for day, basis in (*lost, *sorted(also))
        ),
    )


def _local(chosen: _Offer, offers: Sequence[_Offer]) -> _Offer:
    """The day as the page's readers had it, where the chosen one is a time in UTC a day off."""
    if not chosen.utc:
        return chosen
    local = [o for o in offers if not o.utc and o.day.day]
    filed = [o for o in local if o.basis == "address"]
    if filed and _days_apart(filed[0].day, chosen.day) == 1:
        return filed[0]
    near = (o for o in local if _days_apart(o.day, chosen.day) == 1)
    return chosen if any(o.day == chosen.day for o in local) else next(near, chosen)


def _filed(chosen: _Offer, offers: Sequence[_Offer]) -> _Offer:
    """The day in the address, which stays, where the page states a later one."""
    if chosen.basis != "page" or not chosen.day.day:
        return chosen
    filed = (o for o in offers if o.basis == "address" and o.day.day and o.day < chosen.day)
    return next((o for o in filed if _days_apart(o.day, chosen.day) > 1), chosen)


def _days_apart(one: Day, other: Day) -> int:
    return abs(datetime.date(*one).toordinal() - datetime.date(*other).toordinal())


def _latest(identity: Identity, context: Context) -> int:
    captured = read_date(identity.captured) if identity.captured else None
    return min(captured.year if captured else LATEST_YEAR, context.latest_year)


def _reason(lost: Day, chosen: _Offer) -> str:
    if chosen.day.agrees(lost):
        return f"agrees with {chosen.basis}, which is as precise or more"
    return f"contradicts {chosen.basis}, which is trusted more"


def _offers(page: CleanPage, identity: Identity, context: Context, title: str) -> Iterator[_Offer]:
    """Every date that could be the document's, the most trusted first."""
    if context.override and context.override.published:
        yield _Offer(context.override.published, "override")
    if context.collection and context.collection.published:
        yield _Offer(context.collection.published, "collection")
    values = _values(page.page)
    front = (f"front-matter:{key}" for key in _FRONT_MATTER)
    yield from (_Offer(day, "front-matter") for day, _ in _stated(values, tuple(front)))
    yield from (_Offer(day, "page", utc) for day, utc in _stated(values, _STATED))
    yield from (
        _Offer(day, "address") for day in dates_in_address(identity.url, _dated_path(identity))
    )
    yield from (_Offer(day, "page", utc) for day, utc in _only(values, ("time:heading",)))
    yield from (_Offer(day, "page", utc) for day, utc in _stated(values, _MARKED))
    yield from (_Offer(day, "page", utc) for day, utc in _only(values, _LOOSE))
    printed = read_printed(page, title)
    yield from (_Offer(line.day, "printed") for line in printed.own)
    yield from (_Offer(day, "page", utc) for day, utc in _only(values, ("rdf:date",)))
    named = (name for name in values if _NAMED.match(name) and name not in _STATED)
    yield from (_Offer(day, "page") for day, _ in _stated(values, (*named, "htmldate:date")))
    if printed.items:
        yield _Offer(Day(max(day.year for day in printed.items)), "items")


def _values(page: ParsedPage) -> Mapping[str, Sequence[str]]:
    values: dict[str, list[str]] = {}
    first_day = writes_day_first(page)
    for name, value in page.properties:
        written = day_first(value) if first_day and name.startswith("time:") else value
        values.setdefault(name.lower(), []).append(written)
    return values


def _stated(values: Mapping[str, Sequence[str]], names: Iterable[str]) -> Iterator[_Stated]:
    for name in names:
        days = [(day, text) for text in values.get(name, ()) if (day := read_date(text))]
        if len({day for day, _ in days}) <= _MOST_STATED:
            yield from (_Stated(d, bool(_UTC.search(t))) for d, t in days if d != _EPOCH)


def _only(values: Mapping[str, Sequence[str]], names: Sequence[str]) -> Iterator[_Stated]:
    """The one day stated under any of the names; none if there are several."""
    found = list(_stated(values, names))
    if len({stated.day for stated in found}) == 1:
        yield found[0]


def _dated_path(identity: Identity) -> str:
    """The path as far as it may date a page: the name of a WARC file tells of its capture."""
    return "" if identity.captured else identity.path
