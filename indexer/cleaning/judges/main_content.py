"""Trafilatura's answer to what the main content of a page is.

It looks through the whole tree again and again. So it is given one without
what it throws away first, and without the elements of which no block is left.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import MANUALLY_CLEANED, Document, Extractor

_BODY = re.compile(r"<body\b", re.IGNORECASE)
_ASKED_FIRST = frozenset(("figure", "form", "math"))
"""Elements trafilatura looks into before it throws them away."""
_THROWN_AWAY = tuple(name for name in MANUALLY_CLEANED if name not in _ASKED_FIRST)
_HOLDING = ("div", "section", "ul", "ol", "table", "header")
"""Elements whose text is in blocks of their own, which have all of their tokens."""
_GONE = "script"
"""The name of elements that are about to go."""

_PARSER = etree.HTMLParser(
    encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
)
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
_OPTIONS = Extractor(fast=True, comments=False)


def main_content(source: str, gone: Set[str] = frozenset()) -> str:
    """The texts of a page's main content, one a line; "" if none is found.

    A fragment is wrapped first, since without a body nothing is found in it.

    Args:
        source: the page's markup.
        gone: class and id tokens, lower-cased, of elements to leave out.
    """
    if not _BODY.search(source):
        source = f"<html><body>{source}</body></html>"
    tree = _tree(source)
    if tree is None:
        return ""
    for element in tree.iter(*_HOLDING) if gone else ():
        if not gone.isdisjoint(_tokens(element.get("class", ""), element.get("id", ""))):
            element.tag = _GONE
    etree.strip_elements(tree, _GONE, *_THROWN_AWAY, with_tail=False)
    document = bare_extraction(tree, options=_OPTIONS)
    return "\n".join(map(str, document.body.itertext())) if isinstance(document, Document) else ""


def _tree(source: str) -> etree._Element | None:
    try:
        return etree.fromstring(source.encode("utf-8", "replace"), _PARSER)
    except etree.LxmlError:
        return None


@lru_cache(4096)
def _tokens(classes: str, own_id: str) -> frozenset[str]:
    return frozenset(f"{classes} {own_id}".lower().split())
