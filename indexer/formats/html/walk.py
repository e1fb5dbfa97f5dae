"""The tree of a page in, its blocks in reading order out.

The walk keeps its own stack, so that no nesting is too deep. Each piece of visible
text becomes part of exactly one block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bs4 import BeautifulSoup, CData, Tag
from bs4.element import NavigableString, RubyTextString

from indexer.formats.blocks import BlockBuilder, Scope
from indexer.formats.html.elements import BLOCKS, KINDS, NEVER_HIDDEN, ROLES, SILENT, SPACES
from indexer.formats.html.tree import grow
from indexer.model import Block, BlockKind

_BOLD = frozenset(("b", "strong", "big", "h1", "h2", "h3", "h4", "h5", "h6"))
_NOT_DISPLAYED = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_ROOTS = frozenset(("[document]", "html", "body"))
_TELLING = frozenset((*KINDS, *_BOLD, "tr"))
"""Elements that change the scope of what is in them, even without attributes."""
_TEXT = frozenset((NavigableString, CData, RubyTextString))
_NONE: frozenset[str] = frozenset()
_LONG = 400
"""Characters of class and id above which their tokens are not cached."""
_MOST_TOKENS = 500
"""The most tokens, and names, kept of the elements around a block; no real page has more."""
_MOST_INSIDE = 200
"""The most elements and texts that are searched inside an element."""
_NOFRAMES = re.compile(r"</?noframes\b[^<>]*>?", re.IGNORECASE)
_CELL = 240
"""Characters above which a table cell is part of a layout rather than data. Chosen by hand."""


def read_blocks(soup: BeautifulSoup, show_hidden: bool = False) -> tuple[Block, ...]:
    """The blocks of a page, without hidden elements unless ``show_hidden``."""
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
        self._out = BlockBuilder()
        self._row: Tag | None = None

    def run(self, root: Tag) -> tuple[Block, ...]:
        add = self._out.add
        stack: list[tuple[Tag, Iterator[Any], Scope]] = [(root, iter(root.contents), Scope())]
        while stack:
            tag, children, scope = stack[-1]
            for child in children:
                if not isinstance(child, Tag):
                    if type(child) in _TEXT and child:
                        add(child, scope)
                elif self._enter(child):
                    if child.contents:
                        stack.append((child, iter(child.contents), self._scope(child, scope)))
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
        self._begin(tag)
        return True

    def _begin(self, tag: Tag) -> None:
        name = tag.name
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

    def _leave(self, tag: Tag) -> None:
        if self._row is None:
            if tag.name in BLOCKS:
                self._out.flush()
        elif tag is self._row:
            self._row = None
            self._out.flush()
        elif tag.name in ("td", "th"):
            self._out.line_break()

    def _scope(self, tag: Tag, above: Scope) -> Scope:
        """The scope inside an element."""
        name, attrs = tag.name, tag.attrs
        if not attrs and name in above.tags and name not in _TELLING:
            return above
        role = str(attrs.get("role", ""))
        kind, level = self._kind(tag, role, above)
        tokens, tags = above.tokens, above.tags
        if name not in _ROOTS:
            own = tokens_of(tag) if attrs else _NONE
            tokens = _joined(tokens, own)
            tags = _joined(tags, frozenset((name, ROLES.get(role, name))))
        linked = above.linked or (name == "a" and "href" in attrs)
        bold = above.bold or name in _BOLD
        size = (_font_size(tag) if name == "font" else 0) or above.size
        return Scope(kind, level, tokens, tags, linked, bold, size)

    def _kind(self, tag: Tag, role: str, above: Scope) -> tuple[BlockKind, int]:
        """Kind and level of the blocks inside an element."""
        if self._row is not None:
            return "row", 0
        if above.kind == "heading":
            return ("paragraph", 0) if tag.name in ("table", "article") else above[:2]
        if tag.name in KINDS:
            kind = KINDS[tag.name]
            return kind, int(tag.name[1]) if kind == "heading" else 0
        return ("heading", _aria_level(tag)) if role == "heading" else above[:2]

    def _noframes(self, tag: Tag) -> None:
        """Read what a browser without frames shows, which the parser leaves as text.

        ``noframes`` elements inside it add nothing, and each would be a level of recursion.
        """
        self._out.flush()
        inner = grow(_NOFRAMES.sub("", tag.get_text())).soup
        self._out.blocks.extend(_Walk(self._show_hidden).run(inner))


def text_of(tag: Tag) -> str:
    """The text of an element that should be small, its parts joined by spaces.

    Of a large element it is that of the first parts: elements may be nested by the thousand,
    and this be called for each.
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
    """``known`` and ``own``, up to ``_MOST_TOKENS``."""
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
    """Whether a table row holds data: two or more short cells without blocks inside."""
    cells = 0
    length = 0
    pending = list(reversed(row.contents))  # ``Tag.descendants`` first walks to its end
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
