"""Commands told to end: at any moment, by any signal, more than once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import pytest

from indexer.store import generations
from indexer.store.inspection import inspect
from tests.corpora import command, environment, write_corpus
from tests.webapp.test_cli import children, eventually, get, running

PAGES = 40
MOMENTS = 12
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="signals and processes are read in /proc"
)


def catches(process: subprocess.Popen[str], number: int) -> bool:
    """Whether a process has a handler for a signal, or has ended."""
    status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1) or process.poll() is not None


def start(folder: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    """The command in a process, once it is ready for signals."""
    process = subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment(PRESSMARK_ENGINE="whoosh"),
        # A shell's background jobs ignore the signal, and so does what they start.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    while not catches(process, signal.SIGHUP):
        time.sleep(0.0005)
    return process


def working_for(folder: Path) -> list[str]:
    """The command lines of all processes that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "cwd") == os.fspath(folder):
                found.append((process / "cmdline").read_bytes().decode())
        except OSError:
            continue  # it has just ended, or is not ours
    return found


def check_ended(folder: Path, process: subprocess.Popen[str], sent: list[signal.Signals]) -> None:
    """It ended by one of the signals (of several at once, the system chooses), or was done."""
    _, said = process.communicate(timeout=60)
    ends = [(128 + number, 1) for number in sent]
    assert (process.returncode, said.count("\n")) in [*ends, (0, 0)], said
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert process.returncode == 0 or "interrupted" in said
    assert eventually(lambda: not working_for(folder))
    with generations.locked(folder / "index"):  # it is free
        pass


@needs_proc
def test_a_rebuild_can_be_terminated_at_any_moment_and_again_at_once(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_corpus(tmp_path / "corpus", PAGES)
    line = ("rebuild", "corpus", "--index", "index", "-q", "--full", "--jobs", "2")
    began = time.monotonic()
    whole = start(tmp_path, *line)
    whole.communicate(timeout=120)
    assert whole.returncode == 0
    duration = time.monotonic() - began
    lot = random.Random(9)

    for n in range(MOMENTS):
        number = SIGNALS[n % len(SIGNALS)]
        process = start(tmp_path, *line)
        time.sleep(duration * (n + lot.random()) / MOMENTS)
        process.send_signal(number)
        more = lot.choices(SIGNALS, k=n % 4)
        for again in more:
            time.sleep(0.005 * lot.random())
            process.send_signal(again)
        check_ended(tmp_path, process, [number, *more])
        assert inspect(index).problems == ()
        for generation in generations.ids(index):  # none of them is unfinished
            generations.load(index, generation)


@needs_proc
@pytest.mark.parametrize("number", SIGNALS)
def test_a_rebuild_terminated_while_reading_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals
) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    for n in range(40):
        (corpus / f"slow{n}.html").write_text("<p>word</p>" * 20_000)
    process = start(tmp_path, "rebuild", "corpus", "--index", "index", "--jobs", "2")
    assert process.stderr is not None
    assert "reading" in process.stderr.readline()
    assert eventually(lambda: len(working_for(tmp_path)) == 3)

    process.send_signal(number)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)

    assert process.returncode == 128 + number
    assert said.splitlines()[-1].startswith("indexer: interrupted")
    assert "Traceback" not in said
    assert eventually(lambda: not working_for(tmp_path))
    assert list((tmp_path / "index" / "generations").iterdir()) == []
    with generations.locked(tmp_path / "index"):
        pass


@needs_proc
@pytest.mark.parametrize("arguments", [["search", "meeting"], ["status"], ["--help"]])
def test_a_command_can_be_terminated_while_it_is_imported(
    tmp_path: Path, arguments: list[str]
) -> None:
    lot = random.Random(4)

    for number in SIGNALS * 2:
        process = start(tmp_path, *arguments)
        time.sleep(0.1 * lot.random())
        process.send_signal(number)
        out, said = process.communicate(timeout=60)

        # Without an index the first two fail, if they come so far.
        assert process.returncode in (128 + number, 0, 4), said
        assert "Traceback" not in out + said
        assert "Exception ignored" not in said
        assert said.count("\n") <= 1


def test_a_signal_that_is_ignored_stays_so(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus")
    process = subprocess.Popen(
        command("rebuild", "corpus", "--index", "index"),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        cwd=tmp_path,
        env=environment(),
        preexec_fn=partial(signal.signal, signal.SIGHUP, signal.SIG_IGN),  # as nohup does
    )
    assert process.stderr is not None
    assert "reading" in process.stderr.readline()

    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=60)

    assert process.returncode == 0


@needs_proc
@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_server_ends_with_status_0(
    tmp_path: Path, number: signal.Signals, processes: str
) -> None:
    with running(tmp_path, "--processes", processes) as (address, process):
        get(address)
        workers = children(process)
        process.send_signal(number)
        process.send_signal(number)
        _, said = process.communicate(timeout=20)

    assert process.returncode == 0
    assert "Traceback" not in said
    assert eventually(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
