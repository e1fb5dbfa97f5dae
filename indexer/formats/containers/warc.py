"""WARC and ARC files: which of their records are pages, and the pages themselves."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.bufferedreaders import ChunkedDataReader

from indexer.errors import PageError
from indexer.formats.compression import GZIP_MAGIC, GzipMember, undo_http
from indexer.formats.containers.container import ContainedPage, Container, Survey
from indexer.formats.containers.records import (
    DamagedRecord,
    RecordHead,
    Section,
    begins_record,
    sections,
)

_TOO_LARGE = "is larger than {} MB (the setting file_megabytes)"
_SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz")
_SCHEMES = ("http", "https", "ftp", "file", "gopher")
_PAGE_TYPES = re.compile(r"text/(?:html|plain|(?:x-)?markdown)|application/(?:xhtml\+xml|html)")
_UNSAID = frozenset(("", "unknown", "no-type", "unk", "application/octet-stream", "*/*"))
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|title)\b", re.I | re.S)
_NO_PAGES = re.compile(r"/(?:robots|ads|humans|security)\.txt")
_PLURALS = {
    "metadata": "of metadata",
    "warcinfo": "about the file itself",
    "arc_header": "about the file itself",
    "conversion": "of converted files",
    "continuation": "that continue others",
}


def is_warc(head: bytes, name: str) -> bool:
    """Whether a file is a WARC or ARC file, by its first bytes; gzip'd or not.

    ``name`` is trusted only where the first bytes are damaged.
    """
    line = head
    if head.startswith(GZIP_MAGIC):
        try:
            line = GzipMember(io.BytesIO(head), 0, 1 << 20).read(256) or b""
        except PageError:
            line = b""
    if line.startswith((b"WARC/0.", b"WARC/1.", b"filedesc://")):
        return True
    named = name.lower().endswith(_SUFFIXES)
    return named and (begins_record(line) or b"\nWARC/1." in head or head.startswith(GZIP_MAGIC))


def survey(stream: BinaryIO, megabytes: int, tick: Callable[[], None]) -> Survey:
    """Look through a file; ``tick`` is called at each record, ``megabytes`` is the largest page."""
    pages: list[str] = []
    damaged: list[tuple[str, str]] = []
    others: Counter[str] = Counter()
    for locator, found in _records(stream):
        tick()
        if isinstance(found, DamagedRecord):
            damaged.append((locator, found.reason))
        elif other := _other(found):
            others[other] += 1
        elif found.length > megabytes << 20:
            damaged.append((locator, _TOO_LARGE.format(megabytes)))
        else:
            pages.append(locator)
    return Survey(tuple(pages), tuple(damaged), _sentence(others.most_common()))


def _records(stream: BinaryIO) -> Iterator[tuple[str, RecordHead | DamagedRecord]]:
    for section in sections(stream):
        if isinstance(section, Section):
            yield from section.records()
        else:
            yield section


class WarcReader:
    """Reads pages of one file by their locators, fastest in the order of the file."""

    def __init__(self, stream: BinaryIO, megabytes: int) -> None:
        self._stream, self._megabytes = stream, megabytes
        self._section: Section | None = None
        stream.seek(0)
        self._compressed = stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC

    def read(self, locator: str) -> ContainedPage:
        """The page at a locator that ``survey`` found.

        Raises:
            PageError: if it cannot be read, or is larger than allowed once decompressed.
        """
        match = re.fullmatch(r"(\d{1,18})(?:\+(\d{1,18}))?", locator)
        if not match:
            raise PageError(f"{locator!r} is not the offset of a record in a WARC file")
        first, inner = int(match[1]), int(match[2] or 0)
        member, offset = (first, inner) if self._compressed else (None, first)
        section, self._section = self._section, None
        if section is None or section.member != member or section.position > offset:
            section = Section(self._stream, member)
        section.go_to(offset)
        head, body = section.read_record()
        self._section = section
        return self._page(head, body)

    def _page(self, head: RecordHead, body: bytes) -> ContainedPage:
        address, mime, charset = _address(head), *_type(head)
        if head.http:
            if "chunked" in (head.http.get_header("Transfer-Encoding") or "").lower():
                body = ChunkedDataReader(io.BytesIO(body)).read()
            encoding = head.http.get_header("Content-Encoding") or ""
            body = undo_http(body, encoding, self._megabytes)
        return ContainedPage(body, address, _name(address, mime), charset, _captured(head))


def _address(record: RecordHead) -> str:
    headers = record.warc.rec_headers
    uri = headers.get_header("uri" if record.warc.format == "arc" else "WARC-Target-URI")
    return (uri or "").strip().removeprefix("<").removesuffix(">").replace(" ", "%20")


def _type(record: RecordHead) -> tuple[str, str | None]:
    """The media type and the charset, as stated."""
    stated = record.http.get_header("Content-Type") if record.http else record.warc.content_type
    mime, _, rest = (stated or "").partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", rest, re.IGNORECASE)
    return mime.strip().lower(), charset[1] if charset else None


def _other(record: RecordHead) -> str:
    """What a record is, in words that follow a number; "" if it may be a page."""
    kind = record.warc.rec_type or "unknown"
    if kind not in ("response", "resource"):
        return _PLURALS.get(kind, f"of type {kind}")
    try:
        url = urlsplit(_address(record))
    except ValueError:
        return "with addresses that are not valid"
    if url.scheme.lower() not in _SCHEMES:
        return f"of the scheme {url.scheme[:20] or 'none'}"
    status = record.http.get_statuscode() if record.http else "200"
    if status != "200":
        return f"with status {status[:20] or 'unknown'}"
    return _other_content(record, url.path)


def _other_content(record: RecordHead, path: str) -> str:
    """``_other`` of a response that succeeded, by its type, content and path."""
    mime = _type(record)[0]
    if mime in _UNSAID:
        return "" if _HTML.match(record.begins) else "of an unknown type"
    if not _PAGE_TYPES.fullmatch(mime):
        return f"of type {mime[:60]}"
    if not record.length:
        return "without content"
    return "that are for crawlers" if _NO_PAGES.fullmatch(path) else ""


def _sentence(others: Sequence[tuple[str, int]]) -> str:
    number = sum(count for _, count in others)
    listed = ", ".join(f"{count} {kind}" for kind, count in others)
    subject = "1 record is not a page" if number == 1 else f"{number} records are not pages"
    return f"{subject}: {listed}" if number else ""


def _name(address: str, mime: str) -> str:
    """What a file of this page might be called: its type first, then its address."""
    path = urlsplit(address).path
    if mime.endswith("html") or mime.endswith("html+xml"):
        return path if path.lower().endswith((".htm", ".html")) else f"{path}.html"
    return path if mime == "text/plain" and "." in path.rpartition("/")[2] else f"{path}.txt"


def _captured(record: RecordHead) -> str | None:
    headers = record.warc.rec_headers
    stated = headers.get_header("archive-date" if record.warc.format == "arc" else "WARC-Date")
    match = re.match(r"((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])", stated or "")
    return "-".join(match.groups()) if match else None


WARC = Container("a WARC or ARC file", is_warc, survey, WarcReader)
