"""The records of WARC and ARC files as they stand one after the other, whole or damaged.

A record has a *place*: the offset it begins at, in bytes. In a gzip'd file that
is the offset of its gzip member; a record further inside a member has ``+`` and
its offset in the member's content after it. After damage, reading goes on at
the next thing that looks like a record.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import (
    StatusAndHeaders,
    StatusAndHeadersParser,
    StatusAndHeadersParserException,
)

from indexer.errors import PageError
from indexer.formats.containers.gzipped import MAGIC, Member

_CHUNK = 1 << 20
_LINE = 1 << 16
"""The longest line of a header that is read as one."""
_BEGINS = 512
_HEADER = 1 << 20
_SKIPPED = 1 << 30
"""Bytes of a gzip member that are read through to get past one record."""
_BEGINNING = re.compile(rb"WARC/\d|filedesc://|\S[^\r\n]* \S+ \d{8,20} \S+ \S+\r?\n")
_BAD_HEADER = (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, IndexError, EOFError)

# It tells of mended addresses, which do not concern whoever watches a rebuild.
logging.getLogger("warcio.recordloader").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Record:
    """A record whose headers were read. ``http`` is the header of the response in it, if any.

    ``length`` counts the bytes of its body, ``begins`` are the first of them.
    """

    head: ArcWarcRecord
    http: StatusAndHeaders | None
    length: int
    begins: bytes = b""


@dataclass(frozen=True)
class Broken:
    """Why a record, or what stands in place of one, cannot be read."""

    reason: str


class Section:
    """A run of records: a plain file, or a gzip member of a compressed one.

    Members that do not begin with a record belong to the one before.
    """

    def __init__(self, stream: BinaryIO, member: int | None) -> None:
        def goes_on(start: int) -> bool:
            line = _first_line(stream, start)
            return line is not None and not _BEGINNING.match(line)

        self.member = member
        self._gzip = None if member is None else Member(stream, member, _SKIPPED, goes_on)
        self._bytes = stream if self._gzip is None else io.BufferedReader(self._gzip, _LINE)
        if self._gzip is None:
            stream.seek(0)

    @property
    def end(self) -> int | None:
        """Where the gzip member ends; ``None`` if it was not read to its end."""
        return self._gzip.end if self._gzip else None

    @property
    def at(self) -> int:
        """The offset in this section of what is read next."""
        return self._bytes.tell()

    def place(self, offset: int) -> str:
        """The place of the record at ``offset`` of this section."""
        if self.member is None:
            return str(offset)
        return f"{self.member}+{offset}" if offset else str(self.member)

    def records(self) -> Iterator[tuple[str, Record | Broken]]:
        """What there is, each with its place, in order."""
        sound, start = True, 0
        try:
            while True:
                start, line = self._next_line()
                if not line:
                    return
                if _BEGINNING.match(line):
                    found = self._found(line)
                    yield self.place(start), found
                    sound = isinstance(found, Record)
                elif sound:
                    yield self.place(start), Broken("is no record; that before it may be longer")
                    sound = False
        except PageError as error:
            yield self.place(start), Broken(str(error))

    def go_to(self, offset: int) -> None:
        """Go on at ``offset``, which lies ahead."""
        self._renew()
        self._skip(offset - self.at)

    def read_record(self) -> tuple[Record, bytes]:
        """The record that begins here, and its body.

        Raises:
            PageError: if none does or it is damaged.
        """
        self._renew()
        record = self._header(self._bytes.readline(_LINE))
        body = self._bytes.read(record.length)
        if len(body) < record.length:
            raise PageError("is cut short")
        return record, body

    def _renew(self) -> None:
        if self._gzip:
            self._gzip.allowance = _SKIPPED

    def _next_line(self) -> tuple[int, bytes]:
        """The next line that is not blank and where it begins; empty at the end."""
        self._renew()
        while True:
            start = self.at
            line = self._bytes.readline(_LINE)
            if not line or line.strip():
                return start, line

    def _found(self, line: bytes) -> Record | Broken:
        try:
            record = self._header(line)
        except _BAD_HEADER as error:
            return Broken(f"is no valid record ({' '.join(str(error).split()) or 'it ends early'})")
        begins = self._bytes.read(min(record.length, _BEGINS))
        missing = record.length - len(begins) - self._skip(record.length - len(begins))
        if missing:
            return Broken(f"is cut short: {missing} of {record.length} bytes are missing")
        return replace(record, begins=begins)

    def _header(self, line: bytes) -> Record:
        header = _Header(self._bytes)
        kind = "warc" if line.startswith(b"WARC/") else "arc"
        head = _LOADER.parse_record_stream(header, line, kind, no_record_parse=True)
        given = head.rec_headers.get_header("Content-Length" if kind == "warc" else "length")
        if not str(given).isdecimal():
            raise ValueError(f"its length is {given!r}")
        start = self.at
        http = None
        if _holds_http(head):
            http = _HTTP.parse(LimitReader(header, head.length))
        return Record(head, http, head.length - (self.at - start))

    def _skip(self, length: int) -> int:
        """Pass over ``length`` bytes; how many of them there were."""
        if self._gzip is None:
            start, size = self.at, self._bytes.seek(0, io.SEEK_END)
            return self._bytes.seek(min(start + length, size)) - start
        left = length
        while left > 0 and (content := self._bytes.read(min(left, _CHUNK))):
            left -= len(content)
        return length - max(left, 0)


def sections(stream: BinaryIO) -> Iterator[Section | tuple[str, Broken]]:
    """The sections of a file; the one before must be read to its end before the next.

    What is no gzip data between gzip members is broken.
    """
    if not _is_gzip(stream, 0):
        yield Section(stream, None)
        return
    at: int | None = 0
    while at is not None:
        section = Section(stream, at)
        yield section
        at = _next_member(stream, at + 1) if section.end is None else section.end
        if section.end is not None and not _is_gzip(stream, section.end):
            at = _next_member(stream, section.end)
            if at is not None or _rest(stream, section.end).strip(b"\0\r\n"):
                yield str(section.end), Broken("is no gzip data")


def is_beginning(line: bytes) -> bool:
    """Whether a record may begin with ``line``."""
    return bool(_BEGINNING.match(line))


def _holds_http(head: ArcWarcRecord) -> bool:
    """Whether a record is an HTTP response; in ARC files its own type is the page's."""
    stated = head.content_type if head.format == "warc" else None
    return head.rec_type == "response" and "http" in (stated or "http")


def _is_gzip(stream: BinaryIO, offset: int) -> bool:
    stream.seek(offset)
    return stream.read(len(MAGIC)) == MAGIC


def _first_line(stream: BinaryIO, offset: int) -> bytes | None:
    """The first line of the gzip member at ``offset``; ``None`` if that is none or damaged."""
    if not _is_gzip(stream, offset):
        return None
    try:
        return io.BufferedReader(Member(stream, offset, _SKIPPED), 512).readline(_LINE)
    except PageError:
        return None


def _next_member(stream: BinaryIO, offset: int) -> int | None:
    """Where the first gzip member from ``offset`` on begins that holds a record."""
    while True:
        stream.seek(offset)
        content = stream.read(_CHUNK)
        at = content.find(MAGIC)
        while at >= 0:
            if _BEGINNING.match(_first_line(stream, offset + at) or b""):
                return offset + at
            at = content.find(MAGIC, at + 1)
        if len(content) < _CHUNK:
            return None
        offset += len(content) - len(MAGIC) + 1


def _rest(stream: BinaryIO, offset: int) -> bytes:
    stream.seek(offset)
    return stream.read(_CHUNK)


class _Header:
    """The header of a record as warcio reads it, line by line, of bounded length."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._left = stream, _HEADER

    def readline(self, length: int | None = None) -> bytes:
        line = self._stream.readline(min(self._left, _HEADER if length is None else length))
        self._left -= len(line)
        if not self._left:
            raise ValueError(f"its header is longer than {_HEADER >> 20} MB")
        return line


_LOADER = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
_HTTP = StatusAndHeadersParser([], verify=False)
