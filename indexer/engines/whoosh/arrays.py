"""Named arrays in one file, read by mapping the file into memory.

The file is the arrays one after the other, each at a multiple of ``ALIGNMENT``
bytes, then a directory (JSON: name, type, place and length of each) and the
directory's place. Numbers are little-endian.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.errors import EngineError

Array = npt.NDArray[Any]

MAGIC = b"pressmark-arrays"
ALIGNMENT = 64


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write one-dimensional arrays into a new file."""
    directory: dict[str, tuple[str, int, int]] = {}
    with path.open("xb") as file:
        file.write(MAGIC)
        for name, array in arrays.items():
            file.write(bytes(-file.tell() % ALIGNMENT))
            directory[name] = (array.dtype.newbyteorder("<").str, file.tell(), len(array))
            array.astype(array.dtype.newbyteorder("<"), copy=False).tofile(file)
        place = file.tell()
        file.write(json.dumps(directory).encode())
        file.write(place.to_bytes(8, "little"))


def read_arrays(path: Path) -> dict[str, Array]:
    """Map a file written by ``write_arrays``; the arrays cannot be written to.

    Raises:
        EngineError: if the file was not written by ``write_arrays`` or is cut off.
    """
    with path.open("rb") as file:
        try:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError as error:
            raise EngineError(f"{path} is empty; run: indexer rebuild --full") from error
    try:
        if content[: len(MAGIC)] != MAGIC:
            raise ValueError("it does not begin as such files do")
        directory = json.loads(content[int.from_bytes(content[-8:], "little") : -8])
        return {
            name: np.frombuffer(content, np.dtype(kind), length, place)
            for name, (kind, place, length) in directory.items()
        }
    except (ValueError, TypeError) as error:
        raise EngineError(
            f"{path} is not a whole file of arrays ({error}); run: indexer rebuild --full"
        ) from error
