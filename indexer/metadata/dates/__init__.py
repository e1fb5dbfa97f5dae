"""When a document was published, and how that is known; no date is better than a wrong one."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.metadata.calendar import LATEST_YEAR, Day
from indexer.metadata.date_forms import read_date
from indexer.metadata.dates.date_candidates import DateCandidate, date_candidates
from indexer.metadata.descriptions import Context, Identity
from indexer.model import Candidate, CleanPage, Published


@dataclass(frozen=True)
class Dating:
    """The date chosen, ``None`` if there is none, and the dates that lost."""

    published: Published | None
    candidates: tuple[Candidate, ...]


def choose_date(page: CleanPage, identity: Identity, context: Context, title: str = "") -> Dating:
    """The document's own date, by the most trusted basis that has one.

    A less trusted one that agrees and is more precise replaces it; so does the day
    in an address, if the page states a later one. ``title`` is the document's,
    which datelines are near.
    """
    latest = _latest_year(identity, context)
    candidates = date_candidates(page, identity, context, title)
    possible = [c for c in candidates if c.day.year <= latest]
    if not possible:
        return Dating(None, ())
    chosen = _as_in_address(_in_local_time(possible[0], possible), possible)
    for candidate in possible:
        more_precise = len(candidate.day.value) > len(chosen.day.value)
        if more_precise and chosen.day.agrees(candidate.day):
            chosen = candidate
    return Dating(chosen.day.published(chosen.basis), tuple(_lost(possible, chosen)))


def _latest_year(identity: Identity, context: Context) -> int:
    captured = read_date(identity.captured) if identity.captured else None
    return min(captured.year if captured else LATEST_YEAR, context.latest_year)


def _in_local_time(chosen: DateCandidate, candidates: Sequence[DateCandidate]) -> DateCandidate:
    """The day as the page's readers had it, where the chosen one is a time in UTC a day off."""
    if not chosen.utc:
        return chosen
    local = [c for c in candidates if not c.utc and c.day.day]
    in_address = next((c for c in local if c.basis == "address"), None)
    if in_address and _days_apart(in_address.day, chosen.day) == 1:
        return in_address
    if any(c.day == chosen.day for c in local):
        return chosen
    return next((c for c in local if _days_apart(c.day, chosen.day) == 1), chosen)


def _as_in_address(chosen: DateCandidate, candidates: Sequence[DateCandidate]) -> DateCandidate:
    """The day in the address, which never changes, where the page states a later one."""
    if chosen.basis != "page" or not chosen.day.day:
        return chosen
    earlier = (c for c in candidates if c.basis == "address" and c.day.day and c.day < chosen.day)
    return next((c for c in earlier if _days_apart(c.day, chosen.day) > 1), chosen)


def _days_apart(one: Day, other: Day) -> int:
    return abs(datetime.date(*one).toordinal() - datetime.date(*other).toordinal())


def _lost(candidates: Sequence[DateCandidate], chosen: DateCandidate) -> Iterator[Candidate]:
    """The other dates in order of trust, then the other bases of the same date."""
    others = dict.fromkeys((c.day, c.basis) for c in candidates if c.day != chosen.day)
    same = {(c.day, c.basis) for c in candidates if c.day == chosen.day}
    same.discard((chosen.day, chosen.basis))
    for day, basis in (*others, *sorted(same)):
        yield Candidate("published", day.value, basis, _reason(day, chosen))


def _reason(lost: Day, chosen: DateCandidate) -> str:
    if chosen.day.agrees(lost):
        return f"agrees with {chosen.basis}, which is as precise or more"
    return f"contradicts {chosen.basis}, which is trusted more"
