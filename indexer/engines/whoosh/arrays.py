"""Named arrays in one file, mapped into memory and checked when they are first read.

The file is the arrays one after the other, then the checksums of all their
blocks, each of these at a multiple of ``ALIGNMENT`` bytes; then a directory (JSON:
name, type, place and length of each array), the places of checksums and
directory, and a checksum of all that follows the arrays. Blocks are ``BLOCK``
bytes of one array; the last of an array may be shorter. Numbers are little-endian,
checksums are CRC-32.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from indexer.errors import DamagedError
from indexer.os_errors import reading

Array = npt.NDArray[Any]

MAGIC = b"pressmark-arrays"
ALIGNMENT = 64
BLOCK = 4096
"""Bytes; a short posting list is in one or two blocks, and so much is checked in two microseconds.

From 5 KiB on ``crc32`` lets other threads run before each block, which may take
them thousands of times as long as the block.
"""
_PLACES = struct.Struct("<QQ")
_CHECKSUM = struct.Struct("<I")
_CHECKSUMS = np.dtype("<u4")


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write one-dimensional arrays into a new file."""
    directory: dict[str, tuple[str, int, int]] = {}
    checksums: list[int] = []
    with path.open("xb") as file:
        file.write(MAGIC)
        for name, array in arrays.items():
            stored = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
            file.write(bytes(-file.tell() % ALIGNMENT))
            directory[name] = (stored.dtype.str, file.tell(), len(stored))
            # not tofile: where the disk is full, it tells how many items it wrote, not why
            file.write(_content(stored))
            checksums += _checksums(stored)
        file.write(bytes(-file.tell() % ALIGNMENT))
        place, summed = file.tell(), np.array(checksums, _CHECKSUMS).tobytes()
        end = summed + json.dumps(directory).encode() + _PLACES.pack(place, place + len(summed))
        file.write(end)
        file.write(_CHECKSUM.pack(crc32(end)))


def _content(array: Array) -> memoryview:
    return memoryview(array.view(np.uint8))  # type: ignore[arg-type]


def _checksums(array: Array) -> list[int]:
    content = _content(array)
    return [crc32(content[place : place + BLOCK]) for place in range(0, len(content), BLOCK)]


class Column:
    """An array of a file, of which parts are read."""

    def __init__(self, array: Array, checksums: Array, name: str) -> None:
        """``checksums`` are of the array's blocks; ``name`` is for messages."""
        self._array = array
        self._checksums = checksums
        self._name = name
        self._item = array.dtype.itemsize
        self._unchecked = bytearray(b"\1") * len(checksums)

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, part: slice) -> Array:
        """The items from ``part.start`` to ``part.stop``, both whole numbers not below 0.

        Raises:
            DamagedError: if they are not what was written.
        """
        first = part.start * self._item // BLOCK
        after = -(-part.stop * self._item // BLOCK)
        if self._unchecked.find(1, first, after) >= 0:
            self._check(first, after)
        return self._array[part]

    def _check(self, first: int, after: int) -> None:
        content = _content(self._array)
        wanted = self._checksums[first:after].tolist()
        for number, checksum in enumerate(wanted, first):
            if self._unchecked[number]:
                if crc32(content[number * BLOCK : (number + 1) * BLOCK]) != checksum:
                    raise DamagedError(f"{self._name} is altered: it is not what was written")
                self._unchecked[number] = 0


class Arrays(Mapping[str, Array]):
    """The arrays of a file. A whole array is checked when it is first asked for."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = columns
        self._checked: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        """A whole array.

        Raises:
            DamagedError: if it is not what was written.
        """
        found = self._checked.get(name)
        if found is None:
            column = self._columns[name]
            found = self._checked[name] = column[0 : len(column)]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def column(self, name: str) -> Column:
        """An array to read parts of; only these are checked."""
        return self._columns[name]


def column(arrays: Mapping[str, Array], name: str) -> Column | Array:
    """An array to take slices of, as large as they are wanted; in memory it is there anyway."""
    return arrays.column(name) if isinstance(arrays, Arrays) else arrays[name]


def read_arrays(path: Path) -> Arrays:
    """Map a file written by ``write_arrays``; the arrays cannot be written to.

    Raises:
        DamagedError: if the file is missing, was not written by ``write_arrays``
            or is cut off.
        UnavailableError: if it cannot be opened or mapped now.
    """
    try:
        with reading(path), path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return Arrays(_columns(content, path))
    except (ValueError, TypeError, struct.error) as error:
        raise DamagedError(f"{path} is not a whole file of arrays: {error}") from error


def _columns(content: mmap.mmap, path: Path) -> dict[str, Column]:
    if content[: len(MAGIC)] != MAGIC:
        raise ValueError("it does not begin as such files do")
    (checksum,) = _CHECKSUM.unpack(content[-_CHECKSUM.size :])
    end = len(content) - _CHECKSUM.size - _PLACES.size
    checksums_place, place = _PLACES.unpack(content[end : -_CHECKSUM.size])
    if crc32(content[checksums_place : -_CHECKSUM.size]) != checksum:
        raise ValueError("it is cut off, or its directory is damaged")
    checksums = np.frombuffer(content[checksums_place:place], _CHECKSUMS)
    columns: dict[str, Column] = {}
    used = 0
    for name, (kind, start, length) in json.loads(content[place:end]).items():
        array = np.frombuffer(content, np.dtype(kind), length, start)
        blocks = -(-array.nbytes // BLOCK)
        columns[name] = Column(array, checksums[used : used + blocks], f"{path} ({name})")
        used += blocks
    return columns
