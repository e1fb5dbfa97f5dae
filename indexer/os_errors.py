"""Errors of the operating system turned into ours: what each says of the index, and what to do."""

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
"""Errors of reading that are damage: the medium fails, or something else is in the file's place.

A medium that fails (EIO) seldom recovers, and the generation before lies on other
sectors of it, so that one may help; a cable put back is noticed at the next change
of the files, or at once if there was nothing else to answer from. Every other error
is of the process, its rights or its surroundings, and tells nothing about the file.
"""
_READ_REMEDIES = {
    errno.EACCES: "let the user this runs as read it",
    errno.EPERM: "let the user this runs as read it",
    errno.EMFILE: "this process may open no more files; raise its limit (ulimit -n)",
    errno.ENFILE: "the system can open no more files; end what holds too many of them",
}
_NO_MEMORY = "free some, or let this process have more"
_NO_THREAD = "can't start new thread"
"""All that Python says where the system refuses a thread, for want of memory or by a limit."""


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn a failure to read the index below ``path`` into an error that says what it means.

    Raises:
        DamagedError: if a file is missing, is none, or the medium fails.
        UnavailableError: if the reason may pass.
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
    """What it means for the index that ``path``, or a file below it, could not be read."""
    where = os.fsdecode(error.filename or path)
    reason = error.strerror or str(error)
    if error.errno == errno.ENOENT:
        return DamagedError(f"{where} is missing")
    if error.errno in _DAMAGE:
        return DamagedError(f"cannot read {where}: {reason}")
    if error.errno == errno.ENOMEM:
        return UnavailableError(f"not enough memory to read {where}; {_NO_MEMORY}")
    remedy = _READ_REMEDIES.get(error.errno or 0, "see to the disk it is on")
    return UnavailableError(f"cannot read {where}: {reason}; {remedy}")


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a failure to write below ``path`` into an UnwritableError that names the place."""
    try:
        yield
    except OSError as error:
        raise UnwritableError(unwritable(error, path)) from error


def unwritable(error: OSError, path: Path) -> str:
    """A sentence: why ``path``, or a file below it, could not be written, and what to do."""
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
        "see to its permissions and the space on its disk"
    )


def _without_inodes(path: Path) -> bool:
    """Whether the disk has space, but no room for another file."""
    for place in (path, *path.parents):  # the nearest that is there
        with contextlib.suppress(OSError):
            disk = os.statvfs(place)
            return disk.f_files > 0 and disk.f_favail == 0
    return False
