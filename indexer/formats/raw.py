"""What a parser is given: the bytes of one page and the hints that came with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from indexer.errors import NotADocument
from indexer.formats.encoding import decode
from indexer.formats.refused import refuse_binary
from indexer.model import ParsedPage

_START = 20_000
"""Characters by which a format is recognised. Chosen by hand."""


@dataclass(frozen=True)
class RawPage:
    """One page before it is parsed.

    ``suffix`` is that of its file name, lower-case with its dot, or empty;
    ``charset`` is the encoding the server declared, if any.
    """

    data: bytes
    suffix: str = ""
    charset: str | None = None

    @cached_property
    def text(self) -> str:
        """The page decoded, once.

        Raises:
            NotADocument: if the bytes are not text, or text without a letter or digit; the message
                says what they are, if that is known.
        """
        refuse_binary(self.data)
        text = decode(self.data, self.charset)
        if not any(c.isalnum() for c in text):
            raise NotADocument("holds no text")
        return text

    @cached_property
    def start(self) -> str:
        """The first characters of ``text`` that are not white space."""
        return self.text.lstrip()[:_START]


class Evidence(IntEnum):
    """How strongly the content of a page, or else its suffix, speaks for a format."""

    NONE = 0
    FALLBACK = 1
    """Any text can be read this way."""
    LIKELY = 2
    """By its suffix, or by markup that plain text seldom holds."""
    CERTAIN = 3
    """By how it begins: believed even where it is data or code by its suffix."""


@dataclass(frozen=True)
class Parser:
    """How pages of one format are recognised and read; an entry of ``PARSERS``.

    ``format`` names the format in ``ParsedPage``. ``evidence`` and ``parse`` of a
    binary format look at ``RawPage.data`` alone, since decoding refuses binary data.

    ``parse`` raises NotADocument if there is no text in the page, PageError if it
    cannot be read.
    """

    format: str
    evidence: Callable[[RawPage], Evidence]
    parse: Callable[[RawPage], ParsedPage]
