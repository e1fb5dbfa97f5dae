"""File metadata, by which a change is noticed without reading the file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from indexer.store.durable import walk

Stamp = tuple[int, ...]
"""Times, size and inode; empty if there is no file, an errno if it is not accessible."""
Stamps = Mapping[str, Stamp]

CONTENT = slice(3)
"""The part of a stamp that changes with the content of the file."""
EVERYTHING = slice(None)
"""With the inode's change time (ctime), which shows new permissions and copies restored with their
old time. A new hard link changes it too, and a rebuild makes one to every file it keeps, so it is
compared only where something is wrong already.
"""


def stamp_of(path: str) -> Stamp:
    """The stamp of a file or folder now."""
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        return (error.errno or 0,)
    return status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns


def unchanged(stamps: Stamps, part: slice) -> bool:
    """Whether ``part`` of every stamp is still the same."""
    return all(stamp_of(path)[part] == stamp[part] for path, stamp in stamps.items())


def files_and_folders(folder: Path) -> Iterator[str]:
    """A folder and everything below it. A file that is added or removed changes its folder."""
    yield os.fspath(folder)
    for parent, _, names in walk(folder):
        yield parent
        yield from (os.path.join(parent, name) for name in names)
