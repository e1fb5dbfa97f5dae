"""HTML pages, fragments and framesets, by Beautiful Soup on lxml."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup

from indexer.collecting import collection_paused
from indexer.errors import NotADocument, PageError
from indexer.formats.encoding import mend
from indexer.formats.markup import read_markup
from indexer.formats.properties import read_properties
from indexer.formats.tree import grow
from indexer.formats.walk import read_blocks
from indexer.model import Block, ParsedPage, Property

_PROLOG = re.compile(r"\s*<\?xml[^>]{0,400}>", re.IGNORECASE)

_LONG = 50_000
_LONG_TAG = re.compile(rf"<(/?[A-Za-z][\w:-]{{0,40}})\s[^<>]{{{_LONG},}}>")
"""Tags of which only the name is read: the parser takes a time quadratic in attributes."""


def parse_html(text: str, encoding: str) -> ParsedPage:
    """Read a page, whole or in part.

    What the page hides is left out, unless it hides everything.

    Raises:
        NotADocument: if there is no text in it.
        PageError: if the parser gives it up.
    """
    text = _without_open_comment(text)
    if len(text) > _LONG and max(map(len, text.split("<"))) > _LONG:
        text = _LONG_TAG.sub(r"<\1>", text)
    with collection_paused():
        title, properties, blocks = _read(text)
    properties += tuple(read_markup(text, properties))
    return ParsedPage("html", encoding, title, properties, blocks, text)


def _read(text: str) -> tuple[str | None, tuple[Property, ...], tuple[Block, ...]]:
    """Title, properties and blocks of a page; its tree is gone when they are found."""
    prolog = _PROLOG.match(text)
    try:
        soup, tags = grow(text[prolog.end() :] if prolog else text)
    except (ParserRejectedMarkup, AssertionError) as error:
        raise PageError(f"cannot be read as HTML: {error}; save the page anew") from error
    blocks = read_blocks(soup) or read_blocks(soup, show_hidden=True)
    if not blocks:
        raise NotADocument("holds no text, only markup")
    return _title(soup), read_properties(tags), blocks


def _without_open_comment(text: str) -> str:
    """A comment that is never closed would swallow the rest of the page: it is none."""
    end = text.rfind("-->") + 1
    if text.find("<!--", end) < 0:
        return text
    return text[:end] + text[end:].replace("<!--", "")


def _title(soup: BeautifulSoup) -> str | None:
    element = soup.find("title")
    text = " ".join(mend(element.get_text()).split()) if element else ""
    return text or None
