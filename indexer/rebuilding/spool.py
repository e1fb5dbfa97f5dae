"""A temporary file for cleaned pages, so that memory does not grow with the corpus."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from indexer.os_errors import writing


class Extent(NamedTuple):
    """Where something is in a spool: offset and size in bytes."""

    start: int
    size: int


class Spool:
    """A file that is only appended to. As a context manager it deletes the file on leaving."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._end = 0

    def __enter__(self) -> Spool:
        with writing(self.path):
            self._stream = open(self.path, "xb")
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        with suppress(OSError):  # closing flushes what is no longer needed; the disk may be full
            self._stream.close()
        if kind is None:
            with writing(self.path):
                self.path.unlink()
        else:  # the folder is deleted too; the error that led here matters more than this file
            with suppress(OSError):
                self.path.unlink()

    def put(self, content: bytes) -> Extent:
        """Append ``content``; other processes can fetch it as soon as this returns."""
        extent = Extent(self._end, len(content))
        with writing(self.path):
            self._stream.write(content)
            self._stream.flush()
        self._end += len(content)
        return extent


def fetch(path: Path, extent: Extent) -> bytes:
    """What was put at ``extent`` of the spool at ``path``."""
    with path.open("rb") as stream:
        stream.seek(extent.start)
        return stream.read(extent.size)
