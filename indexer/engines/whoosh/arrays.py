"""Named arrays in one file, memory-mapped, each block verified when it is first read.

A file has the arrays one after the other, then the checksums of all their blocks, each
at a multiple of ``ALIGNMENT`` bytes; then a directory (JSON: type, offset and length of
each array, by name), a footer (the offsets of checksums and directory), and a checksum
of everything after the arrays. A block is ``BLOCK`` bytes of one array; the last one of
an array may be shorter. Numbers are little-endian, checksums are CRC-32.
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
"""Bytes: a short posting list lies in one or two blocks, each verified in two microseconds.

From 5 KiB on, ``crc32`` releases the interpreter lock, and getting it back may take
thousands of times as long as the checksum.
"""
_FOOTER = struct.Struct("<QQ")
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
            # not tofile: on a full disk it raises an error without errno
            file.write(_content(stored))
            checksums += _checksums(stored)
        file.write(bytes(-file.tell() % ALIGNMENT))
        start, summed = file.tell(), np.array(checksums, _CHECKSUMS).tobytes()
        end = summed + json.dumps(directory).encode() + _FOOTER.pack(start, start + len(summed))
        file.write(end)
        file.write(_CHECKSUM.pack(crc32(end)))


def view(array: Array) -> memoryview:
    """The items of an array as Python numbers, which are read faster one at a time."""
    return memoryview(array)  # type: ignore[arg-type] # numpy's types know buffers from 3.12 on


def _content(array: Array) -> memoryview:
    return view(array.view(np.uint8))


def _checksums(array: Array) -> list[int]:
    content = _content(array)
    return [crc32(content[start : start + BLOCK]) for start in range(0, len(content), BLOCK)]


class Column:
    """An array of a file; only the blocks that are read are verified."""

    def __init__(self, array: Array, checksums: Array, name: str) -> None:
        """``checksums`` are of the array's blocks; ``name`` is for messages."""
        self._array = array
        self._checksums = checksums
        self._name = name
        self._item = array.dtype.itemsize
        self._unverified = bytearray(b"\1") * len(checksums)

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, part: slice) -> Array:
        """The items from ``part.start`` to ``part.stop``; neither may be negative or missing.

        Raises:
            DamagedError: if a block that holds them has changed since it was written.
        """
        first = part.start * self._item // BLOCK
        after = -(-part.stop * self._item // BLOCK)
        if self._unverified.find(1, first, after) >= 0:
            self._verify(first, after)
        return self._array[part]

    def _verify(self, first: int, after: int) -> None:
        content = _content(self._array)
        wanted = self._checksums[first:after].tolist()
        for number, checksum in enumerate(wanted, first):
            if self._unverified[number]:
                if crc32(content[number * BLOCK : (number + 1) * BLOCK]) != checksum:
                    raise DamagedError(f"{self._name} is altered: it is not what was written")
                self._unverified[number] = 0


class Arrays(Mapping[str, Array]):
    """The arrays of a file by name; indexing verifies a whole array, once."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = columns
        self._verified: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        """A whole array.

        Raises:
            DamagedError: if it has changed since it was written.
        """
        found = self._verified.get(name)
        if found is None:
            column = self._columns[name]
            found = self._verified[name] = column[0 : len(column)]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def column(self, name: str) -> Column:
        """An array of which only parts are read and verified."""
        return self._columns[name]


def column(arrays: Mapping[str, Array], name: str) -> Column | Array:
    """An array to take slices of: a column of a file, or the array if it is in memory."""
    return arrays.column(name) if isinstance(arrays, Arrays) else arrays[name]


def read_arrays(path: Path) -> Arrays:
    """Map a file written by ``write_arrays``; the arrays are read-only.

    Raises:
        DamagedError: if the file is missing, was not written by ``write_arrays``
            or is cut off.
        UnavailableError: if it cannot be opened or mapped at the moment.
    """
    try:
        with reading(path), path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return Arrays(_columns(content, path))
    except (ValueError, TypeError, struct.error) as error:
        raise DamagedError(f"{path} is not a whole file of arrays: {error}") from error


def _columns(content: mmap.mmap, path: Path) -> dict[str, Column]:
    if content[: len(MAGIC)] != MAGIC:
        raise ValueError("it does not begin like a file of arrays")
    (checksum,) = _CHECKSUM.unpack(content[-_CHECKSUM.size :])
    end = len(content) - _CHECKSUM.size - _FOOTER.size
    checksums_start, directory_start = _FOOTER.unpack(content[end : -_CHECKSUM.size])
    if crc32(content[checksums_start : -_CHECKSUM.size]) != checksum:
        raise ValueError("it is cut off, or its directory is damaged")
    checksums = np.frombuffer(content[checksums_start:directory_start], _CHECKSUMS)
    columns: dict[str, Column] = {}
    used = 0
    for name, (kind, start, length) in json.loads(content[directory_start:end]).items():
        array = np.frombuffer(content, np.dtype(kind), length, start)
        blocks = -(-array.nbytes // BLOCK)
        columns[name] = Column(array, checksums[used : used + blocks], f"{path} ({name})")
        used += blocks
    return columns
