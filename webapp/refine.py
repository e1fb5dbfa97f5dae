"""What a reader may narrow a search by: chips, facets and the picture of its years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from indexer.model import NONE, Facet, FacetValue, Filters, Query, Results
from webapp.links import search_url, spans

SHOWN = 10
"""Values of a facet shown at once; the rest are folded away."""
LEAST_BARS = 6
"""Bars in the picture of the years, at least; fewer are told as well by the list below it."""
FOLDED = 60
"""Values of a facet listed at most, folded ones included; selected ones always are."""
BARS = 60
"""Bars in the picture of the years, at most."""

NONE_LABELS = {
    "organisation": "No organisation",
    "year": "Undated",
    "mentions": "Names none",
    "mentioned_year": "No year named",
}


@dataclass(frozen=True)
class Chip:
    """An active filter, and where the search without it is."""

    kind: str
    label: str
    href: str


@dataclass(frozen=True)
class Decade:
    """Ten years of a facet; ``href`` narrows the search to them.

    ``count`` is ``None`` for years that texts name: a text that names two of them
    counts in both, so their sum says nothing of documents.
    """

    label: str
    count: int | None
    share: int
    choices: tuple[FacetValue, ...]
    href: str
    opened: bool


@dataclass(frozen=True)
class Group:
    """A facet as a reader meets it. ``left_out`` counts values that are not listed."""

    name: str
    label: str
    parameter: str
    shown: tuple[FacetValue, ...]
    folded: tuple[FacetValue, ...]
    left_out: int
    decades: tuple[Decade, ...]
    none: FacetValue | None
    active: bool

    @property
    def folded_active(self) -> bool:
        return any(choice.selected for choice in self.folded)

    @property
    def empty(self) -> bool:
        return not (self.shown or self.decades or self.none)


@dataclass(frozen=True)
class Bar:
    """The documents of a year or a few, as a bar of ``height`` per cent.

    ``exact`` is false where a document may be counted in more than one of the years.
    """

    label: str
    count: int
    exact: bool
    height: int
    href: str
    inside: bool


def chips(results: Results) -> tuple[Chip, ...]:
    """Every active filter of a search, in the order of the facets."""
    return tuple(_chips(results))


def facet_groups(results: Results) -> dict[str, Group]:
    """The facets of a search by name."""
    return {facet.name: _group(facet, results.query) for facet in results.facets}


def bars(facet: Facet, query: Query) -> tuple[Bar, ...]:
    """A picture of a facet of years, oldest first; nothing if it would have few bars."""
    counts = {int(v.value): v.count for v in facet.values if v.count}
    if not counts:
        return ()
    width = next(w for w in (1, 2, 5, 10, 50, 1000) if _span(counts, w) <= BARS or w == 1000)
    starts = range(min(counts) // width * width, max(counts) + 1, width)
    sums = [sum(counts.get(year, 0) for year in range(s, s + width)) for s in starts]
    if len(sums) < LEAST_BARS:
        return ()
    date = "mentioned" if facet.name == "mentioned_year" else "published"
    href = spans(query, date)
    return tuple(
        Bar(
            label=str(start) if width == 1 else f"{start}–{start + width - 1}",
            count=total,
            exact=width == 1 or date == "published",
            height=max(3, round(100 * total / max(sums))) if total else 0,
            href=href(start, start + width - 1),
            inside=_inside(query.filters, start, start + width - 1),
        )
        for start, total in zip(starts, sums, strict=True)
    )


def decades(facet: Facet, query: Query) -> tuple[Decade, ...]:
    """The years of a facet by decade, newest first."""
    years = sorted(
        (value for value in facet.values if isinstance(value.value, int)),
        key=lambda value: -int(value.value),
    )
    groups = [(d, list(vs)) for d, vs in groupby(years, lambda v: int(v.value) // 10 * 10)]
    most = max((sum(v.count for v in values) for _, values in groups), default=0)
    date = "mentioned" if facet.name == "mentioned_year" else "published"
    href = spans(query, date)
    return tuple(
        Decade(
            label=f"{start}s",
            count=sum(value.count for value in values) if date == "published" else None,
            share=round(100 * sum(value.count for value in values) / most) if most else 0,
            choices=tuple(values),
            href=href(start, start + 9),
            opened=any(value.selected for value in values),
        )
        for start, values in groups
    )


def page_numbers(page: int, pages: int) -> tuple[int | None, ...]:
    """The pages to link to: the first, the last and those around; ``None`` stands for a gap."""
    near = {number for number in range(page - 2, page + 3) if 1 <= number <= pages}
    numbers = sorted(near | {1, pages})
    found: list[int | None] = []
    for number, after in pairwise([*numbers, pages + 1]):
        found.append(number)
        if after - number == 2:
            found.append(number + 1)
        elif after - number > 2:
            found.append(None)
    return tuple(found)


def _span(counts: Iterable[int], width: int) -> int:
    years = list(counts)
    return max(years) // width - min(years) // width + 1


def _inside(filters: Filters, first: int, last: int) -> bool:
    """Whether a bar's years are among those searched; all are where no year is chosen."""
    if filters.years and not any(y != NONE and first <= y <= last for y in filters.years):
        return False
    low, high = filters.first, filters.last
    return (low is None or last >= low) and (high is None or first <= high)


def _group(facet: Facet, query: Query) -> Group:
    dated = facet.name in ("year", "mentioned_year")
    none = None
    if facet.none or facet.none_selected:
        label = NONE_LABELS.get(facet.name, "None")
        none = FacetValue(NONE, label, facet.none, facet.none_selected)
    listed = () if dated else facet.values
    chosen = tuple(value for value in listed if value.selected)
    rest = tuple(value for value in listed if not value.selected)
    room = max(SHOWN - len(chosen), 0)
    return Group(
        name=facet.name,
        label=facet.label,
        parameter="year" if dated else facet.name,
        shown=chosen + rest[:room],
        folded=rest[room:FOLDED],
        left_out=max(len(rest) - max(FOLDED, room), 0),
        decades=decades(facet, query) if dated else (),
        none=none,
        active=facet.none_selected or any(value.selected for value in facet.values),
    )


def _narrowed(query: Query, **filters: Any) -> str:
    return search_url(replace(query, filters=replace(query.filters, **filters), page=1))


def _chips(results: Results) -> Iterator[Chip]:
    query, filters = results.query, results.query.filters
    for name, values, kind in (
        ("organisations", filters.organisations, "By"),
        ("mentions", filters.mentions, "Names"),
    ):
        labels = _labels(results, "organisation" if name == "organisations" else name)
        for value in values:
            rest = tuple(other for other in values if other != value)
            yield Chip(kind, labels.get(value, value), _narrowed(query, **{name: rest}))
    dated = "Names the year" if filters.date == "mentioned" else "Year"
    for year in filters.years:
        facet = "mentioned_year" if filters.date == "mentioned" else "year"
        label = NONE_LABELS[facet] if year == NONE else str(year)
        left = tuple(other for other in filters.years if other != year)
        yield Chip(dated, label, _narrowed(query, years=left))
    if filters.first is not None or filters.last is not None:
        yield Chip(
            "Names years" if filters.date == "mentioned" else "Years",
            _range(filters.first, filters.last),
            _narrowed(query, first=None, last=None),
        )
    yield from _options(query)


def _options(query: Query) -> Iterator[Chip]:
    plain = replace(query, page=1)
    if query.match == "any":
        yield Chip("Match", "any of the words", search_url(replace(plain, match="all")))
    if query.forms == "exact":
        yield Chip("Forms", "exactly as written", search_url(replace(plain, forms="related")))
    if not query.aliases:
        yield Chip("Names", "without other names", search_url(replace(plain, aliases=True)))


def _labels(results: Results, name: str) -> dict[str, str]:
    labels = {
        str(value.value): value.label
        for facet in results.facets
        if facet.name == name
        for value in facet.values
    }
    return labels | {NONE: NONE_LABELS[name]}


def _range(first: int | None, last: int | None) -> str:
    if first is None:
        return f"to {last}"
    if last is None:
        return f"from {first}"
    return str(first) if first == last else f"{first}–{last}"
