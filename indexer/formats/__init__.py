"""Bytes in, a page of blocks out: one module a format, a table by type."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from indexer.formats.encoding import decode
from indexer.formats.html import parse_html
from indexer.formats.kinds import Kind, find_kind, refuse_foreign
from indexer.formats.markdown import parse_markdown
from indexer.formats.text import parse_text
from indexer.model import ParsedPage

PARSERS: dict[Kind, Callable[[str, str], ParsedPage]] = {
    "html": parse_html,
    "text": parse_text,
    "markdown": parse_markdown,
}


def parse(data: bytes, name: str) -> ParsedPage:
    """Read a page. Its content says what it is; the suffix of ``name`` only helps.

    Raises:
        NotADocument: if it is none (empty, an image, a feed …), with the reason.
        PageError: if it is one and cannot be read, with the reason.
    """
    refuse_foreign(data)
    text, encoding = decode(data)
    suffix = PurePosixPath(name).suffix.lower()
    return PARSERS[find_kind(text, suffix)](text, encoding)
