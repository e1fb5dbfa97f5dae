"""Decompression of gzip files and HTTP bodies, with a limit on what comes out."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from indexer.errors import PageError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP_MAGIC = b"\x1f\x8b\x08"
_MEGABYTE = 1 << 20
_GZIP, _ZLIB, _RAW = 31, 15, -15
_CHUNK = 1 << 16
_CHECKSUM_ERRORS = ("incorrect data check", "incorrect length check")
"""What zlib says of data in which all but the checksum at the end is in order."""


def gunzip(data: bytes, megabytes: int) -> bytes:
    """The content of all gzip members at the start of ``data``; what follows them is ignored.

    Raises:
        PageError: if it is damaged, cut short, or holds more than ``megabytes``.
    """
    parts: list[bytes] = []
    room = megabytes * _MEGABYTE
    while data.startswith(GZIP_MAGIC):
        content, data = _inflate(data, _GZIP, room, megabytes)
        parts.append(content)
        room -= len(content)
    return b"".join(parts)


def undo_http(data: bytes, encoding: str, megabytes: int) -> bytes:
    """Undo the ``Content-Encoding`` of an HTTP body; a body that is not so encoded stays as it is.

    Raises:
        PageError: if the encoding is unknown, or for the reasons of ``gunzip``.
    """
    for name in reversed([part.strip() for part in encoding.lower().split(",")]):
        if name in ("gzip", "x-gzip", "deflate") and data.startswith(GZIP_MAGIC):
            data = gunzip(data, megabytes)
        elif name == "deflate":
            wrapped = data[:1] == b"\x78" and int.from_bytes(data[:2], "big") % 31 == 0
            data, _ = _inflate(data, _ZLIB if wrapped else _RAW, megabytes * _MEGABYTE, megabytes)
        elif name not in ("", "identity", "none", "gzip", "x-gzip", "utf-8"):
            raise PageError(f"is compressed as {name!r}, which cannot be read")
    return data


def _inflate(data: bytes, wbits: int, room: int, megabytes: int) -> tuple[bytes, bytes]:
    """The content of one member, and the data after it."""
    inflater = zlib.decompressobj(wbits)
    try:
        content = inflater.decompress(data, room + 1)
    except zlib.error as error:
        raise PageError(f"holds damaged compressed data ({error})") from error
    if len(content) > room:
        raise PageError(f"holds more than {megabytes} MB (the setting file_megabytes)")
    if not inflater.eof and not _lacks_only_checksum(inflater):
        raise PageError("is cut short: its compressed data ends early")
    return content, inflater.unused_data


def _lacks_only_checksum(inflater: zlib._Decompress) -> bool:
    """Whether of data that ended early nothing but the checksum at the end is missing."""
    try:
        inflater.decompress(bytes(8), 1)
    except zlib.error as error:
        return any(reason in str(error) for reason in _CHECKSUM_ERRORS)
    return inflater.eof


class GzipMember(io.RawIOBase):
    """The content of the gzip member at ``start`` of a stream, as a stream itself.

    It continues with the content of the next member as long as ``continues`` is true
    of the offset at which that one begins. ``end`` is the offset at which the last one
    ends, known once all was read. At most ``allowance`` further bytes are returned; the
    reader renews it.

    Reading raises PageError if the data is damaged or the allowance used up.
    """

    def __init__(
        self,
        stream: BinaryIO,
        start: int,
        allowance: int,
        continues: Callable[[int], bool] = lambda start: False,
    ) -> None:
        super().__init__()
        stream.seek(start)
        self._continues = continues
        self.end: int | None = None
        self.allowance = allowance
        self._stream, self._read, self._returned = stream, start, 0
        self._inflater = zlib.decompressobj(_GZIP)
        self._pending = b""

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        """How many bytes were returned."""
        return self._returned

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        content = b"" if self.end is not None else self._next(len(view))
        view[: len(content)] = content
        self._returned += len(content)
        self.allowance -= len(content)
        if self.allowance < 0:
            raise PageError("holds far more than its compressed size suggests")
        return len(content)

    def _next(self, most: int) -> bytes:
        """Up to ``most`` further bytes of content; none at the end."""
        while True:
            fresh = b"" if self._pending else self._stream.read(_CHUNK)
            self._read += len(fresh)
            content = self._inflate(self._pending or fresh, most)
            ended = self._inflater.eof
            if ended:
                self._end_member(self._read - len(self._inflater.unused_data))
            if content or self.end is not None:
                return content
            if not (fresh or self._pending or ended):
                raise PageError("its gzip data ends early")

    def _inflate(self, data: bytes, most: int) -> bytes:
        try:
            content = self._inflater.decompress(data, most)
        except zlib.error as error:
            raise PageError(f"its gzip data is damaged ({error})") from error
        self._pending = self._inflater.unconsumed_tail
        return content

    def _end_member(self, end: int) -> None:
        if self._continues(end):
            self._read = self._stream.seek(end)
            self._inflater, self._pending = zlib.decompressobj(_GZIP), b""
        else:
            self.end = end
