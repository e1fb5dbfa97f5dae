"""Disks that fill up in the middle of a rebuild: one sentence, and the index stays as it was."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.store import generations
from indexer.store.inspection import inspect
from indexer.store.reader import Archive
from tests.corpora import build, command, environment, run_indexer, write_corpus
from tests.store.test_reader import count

STEPS = 12
PAGES = 30


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(place)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True)
    except OSError as error:
        pytest.skip(f"mount cannot be run: {error}")
    if done.returncode:
        pytest.skip(f"a file system may not be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def resize(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", disk], check=True)


def used(disk: Path) -> int:
    """Bytes."""
    status = os.statvfs(disk)
    return (status.f_blocks - status.f_bfree) * status.f_frsize


def inodes(disk: Path) -> int:
    status = os.statvfs(disk)
    return status.f_files - status.f_ffree


def rebuild(folder: Path, index: Path, **values: object) -> tuple[int, str]:
    """All pages read anew; exit status and standard error."""
    done = subprocess.run(
        command("rebuild", folder / "corpus", "--index", index, "--full", "-q", "--jobs", "1"),
        capture_output=True,
        text=True,
        env=environment(PRESSMARK_ENGINE="whoosh"),
        timeout=120,
        **values,  # type: ignore[call-overload]  # further options of subprocess.run
    )
    return done.returncode, done.stderr


def check_refused(index: Path, generation: str, told: tuple[int, str], what: str) -> None:
    status, said = told
    assert status == 3, said
    assert said.startswith("indexer: "), said
    assert said.count("\n") == 1, said
    assert what in said
    assert str(index) in said
    assert generations.current(index) == generation
    assert generations.ids(index) == (generation,)
    assert inspect(index).problems == ()
    assert count(Archive(index).current().engine, "meeting") == PAGES


@pytest.fixture
def grown(tmp_path: Path, disk: Path) -> tuple[str, int, int]:
    """An index on the disk; its generation, and the bytes and inodes a rebuild adds at least."""
    write_corpus(tmp_path / "corpus", PAGES)
    before = (used(disk), inodes(disk))
    assert rebuild(tmp_path, disk / "index")[0] == 0
    added = (used(disk) - before[0], inodes(disk) - before[1] - 3)  # folders, lock and pointer
    return generations.current(disk / "index"), *added


def test_a_disk_that_fills_at_any_step_is_named_and_nothing_is_switched(
    tmp_path: Path, disk: Path, grown: tuple[str, int, int]
) -> None:
    generation, added, _ = grown
    start = used(disk)

    for step in range(STEPS):
        resize(disk, f"size={start + added * step // STEPS}")
        told = rebuild(tmp_path, disk / "index")
        check_refused(disk / "index", generation, told, "no space left on the disk of ")

    resize(disk, "size=64m")
    status, said = rebuild(tmp_path, disk / "index")
    assert status == 0, said
    assert len(generations.ids(disk / "index")) == 2
    assert inspect(disk / "index").problems == ()


def test_a_disk_without_inodes_is_told_from_one_without_space(
    tmp_path: Path, disk: Path, grown: tuple[str, int, int]
) -> None:
    generation, _, added = grown
    start = inodes(disk)

    for more in range(added):
        resize(disk, f"nr_inodes={start + more}")
        told = rebuild(tmp_path, disk / "index")
        check_refused(disk / "index", generation, told, "it can hold no more files (inodes)")

    resize(disk, "nr_inodes=0")
    assert rebuild(tmp_path, disk / "index")[0] == 0


@pytest.mark.parametrize("size", [0, 100, 1_000, 4_000, 8_000, 16_000])
def test_a_limit_on_the_size_of_files_is_reported(tmp_path: Path, size: int) -> None:
    write_corpus(tmp_path / "corpus", PAGES)
    assert rebuild(tmp_path, tmp_path / "index")[0] == 0
    generation = generations.current(tmp_path / "index")

    told = rebuild(tmp_path, tmp_path / "index", preexec_fn=limited(size))

    check_refused(tmp_path / "index", generation, told, "larger than is allowed here (ulimit -f)")


def limited(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_temporary_folder_does_not_matter(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus")

    status, _, said = run_indexer(
        "rebuild", tmp_path / "corpus", "--index", tmp_path / "index", TMPDIR="/dev/full"
    )

    assert status == 0, said


# ---------------------------------------------------------------- the output

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


@needs_full
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["search", "meeting"],
        ["search", "meeting", "--json"],
        ["verify"],
        ["rebuild", "corpus"],
        ["--help"],
        [],
    ],
)
def test_a_full_disk_behind_the_output_is_reported(
    tmp_path: Path, arguments: list[str], unbuffered: str
) -> None:
    write_corpus(tmp_path / "corpus")
    build(tmp_path)

    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command(*arguments),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env=environment(PYTHONUNBUFFERED=unbuffered),
            timeout=60,
        )

    assert done.returncode == 3
    assert done.stderr.splitlines()[-1] == (
        "indexer: cannot write the output: No space left on device"
    )
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@needs_full
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_the_log_stops_nothing(tmp_path: Path, unbuffered: str) -> None:
    write_corpus(tmp_path / "corpus")

    with open("/dev/full", "w") as full:
        line = command("rebuild", tmp_path / "corpus", "--index", tmp_path / "index", "--json")
        values = environment(PYTHONUNBUFFERED=unbuffered)
        done = subprocess.run(line, stdout=subprocess.PIPE, stderr=full, env=values, timeout=60)

    assert done.returncode == 0
    assert b'"documents": 5' in done.stdout


@pytest.mark.parametrize("closed", [(1,), (2,), (1, 2), (0, 1, 2)])
def test_streams_that_are_closed_stop_nothing(tmp_path: Path, closed: tuple[int, ...]) -> None:
    write_corpus(tmp_path / "corpus")
    line = command("rebuild", tmp_path / "corpus", "--index", tmp_path / "index")
    closing = "".join(f" {number}>&-" for number in closed)

    done = subprocess.run(
        ["sh", "-c", f'exec "$@"{closing}', "sh", *line], env=environment(), timeout=60
    )

    assert done.returncode == 0
    assert inspect(tmp_path / "index").problems == ()
