"""Files of an index: listed, hashed, and synced to survive a power failure."""

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
    """Identifies the content of a file, under any of its names, until it is written to."""

    device: int
    inode: int
    size: int
    modified: int


Sums = Mapping[FileIdentity, FileSum]
"""Checksums of files that were hashed moments ago."""


def is_there(path: Path) -> bool:
    """Whether a file exists; raises if that is uncertain.

    ``Path.exists`` returns False or raises where a file is not accessible, depending on
    the version of Python.

    Raises:
        EngineError: if the file is not accessible; see ``reading``.
    """
    with reading(path):
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
    return True


def files_below(folder: Path) -> Iterator[str]:
    """The paths of all files below a folder, relative to it, with ``/``.

    Raises:
        OSError: if a folder cannot be listed; ``os.walk`` by itself would skip it.
    """
    for parent, _, names in walk(folder):
        for name in names:
            yield (Path(parent) / name).relative_to(folder).as_posix()


def walk(folder: Path, topdown: bool = True) -> Iterator[tuple[str, list[str], list[str]]]:
    """``os.walk`` that raises its errors."""
    return os.walk(folder, topdown, _raise)


def _raise(error: OSError) -> None:
    raise error


def file_sum(path: Path) -> FileSum:
    """Size and SHA-256 of a file, computed from its bytes."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileSum(size, digest.hexdigest())


def identity(path: Path) -> FileIdentity:
    """The same for all hard links to a file, and another once it is written to."""
    status = path.stat()
    return FileIdentity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def sum_of(path: Path, known: Sums) -> FileSum:
    """``file_sum``, or the ``known`` one of the same file under another name."""
    return known.get(identity(path)) or file_sum(path)


def sync_below(folder: Path) -> None:
    """Sync a folder and everything below it to disk."""
    for parent, _, names in walk(folder, topdown=False):
        for name in names:
            sync(Path(parent) / name)
        sync(Path(parent))


def sync(path: Path) -> None:
    """Sync one file or folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, content: bytes) -> None:
    """Write a file and sync both it and its name to disk."""
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    sync(path.parent)
