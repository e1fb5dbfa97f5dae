"""When a document was published, and how that is known; no date is better than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from indexer.metadata.calendar import LATEST_YEAR, Day, make_day, read_date
from indexer.metadata.descriptions import Context, Identity
from indexer.metadata.printed import read_printed
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

_MARKED = (
    "time:datepublished",
    "time:published",
    "time:dt-published",
    "time:entry-date",
    "time:post-date",
    "time:date-published",
    "time:posted-on",
    "time:entry-time",
    "time:pubdate",
)
"""Names of dates marked in a page's text, which may be those of other pages it shows."""

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_Y = r"(?P<y>18\d\d|19\d\d|20\d\d)"
_ADDRESS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:^|/){_Y}/(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|0?[1-9])(?:[/.-]|$)",
        rf"(?:^|/){_Y}/(?P<mn>{_MONTHS})[a-z]*/(?P<d>3[01]|[12]\d|0?[1-9])(?:[/.-]|$)",
        rf"(?<!\d){_Y}[-_.](?P<m>1[0-2]|0[1-9])[-_.](?P<d>3[01]|[12]\d|0[1-9])(?!\d)",
        rf"(?<!\d)(?P<d>3[01]|[12]\d|0[1-9])[-_.](?P<m>1[0-2]|0[1-9])[-_.]{_Y}(?!\d)",
        rf"(?<!\d){_Y}(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12]\d|0[1-9])(?!\d)",
        rf"(?:^|/){_Y}[/-](?P<m>1[0-2]|0[1-9])(?=[/.]|-[^\W\d]|$)",
        rf"(?:^|/){_Y}/(?P<mn>{_MONTHS})[a-z]*(?=[/.]|$)",
        rf"(?:^|[/_-])(?P<mn>{_MONTHS})[a-z]*[-_]?{_Y}(?=[/._-]|$)",
        rf"(?:^|/){_Y}(?:-[1-9])?(?=/|$)",
    )
)


_EPOCH = Day(1970, 1, 1)
_MOST_STATED = 3
"""A name with more values than this dates the works a page lists, not the page."""
_SNAPSHOT = re.compile(r"^/web/\d{4,14}[a-z_*]*/(?:https?:/{1,2}[^/]*)?")
"""What a web archive puts before an address: the day of capture, not of publication."""


@dataclass(frozen=True)
class Dating:
    """The date chosen, ``None`` if there is none, and the dates that lost."""

    published: Published | None
    candidates: tuple[Candidate, ...]


class _Offer(NamedTuple):
    day: Day
    basis: DateBasis


def choose_date(page: CleanPage, identity: Identity, context: Context, title: str = "") -> Dating:
    """The document's own date, by the most trusted basis that has one.

    A less trusted one that agrees and is more precise takes its place.
    ``title`` is the document's, which datelines stand near.
    """
    latest = _latest(identity, context)
    offers = [o for o in _offers(page, identity, context, title) if o.day.year <= latest]
    if not offers:
        return Dating(None, ())
    chosen = offers[0]
    for offer in offers[1:]:
        if len(offer.day.value) > len(chosen.day.value) and chosen.day.agrees(offer.day):
            chosen = offer
    lost = dict.fromkeys(o for o in offers if o != chosen)
    return Dating(
        chosen.day.published(chosen.basis),
        tuple(Candidate("published", o.day.value, o.basis, _reason(o, chosen)) for o in lost),
    )


def _latest(identity: Identity, context: Context) -> int:
    captured = read_date(identity.captured) if identity.captured else None
    return min(captured.year if captured else LATEST_YEAR, context.latest_year)


def _reason(lost: _Offer, chosen: _Offer) -> str:
    if chosen.day.agrees(lost.day):
        return f"agrees with {chosen.basis}, which is as precise or more"
    return f"contradicts {chosen.basis}, which is trusted more"


def _offers(page: CleanPage, identity: Identity, context: Context, title: str) -> Iterator[_Offer]:
    """Every date that could be the document's, the most trusted first."""
    if context.override and context.override.published:
        yield _Offer(context.override.published, "override")
    if context.collection and context.collection.published:
        yield _Offer(context.collection.published, "collection")
    front = (f"front-matter:{key}" for key in _FRONT_MATTER)
    yield from (_Offer(day, "front-matter") for day in _stated(page.page, tuple(front)))
    yield from (_Offer(day, "page") for day in _stated(page.page, _STATED))
    yield from (_Offer(day, "address") for day in _in_address(identity))
    yield from (_Offer(day, "page") for day in _stated(page.page, _MARKED))
    unnamed = set(_stated(page.page, ("time:",)))
    yield from (_Offer(day, "page") for day in unnamed if len(unnamed) == 1)
    printed = read_printed(page, title)
    yield from (_Offer(line.day, "printed") for line in printed.own)
    if printed.items:
        yield _Offer(Day(max(day.year for day in printed.items)), "items")


def _stated(page: ParsedPage, names: tuple[str, ...]) -> Iterator[Day]:
    values: dict[str, list[str]] = {}
    for name, value in page.properties:
        values.setdefault(name.lower(), []).append(value)
    for name in names:
        days = [day for value in values.get(name, ()) if (day := read_date(value))]
        if len(set(days)) <= _MOST_STATED:
            yield from (day for day in days if day != _EPOCH)


def _in_address(identity: Identity) -> Iterator[Day]:
    """Dates in the page's address, then in its path."""
    url = urlsplit(identity.url or "")
    for address in (f"{url.path}?{url.query}" if identity.url else "", identity.path):
        text = _SNAPSHOT.sub("/", unquote(address))
        for pattern in _ADDRESS:
            match = pattern.search(text)
            day = _from_address(match) if match else None
            if day:
                yield day
                break


def _from_address(match: re.Match[str]) -> Day | None:
    found = match.groupdict()
    month = int(found.get("m") or 0)
    if found.get("mn"):
        month = _MONTHS.split("|").index(found["mn"].lower()) + 1
    return make_day(int(found["y"]), month, int(found.get("d") or 0))
