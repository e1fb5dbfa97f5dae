"""Addresses of this site: every state of a search is a URL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from flask import request, url_for

from indexer.grammar import MAX_CHARACTERS
from indexer.model import NONE, Filters, Query
from indexer.query import read_parameters, write_parameters

_LONGEST = max(MAX_CHARACTERS.values())

Pairs = Iterable[tuple[str, str]]

_LONGEST = max(MAX_CHARACTERS.values())


def asked() -> Query:
    """The query of the present request's URL.

    Raises:
        QueryError: if a parameter cannot be read.
    """
    return read_parameters(request.args.to_dict(flat=False))


def address(endpoint: str, pairs: Pairs = (), anchor: str | None = None, **values: Any) -> str:
    """The URL of a view, with parameters in the given order; repeated names are kept.

    Values are cut to the longest text that is ever searched for: a page has hundreds of links.
    """
    query = urlencode([(name, value[:_LONGEST]) for name, value in pairs])
    path = url_for(endpoint, **values)
    return path + (f"?{query}" if query else "") + (f"#{quote(anchor)}" if anchor else "")


def search_url(query: Query, endpoint: str = "pages.search") -> str:
    """The page of results of a query."""
    return address(endpoint, write_parameters(query))


def browse_url(**filters: Any) -> str:
    """The page of results of filters alone; ``organisations=("slug",)`` and so on."""
    return search_url(Query(filters=Filters(**filters)))


def document_url(document: str, query: Query | None = None, passage: str | None = None) -> str:
    """A document, at a passage if one is given; the query goes along as the way back."""
    pairs = write_parameters(query) if query is not None else []
    return address("pages.document", pairs, passage, document=document)


def on_page(query: Query, page: int) -> str:
    """The same search, another page of it."""
    return search_url(replace(query, page=page))


def sorted_by(query: Query, sort: str) -> str:
    """The same search in another order, from its first page."""
    return search_url(replace(query, sort=sort, page=1))  # type: ignore[arg-type]


def sized(query: Query, size: int) -> str:
    """The same search with ``size`` results a page, from its first page."""
    return search_url(replace(query, size=size, page=1))


def original(url: str | None) -> str | None:
    """The address a page was scraped from, if it is one a browser may be sent to."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


FUNCTIONS = {
    "search_url": search_url,
    "browse_url": browse_url,
    "document_url": document_url,
    "on_page": on_page,
    "sorted_by": sorted_by,
    "sized": sized,
    "original": original,
    "NONE": NONE,
}
"""What templates may call by name."""
