"""A generation's files compared with its manifest: altered, missing, or unreadable for now."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from indexer.errors import DamagedError, EngineError
from indexer.os_errors import reading, unreadable
from indexer.store.durable import Sums, files_below, sum_of
from indexer.store.manifest import FileSum, Manifest

MANIFEST = "manifest.json"

Choice = Callable[[str, int], bool]
"""Whether to hash a file, by its path in the generation's folder and its size in bytes."""


def every(name: str, size: int) -> bool:
    """Chooses all files."""
    return True


def faults(
    folder: Path, manifest: Manifest, known: Sums | None = None, read: Choice = every
) -> tuple[EngineError, ...]:
    """What is wrong with the files in ``folder``, as one error for each.

    Files chosen by ``read`` are hashed, unless their checksum is ``known``; of the others
    only existence and size are checked.

    Raises:
        UnavailableError: if there is not enough memory to read any.
    """
    try:
        present = set(files_below(folder))
    except OSError as error:
        return (unreadable(error, folder),)

    def fault(name: str) -> EngineError | None:
        expected = manifest.files[name]
        content = known or {} if read(name, expected.size) else None
        return _fault(folder / name, expected, content)

    with reading(folder), ThreadPoolExecutor(os.cpu_count()) as threads:
        found = [error for error in threads.map(fault, sorted(manifest.files)) if error]
    extra = sorted(present - manifest.files.keys() - {MANIFEST})
    strays = (DamagedError(f"{folder / name} does not belong to the index") for name in extra)
    return (*found, *strays)


def _fault(path: Path, expected: FileSum, known: Sums | None) -> EngineError | None:
    """What is wrong with a file, if anything; it is hashed unless ``known`` is ``None``."""
    try:
        if known is None:
            actual = FileSum(path.stat().st_size, expected.sha256)
        else:
            actual = sum_of(path, known)
    except OSError as error:
        return unreadable(error, path)
    if actual.size != expected.size:
        return DamagedError(f"{path} is altered: {actual.size} bytes instead of {expected.size}")
    if actual != expected:
        return DamagedError(f"{path} is altered: its content is not what was written")
    return None
