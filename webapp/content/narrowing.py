"""What a search is narrowed by: the filters in force as chips, and the facets to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.facets import FACETS, FACETS_OF_YEARS, FacetField, facet_of_years, facets_of
from indexer.model import NONE, Facet, FacetValue, Filters, Query, Results
from webapp.content.years import Decade, decades
from webapp.links import search_url

SHOWN = 10
"""Values of a facet shown at once, chosen by hand; the rest are folded away."""
LISTED = 60
"""Values of a facet listed at most, chosen by hand; selected ones are always listed."""


@dataclass(frozen=True)
class Chip:
    """A filter in force, and where the search without it is; ``kind`` may be empty."""

    kind: str
    label: str
    href: str


@dataclass(frozen=True)
class FacetGroup:
    """A facet as a reader meets it. ``left_out`` counts values that are not listed.

    Facets of years have ``decades`` instead of ``shown`` and ``folded``.
    """

    label: str
    kind: str
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
class Panel:
    """The facets beside the results.

    ``years`` are those that the form filters by, ``other_years`` those it would
    filter by with another ``date``. ``excluded`` are the parameters that keep what
    is left out when the form is sent.
    """

    first: tuple[FacetGroup, ...]
    years: FacetGroup
    folded: tuple[FacetGroup, ...]
    other_years: FacetGroup
    excluded: tuple[tuple[str, str], ...]


def chips(results: Results) -> tuple[Chip, ...]:
    """Every filter in force, in the order of the URL's parameters."""
    return tuple(_chips(results))


def panel(results: Results) -> Panel:
    """The facets of a search."""
    query = results.query
    groups = {facet.name: _group(facet, results.facet(facet.name), query) for facet in FACETS}
    before = FACETS.index(FACETS_OF_YEARS[0])
    own = facet_of_years(query.filters.date)
    other = next(facet for facet in FACETS_OF_YEARS if facet != own)
    return Panel(
        first=tuple(groups[facet.name] for facet in FACETS[:before]),
        years=groups[own.name],
        folded=tuple(groups[facet.name] for facet in FACETS[before:] if facet.years is None),
        other_years=groups[other.name],
        excluded=tuple(
            (facet.parameter, f"-{value}")
            for facet in facets_of(query.filters.date)
            for value in query.filters.excluded.of(facet.name)
        ),
    )


def _group(field: FacetField, facet: Facet, query: Query) -> FacetGroup:
    none = None
    if facet.none or facet.none_selected:
        none = FacetValue(NONE, field.none, facet.none, facet.none_selected)
    listed = facet.values if field.years is None else ()
    selected = tuple(value for value in listed if value.selected)
    rest = tuple(value for value in listed if not value.selected)
    room = max(SHOWN - len(selected), 0)
    return FacetGroup(
        label=field.label,
        kind=field.kind,
        parameter=field.parameter,
        shown=selected + rest[:room],
        folded=rest[room:LISTED],
        left_out=max(len(rest) - max(LISTED, room), 0),
        decades=() if field.years is None else decades(facet, field.years, query),
        none=none,
        active=facet.none_selected or any(value.selected for value in facet.values),
    )


def _chips(results: Results) -> Iterator[Chip]:
    query, filters = results.query, results.query.filters
    for field in facets_of(filters.date):
        yield from _facet_chips(field, results)
    if filters.in_years:
        kind = "Years" if filters.date == "published" else "Mentioning years"
        left = replace(filters, first=None, last=None)
        yield Chip(kind, _range(filters.first, filters.last), _narrowed(query, left))
    yield from _options(query)


def _facet_chips(field: FacetField, results: Results) -> Iterator[Chip]:
    query, filters = results.query, results.query.filters
    facet = results.facet(field.name)
    labels = {str(value.value): value.label for value in (*facet.values, *facet.excluded)}
    labels[NONE] = field.none
    for value in filters.chosen.of(field.name):
        left = replace(filters, chosen=filters.chosen.without(field.name, value))
        kind = "" if value == NONE else field.chip.capitalize()
        yield Chip(kind, labels.get(str(value), str(value)), _narrowed(query, left))
    for value in filters.excluded.of(field.name):
        left = replace(filters, excluded=filters.excluded.without(field.name, value))
        kind = "Left out:" if value == NONE else f"Not {field.chip}"
        yield Chip(kind, labels.get(str(value), str(value)), _narrowed(query, left))


def _narrowed(query: Query, filters: Filters) -> str:
    return search_url(replace(query, filters=filters, page=1))


def _options(query: Query) -> Iterator[Chip]:
    first_page = replace(query, page=1)
    if query.match == "any":
        yield Chip("Match", "any of the words", search_url(replace(first_page, match="all")))
    if query.forms == "exact":
        yield Chip("Forms", "exactly as written", search_url(replace(first_page, forms="related")))
    if not query.aliases:
        yield Chip("Names", "without other names", search_url(replace(first_page, aliases=True)))


def _range(first: int | None, last: int | None) -> str:
    if first is None:
        return f"to {last}"
    if last is None:
        return f"from {first}"
    return str(first) if first == last else f"{first}–{last}"
