"""A rebuild killed at any moment leaves the old or the new generation intact, never another."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.engines import Engine
from indexer.errors import DamagedError
from indexer.query.parameters import parse_query
from indexer.store import generations
from indexer.store.inspection import inspect
from indexer.store.reader import Archive
from tests.corpora import build, command, environment, page, write_corpus

PAGES = 5
VERSIONS = ("alder", "birch")
RANDOM_KILLS = 32

KILLED_AT = """
import os, signal, sys
remaining = int(sys.argv.pop(1))
index = sys.argv[-1]

def hook(event, arguments):
    global remaining
    written = event == "open" and isinstance(arguments[2], int) and arguments[2] & 3
    if written or event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link"):
        if index in os.fsdecode(arguments[0]) or event in ("os.remove", "os.rmdir"):
            remaining -= 1
            if remaining == 0:
                os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
from indexer.cli import main
main()
"""
"""The command, killing itself before the n-th step that would alter the index."""


def ask(engine: Engine) -> tuple[int, int]:
    """How many documents of each version an engine finds."""
    first, second = (
        engine.search(parse_query(f"{version}*", size=100)).documents for version in VERSIONS
    )
    return first, second


WHOLE = {(PAGES, 0), (0, PAGES)}


class Reader(threading.Thread):
    """Searches without pause, and keeps the answers and the errors."""

    def __init__(self, index: Path) -> None:
        super().__init__()
        self.archive = Archive(index)
        self.answers: set[tuple[int, int]] = set()
        self.notices: set[str | None] = set()
        self.raised: list[Exception] = []
        self.searches = 0
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                opened = self.archive.current()
                self.answers.add(ask(opened.engine))
                self.notices.add(opened.notice)
                self.searches += 1
            except Exception as error:  # any at all is what the test is about
                self.raised.append(error)
            self.stopped.wait(0.002)


@contextmanager
def reading(index: Path) -> Iterator[Reader]:
    reader = Reader(index)
    reader.start()
    try:
        yield reader
    finally:
        reader.stopped.set()
        reader.join()
    assert reader.raised == []
    assert reader.answers <= WHOLE
    assert reader.notices == {None}
    assert reader.searches > 0


def check_whole(folder: Path, engine: str = "memory") -> None:
    """The index is one of the versions and verifies; the next rebuild deletes the rest."""
    index = folder / "index"
    assert inspect(index).problems == ()
    assert ask(Archive(index).current().engine) in WHOLE

    report = build(folder, engine=engine)

    assert report.documents == PAGES
    kept = {report.generation, generations.load(index, report.generation).previous}
    assert set(generations.ids(index)) <= kept
    assert not (index / "CURRENT.new").exists()
    assert inspect(index).problems == ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_corpus(tmp_path / "corpus", PAGES, VERSIONS[0])
    build(tmp_path)
    return tmp_path


def test_killed_at_random_moments_while_a_reader_searches(folder: Path) -> None:
    build(folder, engine="whoosh")
    line = command("rebuild", folder / "corpus", "--index", folder / "index", "-q")
    values = environment(PRESSMARK_ENGINE="whoosh")
    began = time.monotonic()
    subprocess.run([*line, "--full"], check=True, env=values, stdout=subprocess.DEVNULL)
    duration = time.monotonic() - began
    moments = random.Random()
    with reading(folder / "index"):
        for n in range(RANDOM_KILLS):
            write_corpus(folder / "corpus", PAGES, VERSIONS[(n + 1) % 2])
            process = subprocess.Popen(line, env=values, stdout=subprocess.DEVNULL)
            time.sleep(duration * (n + moments.random()) / RANDOM_KILLS)
            process.send_signal(signal.SIGKILL)
            process.wait()
            check_whole(folder, "whoosh")


def test_killed_before_each_step_that_alters_the_index(folder: Path) -> None:
    step, killed = 0, True
    with reading(folder / "index"):
        while killed:
            step += 1
            write_corpus(folder / "corpus", PAGES, VERSIONS[step % 2])
            arguments = [str(step), "rebuild", "-q", str(folder / "corpus"), "--index"]
            done = subprocess.run(
                [sys.executable, "-c", KILLED_AT, *arguments, str(folder / "index")],
                env=environment(),
                stdout=subprocess.DEVNULL,
            )
            killed = done.returncode == -signal.SIGKILL
            assert killed or done.returncode == 0
            check_whole(folder)

    assert step > 10


def test_killed_in_the_first_rebuild_there_is_no_index_or_an_intact_one(
    folder: Path,
) -> None:
    step, killed = 0, True
    while killed:
        step += 1
        shutil.rmtree(folder / "index")
        arguments = [str(step), "rebuild", "-q", str(folder / "corpus"), "--index"]
        done = subprocess.run(
            [sys.executable, "-c", KILLED_AT, *arguments, str(folder / "index")],
            env=environment(),
            stdout=subprocess.DEVNULL,
        )
        killed = done.returncode == -signal.SIGKILL
        if generations.exists(folder / "index"):
            assert ask(Archive(folder / "index").current().engine) == (PAGES, 0)
        assert build(folder).documents == PAGES


def test_of_two_rebuilds_at_once_one_wins_and_the_other_ends_at_once(folder: Path) -> None:
    for n in range(PAGES):
        (folder / "corpus" / f"page{n}.html").write_text(page("Meeting", "birch ") * 40)
    line = command("rebuild", folder / "corpus", "--index", folder / "index")
    winner = subprocess.Popen(
        line, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert winner.stderr is not None
    assert "reading" in winner.stderr.readline()

    loser = subprocess.run(line, env=environment(), capture_output=True, text=True)
    _, err = winner.communicate()

    assert loser.returncode == 6
    assert "another rebuild is at work" in loser.stderr
    assert winner.returncode == 0, err
    assert inspect(folder / "index").problems == ()


@pytest.mark.parametrize("engine", ["memory", "whoosh"])
def test_a_flipped_bit_in_any_file_is_named_and_never_answered_from(
    tmp_path: Path, engine: str
) -> None:
    index = tmp_path / "index"
    for version in VERSIONS:
        write_corpus(tmp_path / "corpus", PAGES, version)
        build(tmp_path, engine=engine)
    newest = generations.generation_folder(index, generations.current(index))
    names = sorted(p.relative_to(newest) for p in newest.rglob("*") if p.is_file())

    for name in names:
        damaged = newest / name
        whole = damaged.read_bytes()
        bit = random.randrange(8 * len(whole))
        content = bytearray(whole)
        content[bit // 8] ^= 1 << bit % 8
        damaged.write_bytes(content)

        assert any(str(damaged) in problem for problem in inspect(index).problems), bit
        try:
            opened = Archive(index).current()
        except DamagedError:
            # Both generations share this file: the one before is damaged with it.
            assert damaged.stat().st_nlink > 1
        else:
            assert opened.notice is not None
            assert ask(opened.engine) == (PAGES, 0)
        damaged.write_bytes(whole)
    assert inspect(index).problems == ()
    assert ask(Archive(index).current().engine) == (0, PAGES)
