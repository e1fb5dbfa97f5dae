"""Generations of the index on disk: listed, verified, switched to, rolled back.

    index/pressmark.lock                 held during a rebuild; marks the folder as ours
    index/CURRENT                        the id of the generation in use
    index/generations/<id>/manifest.json written last: a folder without it is unfinished
    index/generations/<id>/…             the files the manifest lists

Readers take no lock and write nothing.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from indexer.errors import ConfigError, DamagedError, EngineError, LockedError
from indexer.os_errors import reading, writing
from indexer.store.durable import Sums, identity, is_there, sync, write_durably
from indexer.store.manifest import NAME, Manifest, number_of, read_manifest
from indexer.store.verifying import MANIFEST, Choice, every, faults

LOCK = "pressmark.lock"
CURRENT = "CURRENT"
GENERATIONS = "generations"
_POINTER_DRAFT = "CURRENT.new"

REMEDY = "build it with: indexer rebuild"


# ---------------------------------------------------------------- reading


def generation_folder(index: Path, generation: str) -> Path:
    """The folder of a generation."""
    return index / GENERATIONS / generation


def ids(index: Path) -> tuple[str, ...]:
    """The ids of all generations on disk, finished or not, oldest first."""
    with reading(index / GENERATIONS):
        try:
            names = os.listdir(index / GENERATIONS)
        except FileNotFoundError:
            return ()
    return tuple(sorted((n for n in names if NAME.fullmatch(n)), key=lambda n: (number_of(n), n)))


def next_number(index: Path) -> int:
    """A number above that of every generation on disk, finished or not."""
    return max((number_of(g) for g in ids(index)), default=0) + 1


def exists(index: Path) -> bool:
    """Whether an index was ever completed in this folder.

    Raises:
        EngineError: if the folder cannot be read.
    """
    return is_there(index / CURRENT) or bool(_finished(index))


def require(index: Path) -> None:
    """Check that there is an index.

    Raises:
        EngineError: if there is none.
    """
    if not exists(index):
        raise EngineError(f"no index in {index}; {REMEDY}")


def current(index: Path) -> str:
    """The id of the generation in use.

    Raises:
        EngineError: if there is no index, or the pointer cannot be read.
        DamagedError: if the pointer is missing or names no generation.
    """
    require(index)
    pointer = index / CURRENT
    with reading(pointer):
        content = pointer.read_bytes()
    generation, end = content[:-1].decode("ascii", "replace"), content[-1:]
    if (
        end != b"\n"
        or not NAME.fullmatch(generation)
        or not is_there(generation_folder(index, generation))
    ):
        raise DamagedError(f"{pointer} is damaged: it names no generation of this index")
    return generation


def load(index: Path, generation: str) -> Manifest:
    """The manifest of a generation, its own checksum verified.

    Raises:
        DamagedError: if it is missing or altered.
        EngineError: if it cannot be read or is of another version.
    """
    path = generation_folder(index, generation) / MANIFEST
    with reading(path):
        content = path.read_bytes()
    manifest = read_manifest(content, str(path))
    if manifest.id != generation:
        raise DamagedError(f"{path} is damaged: it is the manifest of {manifest.id}")
    return manifest


def problems(
    index: Path, manifest: Manifest, known: Sums | None = None, read: Choice = every
) -> tuple[str, ...]:
    """What is wrong with a generation's files, one sentence for each fault; see ``faults``."""
    found = faults(generation_folder(index, manifest.id), manifest, known, read)
    return tuple(str(fault) for fault in found)


def check(index: Path, generation: str, known: Sums | None = None) -> Manifest:
    """The manifest of a generation whose files all verify.

    Files with ``known`` checksums are not read again.

    Raises:
        EngineError: for the reasons of ``load`` and ``check_files``.
    """
    manifest = load(index, generation)
    check_files(index, manifest, known)
    return manifest


def check_files(
    index: Path, manifest: Manifest, known: Sums | None = None, read: Choice = every
) -> None:
    """Verify the files of a generation.

    Raises:
        DamagedError: naming the first file that is damaged.
        UnavailableError: if none is, but some cannot be read now.
    """
    found = faults(generation_folder(index, manifest.id), manifest, known, read)
    if found:
        first = next((fault for fault in found if isinstance(fault, DamagedError)), found[0])
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise type(first)(f"{first}{more}")


def sums(index: Path, manifest: Manifest) -> Sums:
    """The checksums of the files of a generation that has just been verified."""
    folder = generation_folder(index, manifest.id)
    return {identity(folder / name): found for name, found in manifest.files.items()}


# ---------------------------------------------------------------- writing


def claim(index: Path, corpus: Path) -> None:
    """Make sure that ``index`` is a folder of this program or can become one.

    Raises:
        ConfigError: if it holds something else, or the corpus is inside it.
        UnwritableError: if it cannot be created.
        EngineError: if it cannot be read.
    """
    folder, root = index.resolve(), corpus.resolve()
    if folder == root or folder in root.parents:
        raise ConfigError(f"the index {index} would contain the corpus {corpus}; choose another")
    if is_there(index) and not index.is_dir():
        raise ConfigError(f"the index {index} is not a folder; choose another with --index")
    with writing(index):
        index.mkdir(parents=True, exist_ok=True)
        ours = is_there(index / LOCK) or bool(_finished(index))
        if not ours and any(index.iterdir()):
            raise ConfigError(
                f"the folder {index} is not empty and holds no index of this program; "
                "choose an empty or new one with --index"
            )


@contextlib.contextmanager
def locked(index: Path) -> Iterator[None]:
    """Hold the lock of an index. The system releases it however the process ends.

    Raises:
        LockedError: at once, if another process holds it.
        UnwritableError: if the lock file cannot be opened.
    """
    path = index / LOCK
    with writing(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(
                f"another rebuild is at work in {index}; wait for it to end and run this again"
            ) from error
        yield
    finally:
        os.close(handle)


def prepare_switch(index: Path, generation: str) -> None:
    """Do everything that a full disk could prevent, so that ``switch`` only renames."""
    with writing(index / CURRENT):
        write_durably(index / _POINTER_DRAFT, generation.encode("ascii") + b"\n")


def switch(index: Path, generation: str) -> None:
    """Make ``generation`` the one in use, by a single rename."""
    prepare_switch(index, generation)
    with writing(index / CURRENT):
        os.replace(index / _POINTER_DRAFT, index / CURRENT)
        sync(index)


def clear(index: Path, keep: Collection[str | None]) -> tuple[str, ...]:
    """Delete all generations but ``keep`` and return their ids. The caller holds the lock."""
    doomed = tuple(g for g in ids(index) if g not in keep)
    with writing(index / GENERATIONS):
        for generation in doomed:
            folder = generation_folder(index, generation)
            # The manifest goes first: without it the rest of an interrupted deletion is ignored.
            (folder / MANIFEST).unlink(missing_ok=True)
            shutil.rmtree(folder)
        (index / _POINTER_DRAFT).unlink(missing_ok=True)
    return doomed


def rollback(index: Path, verify: Callable[[Path, str], Manifest]) -> Manifest:
    """Switch to the generation before the one in use.

    ``verify`` checks that it is usable and returns its manifest (``trial.usable``).

    Raises:
        EngineError: if there is none or ``verify`` rejects it; nothing is switched then.
    """
    require(index)
    with locked(index):
        before = earlier(index)
        if not before:
            raise EngineError(f"there is no earlier generation in {index} to roll back to")
        manifest = verify(index, before[-1])
        switch(index, manifest.id)
    return manifest


def earlier(index: Path) -> tuple[str, ...]:
    """The complete generations before the one in use, oldest first; all if that is unknown."""
    found = _finished(index)
    try:
        limit = number_of(current(index))
    except DamagedError:
        return found
    return tuple(g for g in found if number_of(g) < limit)


def _finished(index: Path) -> tuple[str, ...]:
    return tuple(g for g in ids(index) if is_there(generation_folder(index, g) / MANIFEST))
