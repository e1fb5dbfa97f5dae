"""Bytes in, a page of blocks out: one module a format, and the table of them.

To add a format, write a module that defines a ``Parser`` and enter it in ``PARSERS``.
Files that hold many pages are in ``containers/``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from indexer.formats.compression import GZIP_MAGIC, gunzip
from indexer.formats.html import HTML
from indexer.formats.hyphens import join_broken_words
from indexer.formats.markdown import MARKDOWN
from indexer.formats.raw import Evidence, Parser, RawPage
from indexer.formats.refused import refuse_data
from indexer.formats.text import TEXT
from indexer.model import ParsedPage

PARSERS: tuple[Parser, ...] = (
    MARKDOWN,
    HTML,
    TEXT,
)
"""The formats that are read: binary ones first; of equal evidence, the first one counts."""

MAX_MEGABYTES = 64
"""The largest content of a compressed page, unless told otherwise."""


def parse(
    data: bytes, name: str, charset: str | None = None, megabytes: int = MAX_MEGABYTES
) -> ParsedPage:
    """Read a page. Its format follows from its content; the suffix of ``name`` is a hint.

    Args:
        data: the page, gzip'd or not.
        name: its file name or path.
        charset: the encoding the server declared; one the page itself declares takes precedence.
        megabytes: the largest content of a gzip'd page.

    Raises:
        NotADocument: if it is none (empty, an image, a feed …), with the reason.
        PageError: if it is one and cannot be read, with the reason.
    """
    path = PurePosixPath(name)
    if data.startswith(GZIP_MAGIC):
        data = gunzip(data, megabytes)
        path = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    raw = RawPage(data, path.suffix.lower(), charset)
    page = find_parser(raw).parse(raw)
    return replace(page, blocks=join_broken_words(page.blocks))


def find_parser(raw: RawPage) -> Parser:
    """The parser of the format a page is in.

    Raises:
        NotADocument: if it is in none of them, naming what it is.
    """
    found, strongest = TEXT, Evidence.NONE
    for parser in PARSERS:
        evidence = parser.evidence(raw)
        if evidence is Evidence.CERTAIN:
            return parser
        if evidence > strongest:
            found, strongest = parser, evidence
    refuse_data(raw.text, raw.suffix)
    return found
