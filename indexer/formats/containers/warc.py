"""WARC and ARC files: which of their records are pages, and the pages themselves."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.bufferedreaders import ChunkedDataReader

from indexer.errors import PageError
from indexer.formats.containers.gzipped import MAGIC, Member, undo_http
from indexer.formats.containers.sections import Broken, Record, Section, is_beginning, sections

TOO_LARGE = "is larger than {} MB (the setting file_megabytes)"
HEAD = 4096
"""How many of its first bytes tell whether a file is a WARC or ARC file."""

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


@dataclass(frozen=True)
class Survey:
    """What a file holds.

    ``pages`` are places of records that may be pages, in the order of the file,
    ``broken`` those of others with the reason, ``others`` is a sentence about
    the records that are sound and no pages, "" if there are none.
    """

    pages: tuple[str, ...]
    broken: tuple[tuple[str, str], ...]
    others: str


@dataclass(frozen=True)
class Capture:
    """A page as it was fetched. ``charset`` is what the server said, ``captured`` an ISO date.

    ``name`` is its address, with a suffix for its type where that is known.
    """

    content: bytes
    url: str
    name: str
    charset: str | None
    captured: str | None


def is_container(head: bytes, name: str) -> bool:
    """Whether a file is a WARC or ARC file, by its first bytes; gzip'd or not.

    ``name`` is trusted only where the first bytes are damaged.
    """
    line = head
    if head.startswith(MAGIC):
        try:
            line = Member(io.BytesIO(head), 0, 1 << 20).read(256) or b""
        except PageError:
            line = b""
    if line.startswith((b"WARC/0.", b"WARC/1.", b"filedesc://")):
        return True
    named = name.lower().endswith(_SUFFIXES)
    return named and (is_beginning(line) or b"\nWARC/1." in head or head.startswith(MAGIC))


def survey(stream: BinaryIO, megabytes: int, tick: Callable[[], None]) -> Survey:
    """Look through a file; ``tick`` is called at each record, ``megabytes`` is the largest page."""
    pages: list[str] = []
    broken: list[tuple[str, str]] = []
    others: Counter[str] = Counter()
    for section in sections(stream):
        for place, found in section.records() if isinstance(section, Section) else (section,):
            tick()
            if isinstance(found, Broken):
                broken.append((place, found.reason))
            elif other := _other(found):
                others[other] += 1
            elif found.length > megabytes << 20:
                broken.append((place, TOO_LARGE.format(megabytes)))
            else:
                pages.append(place)
    return Survey(tuple(pages), tuple(broken), _sentence(others.most_common()))


class Reader:
    """Reads pages of one file by their places, quickest in the order of the file."""

    def __init__(self, stream: BinaryIO, megabytes: int) -> None:
        self._stream, self._megabytes = stream, megabytes
        self._section: Section | None = None
        stream.seek(0)
        self._compressed = stream.read(len(MAGIC)) == MAGIC

    def capture(self, place: str) -> Capture:
        """The page at a place that ``survey`` found.

        Raises:
            PageError: if it cannot be read, or is larger than allowed once decompressed.
        """
        match = re.fullmatch(r"(\d{1,18})(?:\+(\d{1,18}))?", place)
        if not match:
            raise PageError(f"{place!r} is no place in a WARC file")
        first, inner = int(match[1]), int(match[2] or 0)
        member, offset = (first, inner) if self._compressed else (None, first)
        section, self._section = self._section, None
        if section is None or section.member != member or section.at > offset:
            section = Section(self._stream, member)
        section.go_to(offset)
        record, body = section.read_record()
        self._section = section
        return self._capture(record, body)

    def _capture(self, record: Record, body: bytes) -> Capture:
        address, mime, charset = _address(record), *_type(record)
        if record.http:
            if "chunked" in (record.http.get_header("Transfer-Encoding") or "").lower():
                body = ChunkedDataReader(io.BytesIO(body)).read()
            encoding = record.http.get_header("Content-Encoding") or ""
            body = undo_http(body, encoding, self._megabytes)
        return Capture(body, address, _name(address, mime), charset, _captured(record))


def _address(record: Record) -> str:
    head = record.head
    uri = head.rec_headers.get_header("uri" if head.format == "arc" else "WARC-Target-URI")
    return (uri or "").strip().removeprefix("<").removesuffix(">").replace(" ", "%20")


def _type(record: Record) -> tuple[str, str | None]:
    """The media type and the charset, as stated."""
    stated = record.http.get_header("Content-Type") if record.http else record.head.content_type
    mime, _, rest = (stated or "").partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", rest, re.IGNORECASE)
    return mime.strip().lower(), charset[1] if charset else None


def _other(record: Record) -> str:
    """What a record is that is no page, in words that follow a number; "" if it may be a page."""
    kind = record.head.rec_type or "unknown"
    if kind not in ("response", "resource"):
        return _PLURALS.get(kind, f"of type {kind}")
    address = _address(record)
    try:
        url = urlsplit(address)
    except ValueError:
        return "with addresses that are none"
    if url.scheme.lower() not in _SCHEMES:
        return f"of the scheme {url.scheme[:20] or 'none'}"
    status = record.http.get_statuscode() if record.http else "200"
    if status != "200":
        return f"with status {status[:20] or 'unknown'}"
    mime = _type(record)[0]
    if mime in _UNSAID:
        return "" if _HTML.match(record.begins) else "of an unknown type"
    if not _PAGE_TYPES.fullmatch(mime):
        return f"of type {mime[:60]}"
    if not record.length:
        return "without content"
    return "that are for crawlers" if _NO_PAGES.fullmatch(url.path) else ""


def _sentence(others: Sequence[tuple[str, int]]) -> str:
    number = sum(count for _, count in others)
    listed = ", ".join(f"{count} {kind}" for kind, count in others)
    subject = "1 record is no page" if number == 1 else f"{number} records are no pages"
    return f"{subject}: {listed}" if number else ""


def _name(address: str, mime: str) -> str:
    """What a file of this page might be called: its type first, then its address."""
    path = urlsplit(address).path
    if mime.endswith("html") or mime.endswith("html+xml"):
        return path if path.lower().endswith((".htm", ".html")) else f"{path}.html"
    return path if mime == "text/plain" and "." in path.rpartition("/")[2] else f"{path}.txt"


def _captured(record: Record) -> str | None:
    headers = record.head.rec_headers
    stated = headers.get_header("archive-date" if record.head.format == "arc" else "WARC-Date")
    match = re.match(r"((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])", stated or "")
    return "-".join(match.groups()) if match else None
