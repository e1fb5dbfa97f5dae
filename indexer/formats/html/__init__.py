"""HTML pages, fragments and framesets, by Beautiful Soup on lxml."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup

from indexer.collecting import gc_disabled
from indexer.errors import NotADocument, PageError
from indexer.formats.encoding import mend
from indexer.formats.html.markup import read_markup
from indexer.formats.html.properties import read_properties
from indexer.formats.html.tree import grow
from indexer.formats.html.walk import read_blocks
from indexer.formats.raw import Evidence, Parser, RawPage
from indexer.formats.refused import is_xml
from indexer.model import Block, ParsedPage, Property

_DOCUMENT = re.compile(
    r"(?:\s|<\?xml[^>]{0,400}>|<!--.{0,4000}?-->|<!doctype\s+(?!html)[^>]{0,400}>)*"
    r"<(?:!doctype\s+html|html|head|body|frameset|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(r"<(?:html|body|frameset)[\s>]", re.IGNORECASE)
_MARKUP = re.compile(
    r"<(?:/?(?:p|div|table|tr|td|ul|ol|li|h[1-6]|blockquote|center|font|article|section|pre|dl|"
    r"dd|dt|b|i|em|strong)"
    r"|br\s*/?|hr\s*/?)(?:\s[^<>]{0,400})?>|<a\s[^<>]{0,20}href|<img\s",
    re.IGNORECASE,
)
_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".shtml", ".shtm", ".mht"))
_ENOUGH_TAGS = 3
_ENOUGH_TAGS_IN_TEXT = 4
"""Tags that make a file HTML, and at least one for three lines in a ``.txt`` file. Both were
chosen by hand: plain text may have some left in its lines."""
_PROLOG = re.compile(r"\s*<\?xml[^>]{0,400}>", re.IGNORECASE)

_SAMPLE = 20_000
"""Characters in which tags are counted. Chosen by hand."""
_LONG = 50_000
_LONG_TAG = re.compile(rf"<(/?[A-Za-z][\w:-]{{0,40}})\s[^<>]{{{_LONG},}}>")
"""Tags of which only the name is read: the parser's time is quadratic in their attributes."""


def parse_html(raw: RawPage) -> ParsedPage:
    """Read a whole page or a fragment.

    What the page hides is left out, unless it hides everything.

    Raises:
        NotADocument: if there is no text in it.
        PageError: if the parser rejects it.
    """
    text = _without_open_comment(raw.text)
    if len(text) > _LONG and max(map(len, text.split("<"))) > _LONG:
        text = _LONG_TAG.sub(r"<\1>", text)
    with gc_disabled():
        title, properties, blocks = _read(text)
    properties += tuple(read_markup(text, properties))
    return ParsedPage("html", title, properties, blocks, text)


def _read(text: str) -> tuple[str | None, tuple[Property, ...], tuple[Block, ...]]:
    """Title, properties and blocks of a page; its tree is freed on return."""
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
    """The page without the start of a comment that is never closed, which would hide the rest."""
    end = text.rfind("-->") + 1
    if text.find("<!--", end) < 0:
        return text
    return text[:end] + text[end:].replace("<!--", "")


def _title(soup: BeautifulSoup) -> str | None:
    element = soup.find("title")
    text = " ".join(mend(element.get_text()).split()) if element else ""
    return text or None


def _evidence(raw: RawPage) -> Evidence:
    if _DOCUMENT.match(raw.start) or (is_xml(raw.start) and _ROOT.search(raw.start)):
        return Evidence.CERTAIN
    return Evidence.LIKELY if _is_marked_up(raw) else Evidence.NONE


def _is_marked_up(raw: RawPage) -> bool:
    """Whether tags make up the text."""
    sample = raw.text[:_SAMPLE]
    tags = sum(1 for _ in _MARKUP.finditer(sample))
    if raw.suffix in _SUFFIXES:
        return tags > 0
    if raw.suffix != ".txt":
        return tags >= _ENOUGH_TAGS
    lines = sum(1 for line in sample.split("\n") if line.strip())
    return tags >= max(_ENOUGH_TAGS_IN_TEXT, lines / 3)


HTML = Parser("html", _evidence, parse_html)
