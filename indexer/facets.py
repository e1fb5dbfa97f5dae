"""The facets: what a search can be narrowed by and counted over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from indexer.model import Entry


@dataclass(frozen=True)
class FacetField:
    """A facet: its key in URLs and JSON, its label, and where a document's values come from.

    ``order`` is how values are listed: by ``count`` (most first) or by ``value``.
    ``parameter`` is the URL parameter that filters by it.
    """

    name: str
    label: str
    parameter: str
    order: Literal["count", "value"]
    values: Callable[[Entry], tuple[str | int, ...]]


def _organisations(entry: Entry) -> tuple[str, ...]:
    return tuple(attribution.slug for attribution in entry.document.organisations)


def _year(entry: Entry) -> tuple[int, ...]:
    published = entry.document.published
    return () if published is None else (published.year,)


def _mentions(entry: Entry) -> tuple[str, ...]:
    return tuple(sorted({slug for passage in entry.passages for slug in passage.mentions}))


def _mentioned_years(entry: Entry) -> tuple[int, ...]:
    return tuple(sorted({year for passage in entry.passages for year in passage.years}))


FACETS = (
    FacetField("organisation", "Organisation", "organisation", "count", _organisations),
    FacetField("year", "Year", "year", "value", _year),
    FacetField("mentions", "Mentions", "mentions", "count", _mentions),
    FacetField("mentioned_year", "Years mentioned", "year", "value", _mentioned_years),
)
