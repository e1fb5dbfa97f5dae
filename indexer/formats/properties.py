"""What a page states about itself: meta tags, JSON-LD, microdata, dates in ``time`` elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bs4 import Tag

from indexer.formats.elements import COMMENTS, DATE_TOKENS
from indexer.formats.encoding import mend
from indexer.formats.walk import tokens_of
from indexer.model import Property

_LONGEST = 2_000
_PAGE_TYPES = re.compile(
    r"(?:article|posting|page|report|book|creativework|document|blog|recipe|episode|thesis|question)$",
    re.IGNORECASE,
)
_STATED = ("headline", "name", "datePublished", "dateCreated", "dateModified", "inLanguage")
_NAMED = ("publisher", "author", "sourceOrganization", "isPartOf")


_BROKEN = re.compile(r'"(datePublished|dateCreated)"\s*:\s*"([^"]{8,40})"')
_RDFA_DATES = frozenset("date created issued datepublished datecreated published".split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LONGEST_DATE = 60
_MOST_INSIDE = 16
"""Elements and texts in an element that holds a date and little else, at most one less."""


def read_properties(tags: Iterable[Tag]) -> tuple[Property, ...]:
    """What elements in page order state, equal properties once; none from readers' comments.

    The first date marked after an ``h1``, with no other heading between, is
    also given as ``time:heading``.
    """
    found = (_clean(prop) for prop in _in_order(tags))
    return tuple(dict.fromkeys(prop for prop in found if prop.value))


def _in_order(tags: Iterable[Tag]) -> Iterator[Property]:
    headed = False
    for tag in tags:
        if tag.name in _HEADINGS:
            headed = tag.name == "h1"
        for prop in _of(tag):
            yield prop
            if headed and prop.name.startswith("time:") and prop.value:
                yield Property("time:heading", prop.value)
                headed = False


def _of(tag: Tag) -> Iterator[Property]:
    name = tag.name
    attrs = tag.attrs
    if name == "meta" and "content" in attrs:
        for key in ("name", "property", "http-equiv", "itemprop"):
            if key in attrs:
                yield Property(f"meta:{str(attrs[key]).strip().lower()}", str(attrs["content"]))
    elif name == "html" and "lang" in attrs:
        yield Property("html:lang", str(attrs["lang"]))
    elif name == "link" and "canonical" in _words(attrs.get("rel")):
        yield Property("link:canonical", str(attrs.get("href", "")))
    elif name == "script":
        if "ld+json" in str(attrs.get("type", "")).lower():
            yield from _json_ld(tag.get_text())
    elif name in ("time", "abbr") or "itemprop" in attrs or "property" in attrs:
        yield from _date(tag)
    elif "class" in attrs and tokens_of(tag) & DATE_TOKENS:
        yield from _date_by_class(tag)


def _clean(prop: Property) -> Property:
    value = " ".join(mend(prop.value[:_LONGEST]).split())
    return Property(" ".join(mend(prop.name[:100]).split()), value)


def _words(value: object) -> list[str]:
    return (
        [str(v).lower() for v in value] if isinstance(value, list) else str(value).lower().split()
    )


def _date(tag: Tag) -> Iterator[Property]:
    """The date a ``time``, ``abbr`` or microdata element names, under what it is a date of."""
    names = [w for w in str(tag.attrs.get("itemprop", "")).split() if w.lower().startswith("date")]
    stated = (w.lower().rpartition(":")[2] for w in str(tag.attrs.get("property", "")).split())
    names += [word for word in stated if word in _RDFA_DATES]
    value = tag.attrs.get("datetime") or tag.attrs.get("content") or tag.attrs.get("title")
    if tag.name == "time":
        value = tag.attrs.get("datetime") or tag.get_text(" ", strip=True)
        names += sorted(tokens_of(tag) & DATE_TOKENS)
        names += ["published"] if "pubdate" in tag.attrs else []
        names = names or [""]
    elif tag.name == "abbr":
        names += sorted(tokens_of(tag) & DATE_TOKENS)
    if names and not _in_comments(tag):
        for name in dict.fromkeys(names):
            yield Property(f"time:{name}", str(value or tag.get_text(" ", strip=True)))


def _date_by_class(tag: Tag) -> Iterator[Property]:
    """The date in an element whose class says so and which holds little else."""
    if not _is_small(tag):
        return
    text = tag.get_text(" ", strip=True)
    if 6 <= len(text) <= _LONGEST_DATE and not _in_comments(tag):
        for name in sorted(tokens_of(tag) & DATE_TOKENS):
            yield Property(f"time:{name}", text)


def _is_small(tag: Tag) -> bool:
    """Whether an element holds but a few others and no ``time``; its depth does not matter."""
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


def _in_comments(tag: Tag) -> bool:
    return any(tokens_of(parent) & COMMENTS for parent in (tag, *tag.parents))


def _json_ld(text: str) -> Iterator[Property]:
    """Statements about the page in a JSON-LD script; of broken JSON only the first date."""
    try:
        pending: list[Any] = [json.loads(text.strip().rstrip(";"), strict=False)]
    except (ValueError, RecursionError):
        match = _BROKEN.search(text)
        if match:
            yield Property(f"json-ld:{match[1]}", match[2])
        return
    while pending:
        node = pending.pop(0)
        if isinstance(node, list):
            pending[:0] = node
        elif isinstance(node, dict):
            kinds = node.get("@type")
            if any(
                _PAGE_TYPES.search(str(k)) for k in (kinds if isinstance(kinds, list) else [kinds])
            ):
                yield from _statements(node)
            pending[:0] = [
                node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node
            ]


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
