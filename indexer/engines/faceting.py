"""What every engine needs for facets: selected values, ranges of years, labels, order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from indexer.authority import Authority
from indexer.facets import FACETS, FacetField, facet_of_years
from indexer.model import NONE, Attribution, FacetValue, Filters, Selection, Value


def values_of(selection: Selection) -> tuple[frozenset[Value], ...]:
    """The values of each facet in a selection, in the order of ``FACETS``."""
    if not selection:
        return _NO_VALUES
    return tuple(frozenset(selection.of(facet.name)) for facet in FACETS)


_NO_VALUES: tuple[frozenset[Value], ...] = (frozenset(),) * len(FACETS)


def year_range(filters: Filters) -> tuple[int, Callable[[Value], bool]] | None:
    """The facet, by its position in ``FACETS``, whose years are limited, and what passes.

    ``None`` if there is no limit. A document passes if one of its years does.
    """
    if not filters.in_years:
        return None
    position = FACETS.index(facet_of_years(filters.date))
    return position, lambda value: isinstance(value, int) and filters.in_range(value)


def given_names(attributions: Iterable[Attribution]) -> dict[str, str]:
    """Organisations by slug as documents name them; the first in order where names differ."""
    names: dict[str, str] = {}
    for given in attributions:
        names[given.slug] = min(given.name, names.get(given.slug, given.name))
    return names


def label_of(
    facet: FacetField, value: Value, authority: Authority, names: Mapping[str, str]
) -> str:
    """A facet value as readers see it; ``names`` are for slugs the authority file has not."""
    if value == NONE:
        return facet.none
    if facet.kind != "organisation":
        return facet.written(value)
    slug = str(value)
    organisation = authority.get(slug)
    return names.get(slug, slug) if organisation is None else organisation.name


def left_out(
    facet: FacetField, filters: Filters, label: Callable[[Value], str]
) -> tuple[FacetValue, ...]:
    """The values of a facet that a search leaves out, as they are answered."""
    if not filters.excluded:
        return ()
    excluded = filters.excluded.of(facet.name)
    return tuple([FacetValue(value, label(value), 0, False) for value in excluded])


def listing_order(facet: FacetField) -> Callable[[FacetValue], tuple[object, ...]]:
    """The sort key by which a facet's values are listed."""
    if facet.order == "count":
        return lambda value: (-value.count, value.label, str(value.value))
    return lambda value: (value.value,)
