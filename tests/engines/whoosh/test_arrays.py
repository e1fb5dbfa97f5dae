"""Arrays in a file: what is read is what was written, or an error; only reads are verified."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engines.whoosh.arrays import BLOCK, Array, column, read_arrays, write_arrays
from indexer.errors import DamagedError

LONG = np.arange(3 * BLOCK, dtype=np.int32)
"""Twelve blocks."""
SOME: dict[str, Array] = {
    "bytes": np.frombuffer(b"abc", dtype=np.uint8),
    "long": LONG,
    "nothing": np.empty(0, dtype=np.int64),
    "names": np.array([b"first", b"second", b""]),
    "strided": np.arange(20, dtype=np.uint16)[::2],
    "exact": np.arange(BLOCK, dtype=np.uint8),
}
FILES = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_arrays(tmp_path / "some.arrays", SOME)
    return tmp_path / "some.arrays"


def alter(path: Path, place: int, bits: int = 255) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= bits
    path.write_bytes(content)


def place_of(path: Path, array: Array) -> int:
    """Where an array is in its file."""
    return path.read_bytes().index(array.tobytes())


def test_arrays_come_back_as_they_were(path: Path) -> None:
    arrays = read_arrays(path)

    assert list(arrays) == list(SOME)
    for name, array in SOME.items():
        assert arrays[name].dtype == array.dtype
        assert arrays[name].tolist() == array.tolist()


def test_big_endian_numbers_come_back_as_numbers(tmp_path: Path) -> None:
    write_arrays(tmp_path / "some.arrays", {"a": np.array([1, 2, 70_000], dtype=">i4")})

    assert read_arrays(tmp_path / "some.arrays")["a"].tolist() == [1, 2, 70_000]


@FILES
@given(st.data())
def test_a_part_is_the_same_slice_of_the_whole(path: Path, data: st.DataObject) -> None:
    ends = data.draw(st.tuples(*[st.integers(0, len(LONG))] * 2))
    wanted = slice(min(ends), max(ends))

    assert read_arrays(path).column("long")[wanted].tolist() == LONG[wanted].tolist()
    assert column(SOME, "long")[wanted].tolist() == LONG[wanted].tolist()


@FILES
@given(at=st.integers(0, LONG.nbytes - 1), ends=st.tuples(*[st.integers(0, len(LONG))] * 2))
def test_damage_is_found_when_its_block_is_read(path: Path, at: int, ends: tuple[int, int]) -> None:
    wanted = slice(min(ends), max(ends))
    size = LONG.itemsize
    touched = wanted.start * size // BLOCK <= at // BLOCK < -(-wanted.stop * size // BLOCK)
    place = place_of(path, LONG) + at
    alter(path, place)
    part = read_arrays(path).column("long")

    if touched:
        for _ in range(2):
            with pytest.raises(DamagedError, match=r"some\.arrays \(long\) is altered"):
                part[wanted]
    else:
        assert part[wanted].tolist() == LONG[wanted].tolist()
    alter(path, place)


def test_damage_is_found_in_a_whole_array_whatever_part_was_read_before(path: Path) -> None:
    alter(path, place_of(path, LONG) + LONG.nbytes - 1)
    arrays = read_arrays(path)
    arrays.column("long")[0:BLOCK]

    for _ in range(2):
        with pytest.raises(DamagedError, match=r"some\.arrays \(long\) is altered"):
            arrays["long"]
    assert arrays["bytes"].tobytes() == b"abc"


@pytest.mark.parametrize("name", ["bytes", "names", "strided", "exact"])
def test_damage_to_a_small_array_is_found(path: Path, name: str) -> None:
    alter(path, place_of(path, SOME[name]))

    with pytest.raises(DamagedError, match=name):
        read_arrays(path)[name]


@FILES
@given(st.data())
def test_damage_behind_the_arrays_is_found_on_opening(path: Path, data: st.DataObject) -> None:
    whole = path.read_bytes()
    behind = whole.index(SOME["exact"].tobytes()) + SOME["exact"].nbytes
    behind += -behind % 64
    for at in data.draw(st.sets(st.integers(behind, len(whole) - 1), min_size=1, max_size=3)):
        alter(path, at, data.draw(st.integers(1, 255)))

    with pytest.raises(DamagedError, match=r"some\.arrays is not a whole file of arrays"):
        read_arrays(path)
    path.write_bytes(whole)


def test_a_file_cut_off_anywhere_is_damaged(path: Path) -> None:
    whole = path.read_bytes()
    ends = [*range(40), *random.Random(1).sample(range(len(whole)), 100), len(whole) - 1]

    for end in ends:
        path.write_bytes(whole[:end])
        with pytest.raises(DamagedError, match=r"some\.arrays"):
            read_arrays(path)


@pytest.mark.parametrize("content", [b"", b"something else, and long enough"])
def test_a_file_of_something_else_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.arrays").write_bytes(content)

    with pytest.raises(DamagedError, match=r"other\.arrays"):
        read_arrays(tmp_path / "other.arrays")


def test_a_missing_file_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(DamagedError, match=r"none\.arrays is missing"):
        read_arrays(tmp_path / "none.arrays")
