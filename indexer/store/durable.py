"""Files of an index: listed, hashed, and made to last a power cut."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from indexer.os_errors import reading
from indexer.store.manifest import FileSum

_CHUNK = 1 << 20


class FileIdentity(NamedTuple):
    """A file, whatever its names, as long as it is not written to again."""

    device: int
    inode: int
    size: int
    modified: int


Sums = Mapping[FileIdentity, FileSum]
"""Sums of files whose bytes were read moments ago."""


def is_there(path: Path) -> bool:
    """``Path.exists`` takes a file that may not be looked at for absent, or raises, by version.

    Raises:
        EngineError: if it may not be looked at; see ``reading``.
    """
    with reading(path):
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
    return True


def files_below(folder: Path) -> Iterator[str]:
    """The names of all files in a folder and its folders, relative to it, with ``/``.

    Raises:
        OSError: if a folder cannot be listed; ``os.walk`` alone would pass over it.
    """
    for parent, _, names in walk(folder):
        for name in names:
            yield (Path(parent) / name).relative_to(folder).as_posix()


def walk(folder: Path, topdown: bool = True) -> Iterator[tuple[str, list[str], list[str]]]:
    """``os.walk`` that raises what it meets."""
    return os.walk(folder, topdown, _raise)


def _raise(error: OSError) -> None:
    raise error


def file_sum(path: Path) -> FileSum:
    """Size and SHA-256 of a file, from its bytes."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileSum(size, digest.hexdigest())


def identity(path: Path) -> FileIdentity:
    """The same for all hard links to one file; another once it is written to."""
    status = path.stat()
    return FileIdentity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def sum_of(path: Path, known: Sums) -> FileSum:
    """``file_sum``, or what is ``known`` of the same file under another name."""
    return known.get(identity(path)) or file_sum(path)


def sync_below(folder: Path) -> None:
    """Make a folder and all in it durable."""
    for parent, _, names in walk(folder, topdown=False):
        for name in names:
            sync(Path(parent) / name)
        sync(Path(parent))


def sync(path: Path) -> None:
    """Make one file or folder durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, content: bytes) -> None:
    """Write a file and see that it and its name are on the disk."""
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    sync(path.parent)
