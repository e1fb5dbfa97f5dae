"""Beautiful Soup's tree of a page, built by a faster tree builder.

For every element and text, Beautiful Soup's own builder handles namespaces, line
numbers, multi-valued attributes, filters, and insertion into a finished tree, none
of which HTML read by lxml needs; that is nine tenths of its time. The tree here is
the same, except that all attribute values are plain strings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from bs4 import BeautifulSoup, Tag
from bs4.builder import ParserRejectedMarkup
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import (
    AttributeValueList,
    Comment,
    Doctype,
    NavigableString,
    PageElement,
    ProcessingInstruction,
)
from lxml import etree

_SPACES = " \n\t\f\r"
_KEEPING_SPACES = LXMLTreeBuilder.DEFAULT_PRESERVE_WHITESPACE_TAGS
_TEXT_OF = LXMLTreeBuilder.DEFAULT_STRING_CONTAINERS


class Tree(NamedTuple):
    """A page's tree and all its elements in page order, without the root."""

    soup: BeautifulSoup
    tags: list[Tag]


def grow(markup: str) -> Tree:
    """The tree of a page or fragment.

    Raises:
        ParserRejectedMarkup: if lxml rejects it.
    """
    builder = _Builder()
    soup = BeautifulSoup(markup, builder=builder)
    return Tree(soup, builder.tags)


class _Element(Tag):
    """A tag that stores only what differs between HTML elements; see ``Tag.__init__``."""

    parser_class = BeautifulSoup
    namespace = None
    prefix = None
    sourceline = None
    sourcepos = None
    known_xml = False
    hidden = False
    can_be_empty_element = False
    interesting_string_types = Tag.MAIN_CONTENT_STRING_TYPES
    cdata_list_attributes = LXMLTreeBuilder.DEFAULT_CDATA_LIST_ATTRIBUTES
    preserve_whitespace_tags = _KEEPING_SPACES
    attribute_value_list_class = AttributeValueList
    _namespaces: dict[str, str] = {}  # noqa: RUF012 -- as in Tag, where it is never changed

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.attrs = cast(Any, attributes or {})
        self.contents = []
        self.next_sibling = None
        self.next_element = None


class _Builder(LXMLTreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []

    def feed(self, markup: Any) -> None:
        """Called by ``BeautifulSoup``; again if the parser rejects the markup."""
        soup = cast(BeautifulSoup, self.soup)
        target = _Target(soup)
        self.tags = target.tags
        parser = etree.HTMLParser(target=cast(Any, target), encoding=soup.original_encoding)
        try:
            parser.feed(markup)
            parser.close()
        except (UnicodeDecodeError, LookupError, etree.ParserError) as error:
            raise ParserRejectedMarkup(error) from error


class _Target:
    """Adds to the tree what lxml's parser reports."""

    def __init__(self, root: BeautifulSoup) -> None:
        self.tags: list[Tag] = []
        self._open: list[Tag] = [root]
        self._names: Counter[str] = Counter((root.name,))  # of what is open
        self._kinds: list[type[NavigableString]] = [NavigableString]
        self._keeping_spaces = 0
        self._pieces: list[str] = []
        self._last: PageElement | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._pieces:
            self._end_text(self._kinds[-1])
        tag = _Element(name, attributes)
        self._add(tag)
        self.tags.append(tag)
        self._open.append(tag)
        self._names[name] += 1
        if name in _KEEPING_SPACES:
            self._keeping_spaces += 1
        if name in _TEXT_OF:
            self._kinds.append(_TEXT_OF[name])
            tag.interesting_string_types = {_TEXT_OF[name]}

    def end(self, name: str) -> None:
        if self._pieces:
            self._end_text(self._kinds[-1])
        if not self._names[name]:
            return
        ended = None
        while ended != name:
            ended = self._open.pop().name
            self._names[ended] -= 1
            if ended in _KEEPING_SPACES:
                self._keeping_spaces -= 1
            if ended in _TEXT_OF:
                self._kinds.pop()

    def data(self, text: str) -> None:
        self._pieces.append(text)

    def comment(self, text: str) -> None:
        self._add_apart(text, Comment)

    def pi(self, target: str, text: str) -> None:
        self._add_apart(f"{target} {text}", ProcessingInstruction)

    def doctype(self, name: str, public: str, system: str) -> None:
        self._add_apart(str(Doctype.for_name_and_ids(name, public, system)), Doctype)

    def close(self) -> None:
        if self._pieces:
            self._end_text(self._kinds[-1])

    def _add_apart(self, text: str, kind: type[NavigableString]) -> None:
        if self._pieces:
            self._end_text(self._kinds[-1])
        self._pieces.append(text)
        self._end_text(kind)

    def _end_text(self, kind: type[NavigableString]) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        if not (text.strip(_SPACES) or self._keeping_spaces):
            text = "\n" if "\n" in text else " "
        node = str.__new__(kind, text)
        node.next_sibling = None
        node.next_element = None
        self._add(node)

    def _add(self, node: Tag | NavigableString) -> None:
        parent = self._open[-1]
        siblings = parent.contents
        before = siblings[-1] if siblings else None
        if before is not None:
            before.next_sibling = node
        last = self._last
        if last is not None:
            last.next_element = node
        node.parent = parent
        node.previous_sibling = before
        node.previous_element = last
        self._last = node
        siblings.append(node)
