"""Text and filters in, a Query out.

The parameters are those of the URL: ``parse_query`` takes them as keyword
arguments, ``read_parameters`` as they stand in a URL, and ``write_parameters``
gives the shortest list that reads back to the same query. Each facet has a
parameter; a minus before a value leaves the value out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, cast

from indexer.authority.file import MAX_SLUG, is_slug
from indexer.errors import QueryError
from indexer.facets import FACET_PARAMETERS, FacetField, facets_of
from indexer.model import NONE, Filters, Query, Selection, Value, YearsMeant
from indexer.query import grammar

MAX_REACH = 10_000
"""The last hit that can be asked for: page × size."""
MAX_SIZE = 100
MAX_YEAR = 9999
MAX_VALUES = 50
"""How often one parameter may be given."""
MAX_VALUE = MAX_SLUG
"""Characters of one value of a facet."""
LONGEST_TEXT = max(grammar.MAX_CHARACTERS.values())
"""Characters of a query text that are stored; the rest is never searched for."""

_CHOICES = {
    "date": ("published", "mentioned"),
    "match": ("all", "any"),
    "forms": ("related", "exact"),
    "aliases": ("on", "off"),
    "sort": ("relevance", "oldest", "newest"),
}
PARAMETERS = (
    "q",
    *(name for name in FACET_PARAMETERS if name != "year"),
    *("from", "to", "year", "date", "match", "forms", "aliases", "sort", "page", "size"),
)


def parse_query(text: str = "", **filters: Any) -> Query:
    """Read a query text with filters named as in the URL.

    Repeatable filters take one value or a sequence; ``from`` may also be given
    as ``from_``. ``None`` and empty values count as absent.

    Raises:
        QueryError: if a parameter is unknown or cannot be read.
    """
    given: dict[str, list[str]] = {"q": [text]}
    for name, value in filters.items():
        name = name.rstrip("_")
        if name not in PARAMETERS or name == "q":
            known = ", ".join(PARAMETERS[1:])
            raise QueryError(name, f"unknown parameter {name}; choose from {known}")
        several = isinstance(value, Iterable) and not isinstance(value, str)
        given[name] = [str(item) for item in (value if several else [value]) if item is not None]
    return read_parameters(given)


def read_parameters(given: Mapping[str, Sequence[str]]) -> Query:
    """Read a query from URL parameters; unknown and empty ones are ignored.

    Raises:
        QueryError: if a value cannot be read; it names the parameter.
    """
    values = {name: _values(name, given.get(name, ())) for name in PARAMETERS}
    text = next(iter(given.get("q", ())), "")
    choices = {name: _choice(name, values[name]) for name in _CHOICES}
    match = cast(Literal["all", "any"], choices["match"])
    page = _number("page", values["page"], 1, MAX_REACH) or 1
    size = _number("size", values["size"], 1, MAX_SIZE) or 20
    if page * size > MAX_REACH:
        raise QueryError(
            "page",
            f"page {page} of {size} results lies beyond the first {MAX_REACH}; narrow the search",
        )
    reading = grammar.read(text, match)
    nothing = reading.root is None and bool(text.strip())
    warnings = reading.warnings
    if nothing:
        warnings = (*warnings, "There is no word or number to search for in the query.")
    return Query(
        given=grammar.normalise(text[:LONGEST_TEXT]).strip(),
        root=reading.root,
        nothing=nothing,
        filters=_filters(values, choices["date"]),
        match=match,
        forms=cast(Literal["related", "exact"], choices["forms"]),
        aliases=choices["aliases"] == "on",
        sort=cast(Literal["relevance", "oldest", "newest"], choices["sort"]),
        page=page,
        size=size,
        warnings=warnings,
    )


def write_parameters(query: Query) -> list[tuple[str, str]]:
    """The query as URL parameters, in a fixed order, without defaults."""
    filters, default = query.filters, Query()
    pairs: list[tuple[str, str]] = [("q", query.given)] if query.given else []
    *others, years = facets_of(filters.date)
    for facet in others:
        pairs += _written(facet, filters)
    pairs += [("from", str(filters.first))] if filters.first is not None else []
    pairs += [("to", str(filters.last))] if filters.last is not None else []
    pairs += _written(years, filters)
    pairs += [("date", filters.date)] if filters.date != default.filters.date else []
    pairs += [("aliases", "off")] if not query.aliases else []
    for name in ("match", "forms", "sort", "page", "size"):
        value = getattr(query, name)
        if value != getattr(default, name):
            pairs.append((name, str(value)))
    return pairs


def _written(facet: FacetField, filters: Filters) -> list[tuple[str, str]]:
    chosen = [str(value) for value in filters.chosen.of(facet.name)]
    excluded = [f"-{value}" for value in filters.excluded.of(facet.name)]
    return [(facet.parameter, value) for value in (*chosen, *excluded)]


def with_match_any(query: Query) -> Query:
    """The same text, parsed as "any of these words"."""
    reading = grammar.read(query.given, "any")
    return replace(query, match="any", root=reading.root, warnings=reading.warnings, page=1)


def _values(name: str, given: Sequence[str]) -> tuple[str, ...]:
    """The distinct values of a parameter, trimmed; the last one only unless it is repeatable."""
    if len(given) > MAX_VALUES:
        raise QueryError(name, f"{name} is given {len(given)} times; {MAX_VALUES} is the most")
    if name == "q":
        return ()  # read_parameters reads the text of the query itself
    cleaned = (grammar.clean(item[: MAX_VALUE + 2]).strip() for item in given)
    values = tuple(dict.fromkeys(value for value in cleaned if value))
    return values if name in FACET_PARAMETERS else values[-1:]


def _choice(name: str, values: tuple[str, ...]) -> str:
    if not values:
        return _CHOICES[name][0]
    if values[0] not in _CHOICES[name]:
        allowed = " or ".join(_CHOICES[name])
        raise QueryError(name, f"{name} is {_shown(values[0])}; it must be {allowed}")
    return values[0]


def _shown(value: str) -> str:
    return f"“{value[:40]}…”" if len(value) > 40 else f"“{value}”"


def _number(name: str, values: tuple[str, ...], least: int, most: int) -> int | None:
    if not values:
        return None
    value = values[0]
    if not (value.isascii() and value.isdecimal()) or len(value) > 9:
        raise QueryError(name, f"{name} is {_shown(value)}; it must be a whole number")
    number = int(value)
    if not least <= number <= most:
        raise QueryError(name, f"{name} is {number}; it must be from {least} to {most}")
    return number


def _filters(values: Mapping[str, tuple[str, ...]], date: str) -> Filters:
    first = _number("from", values["from"], 0, MAX_YEAR)
    last = _number("to", values["to"], 0, MAX_YEAR)
    if first is not None and last is not None and first > last:
        raise QueryError("from", f"from is {first}, later than to, {last}; exchange them")
    chosen: dict[str, list[Value]] = {}
    excluded: dict[str, list[Value]] = {}
    for facet in facets_of(cast(YearsMeant, date)):
        for given in values[facet.parameter]:
            value = _facet_value(facet, given.removeprefix("-"))
            kept = (excluded if given.startswith("-") else chosen).setdefault(facet.name, [])
            if value not in kept:  # 1990 and 01990 are one year
                kept.append(value)
    return Filters(Selection(chosen), Selection(excluded), first, last, cast(YearsMeant, date))


def _facet_value(facet: FacetField, text: str) -> Value:
    """A value to choose or leave out, as the facet counts it."""
    if text == NONE:
        return NONE
    if facet.kind == "number":
        number = _number(facet.parameter, (text,), 0, MAX_YEAR)
        return cast(int, number)  # there is one for every text
    if facet.kind == "organisation" and not is_slug(text):
        raise QueryError(
            facet.parameter,
            f"{facet.parameter} is {_shown(text)}; it must be the slug of an organisation (small "
            f"letters a–z, digits and single hyphens, at most {MAX_SLUG}) or {NONE}, with a minus "
            "before it to leave it out",
        )
    if not text or len(text) > MAX_VALUE:
        raise QueryError(
            facet.parameter,
            f"{facet.parameter} is {_shown(text)}; it must have 1 to {MAX_VALUE} characters",
        )
    return text
