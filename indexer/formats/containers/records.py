"""The records of WARC and ARC files in their order, sound or damaged.

The locator of a record is its offset in the file, in bytes. In a gzip'd file that
is the offset of its gzip member; for a record further inside a member, ``+`` and
its offset in the member's content follow. After damage, reading continues at the
next line that looks like the start of a record.
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
from indexer.formats.compression import GZIP_MAGIC, GzipMember

_CHUNK = 1 << 20
_LINE = 1 << 16
"""The longest line of a header that is read as one."""
_BEGINS = 512
"""Bytes of a record's body that are kept to tell its type by."""
_LONGEST_HEADER = 1 << 20
_SKIPPED = 1 << 30
"""Bytes of a gzip member that may be decompressed to get past one record."""
_BEGINNING = re.compile(rb"WARC/\d|filedesc://|\S[^\r\n]* \S+ \d{8,20} \S+ \S+\r?\n")
_BAD_HEADER = (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, IndexError, EOFError)

# It logs corrected addresses, which are of no use to someone watching a rebuild.
logging.getLogger("warcio.recordloader").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class RecordHead:
    """The headers of a record. ``http`` is the header of the response in it, if any.

    ``length`` counts the bytes of its body, ``begins`` are the first of them.
    """

    warc: ArcWarcRecord
    http: StatusAndHeaders | None
    length: int
    begins: bytes = b""


@dataclass(frozen=True)
class DamagedRecord:
    """Why a record, or what stands where one is expected, cannot be read."""

    reason: str


class Section:
    """A run of records: a plain file, or a gzip member of a compressed one.

    A gzip member that does not begin with a record continues the one before it.
    """

    def __init__(self, stream: BinaryIO, member: int | None) -> None:
        def continues(start: int) -> bool:
            line = _first_line(stream, start)
            return line is not None and not _BEGINNING.match(line)

        self.member = member
        self._gzip = None if member is None else GzipMember(stream, member, _SKIPPED, continues)
        self._bytes = stream if self._gzip is None else io.BufferedReader(self._gzip, _LINE)
        if self._gzip is None:
            stream.seek(0)

    @property
    def end(self) -> int | None:
        """Where the gzip member ends; ``None`` if it was not read to its end."""
        return self._gzip.end if self._gzip else None

    @property
    def position(self) -> int:
        """The offset in this section of the next byte to be read."""
        return self._bytes.tell()

    def locator(self, offset: int) -> str:
        """The locator of the record at ``offset`` of this section."""
        if self.member is None:
            return str(offset)
        return f"{self.member}+{offset}" if offset else str(self.member)

    def records(self) -> Iterator[tuple[str, RecordHead | DamagedRecord]]:
        """The records, sound or damaged, each with its locator, in order."""
        sound, start = True, 0
        try:
            while True:
                start, line = self._next_line()
                if not line:
                    return
                if _BEGINNING.match(line):
                    found = self._found(line)
                    yield self.locator(start), found
                    sound = isinstance(found, RecordHead)
                elif sound:
                    yield (
                        self.locator(start),
                        DamagedRecord("is not a record; the one before it may be longer"),
                    )
                    sound = False
        except PageError as error:
            yield self.locator(start), DamagedRecord(str(error))

    def go_to(self, offset: int) -> None:
        """Skip forward to ``offset``."""
        self._renew()
        self._skip(offset - self.position)

    def read_record(self) -> tuple[RecordHead, bytes]:
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
            start = self.position
            line = self._bytes.readline(_LINE)
            if not line or line.strip():
                return start, line

    def _found(self, line: bytes) -> RecordHead | DamagedRecord:
        try:
            record = self._header(line)
        except _BAD_HEADER as error:
            return DamagedRecord(
                f"is not a valid record ({' '.join(str(error).split()) or 'it ends early'})"
            )
        begins = self._bytes.read(min(record.length, _BEGINS))
        missing = record.length - len(begins) - self._skip(record.length - len(begins))
        if missing:
            return DamagedRecord(f"is cut short: {missing} of {record.length} bytes are missing")
        return replace(record, begins=begins)

    def _header(self, line: bytes) -> RecordHead:
        header = _HeaderStream(self._bytes)
        kind = "warc" if line.startswith(b"WARC/") else "arc"
        head = _LOADER.parse_record_stream(header, line, kind, no_record_parse=True)
        given = head.rec_headers.get_header("Content-Length" if kind == "warc" else "length")
        if not str(given).isdecimal():
            raise ValueError(f"its length is {given!r}")
        start = self.position
        http = None
        if _holds_http(head):
            http = _HTTP.parse(LimitReader(header, head.length))
        return RecordHead(head, http, head.length - (self.position - start))

    def _skip(self, length: int) -> int:
        """Skip ``length`` bytes; returns how many there were."""
        if self._gzip is None:
            start, size = self.position, self._bytes.seek(0, io.SEEK_END)
            return self._bytes.seek(min(start + length, size)) - start
        left = length
        while left > 0 and (content := self._bytes.read(min(left, _CHUNK))):
            left -= len(content)
        return length - max(left, 0)


def sections(stream: BinaryIO) -> Iterator[Section | tuple[str, DamagedRecord]]:
    """The sections of a file; read each to its end before asking for the next.

    What lies between gzip members and is not gzip data is a damaged record.
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
                yield str(section.end), DamagedRecord("is not gzip data")


def begins_record(line: bytes) -> bool:
    """Whether ``line`` may be the first of a record."""
    return bool(_BEGINNING.match(line))


def _holds_http(head: ArcWarcRecord) -> bool:
    """Whether a record is an HTTP response; in ARC files its own type is the page's."""
    stated = head.content_type if head.format == "warc" else None
    return head.rec_type == "response" and "http" in (stated or "http")


def _is_gzip(stream: BinaryIO, offset: int) -> bool:
    stream.seek(offset)
    return stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC


def _first_line(stream: BinaryIO, offset: int) -> bytes | None:
    """The first line of the gzip member at ``offset``; ``None`` if it is missing or damaged."""
    if not _is_gzip(stream, offset):
        return None
    try:
        return io.BufferedReader(GzipMember(stream, offset, _SKIPPED), 512).readline(_LINE)
    except PageError:
        return None


def _next_member(stream: BinaryIO, offset: int) -> int | None:
    """The offset of the first gzip member from ``offset`` on that begins with a record."""
    while True:
        stream.seek(offset)
        content = stream.read(_CHUNK)
        at = content.find(GZIP_MAGIC)
        while at >= 0:
            if _BEGINNING.match(_first_line(stream, offset + at) or b""):
                return offset + at
            at = content.find(GZIP_MAGIC, at + 1)
        if len(content) < _CHUNK:
            return None
        offset += len(content) - len(GZIP_MAGIC) + 1


def _rest(stream: BinaryIO, offset: int) -> bytes:
    stream.seek(offset)
    return stream.read(_CHUNK)


class _HeaderStream:
    """A record's header as warcio reads it, line by line, of limited length."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._left = stream, _LONGEST_HEADER

    def readline(self, length: int | None = None) -> bytes:
        line = self._stream.readline(min(self._left, _LONGEST_HEADER if length is None else length))
        self._left -= len(line)
        if not self._left:
            raise ValueError(f"its header is longer than {_LONGEST_HEADER >> 20} MB")
        return line


_LOADER = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
_HTTP = StatusAndHeadersParser([], verify=False)
