"""What every engine needs for facets: selected values, ranges of years, labels, order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from indexer.authority import Authority
from indexer.facets import FACETS, FacetField
from indexer.model import Attribution, FacetValue, Filters

Value = str | int


def selections_of(filters: Filters) -> tuple[frozenset[Value], ...]:
    """The selected values of each facet, in the order of ``FACETS``."""
    by_name: dict[str, Iterable[Value]] = {
        "organisation": filters.organisations,
        "mentions": filters.mentions,
        _year_facet(filters): filters.years,
    }
    return tuple(frozenset(by_name.get(facet.name, ())) for facet in FACETS)


def year_range(filters: Filters) -> tuple[int, Callable[[Value], bool]] | None:
    """The facet, by its position in ``FACETS``, whose years are limited, and what passes.

    ``None`` if there is no limit. A document passes if one of its years does.
    """
    if filters.first is None and filters.last is None:
        return None
    first, last = filters.first or 0, math.inf if filters.last is None else filters.last
    position = next(i for i, facet in enumerate(FACETS) if facet.name == _year_facet(filters))
    return position, lambda value: isinstance(value, int) and first <= value <= last


def _year_facet(filters: Filters) -> str:
    return "year" if filters.date == "published" else "mentioned_year"


def given_names(attributions: Iterable[Attribution]) -> dict[str, str]:
    """Organisations by slug as documents name them; the first in order where names differ."""
    names: dict[str, str] = {}
    for given in attributions:
        names[given.slug] = min(given.name, names.get(given.slug, given.name))
    return names


def label_of(value: Value, authority: Authority, names: Mapping[str, str]) -> str:
    """A facet value as readers see it; ``names`` are for slugs the authority file has not."""
    if isinstance(value, int):
        return str(value)
    organisation = authority.get(value)
    return names.get(value, value) if organisation is None else organisation.name


def listing_order(facet: FacetField) -> Callable[[FacetValue], tuple[object, ...]]:
    """The sort key by which a facet's values are listed."""
    if facet.order == "count":
        return lambda value: (-value.count, value.label, str(value.value))
    return lambda value: (value.value,)
