"""Text and filters in, a Query out.

The parameters are those of the URL; ``parse_query`` takes them as keyword
arguments, ``read_parameters`` as a URL has them, ``write_parameters`` gives the
shortest list that reads back to the same query.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, cast

from indexer.authority.file import MAX_SLUG, is_slug
from indexer.errors import QueryError
from indexer.model import NONE, Filters, Query
from indexer.query import grammar

MAX_REACH = 10_000
"""The last hit that can be asked for: page × size."""
MAX_SIZE = 100
MAX_YEAR = 9999
MAX_VALUES = 50
"""How often one parameter may be given."""
LONGEST_TEXT = max(grammar.MAX_CHARACTERS.values())
"""Characters of a query text that are kept; no more is ever searched for."""

_CHOICES = {
    "date": ("published", "mentioned"),
    "match": ("all", "any"),
    "forms": ("related", "exact"),
    "aliases": ("on", "off"),
    "sort": ("relevance", "oldest", "newest"),
}
PARAMETERS = (
    "q",
    "organisation",
    "mentions",
    "from",
    "to",
    "year",
    "date",
    "match",
    "forms",
    "aliases",
    "sort",
    "page",
    "size",
)
_REPEATABLE = {"organisation", "mentions", "year"}


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
            raise QueryError(name, f"{name} is no parameter of a search; choose from {known}")
        several = isinstance(value, Iterable) and not isinstance(value, str)
        given[name] = [str(item) for item in (value if several else [value]) if item is not None]
    return read_parameters(given)


def read_parameters(given: Mapping[str, Sequence[str]]) -> Query:
    """Read a query from URL parameters; unknown ones are ignored, empty ones absent.

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
    """The query as URL parameters, in a fixed order, defaults left out."""
    filters, plain = query.filters, Query()
    pairs: list[tuple[str, str]] = [("q", query.given)] if query.given else []
    pairs += [("organisation", value) for value in filters.organisations]
    pairs += [("mentions", value) for value in filters.mentions]
    pairs += [("from", str(filters.first))] if filters.first is not None else []
    pairs += [("to", str(filters.last))] if filters.last is not None else []
    pairs += [("year", str(value)) for value in filters.years]
    pairs += [("date", filters.date)] if filters.date != plain.filters.date else []
    pairs += [("aliases", "off")] if not query.aliases else []
    for name in ("match", "forms", "sort", "page", "size"):
        value = getattr(query, name)
        if value != getattr(plain, name):
            pairs.append((name, str(value)))
    return pairs


def with_match_any(query: Query) -> Query:
    """The same text read as "any of these words"."""
    reading = grammar.read(query.given, "any")
    return replace(query, match="any", root=reading.root, warnings=reading.warnings, page=1)


def _values(name: str, given: Sequence[str]) -> tuple[str, ...]:
    """The distinct values of a parameter, cleaned of space; the last one wins unless repeatable."""
    if len(given) > MAX_VALUES:
        raise QueryError(name, f"{name} is given {len(given)} times; {MAX_VALUES} is the most")
    if name == "q":
        return ()  # its text is read as it is
    cleaned = (grammar.normalise(item[: MAX_SLUG + 1]).strip() for item in given)
    values = tuple(dict.fromkeys(value for value in cleaned if value))
    return values if name in _REPEATABLE else values[-1:]


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


def _slugs(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not is_slug(value):
            raise QueryError(
                name,
                f"{name} is {_shown(value)}; it must be the slug of an organisation (small "
                f"letters a–z, digits and single hyphens, at most {MAX_SLUG}) or {NONE}",
            )
    return values


def _filters(values: Mapping[str, tuple[str, ...]], date: str) -> Filters:
    first = _number("from", values["from"], 0, MAX_YEAR)
    last = _number("to", values["to"], 0, MAX_YEAR)
    if first is not None and last is not None and first > last:
        raise QueryError("from", f"from is {first}, later than to, {last}; exchange them")
    return Filters(
        organisations=_slugs("organisation", values["organisation"]),
        mentions=_slugs("mentions", values["mentions"]),
        years=tuple(dict.fromkeys(_year(value) for value in values["year"])),
        first=first,
        last=last,
        date=cast(Literal["published", "mentioned"], date),
    )


def _year(value: str) -> int | Literal["none"]:
    if value == NONE:
        return NONE
    number = _number("year", (value,), 0, MAX_YEAR)
    return cast(int, number)
