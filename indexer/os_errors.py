"""Operating system errors as SearchErrors: what each means for the index, and the remedy."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import DamagedError, EngineError, UnavailableError, UnwritableError

_DAMAGE = frozenset(
    getattr(errno, name)
    for name in ("EIO", "EBADMSG", "EUCLEAN", "EISDIR", "ENOTDIR", "ELOOP", "ENAMETOOLONG")
    if hasattr(errno, name)
)
"""Read errors that mean damage: the medium fails, or the path is no longer a regular file.

A failing medium (EIO) seldom recovers, but the previous generation is on other sectors
and may be intact. If the medium does recover, that is noticed at the next change of the
files, or at once if no generation could be opened. All other errors are due to the
process, its rights or its environment and say nothing about the file.
"""
_READ_REMEDIES = {
    errno.EACCES: "let the user this runs as read it",
    errno.EPERM: "let the user this runs as read it",
    errno.EMFILE: "this process may open no more files; raise its limit (ulimit -n)",
    errno.ENFILE: "the system can open no more files; stop programs that hold too many",
}
_NO_MEMORY = "free some, or raise the limit of this process"
_NO_THREAD = "can't start new thread"
"""Python's message where the system refuses a thread, for lack of memory or by a limit."""


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn errors of reading the index below ``path`` into ours.

    Raises:
        DamagedError: if a file is missing or is not a regular file, or the medium fails.
        UnavailableError: if the reason may be temporary.
    """
    try:
        yield
    except OSError as error:
        raise unreadable(error, path) from error
    except MemoryError as error:
        raise UnavailableError(f"not enough memory to read {path}; {_NO_MEMORY}") from error
    except RuntimeError as error:
        if str(error) != _NO_THREAD:
            raise
        raise UnavailableError(
            f"cannot read {path}: no thread can be started; {_NO_MEMORY}"
        ) from error


def unreadable(error: OSError, path: Path) -> EngineError:
    """The error that means for the index that ``path``, or a file below it, cannot be read."""
    where = os.fsdecode(error.filename or path)
    reason = error.strerror or str(error)
    if error.errno == errno.ENOENT:
        return DamagedError(f"{where} is missing")
    if error.errno in _DAMAGE:
        return DamagedError(f"cannot read {where}: {reason}")
    if error.errno == errno.ENOMEM:
        return UnavailableError(f"not enough memory to read {where}; {_NO_MEMORY}")
    remedy = _READ_REMEDIES.get(error.errno or 0, "check the disk it is on")
    return UnavailableError(f"cannot read {where}: {reason}; {remedy}")


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn errors of writing below ``path`` into an UnwritableError that names the file."""
    try:
        yield
    except OSError as error:
        raise UnwritableError(unwritable(error, path)) from error


def unwritable(error: OSError, path: Path) -> str:
    """A sentence that says why ``path``, or a file below it, cannot be written, and the remedy."""
    where = Path(os.fsdecode(error.filename or path))
    if error.errno == errno.ENOSPC:
        more = ": it can hold no more files (inodes)" if _without_inodes(where) else ""
        return f"no space left on the disk of {where}{more}; free some and run this again"
    if error.errno == errno.EDQUOT:
        return f"no space left on the disk of {where} for this user (its quota); free some"
    if error.errno == errno.EFBIG:
        return f"cannot write {where}: it would be larger than is allowed here (ulimit -f)"
    return (
        f"cannot write {where}: {error.strerror or error}; "
        "check its permissions and the space on its disk"
    )


def _without_inodes(path: Path) -> bool:
    """Whether the disk has run out of inodes rather than of space."""
    for folder in (path, *path.parents):  # the nearest that exists
        with contextlib.suppress(OSError):
            disk = os.statvfs(folder)
            return disk.f_files > 0 and disk.f_favail == 0
    return False
