"""Every date that could be a document's own, in order of trust."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from indexer.metadata.calendar import Day
from indexer.metadata.dates.addresses import dates_in_address
from indexer.metadata.dates.page_properties import (
    FRONT_MATTER,
    LOOSELY_MARKED,
    MADE_UP_NAME,
    MARKED,
    PUBLISHED,
    StatedDay,
    dated_properties,
    only_day,
    stated_days,
)
from indexer.metadata.dates.printed import Printed, read_printed
from indexer.metadata.descriptions import Context, Identity
from indexer.model import CleanPage, DateBasis


class DateCandidate(NamedTuple):
    """A date with its basis; ``utc`` where it is a time in UTC, which may be a day off."""

    day: Day
    basis: DateBasis
    utc: bool = False


def date_candidates(
    page: CleanPage, identity: Identity, context: Context, title: str
) -> Iterator[DateCandidate]:
    """Every date that could be the document's, the most trusted first."""
    yield from _from_descriptions(context)
    values = dated_properties(page.page)
    front_matter = (f"front-matter:{key}" for key in FRONT_MATTER)
    for day, _ in stated_days(values, front_matter):
        yield DateCandidate(day, "front-matter")
    yield from _of_page(stated_days(values, PUBLISHED))
    for day in dates_in_address(identity.url, _dated_path(identity)):
        yield DateCandidate(day, "address")
    yield from _of_page(only_day(values, ("time:heading",)))
    yield from _of_page(stated_days(values, MARKED))
    yield from _of_page(only_day(values, LOOSELY_MARKED))
    printed = read_printed(page, title)
    yield from (DateCandidate(line.day, "printed") for line in printed.own)
    yield from _of_page(only_day(values, ("rdf:date",)))
    made_up = (name for name in values if MADE_UP_NAME.match(name) and name not in PUBLISHED)
    for day, _ in stated_days(values, (*made_up, "htmldate:date")):
        yield DateCandidate(day, "page")
    yield from _of_items(printed)


def _from_descriptions(context: Context) -> Iterator[DateCandidate]:
    if context.override and context.override.published:
        yield DateCandidate(context.override.published, "override")
    if context.collection and context.collection.published:
        yield DateCandidate(context.collection.published, "collection")


def _of_page(stated: Iterable[StatedDay]) -> Iterator[DateCandidate]:
    return (DateCandidate(day, "page", utc) for day, utc in stated)


def _of_items(printed: Printed) -> Iterator[DateCandidate]:
    """The year of an index page's latest item."""
    if printed.items:
        yield DateCandidate(Day(max(day.year for day in printed.items)), "items")


def _dated_path(identity: Identity) -> str:
    """The path as far as it may date a page: the name of a WARC file tells of its capture."""
    return "" if identity.captured else identity.path
