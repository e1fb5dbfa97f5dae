"""Trafilatura's answer to what the main content of a page is.

It walks over the whole tree many times. So it is given one without what it discards
first, and without the elements of which no block is left.
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
_READ_FIRST = frozenset(("figure", "form", "math"))
"""Elements trafilatura reads before it discards them."""
_DISCARDED = tuple(name for name in MANUALLY_CLEANED if name not in _READ_FIRST)
_CONTAINERS = ("div", "section", "ul", "ol", "table", "header")
"""Elements whose text is in blocks of their own, which have all of their tokens."""
_REMOVED = "script"
"""The name that elements get which are to be removed."""

_PARSER = etree.HTMLParser(
    encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
)
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
_OPTIONS = Extractor(fast=True, comments=False)


def main_content(source: str, without: Set[str] = frozenset()) -> str:
    """The texts of a page's main content, one a line; "" if none is found.

    A fragment is wrapped in a body first, since trafilatura finds nothing without one.

    Args:
        source: the page's markup.
        without: class and id tokens, lower-cased, of elements to leave out.
    """
    if not _BODY.search(source):
        source = f"<html><body>{source}</body></html>"
    tree = _tree(source)
    if tree is None:
        return ""
    for element in tree.iter(*_CONTAINERS) if without else ():
        if not without.isdisjoint(_class_tokens(element.get("class", ""), element.get("id", ""))):
            element.tag = _REMOVED
    etree.strip_elements(tree, _REMOVED, *_DISCARDED, with_tail=False)
    document = bare_extraction(tree, options=_OPTIONS)
    return "\n".join(map(str, document.body.itertext())) if isinstance(document, Document) else ""


def _tree(source: str) -> etree._Element | None:
    try:
        return etree.fromstring(source.encode("utf-8", "replace"), _PARSER)
    except etree.LxmlError:
        return None


@lru_cache(4096)
def _class_tokens(classes: str, own_id: str) -> frozenset[str]:
    return frozenset(f"{classes} {own_id}".lower().split())
