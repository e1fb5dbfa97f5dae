"""Corpus folder in, source files out: the only reader of the corpus, which it never writes to."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from indexer.errors import PageError, SourceError
from indexer.model import SourceFile, Unread

DESCRIPTIONS = frozenset({"metadata.csv", "collection.toml", "organisations.toml"})
"""Names of files that describe documents and are not documents themselves."""

_HIDDEN, _INDEX = "hidden", "the index"
_OURS = {name: "describes the corpus" for name in DESCRIPTIONS} | {
    "pressmark.toml": "holds settings of this program"
}
LEFT_OUT = frozenset((_HIDDEN, _INDEX, *_OURS.values()))
"""Reasons for skipping files that nobody would expect to be documents."""

MEGABYTE = 1 << 20

_SPECIAL = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@dataclass(frozen=True)
class Listing:
    """The content of a corpus folder. Each part is in order of path.

    ``files`` may be documents. ``descriptions`` are files named in
    ``DESCRIPTIONS``; they are among ``skipped`` too. ``failed`` are folders and
    files that could not be accessed. ``scanned`` is when the scan began, in
    nanoseconds since the epoch.
    """

    corpus: Path
    files: tuple[SourceFile, ...]
    descriptions: tuple[SourceFile, ...]
    skipped: tuple[Unread, ...]
    failed: tuple[Unread, ...]
    scanned: int


def readable(raw: bytes) -> str:
    """A file name as valid Unicode; bytes that are not UTF-8 become ``\\xNN``."""
    return raw.decode("utf-8", "backslashreplace")


def raw_path(file: SourceFile, corpus: Path) -> bytes:
    """The bytes of a file's path inside the corpus."""
    if "\\" not in file.path:  # then no byte of it is written as \\xNN
        return file.path.encode()
    return os.fsencode(os.path.relpath(file.location, corpus))


def reason_of(error: OSError) -> str:
    """The system's error message without the path."""
    return error.strerror or type(error).__name__


def scan(corpus: Path, exclude: Path | None = None) -> Listing:
    """List the files of a corpus. Links are not followed; the folder ``exclude`` is skipped.

    Raises:
        SourceError: if the corpus is not a folder that can be listed.
    """
    scanned = time.time_ns()
    check(corpus)
    found = _Scan(os.path.realpath(corpus), _identity(exclude))
    found.run(os.fspath(corpus))
    return Listing(
        corpus,
        tuple(sorted(found.files, key=_by_path)),
        tuple(sorted(found.descriptions, key=_by_path)),
        tuple(sorted(found.skipped, key=_by_path)),
        tuple(sorted(found.failed, key=_by_path)),
        scanned,
    )


def read(file: SourceFile, megabytes: int) -> bytes:
    """The bytes of a file.

    Raises:
        PageError: if it cannot be read, is no longer a file, or is larger than ``megabytes``.
    """
    limit = megabytes * MEGABYTE
    try:
        with opened(file) as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise PageError(f"cannot be read: {reason_of(error)}") from error
    if len(content) > limit:
        raise PageError(f"is larger than {megabytes} MB (the setting file_megabytes)")
    return content


def opened(file: SourceFile) -> BinaryIO:
    """A file as a stream, which the caller closes.

    Raises:
        PageError: if it cannot be opened or is no longer a file.
    """
    try:
        # Without O_NONBLOCK, a pipe that has replaced the file would block for ever.
        handle = os.open(file.location, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise PageError(f"cannot be read: {reason_of(error)}") from error
    stream = open(handle, "rb")  # noqa: SIM115  closed by the caller
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return stream
    stream.close()
    raise PageError("is no longer a regular file")


def checksum(file: SourceFile, tick: Callable[[], None] = lambda: None) -> str:
    """The SHA-256 of a file of any size; ``tick`` is called every megabyte.

    Raises:
        PageError: if it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with opened(file) as stream:
            while content := stream.read(MEGABYTE):
                digest.update(content)
                tick()
    except OSError as error:
        raise PageError(f"cannot be read: {reason_of(error)}") from error
    return digest.hexdigest()


def source_file(location: Path, corpus: Path) -> SourceFile:
    """One file by its path, as ``scan`` would list it.

    Raises:
        SourceError: if there is no such file.
    """
    try:
        status = location.stat()
    except OSError as error:
        raise SourceError(f"cannot read {location}: {reason_of(error)}") from error
    raw = os.fsencode(os.path.relpath(location, corpus))
    return SourceFile(readable(raw), location, status.st_size, status.st_mtime_ns)


def descriptions_above(location: Path, corpus: Path) -> tuple[SourceFile, ...]:
    """The description files in the folders from ``corpus`` down to that of a file."""
    folders = [corpus / folder for folder in parents(os.path.relpath(location, corpus))]
    paths = (folder / name for folder in folders for name in sorted(DESCRIPTIONS))
    return tuple(
        source_file(path, corpus) for path in paths if path.is_file() and not path.is_symlink()
    )


def corpus_of(location: Path) -> Path:
    """The topmost folder above a file that has a description file, else the file's own folder."""
    folders = location.parents
    described = [folder for folder in folders if any((folder / d).is_file() for d in DESCRIPTIONS)]
    return described[-1] if described else folders[0]


def check(corpus: Path) -> None:
    """Check that a corpus is a folder that can be listed.

    Raises:
        SourceError: if it is not.
    """
    remedy = "name the folder with your documents: indexer rebuild FOLDER"
    if not corpus.exists():
        raise SourceError(f"there is no corpus folder {corpus}; {remedy}")
    if not corpus.is_dir():
        raise SourceError(f"the corpus {corpus} is not a folder; {remedy}")
    try:
        os.scandir(corpus).close()
    except OSError as error:
        raise SourceError(f"cannot read the corpus folder {corpus}: {reason_of(error)}") from error


def _by_path(item: SourceFile | Unread) -> str:
    return item.path


def _identity(path: Path | None) -> tuple[int, int] | None:
    if path is None or not path.exists():
        return None
    status = path.stat()
    return status.st_dev, status.st_ino


class _Scan:
    """One pass over the corpus, collecting the parts of a ``Listing``."""

    def __init__(self, root: str, excluded: tuple[int, int] | None) -> None:
        self.root = root
        self.excluded = excluded
        self.files: list[SourceFile] = []
        self.descriptions: list[SourceFile] = []
        self.skipped: list[Unread] = []
        self.failed: list[Unread] = []

    def run(self, top: str) -> None:
        folders = [(top, b"")]
        while folders:
            folder, prefix = folders.pop()
            try:
                entries = list(os.scandir(folder))
            except OSError as error:
                reason = f"the folder cannot be read: {reason_of(error)}"
                self.failed.append(Unread(readable(prefix.rstrip(b"/")), reason))
                continue
            for entry in entries:
                raw = prefix + os.fsencode(entry.name)
                try:
                    if self._is_folder(entry, readable(raw)):
                        folders.append((entry.path, raw + b"/"))
                except OSError as error:
                    self.failed.append(Unread(readable(raw), f"cannot be read: {reason_of(error)}"))

    def _is_folder(self, entry: os.DirEntry[str], path: str) -> bool:
        """Record an entry; whether it is a folder to descend into."""
        status = entry.stat(follow_symlinks=False)
        reason = self._reason_to_skip(entry, status)
        if reason:
            self.skipped.append(Unread(path, reason))
            return False
        if stat.S_ISDIR(status.st_mode):
            return True
        file = SourceFile(path, entry.path, status.st_size, status.st_mtime_ns)
        if entry.name in DESCRIPTIONS:
            self.descriptions.append(file)
        if entry.name in _OURS:
            self.skipped.append(Unread(path, _OURS[entry.name]))
        else:
            self.files.append(file)
        return False

    def _reason_to_skip(self, entry: os.DirEntry[str], status: os.stat_result) -> str | None:
        if stat.S_ISLNK(status.st_mode):
            return self._reason_of_link(entry.path)
        if stat.S_IFMT(status.st_mode) in _SPECIAL:
            return f"{_SPECIAL[stat.S_IFMT(status.st_mode)]}, not a file"
        if entry.name.startswith("."):
            return _HIDDEN
        if (status.st_dev, status.st_ino) == self.excluded:
            return _INDEX
        return None

    def _reason_of_link(self, path: str) -> str:
        target = os.path.realpath(path)
        if not os.path.exists(target):
            return "a link to nothing"
        if target == self.root or target.startswith(self.root.rstrip("/") + "/"):
            inside = readable(os.fsencode(os.path.relpath(target, self.root)))
            return f"a link to {inside}, which is read under its own name"
        return "a link out of the corpus, not followed"


def parents(path: str) -> Iterator[str]:
    """The folders of a path inside the corpus, outermost first; ``""`` is the corpus."""
    yield ""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)
