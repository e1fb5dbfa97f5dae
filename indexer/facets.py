"""The facets: fields that a search counts and can be filtered by.

A facet is one entry of ``FACETS``, from which everything else follows: engines
count it and filter by it; the URL, the command line and Python have a parameter
for it; pages, help, the OpenSearch description and JSON show it. An entry changes
what an index stores, so the next ``indexer rebuild`` reads every page anew. Before
a release ``tests/store/test_stored_shape.py`` asks for a new schema number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from indexer.model import Entry, Value, YearsMeant


@dataclass(frozen=True)
class FacetField:
    """A facet: its name in URLs and JSON, its words for readers, and a document's values.

    ``kind`` says what may be asked for: ``organisation`` are slugs, shown by the
    organisation's name; ``number`` whole numbers; ``text`` anything that does not
    begin with a minus, which leaves a value out.
    ``chip`` stands before a value in force ("by Militant"), ``none`` is what
    documents without a value are called, ``help`` completes "finds documents …".
    ``order`` is how values are listed: by ``count``, highest first, or by ``value``.
    ``years`` is set for the facets that share the parameter ``year``: the value
    of the parameter ``date`` under which it means this one.
    ``written`` gives a number or text as readers see it.
    """

    name: str
    label: str
    kind: Literal["organisation", "number", "text"]
    values: Callable[[Entry], tuple[Value, ...]]
    chip: str
    none: str
    help: str
    order: Literal["count", "value"] = "count"
    years: YearsMeant | None = None
    written: Callable[[Value], str] = str

    @property
    def parameter(self) -> str:
        """The parameter that filters by it."""
        return self.name if self.years is None else "year"


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
    FacetField(
        name="organisation",
        label="Organisation",
        kind="organisation",
        values=_organisations,
        chip="by",
        none="No organisation",
        help="by an organisation, or wholly about it",
    ),
    FacetField(
        name="year",
        label="Year",
        kind="number",
        values=_year,
        chip="year",
        none="Undated",
        help="of a year",
        order="value",
        years="published",
    ),
    FacetField(
        name="mentions",
        label="Mentions",
        kind="organisation",
        values=_mentions,
        chip="mentioning",
        none="No organisation mentioned",
        help="that mention an organisation",
    ),
    FacetField(
        name="mentioned_year",
        label="Years mentioned",
        kind="number",
        values=_mentioned_years,
        chip="mentioning the year",
        none="No year mentioned",
        help="that mention a year",
        order="value",
        years="mentioned",
    ),
)
"""In the order of pages and JSON. Those before the year stand open on a page, the rest folded."""


FACETS_OF_YEARS = tuple(facet for facet in FACETS if facet.years is not None)
"""Those that share the parameters ``year``, ``from`` and ``to``."""


def facets_of(date: YearsMeant) -> tuple[FacetField, ...]:
    """The facets that parameters mean under this value of ``date``.

    All but the other facet of years; in the order of parameters in a URL, years last.
    """
    found = [facet for facet in FACETS if facet.years in (None, date)]
    return tuple(sorted(found, key=lambda facet: facet.years is not None))


def facet_of_years(date: YearsMeant) -> FacetField:
    """The facet whose years ``from``, ``to`` and ``year`` mean under this ``date``."""
    return facets_of(date)[-1]


FACET_PARAMETERS = tuple(dict.fromkeys(facet.parameter for facet in facets_of("published")))
"""The parameters of the facets; each may be repeated."""
