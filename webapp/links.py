"""URLs of this site: every state of a search is a URL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal
from urllib.parse import quote, urlencode, urlsplit

from flask import g, request, url_for

from indexer.facets import FACETS_OF_YEARS
from indexer.model import Filters, Query, Selection, Value, YearsMeant
from indexer.query.parameters import LONGEST_TEXT, MAX_YEAR, read_parameters, write_parameters

_PATHS = 10_000
"""Paths that are cached; they come from the index, so visitors cannot fill the cache."""

Pairs = Iterable[tuple[str, str]]


def asked() -> Query:
    """The query in the URL of this request.

    Raises:
        QueryError: if a parameter cannot be read.
    """
    return read_parameters(request.args.to_dict(flat=False))


def address(endpoint: str, pairs: Pairs = (), anchor: str | None = None, **values: Any) -> str:
    """The URL of a view, with parameters in the given order; names may be repeated."""
    return path(endpoint, **values) + _joined(pairs) + (f"#{quote(anchor)}" if anchor else "")


def path(endpoint: str, **values: Any) -> str:
    """The path of a view, including the site's prefix."""
    return _path(request.script_root, endpoint, *values.items())


@lru_cache(_PATHS)
def _path(prefix: str, endpoint: str, *values: tuple[str, Any]) -> str:
    """Cached by the prefix of this request, which ``url_for`` adds itself."""
    return url_for(endpoint, **dict(values))


def _joined(pairs: Pairs) -> str:
    """Parameters as the end of a URL: with a question mark, or empty.

    Values are cut to the longest text that is searched for, as a page has hundreds of links.
    """
    query = urlencode([(name, value[:LONGEST_TEXT]) for name, value in pairs])
    return f"?{query}" if query else ""


def asking(query: Query) -> str:
    """A query as the end of a URL; cached for the request, as all links of a page need it."""
    written: dict[Query, str] = g.setdefault("written", {})
    if query not in written:
        written[query] = _joined(write_parameters(query))
    return written[query]


def search_url(query: Query, endpoint: str = "pages.search") -> str:
    """The page of results of a query."""
    return path(endpoint) + asking(query)


def spans(query: Query, years: YearsMeant) -> Callable[[int, int], str]:
    """A function that gives the URL of the search narrowed to a span of years.

    The span replaces years that were chosen; ``years`` says which years it means.
    """
    chosen, excluded = query.filters.chosen, query.filters.excluded
    for facet in FACETS_OF_YEARS:
        chosen = chosen.without(facet.name)
        excluded = excluded if facet.years == years else excluded.without(facet.name)
    template = Filters(chosen, excluded, first=0, last=MAX_YEAR, date=years)
    whole = search_url(replace(query, filters=template, page=1))
    # No value can contain this text: its "&" and "=" would be quoted.
    before, _, after = whole.partition(f"from=0&to={MAX_YEAR}")
    return lambda first, last: f"{before}from={first}&to={last}{after}"


def browse_url(facet: str, value: Value) -> str:
    """The page of results of one value of a facet."""
    return search_url(Query(filters=Filters(Selection({facet: (value,)}))))


def document_url(document: str, query: Query | None = None, passage: str | None = None) -> str:
    """A document, at a passage if one is given; the query leads back to its results."""
    way = asking(query) if query is not None else ""
    anchor = f"#{quote(passage)}" if passage else ""
    return path("pages.document", document=document) + way + anchor


def on_page(query: Query, page: int) -> str:
    """The same search, another page of it."""
    return search_url(replace(query, page=page))


def sorted_by(query: Query, sort: Literal["relevance", "oldest", "newest"]) -> str:
    """The first page of the same search in another order."""
    return search_url(replace(query, sort=sort, page=1))


def sized(query: Query, size: int) -> str:
    """The first page of the same search with ``size`` results per page."""
    return search_url(replace(query, size=size, page=1))


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


def original(url: str | None) -> str | None:
    """The URL a page was scraped from, if it is safe to link to."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


FUNCTIONS = {
    "path": path,
    "search_url": search_url,
    "browse_url": browse_url,
    "document_url": document_url,
    "on_page": on_page,
    "sorted_by": sorted_by,
    "sized": sized,
    "original": original,
}
"""What templates may call by name."""
