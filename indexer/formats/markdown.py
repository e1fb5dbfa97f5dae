"""Markdown, by markdown-it-py, with YAML or TOML front matter."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from indexer.errors import NotADocument
from indexer.formats.blocks import CELL_SEPARATOR
from indexer.formats.encoding import mend
from indexer.formats.html.tree import grow
from indexer.formats.html.walk import read_blocks
from indexer.formats.raw import Evidence, Parser, RawPage
from indexer.formats.text import mend_markup, text_blocks
from indexer.model import Block, BlockKind, ParsedPage, Property

_SUFFIXES = frozenset((".md", ".markdown", ".mdown", ".mkd"))
_OPENING = re.compile(r"(?:---[ \t]*\n(?:[\w\"' .-]+:.*\n)|\+\+\+[ \t]*\n[\w\"' .-]+=.*\n)")
"""The first two lines of front matter."""
_DEEPEST = 60
_FRONT_MATTER = re.compile(
    r"\s*(?:---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)|\+\+\+[ \t]*\n(?P<toml>.*?)\n\+\+\+)"
    r"[ \t]*(?:\n|$)",
    re.DOTALL,
)
_LINE = re.compile(r"([A-Za-z][\w .-]{0,60}?)\s*[:=]\s*(.*)")
_LONGEST_KEY, _LONGEST_VALUE = 100, 2_000
"""Characters that are kept; with aliases, a short file can hold very long values."""
_YAML_BRACKETS = re.compile(r"[\[\]{}]")
_DEEPEST_YAML = 20
"""The most open brackets in front matter; PyYAML's time for a token grows with their number."""
_LAST_BRACKET = -1
"""The key of a paragraph's last "]" in a cache whose other keys are offsets in the text."""


def _open_bracket(state: StateInline, silent: bool) -> bool:
    """Read "[" and "![" as text where no "]" follows.

    markdown-it would search for it once for each level of nesting that it allows.
    """
    at = state.pos + state.src.startswith("!", state.pos)
    if not state.src.startswith("[", at):
        return False
    if _LAST_BRACKET not in state.cache:
        state.cache[_LAST_BRACKET] = state.src.rfind("]")
    if at < state.cache[_LAST_BRACKET]:
        return False
    if not silent:
        state.pending += state.src[state.pos : at + 1]
    state.pos = at + 1
    return True


_READER = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
_READER.inline.ruler.before("link", "open_bracket", _open_bracket)


def parse_markdown(raw: RawPage) -> ParsedPage:
    """Read Markdown; front matter becomes properties, one for each item of a list.

    Raises:
        NotADocument: if there is neither text nor front matter.
    """
    properties, body = split_front_matter(raw.text)
    blocks = tuple(_blocks(body))
    if not blocks:
        raise NotADocument("holds no text")
    return ParsedPage("markdown", None, properties, blocks)


def split_front_matter(text: str) -> tuple[tuple[Property, ...], str]:
    """The values of the front matter, as they are written, and the text below it."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return (), text
    values = _yaml(match["yaml"]) if match["toml"] is None else _toml(match["toml"])
    if not isinstance(values, dict) or not values:
        # Text between two horizontal rules.
        return (), text
    return tuple(_properties(values)), text[match.end() :]


def _yaml(text: str) -> Any:
    if _bracket_depth(text) > _DEEPEST_YAML:
        return _by_line(text)
    try:
        # All values stay strings: "2010-12" is not a number and "no" not a boolean.
        return yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return _by_line(text)


def _bracket_depth(text: str) -> int:
    steps = (1 if bracket in "[{" else -1 for bracket in _YAML_BRACKETS.findall(text))
    return max(accumulate(steps), default=0)


def _toml(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return _by_line(text)


def _by_line(text: str) -> dict[str, str]:
    """Front matter that is not valid YAML or TOML, read as one ``key: value`` a line."""
    matches = (_LINE.fullmatch(line.strip()) for line in text.split("\n"))
    return {m[1]: m[2].strip("\"' ") for m in matches if m}


def _properties(values: dict[Any, Any]) -> Iterator[Property]:
    for key, value in values.items():
        name = f"front-matter:{_tidy(str(key)[:_LONGEST_KEY]).lower()}"
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict | list):
                text = _tidy(str(one)[:_LONGEST_VALUE])
                if text:
                    yield Property(name, text)


def _tidy(text: str) -> str:
    return " ".join(mend(text).split())


# ---------------------------------------------------------------- blocks


def _blocks(text: str) -> Iterator[Block]:
    tokens = _tokens(text)
    if not tokens:
        if any(c.isalnum() for c in text):
            yield from text_blocks(text)
        return
    open_tags: list[str] = []
    row: list[tuple[str, int]] = []
    for token in tokens:
        if token.nesting == 1:
            open_tags.append(token.tag)
        elif token.nesting == -1:
            open_tags.pop()
        if token.type == "inline" and "tr" in open_tags:
            row.append(_inline(token))
        elif token.type == "tr_close":
            yield from _row(row)
            row = []
        elif token.type == "html_block":
            yield from read_blocks(grow(token.content).soup)
        else:
            yield from _of(token, open_tags)


def _tokens(text: str) -> list[Token]:
    """The tokens of a text; none if it is nested too deeply to be read as Markdown."""
    try:
        tokens = _READER.parse(text)
    except RecursionError:
        return []
    return [] if any(token.level >= _DEEPEST - 2 for token in tokens) else tokens


def _row(cells: list[tuple[str, int]]) -> Iterator[Block]:
    filled = [(text, linked) for text, linked in cells if text]
    return _block(filled, "row", 0, {"tr"})


def _of(token: Token, open_tags: list[str]) -> Iterator[Block]:
    kind, level = _kind(open_tags)
    if token.type == "inline":
        yield from _block([_inline(token)], kind, level, set(open_tags))
    elif token.type in ("fence", "code_block"):
        for text in re.split(r"\n\s*\n", token.content):
            yield from _block([(mend_markup(text), 0)], "preformatted", 0, {*open_tags, "pre"})
    elif token.type == "list_item_open" and token.info.isdecimal() and int(token.info) > 999:
        # "1936. The branch is founded." is an entry in a chronology, not item 1936 of a list.
        yield from _block([(f"{token.info}.", 0)], "item", 0, set(open_tags))


def _kind(open_tags: list[str]) -> tuple[BlockKind, int]:
    for tag in reversed(open_tags):
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return "heading", int(tag[1])
        if tag == "li":
            return "item", 0
        if tag == "blockquote":
            return "quote", 0
    return "paragraph", 0


def _block(
    parts: list[tuple[str, int]], kind: BlockKind, level: int, tags: set[str]
) -> Iterator[Block]:
    separator = CELL_SEPARATOR if kind == "row" else " "
    text = separator.join(" ".join(mend(text).split()) for text, _ in parts)
    if any(c.isalnum() for c in text):
        linked = min(sum(linked for _, linked in parts), len(text))
        yield Block(text, kind, level, frozenset(), frozenset(tags), linked)


def _inline(token: Token) -> tuple[str, int]:
    """The text of an inline token and how many of its characters are linked."""
    parts: list[str] = []
    linked = depth = 0
    for child in token.children or ():
        if child.type == "link_open":
            depth += 1
        elif child.type == "link_close":
            depth -= 1
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
            linked += len(child.content) if depth else 0
        elif child.type in ("softbreak", "hardbreak") or child.content.lower().startswith("<br"):
            parts.append(" ")
    return mend_markup("".join(parts)), linked


def _evidence(raw: RawPage) -> Evidence:
    if raw.suffix in _SUFFIXES or _OPENING.match(raw.start):
        return Evidence.LIKELY
    return Evidence.NONE


MARKDOWN = Parser("markdown", _evidence, parse_markdown)
