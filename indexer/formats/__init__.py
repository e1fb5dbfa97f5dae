"""Bytes in, a page of blocks out: one module a format, a table by type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from indexer.formats.containers.gzipped import MAGIC, gunzip
from indexer.formats.encoding import decode
from indexer.formats.html import parse_html
from indexer.formats.hyphens import join_broken_words
from indexer.formats.kinds import Kind, find_kind, refuse_foreign
from indexer.formats.markdown import parse_markdown
from indexer.formats.text import parse_text
from indexer.model import ParsedPage

PARSERS: dict[Kind, Callable[[str, str], ParsedPage]] = {
    "html": parse_html,
    "text": parse_text,
    "markdown": parse_markdown,
}


LARGEST = 64
"""Megabytes that compressed pages may hold where nothing else is said."""


def parse(
    data: bytes, name: str, charset: str | None = None, megabytes: int = LARGEST
) -> ParsedPage:
    """Read a page. Its content says what it is; the suffix of ``name`` only helps.

    ``charset`` is what the server said of it, which the page itself may correct;
    ``megabytes`` is the most that a compressed page may hold.

    Raises:
        NotADocument: if it is none (empty, an image, a feed …), with the reason.
        PageError: if it is one and cannot be read, with the reason.
    """
    path = PurePosixPath(name)
    if data.startswith(MAGIC):
        data = gunzip(data, megabytes)
        path = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    refuse_foreign(data)
    text, encoding = decode(data, charset)
    suffix = path.suffix.lower()
    page = PARSERS[find_kind(text, suffix)](text, encoding)
    return replace(page, blocks=join_broken_words(page.blocks))
