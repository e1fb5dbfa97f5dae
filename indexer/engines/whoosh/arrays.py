"""Named arrays in one file, read by mapping the file into memory.

The file is the arrays one after the other, each at a multiple of ``ALIGNMENT``
bytes, then a directory (JSON: name, type, place and length of each) and the
directory's checksum and place. Numbers are little-endian. The arrays have no
checksums: a generation's files are hashed as wholes before they are opened.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from indexer.errors import EngineError

Array = npt.NDArray[Any]

MAGIC = b"pressmark-arrays"
ALIGNMENT = 64
_END = struct.Struct("<IQ")


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
        written = json.dumps(directory).encode()
        file.write(written)
        file.write(_END.pack(crc32(written), place))


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
        checksum, place = _END.unpack(content[-_END.size :])
        written = content[place : -_END.size]
        if crc32(written) != checksum:
            raise ValueError("it is cut off, or its directory is damaged")
        directory = json.loads(written)
        return {
            name: np.frombuffer(content, np.dtype(kind), length, place)
            for name, (kind, place, length) in directory.items()
        }
    except (ValueError, TypeError, struct.error) as error:
        raise EngineError(
            f"{path} is not a whole file of arrays ({error}); run: indexer rebuild --full"
        ) from error
