"""Tasks in worker processes: results in order, within limits, one bad task never stops others."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import SearchError
from indexer.rebuilding.workers.pool import Aborted, Job, Limits, run
from tests.corpora import ROOT

LIMITS = Limits(30, 512)


def job(
    function: Callable[[Any, Any], Any], setup: object = None, limits: Limits = LIMITS
) -> Job[Any, Any]:
    return Job(bind, (function, setup), limits)


def bind(setup: tuple[Callable[[Any, Any], Any], object]) -> Callable[[Any], Any]:
    function, value = setup
    return partial(function, value)


def fail_to_start(_: object) -> Callable[[Any], Any]:
    raise RuntimeError("it is not to start")


def double(setup: int, task: int) -> int:
    return setup + 2 * task


def obey(_: object, task: str) -> str:
    """Does what the task says, in the worker."""
    if task == "hang":
        time.sleep(60)
    if task == "crash":
        ctypes.string_at(0)
    if task == "exit":
        os._exit(3)
    if task == "raise":
        raise ValueError("of that kind")
    if task == "grow":
        return str(len(bytearray(1 << 30)))
    return task.upper()


def where(_: object, __: object) -> int:
    time.sleep(0.02)
    return os.getpid()


def swell(_: object, task: int) -> bytes:
    return bytes(task)


def stay(folder: str, task: int) -> None:
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(600)


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert list(run(job(double, 1), range(500), 3)) == [1 + 2 * n for n in range(500)]


def test_no_tasks_start_no_process() -> None:
    assert list(run(Job(fail_to_start, None, LIMITS), (), 2)) == []


def test_several_processes_share_the_work() -> None:
    processes = set(run(job(where), range(40), 2))

    assert len(processes) == 2
    assert os.getpid() not in processes


def test_results_larger_than_a_pipe_holds_arrive() -> None:
    sizes = [3_000_000] * 20

    results = list(run(job(swell), sizes, 2))

    assert results == [bytes(size) for size in sizes]


def test_tasks_larger_than_a_pipe_holds_arrive() -> None:
    tasks = ["x" * 1_000_000] * 20

    assert list(run(job(obey), tasks, 2)) == ["X" * 1_000_000] * 20


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        ("hang", "took longer than 0.5 s to read (the setting page_seconds)"),
        ("crash", "crashed the reading process (SIGSEGV)"),
        ("exit", "ended the reading process (status 3)"),
        ("grow", "needs more than 64 MB to read (the setting page_megabytes)"),
    ],
)
@pytest.mark.parametrize("place", [0, 3, 6])
def test_a_task_over_its_limits_fails_alone(task: str, reason: str, place: int) -> None:
    tasks = ["a", "b", "c", "d", "e", "f"]
    tasks.insert(place, task)

    results = list(run(job(obey, limits=Limits(0.5, 64)), tasks, 1))

    assert results[place] == Aborted(reason)
    assert results[:place] + results[place + 1 :] == ["A", "B", "C", "D", "E", "F"]


def test_an_unexpected_exception_names_its_kind_and_place() -> None:
    before, failure, after = run(job(obey), ["a", "raise", "b"], 1)

    assert (before, after) == ("A", "B")
    assert isinstance(failure, Aborted)
    assert failure.reason.startswith("cannot be read: ValueError: of that kind (at test_pool.py")


def test_many_failures_are_all_reported() -> None:
    results = list(run(job(obey), ["exit", "a"] * 10, 2))

    assert results[1::2] == ["A"] * 10
    assert all(isinstance(result, Aborted) for result in results[::2])


def test_a_worker_that_cannot_start_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SearchError, match=r"could not be started .status 1."):
        list(run(Job(fail_to_start, None, LIMITS), [1], 1))

    assert "it is not to start" in capfd.readouterr().err


def test_stopping_early_ends_the_processes() -> None:
    results = run(job(where), range(1000), 1)

    process = next(results)
    assert isinstance(process, int)
    results.close()  # type: ignore[attr-defined]  # a generator, though not declared as one

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    program = (
        "from indexer.rebuilding.workers.pool import *\n"
        "from tests.rebuilding.test_pool import bind, stay\n"
        f"job = Job(bind, (stay, {str(tmp_path)!r}), Limits(2, 512))\n"
        "list(run(job, range(20), 2))"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
    workers = [int(path.name) for path in tmp_path.iterdir()]

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    wait_until(lambda: not any(is_running(worker) for worker in workers))


def test_a_worker_killed_between_tasks_is_replaced() -> None:
    results = run(job(where), range(200), 1)
    first = next(results)
    assert isinstance(first, int)

    os.kill(first, signal.SIGKILL)

    later = list(results)
    assert len(later) == 199
    assert later[-1] != first


def wait_until(condition: object) -> None:
    """Wait until a condition is true, at most a minute."""
    assert callable(condition)
    arrived = threading.Event()
    for _ in range(600):
        if condition():
            return
        arrived.wait(0.1)
    raise AssertionError("it did not happen within a minute")


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
