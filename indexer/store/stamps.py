"""What a file looks like from outside, to notice without reading it that it changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from indexer.store.durable import walk

Stamp = tuple[int, ...]
"""Times, size and inode; empty while there is no file, an errno if that may not be seen."""
Stamps = Mapping[str, Stamp]

CONTENT = slice(3)
"""The part of a stamp that changes with what is in the file."""
EVERYTHING = slice(None)
"""With the time of the inode's last change (ctime): new permissions, a copy put back with its old
time. But a new link to the file changes it too, and a rebuild makes one to every file it keeps,
so it says nothing where all is well.
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
    """Whether all files still have their stamps, or that ``part`` of them."""
    return all(stamp_of(path)[part] == stamp[part] for path, stamp in stamps.items())


def files_and_folders(folder: Path) -> Iterator[str]:
    """A folder and all that is in it: a file that comes or goes changes its folder."""
    yield os.fspath(folder)
    for parent, _, names in walk(folder):
        yield parent
        yield from (os.path.join(parent, name) for name in names)
