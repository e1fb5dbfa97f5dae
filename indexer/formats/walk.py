"""A tree of elements in, blocks in reading order out.

The walk keeps its own stack, so that no nesting is too deep. All visible text
ends in exactly one block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, CData, Tag
from bs4.element import NavigableString, PageElement, RubyTextString

from indexer.formats.blocks import Gatherer, Place
from indexer.formats.elements import BLOCKS, KINDS, NEVER_HIDDEN, ROLES, SILENT, SPACES
from indexer.formats.tree import grow
from indexer.model import Block

_BOLD = frozenset(("b", "strong", "big", "h1", "h2", "h3", "h4", "h5", "h6"))
_NOT_DISPLAYED = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_TEXT = (NavigableString, CData, RubyTextString)
_CELL = 240
"""Characters past which a table cell is no datum but part of a layout."""


def read_blocks(soup: BeautifulSoup, show_hidden: bool = False) -> tuple[Block, ...]:
    """The blocks of a page. Hidden elements count as absent unless ``show_hidden``."""
    return _Walk(show_hidden).run(soup)


def tokens_of(tag: Tag) -> frozenset[str]:
    """The whole class and id tokens of one element, lower-cased."""
    found: list[str] = []
    for name in ("class", "id"):
        value = tag.attrs.get(name)
        if value:
            found += " ".join(value).split() if isinstance(value, list) else str(value).split()
    return frozenset(token.lower() for token in found)


class _Walk:
    def __init__(self, show_hidden: bool) -> None:
        self._show_hidden = show_hidden
        self._out = Gatherer()
        self._row: Tag | None = None

    def run(self, root: Tag) -> tuple[Block, ...]:
        stack: list[tuple[Tag, Iterator[PageElement], Place]] = [
            (root, iter(root.contents), Place())
        ]
        while stack:
            tag, children, place = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(tag)
            elif isinstance(child, Tag):
                if self._enter(child, place):
                    stack.append((child, iter(child.contents), self._place(child, place)))
            elif type(child) in _TEXT and child:
                self._out.add(str(child), place)
        self._out.flush()
        return tuple(self._out.blocks)

    def _enter(self, tag: Tag, place: Place) -> bool:
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
        name = tag.name
        kind, level = above.kind, above.level
        if self._row is not None:
            kind, level = "row", 0
        elif name in KINDS and kind != "heading":
            kind = KINDS[name]
            level = int(name[1]) if kind == "heading" else 0
        elif tag.attrs.get("role") == "heading" and kind != "heading":
            kind, level = "heading", _aria_level(tag)
        elif kind == "heading" and name in ("table", "article"):
            kind, level = "paragraph", 0
        tokens, tags = above.tokens, above.tags
        if name not in ("[document]", "html", "body"):
            tokens = tokens | own if (own := tokens_of(tag)) else tokens
            names = {name, ROLES.get(str(tag.attrs.get("role", "")), name)}
            tags = tags if names <= tags else tags | names
        linked = above.linked or (name == "a" and "href" in tag.attrs)
        bold = above.bold or name in _BOLD
        size = _font_size(tag) or above.size
        return Place(kind, level, tokens, tags, linked, bold, size)

    def _noframes(self, tag: Tag) -> None:
        """What a browser without frames shows; the parser leaves it as text."""
        self._out.flush()
        inner = grow(tag.get_text()).soup
        self._out.blocks.extend(_Walk(self._show_hidden).run(inner))


def _is_hidden(tag: Tag) -> bool:
    if tag.name == "noscript":
        return not tag.get_text(strip=True)
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
    if tag.name != "font":
        return 0
    size = re.fullmatch(r"\s*([+-]?)(\d)\s*(?:pt|px)?\s*", str(tag.attrs.get("size", "")))
    if not size:
        return 0
    return int(size[2]) if not size[1] else 3 + int(size[1] + size[2])
