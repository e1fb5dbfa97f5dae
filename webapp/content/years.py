"""A facet of years for readers: by decade, and as a bar chart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from indexer.facets import FACETS_OF_YEARS
from indexer.model import NONE, Facet, FacetValue, Filters, Query, YearsMeant
from webapp.links import spans

LEAST_BARS = 6
"""Bars in the chart, at least (by hand): fewer say no more than the decades listed below."""
MOST_BARS = 60
"""Bars in the chart, at most; chosen by hand, some 4 pixels to a bar in the column."""
_WIDTHS = (1, 2, 5, 10, 50, 1000)
"""Years to a bar: the first that gives few enough bars."""


@dataclass(frozen=True)
class Decade:
    """Ten years of a facet; ``href`` narrows the search to them.

    ``share`` is their count in per cent of the largest decade's. ``count`` is
    ``None`` where it would not say what the link finds: a text that mentions two
    years of a decade counts in both, and going over to the other kind of years
    gives up the filters by this kind.
    """

    label: str
    count: int | None
    share: int
    choices: tuple[FacetValue, ...]
    href: str
    open: bool


@dataclass(frozen=True)
class YearBar:
    """The documents of a year or a few, as a bar of ``height`` per cent.

    ``exact`` is false where a document may be counted in more than one of the
    years, ``inside`` where the years are among those searched.
    """

    label: str
    count: int
    exact: bool
    height: int
    href: str
    inside: bool


def bars(facet: Facet, years: YearsMeant, query: Query) -> tuple[YearBar, ...]:
    """A facet of years as a chart, oldest first; nothing if it would have few bars."""
    counts = {int(v.value): v.count for v in facet.values if v.count}
    width = next((w for w in _WIDTHS if _bars_of(counts, w) <= MOST_BARS), _WIDTHS[-1])
    if _bars_of(counts, width) < LEAST_BARS:
        return ()
    starts = range(min(counts) // width * width, max(counts) + 1, width)
    sums = [sum(counts.get(year, 0) for year in range(s, s + width)) for s in starts]
    most, href = max(sums), spans(query, years)
    return tuple(
        YearBar(
            label=str(start) if width == 1 else f"{start}–{start + width - 1}",
            count=total,
            exact=width == 1 or years == "published",
            height=max(3, round(100 * total / most)) if total else 0,
            href=href(start, start + width - 1),
            inside=_inside(facet.name, query.filters, start, start + width - 1),
        )
        for start, total in zip(starts, sums, strict=True)
    )


def decades(facet: Facet, years: YearsMeant, query: Query) -> tuple[Decade, ...]:
    """A facet of years by decade, newest first."""
    values = sorted(facet.values, key=lambda value: -int(value.value))
    groups = [(d, tuple(vs)) for d, vs in groupby(values, lambda v: int(v.value) // 10 * 10)]
    sums = {start: sum(value.count for value in found) for start, found in groups}
    most = max(sums.values(), default=0)
    exact = years == "published" and (years == query.filters.date or not _by_years(query.filters))
    href = spans(query, years)
    return tuple(
        Decade(
            label=f"{start}s",
            count=sums[start] if exact else None,
            share=round(100 * sums[start] / most) if most else 0,
            choices=found,
            href=href(start, start + 9),
            open=any(value.selected for value in found),
        )
        for start, found in groups
    )


def _by_years(filters: Filters) -> bool:
    """Whether a search is narrowed by years of any kind."""
    narrowed = filters.chosen.keys() | filters.excluded.keys()
    return filters.in_years or any(facet.name in narrowed for facet in FACETS_OF_YEARS)


def _bars_of(years: Collection[int], width: int) -> int:
    """How many bars of ``width`` years there are from the first year to the last."""
    return max(years) // width - min(years) // width + 1 if years else 0


def _inside(name: str, filters: Filters, first: int, last: int) -> bool:
    """Whether a bar's years are among those searched; all are where no year is chosen."""
    chosen = filters.chosen.of(name)
    if chosen and not any(year != NONE and first <= int(year) <= last for year in chosen):
        return False
    return filters.in_range(first, last)
