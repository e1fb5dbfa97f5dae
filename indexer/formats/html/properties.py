"""What a page states about itself in meta tags, JSON-LD, microdata and ``time`` elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bs4 import Tag

from indexer.formats.encoding import mend
from indexer.formats.html.elements import COMMENTS, DATE_TOKENS
from indexer.formats.html.walk import text_of, tokens_of
from indexer.model import Property

_LONGEST = 2_000
_PAGE_TYPES = re.compile(
    r"(?:article|posting|page|report|book|creativework|document|blog|recipe|episode|thesis|question)$",
    re.IGNORECASE,
)
_STATED = ("headline", "name", "datePublished", "dateCreated", "dateModified", "inLanguage")
_NAMED = ("publisher", "author", "sourceOrganization", "isPartOf")
_INSIDE = ("mainEntityOfPage", "mainEntity", "@graph")
"""Keys under which the statements about a page may be nested; the last one is read first."""
_MALFORMED = re.compile(r'"(datePublished|dateCreated)"\s*:\s*"([^"]{8,40})"')
_RDFA_DATES = frozenset("date created issued datepublished datecreated published".split())
_STATING = frozenset(("meta", "html", "link", "script", "time", "abbr"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LONGEST_DATE = 60
_MOST_INSIDE = 16
"""An element with a date and little else has fewer elements and texts inside. Chosen by hand."""


def read_properties(tags: Iterable[Tag]) -> tuple[Property, ...]:
    """The properties that elements, in page order, state; readers' comments are left out.

    The first date marked up after an ``h1``, with no other heading between, is also
    returned as ``time:heading``.
    """
    found = (_clean(prop) for prop in _in_order(tags))
    return tuple(dict.fromkeys(prop for prop in found if prop.value))


def _in_order(tags: Iterable[Tag]) -> Iterator[Property]:
    headed = False
    comments = _Comments()
    for tag in tags:
        if tag.name in _HEADINGS:
            headed = tag.name == "h1"
        for prop in _of(tag, comments) if _may_state(tag) else ():
            yield prop
            if headed and prop.name.startswith("time:") and prop.value:
                yield Property("time:heading", prop.value)
                headed = False


def _may_state(tag: Tag) -> bool:
    """A quick test that rules out most elements."""
    attrs = tag.attrs
    if not attrs or tag.name in _STATING:
        return tag.name in _STATING
    if "itemprop" in attrs or "property" in attrs:
        return True
    return "class" in attrs and not tokens_of(tag).isdisjoint(DATE_TOKENS)


def _of(tag: Tag, comments: _Comments) -> Iterator[Property]:
    """What one element states."""
    name, attrs = tag.name, tag.attrs
    if name == "meta" and "content" in attrs:
        for key in ("name", "property", "http-equiv", "itemprop"):
            if key in attrs:
                yield Property(f"meta:{str(attrs[key]).strip().lower()}", str(attrs["content"]))
    elif name == "html" and "lang" in attrs:
        yield Property("html:lang", str(attrs["lang"]))
    elif name == "link" and "canonical" in str(attrs.get("rel")).lower().split():
        yield Property("link:canonical", str(attrs.get("href", "")))
    elif name == "script":
        if "ld+json" in str(attrs.get("type", "")).lower():
            yield from _json_ld(tag.get_text())
    else:
        yield from _dates(tag, comments)


def _clean(prop: Property) -> Property:
    value = " ".join(mend(prop.value[:_LONGEST]).split())
    return Property(" ".join(mend(prop.name[:100]).split()), value)


def _dates(tag: Tag, comments: _Comments) -> Iterator[Property]:
    """The dates that an element states, under what they are dates of; none inside comments."""
    if tag.name in ("time", "abbr") or "itemprop" in tag.attrs or "property" in tag.attrs:
        names = _date_names(tag)
        if names and not comments.hold(tag):
            for name in dict.fromkeys(names):
                yield Property(f"time:{name}", _date_value(tag))
    elif "class" in tag.attrs and tokens_of(tag) & DATE_TOKENS:
        yield from _date_by_class(tag, comments)


def _date_names(tag: Tag) -> list[str]:
    """What the date in a ``time``, ``abbr`` or microdata element is a date of; [""] if unsaid."""
    names = [w for w in str(tag.attrs.get("itemprop", "")).split() if w.lower().startswith("date")]
    stated = (w.lower().rpartition(":")[2] for w in str(tag.attrs.get("property", "")).split())
    names += [word for word in stated if word in _RDFA_DATES]
    if tag.name in ("time", "abbr"):
        names += sorted(tokens_of(tag) & DATE_TOKENS)
    if tag.name != "time":
        return names
    return [*names, "published"] if "pubdate" in tag.attrs else names or [""]


def _date_value(tag: Tag) -> str:
    attrs = tag.attrs
    value = attrs.get("datetime")
    if tag.name != "time":
        value = value or attrs.get("content") or attrs.get("title")
    return str(value or text_of(tag))


def _date_by_class(tag: Tag, comments: _Comments) -> Iterator[Property]:
    """The date in an element whose class names it and which holds little else."""
    if not _is_small(tag):
        return
    text = text_of(tag)
    if 6 <= len(text) <= _LONGEST_DATE and not comments.hold(tag):
        for name in sorted(tokens_of(tag) & DATE_TOKENS):
            yield Property(f"time:{name}", text)


def _is_small(tag: Tag) -> bool:
    """Whether there are few elements, and no ``time``, inside an element, at any depth."""
    seen = 0
    pending = [tag]
    while pending:
        for child in pending.pop().contents:
            seen += 1
            if seen >= _MOST_INSIDE:
                return False
            if isinstance(child, Tag):
                if child.name == "time":
                    return False
                pending.append(child)
    return True


class _Comments:
    """Finds readers' comments in one page; results are cached for the elements inside."""

    def __init__(self) -> None:
        self._known: dict[int, bool] = {}

    def hold(self, tag: Tag) -> bool:
        """Whether an element is part of a comment."""
        passed: list[int] = []
        node: Tag | None = tag
        held = False
        while node is not None and not held:
            if id(node) in self._known:
                held = self._known[id(node)]
                break
            passed.append(id(node))
            held = bool(tokens_of(node) & COMMENTS)
            node = node.parent
        self._known.update(dict.fromkeys(passed, held))
        return held


def _json_ld(text: str) -> Iterator[Property]:
    """Statements about the page in a JSON-LD script; of malformed JSON only the first date."""
    pending: list[Any]
    try:
        pending = [json.loads(text.strip().rstrip(";"), strict=False)]  # the next one last
    except (ValueError, RecursionError):
        match = _MALFORMED.search(text)
        if match:
            yield Property(f"json-ld:{match[1]}", match[2])
        return
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending += reversed(node)
        elif isinstance(node, dict):
            if _is_about_page(node):
                yield from _statements(node)
            pending += (node[key] for key in _INSIDE if key in node)


def _is_about_page(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        _PAGE_TYPES.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _statements(node: dict[str, Any]) -> Iterator[Property]:
    for key in _STATED:
        if isinstance(node.get(key), str):
            yield Property(f"json-ld:{key}", node[key])
    for key in _NAMED:
        value = node.get(key)
        for one in value if isinstance(value, list) else [value]:
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str):
                yield Property(f"json-ld:{key}", name)
