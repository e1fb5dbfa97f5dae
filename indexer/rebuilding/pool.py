"""Work done in other processes, each task under limits of time and memory.

A task that overruns them, or crashes its process, becomes a Failure; the others
go on. The processes are started anew, not forked, by a command of our own:
``multiprocessing`` would import the caller's main module a second time.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any

from indexer.errors import SearchError

_AHEAD = 4
"""Tasks a worker holds at once, so that it never waits for the next."""
_AHEAD_BYTES = 8 << 10
"""Less than any pipe holds: a parent writing a task never waits for a worker writing a result."""
_WINDOW = 256
"""How far tasks may be done ahead of the oldest unfinished one; bounds the results held."""
_TASKS_WORTH_A_PROCESS = 8
_ENDED = (EOFError, OSError)


@dataclass(frozen=True)
class Limits:
    """What one task may take: seconds on the clock, megabytes on top of its process's own."""

    seconds: float
    megabytes: int


@dataclass(frozen=True)
class Failure:
    """A task without a result, and why."""

    reason: str


@dataclass(frozen=True)
class Job:
    """What workers do: ``function`` of ``module``, called with ``setup`` and a task.

    All is pickled. ``setup`` is sent to each worker once.
    """

    module: str
    function: str
    setup: object
    limits: Limits


def run(job: Job, tasks: Sequence[Any], processes: int) -> Iterator[Any | Failure]:
    """The results of ``tasks``, in their order; all processes are gone when this ends.

    Raises:
        SearchError: if a worker cannot be started.
    """
    with Pool(job, processes) as pool:
        yield from pool.run(tasks)


@dataclass
class _Worker:
    """A process, its end of the pipe, and the tasks it was given, oldest first."""

    process: subprocess.Popen[bytes]
    pipe: Connection[Any, Any]
    tasks: deque[tuple[int, Any, int]] = field(default_factory=deque)
    done: int = -1

    def can_take(self, size: int) -> bool:
        held = sum(held for _, _, held in self.tasks)
        return not self.tasks or (len(self.tasks) < _AHEAD and held + size <= _AHEAD_BYTES)


class Pool:
    """Processes for one job; used as a context, at the end of which all of them are gone."""

    def __init__(self, job: Job, processes: int) -> None:
        self.job = job
        self.most = processes
        self.processes = 0
        self.waiting: deque[tuple[int, Any]] = deque()
        self.results: dict[int, Any] = {}
        self.workers: list[_Worker] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def run(self, tasks: Sequence[Any]) -> Iterator[Any | Failure]:
        """The results of ``tasks``, in their order; to be taken to the end before the next run.

        Raises:
            SearchError: if a worker cannot be started.
        """
        needed = -(-len(tasks) // _TASKS_WORTH_A_PROCESS)
        self.processes = min(self.most, max(needed, len(self.workers)))
        self.waiting, self.results = deque(enumerate(tasks)), {}
        for index in range(len(tasks)):
            while index not in self.results:
                self.feed(index + _WINDOW)
                self.collect(wait_for=None)
            yield self.results.pop(index)
            self.feed(index + _WINDOW)
            self.collect(wait_for=0)

    def feed(self, until: int) -> None:
        """Hand out tasks up to the one numbered ``until``; start the workers that are missing."""
        while self.waiting and len(self.workers) < self.processes:
            self.workers.append(_start(self.job))
        for worker in sorted(self.workers, key=lambda worker: len(worker.tasks)):
            while self.waiting and self.waiting[0][0] < until:
                index, task = self.waiting[0]
                payload = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
                if not worker.can_take(len(payload)):
                    break
                self.waiting.popleft()
                worker.tasks.append((index, task, len(payload)))
                with suppress(*_ENDED):  # its end is seen when its results are collected
                    worker.pipe.send_bytes(payload)

    def collect(self, wait_for: float | None) -> None:
        """Take in what workers have finished; ``None`` waits until there is something."""
        ready = wait([worker.pipe for worker in self.workers], wait_for)
        for worker in [worker for worker in self.workers if worker.pipe in ready]:
            try:
                result = pickle.loads(worker.pipe.recv_bytes())
            except _ENDED:
                self._bury(worker)
                continue
            worker.done += 1
            if worker.done:  # the first message says that it is ready
                self.results[worker.tasks.popleft()[0]] = result

    def _bury(self, worker: _Worker) -> None:
        """Account for a worker that ended: the task it was at failed, the others are done again."""
        self.workers.remove(worker)
        worker.pipe.close()
        status = worker.process.wait()
        if worker.done < 0:
            raise SearchError(f"a reading process could not be started (status {status})")
        again = [(index, task) for index, task, _ in worker.tasks]
        # After other tasks, what those left behind may be at fault: then it gets a fresh process.
        if again and (worker.done == 0 or status == -signal.SIGALRM):
            self.results[again.pop(0)[0]] = Failure(_reason(status, self.job.limits))
        self.waiting = deque(sorted([*again, *self.waiting], key=lambda item: item[0]))

    def stop(self) -> None:
        for worker in self.workers:
            worker.process.kill()
            worker.process.wait()
            worker.pipe.close()


def _start(job: Job) -> _Worker:
    ours, theirs = Pipe()
    path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)
    program = f"from indexer.rebuilding.pool import serve; serve({theirs.fileno()})"
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", "-c", program],
            stdin=subprocess.DEVNULL,
            stdout=sys.__stderr__.fileno() if sys.__stderr__ else subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            pass_fds=[theirs.fileno()],
            process_group=0,  # Ctrl-C is for the parent, which ends its workers itself
        )
    except OSError as error:
        ours.close()
        raise SearchError(f"a reading process cannot be started: {error.strerror}") from error
    finally:
        theirs.close()
    with suppress(*_ENDED):
        ours.send(job)
    return _Worker(process, ours)


_PARENT_GONE = (EOFError, BrokenPipeError, ConnectionResetError)
_NICENESS = 5
"""Whoever searches meanwhile goes first. More would let tasks run out of time on a busy machine."""
_OUT_OF_MEMORY = 77
"""The exit status of a worker whose task did not fit into its limit."""
_seconds = 0.0
"""What one task, or one part of a task of many, may take; 0 outside of a worker: no limit."""


def _reason(status: int, limits: Limits) -> str:
    if status == -signal.SIGALRM:
        return f"took longer than {limits.seconds:g} s to read (the setting page_seconds)"
    if status == _OUT_OF_MEMORY:
        return f"needs more than {limits.megabytes} MB to read (the setting page_megabytes)"
    if status < 0:
        return f"crashed the reading process ({signal.Signals(-status).name})"
    return f"ended the reading process (status {status})"


# ---------------------------------------------------------------- in the worker


def serve(handle: int) -> None:
    """Do the tasks that come over the pipe ``handle`` until it closes."""
    os.nice(_NICENESS)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with suppress(*_PARENT_GONE), Connection(handle) as pipe:
        job: Job = pipe.recv()
        work = getattr(import_module(job.module), job.function)
        _limit_memory(job.limits.megabytes)
        pipe.send(None)
        while True:
            pipe.send_bytes(_do(work, job, pipe.recv()))


def restart_clock() -> None:
    """Give the task at hand its whole time again; it has finished a part of many."""
    signal.setitimer(signal.ITIMER_REAL, _seconds)


def _do(work: Any, job: Job, task: Any) -> bytes:
    # The default action of the signal ends the process, wherever it is stuck.
    global _seconds
    _seconds = job.limits.seconds
    restart_clock()
    try:
        return pickle.dumps(work(job.setup, task), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except Exception as error:  # one page never stops the others
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        text = f"cannot be read: {type(error).__name__}: {error} (at {where})"
        return pickle.dumps(Failure(text))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory(megabytes: int) -> None:
    """Keep this process from growing by more than ``megabytes``, if the system tells its size."""
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return
    limit = pages * resource.getpagesize() + (megabytes << 20)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
