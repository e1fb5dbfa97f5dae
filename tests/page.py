"""Reading the pages of the site in tests."""

from __future__ import annotations

from urllib.parse import urlencode

from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement


def tree(client: FlaskClient, path: str, *pairs: tuple[str, str], status: int = 200) -> HtmlElement:
    """The page at an address, parsed."""
    response = client.get(path, query_string=urlencode(pairs) or None)
    assert response.status_code == status, response.text[:2000]
    return html.fromstring(response.text)


def words(element: HtmlElement | None) -> str:
    """The text of an element on one line."""
    assert element is not None
    return " ".join(" ".join(element.itertext()).split())


def one(page: HtmlElement, selector: str) -> HtmlElement:
    found = page.cssselect(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def titles(page: HtmlElement) -> list[str]:
    return [words(link) for link in page.cssselect(".hit h2 a")]


def documents(page: HtmlElement) -> int:
    """The number of documents a page of results says it found."""
    first = words(one(page, ".found h1")).split()[0]
    return 0 if first == "no" else int(first.replace(",", ""))
