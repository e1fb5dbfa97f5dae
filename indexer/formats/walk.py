"""A tree of elements in, blocks in reading order out.

The walk keeps its own stack, so that no nesting is too deep. All visible text
ends in exactly one block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bs4 import BeautifulSoup, CData, Tag
from bs4.element import NavigableString, RubyTextString

from indexer.formats.blocks import Gatherer, Place
from indexer.formats.elements import BLOCKS, KINDS, NEVER_HIDDEN, ROLES, SILENT, SPACES
from indexer.formats.tree import grow
from indexer.model import Block

_BOLD = frozenset(("b", "strong", "big", "h1", "h2", "h3", "h4", "h5", "h6"))
_NOT_DISPLAYED = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_ROOTS = frozenset(("[document]", "html", "body"))
_TELLING = frozenset((*KINDS, *_BOLD, "tr"))
"""Elements that change the place of what is in them, whatever their attributes."""
_TEXT = frozenset((NavigableString, CData, RubyTextString))
_NONE: frozenset[str] = frozenset()
_LONG = 400
"""Characters of class and id past which they are not kept for the next element of the same."""
_MOST_TOKENS = 500
"""Tokens of the elements a block is in that are kept, and names of them: past any real page."""
_MOST_INSIDE = 200
"""Elements and texts that are looked through for what an element says."""
_NOFRAMES = re.compile(r"</?noframes\b[^<>]*>?", re.IGNORECASE)
_CELL = 240
"""Characters past which a table cell is no datum but part of a layout."""


def read_blocks(soup: BeautifulSoup, show_hidden: bool = False) -> tuple[Block, ...]:
    """The blocks of a page. Hidden elements count as absent unless ``show_hidden``."""
    return _Walk(show_hidden).run(soup)


def tokens_of(tag: Tag) -> frozenset[str]:
    """The whole class and id tokens of one element, lower-cased."""
    classes, own_id = tag.attrs.get("class", ""), tag.attrs.get("id", "")
    if not classes and not own_id:
        return _NONE
    named = f"{classes} {own_id}"
    return _tokens(named) if len(named) <= _LONG else _tokens.__wrapped__(named)


@lru_cache(4096)
def _tokens(named: str) -> frozenset[str]:
    return frozenset(token.lower() for token in named.split())


class _Walk:
    def __init__(self, show_hidden: bool) -> None:
        self._show_hidden = show_hidden
        self._out = Gatherer()
        self._row: Tag | None = None

    def run(self, root: Tag) -> tuple[Block, ...]:
        add = self._out.add
        stack: list[tuple[Tag, Iterator[Any], Place]] = [(root, iter(root.contents), Place())]
        while stack:
            tag, children, place = stack[-1]
            for child in children:
                if not isinstance(child, Tag):
                    if type(child) in _TEXT and child:
                        add(child, place)
                elif self._enter(child):
                    if child.contents:
                        stack.append((child, iter(child.contents), self._place(child, place)))
                        break
                    self._leave(child)
            else:
                stack.pop()
                self._leave(tag)
        self._out.flush()
        return tuple(self._out.blocks)

    def _enter(self, tag: Tag) -> bool:
        """Begin an element; False if nothing inside it is to be read."""
        name = tag.name
        if name == "noframes":
            self._noframes(tag)
            return False
        if name in SILENT or (not self._show_hidden and _is_hidden(tag)):
            return False
        if name == "br":
            self._out.line_break() if self._row is None else self._out.space()
        elif self._row is not None:
            if name in BLOCKS:
                self._out.space()
        elif name == "tr" and _is_data(tag):
            self._out.flush()
            self._row = tag
        elif name in BLOCKS:
            self._out.flush()
        elif name in SPACES or (name == "a" and _follows_link(tag)):
            self._out.space()
        return True

    def _leave(self, tag: Tag) -> None:
        if self._row is None:
            if tag.name in BLOCKS:
                self._out.flush()
        elif tag is self._row:
            self._row = None
            self._out.flush()
        elif tag.name in ("td", "th"):
            self._out.line_break()

    def _place(self, tag: Tag, above: Place) -> Place:
        name, attrs = tag.name, tag.attrs
        if not attrs and name in above.tags and name not in _TELLING:
            return above
        kind, level = above.kind, above.level
        role = str(attrs.get("role", ""))
        if self._row is not None:
            kind, level = "row", 0
        elif name in KINDS and kind != "heading":
            kind = KINDS[name]
            level = int(name[1]) if kind == "heading" else 0
        elif role == "heading" and kind != "heading":
            kind, level = "heading", _aria_level(tag)
        elif kind == "heading" and name in ("table", "article"):
            kind, level = "paragraph", 0
        tokens, tags = above.tokens, above.tags
        if name not in _ROOTS:
            own = tokens_of(tag) if attrs else _NONE
            tokens = _joined(tokens, own)
            tags = _joined(tags, frozenset((name, ROLES.get(role, name))))
        linked = above.linked or (name == "a" and "href" in attrs)
        bold = above.bold or name in _BOLD
        size = (_font_size(tag) if name == "font" else 0) or above.size
        return Place(kind, level, tokens, tags, linked, bold, size)

    def _noframes(self, tag: Tag) -> None:
        """What a browser without frames shows; the parser leaves it as text.

        Elements of the kind inside it say no more, and would be as many levels of recursion.
        """
        self._out.flush()
        inner = grow(_NOFRAMES.sub("", tag.get_text())).soup
        self._out.blocks.extend(_Walk(self._show_hidden).run(inner))


def text_of(tag: Tag) -> str:
    """The text of an element that should hold little, its parts joined by spaces.

    Of a large one it is that of its first parts: elements of a kind may be nested by the
    thousand, and each be asked.
    """
    texts = (node.strip() for node in _first_inside(tag) if type(node) in _TEXT)
    return " ".join(text for text in texts if text)


def _first_inside(tag: Tag) -> list[Any]:
    """The first elements and texts inside an element, in page order."""
    found: list[Any] = []
    pending: list[Iterator[Any]] = [iter(tag.contents)]
    while pending and len(found) < _MOST_INSIDE:
        node = next(pending[-1], None)
        if node is None:
            pending.pop()
            continue
        found.append(node)
        if isinstance(node, Tag):
            pending.append(iter(node.contents))
    return found


def _joined(known: frozenset[str], own: frozenset[str]) -> frozenset[str]:
    """``known`` and of ``own`` as many as there is room for."""
    if own <= known or len(known) >= _MOST_TOKENS:
        return known
    if len(known) + len(own) > _MOST_TOKENS:
        own = frozenset(sorted(own - known)[: _MOST_TOKENS - len(known)])
    return known | own


def _is_hidden(tag: Tag) -> bool:
    if tag.name == "noscript":
        inside = _first_inside(tag)
        return len(inside) < _MOST_INSIDE and not text_of(tag)
    if tag.name in NEVER_HIDDEN:
        return False
    if "hidden" in tag.attrs and tag.attrs["hidden"] != "until-found":
        return True
    style = tag.attrs.get("style")
    return bool(style and _NOT_DISPLAYED.search(str(style)))


def _is_data(row: Tag) -> bool:
    """Whether a table row holds data: two or more short cells without blocks in them."""
    cells = 0
    length = 0
    pending = list(reversed(row.contents))  # ``descendants`` looks for its end at once, deep down
    while pending:
        node = pending.pop()
        if isinstance(node, Tag):
            if node.name in ("td", "th"):
                cells += 1
                length = 0
            elif node.name in BLOCKS and node.name not in ("p", "div", "center"):
                return False
            pending += reversed(node.contents)
        elif type(node) in _TEXT:
            length += len(str(node).strip())
            if length > _CELL:
                return False
    return cells >= 2


def _follows_link(tag: Tag) -> bool:
    before = tag.previous_sibling
    return isinstance(before, Tag) and before.name == "a"


def _aria_level(tag: Tag) -> int:
    level = str(tag.attrs.get("aria-level", "2"))
    return int(level) if level in "123456" and level else 6


def _font_size(tag: Tag) -> int:
    size = re.fullmatch(r"\s*([+-]?)(\d)\s*(?:pt|px)?\s*", str(tag.attrs.get("size", "")))
    if not size:
        return 0
    return int(size[2]) if not size[1] else 3 + int(size[1] + size[2])
