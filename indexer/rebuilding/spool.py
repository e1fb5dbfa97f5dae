"""What a rebuild puts aside on disk, so that its memory does not grow with the corpus."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from indexer.os_errors import writing


class Place(NamedTuple):
    """Where something was put, in bytes."""

    start: int
    size: int


class Spool:
    """One file that things are added to; used as a context, at the end of which it is deleted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._end = 0

    def __enter__(self) -> Spool:
        with writing(self.path):
            self._stream = open(self.path, "xb")
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        with suppress(OSError):  # on a full disk it would try once more to write what is not wanted
            self._stream.close()
        if kind is None:
            with writing(self.path):
                self.path.unlink()
        else:  # the folder goes too; why matters more than that it is still there
            with suppress(OSError):
                self.path.unlink()

    def put(self, content: bytes) -> Place:
        """Add ``content``; other processes can fetch it from now on."""
        place = Place(self._end, len(content))
        with writing(self.path):
            self._stream.write(content)
            self._stream.flush()
        self._end += len(content)
        return place


def fetch(path: Path, place: Place) -> bytes:
    """What was put at ``place`` of the spool at ``path``."""
    with path.open("rb") as stream:
        stream.seek(place.start)
        return stream.read(place.size)
