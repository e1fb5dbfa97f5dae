"""Tasks done in worker processes, each under limits of time and memory.

A task that exceeds its limits, or crashes its process, becomes Aborted; the
others continue. Workers are started afresh rather than forked, and by a command of
our own: ``multiprocessing`` would import the caller's main module in each of them.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from indexer.errors import SearchError

_QUEUED = 4
"""Tasks a worker holds at once, so that it never waits for the next. Chosen by hand."""
_QUEUED_BYTES = 8 << 10
"""Less than any pipe holds: a parent writing a task never waits for a worker writing a result."""
_WINDOW = 256
"""How far tasks may be done ahead of the oldest unfinished one; bounds the results held."""
_TASKS_WORTH_A_PROCESS = 8
"""Below this many tasks, starting another process takes longer than it saves. Chosen by hand."""
_PIPE_CLOSED = (EOFError, OSError)

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Limits:
    """What one task may take: seconds of wall time, megabytes on top of its process's own."""

    seconds: float
    megabytes: int


@dataclass(frozen=True)
class Aborted:
    """A task without a result, and why."""

    reason: str


@dataclass(frozen=True)
class Job(Generic[Task, Result]):
    """What workers do.

    Each worker calls ``start`` once with ``setup``, before its memory is limited,
    and the function that returns once for each task. ``start`` is pickled by name,
    so it stands at the top level of a module, and the modules that only workers
    need are imported inside it.
    """

    start: Callable[[Any], Callable[[Task], Result]]
    setup: object
    limits: Limits


def run(
    job: Job[Task, Result], tasks: Sequence[Task], processes: int
) -> Iterator[Result | Aborted]:
    """The results of ``tasks``, in their order; all processes have ended when this returns.

    Raises:
        SearchError: if a worker cannot be started.
    """
    with Pool(job, processes) as pool:
        yield from pool.run(tasks)


@dataclass
class _Worker(Generic[Task]):
    """A process, the parent's end of its pipe, and its unfinished tasks, oldest first.

    ``done`` counts finished tasks; it is -1 until the worker says that it is ready.
    """

    process: subprocess.Popen[bytes]
    pipe: Connection[Any, Any]
    tasks: deque[tuple[int, Task, int]] = field(default_factory=deque)
    done: int = -1

    def can_take(self, size: int) -> bool:
        queued = sum(size for _, _, size in self.tasks)
        return not self.tasks or (len(self.tasks) < _QUEUED and queued + size <= _QUEUED_BYTES)


class Pool(Generic[Task, Result]):
    """Worker processes for one job. As a context manager it ends all of them on leaving."""

    def __init__(self, job: Job[Task, Result], processes: int) -> None:
        self.job = job
        self.most = processes
        self.processes = 0
        self.waiting: deque[tuple[int, Task]] = deque()
        self.results: dict[int, Result | Aborted] = {}
        self.workers: list[_Worker[Task]] = []

    def __enter__(self) -> Pool[Task, Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def run(self, tasks: Sequence[Task]) -> Iterator[Result | Aborted]:
        """The results of ``tasks``, in their order; exhaust the iterator before the next run.

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
        """Send workers the tasks below number ``until``; start workers that are missing."""
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
                with suppress(*_PIPE_CLOSED):  # noticed when its results are collected
                    worker.pipe.send_bytes(payload)

    def collect(self, wait_for: float | None) -> None:
        """Receive finished results, waiting at most ``wait_for`` seconds; ``None``: until one."""
        ready = wait([worker.pipe for worker in self.workers], wait_for)
        for worker in [worker for worker in self.workers if worker.pipe in ready]:
            try:
                result = pickle.loads(worker.pipe.recv_bytes())
            except _PIPE_CLOSED:
                self._replace(worker)
                continue
            worker.done += 1
            if worker.done:  # the first message says that it is ready
                self.results[worker.tasks.popleft()[0]] = result

    def _replace(self, worker: _Worker[Task]) -> None:
        """Drop a worker that ended: its current task is aborted, those queued are done again."""
        self.workers.remove(worker)
        worker.pipe.close()
        status = worker.process.wait()
        if worker.done < 0:
            raise SearchError(f"a reading process could not be started (status {status})")
        again = [(index, task) for index, task, _ in worker.tasks]
        # State left by earlier tasks may be at fault, so the task is first tried in a new process.
        if again and (worker.done == 0 or status == -signal.SIGALRM):
            self.results[again.pop(0)[0]] = Aborted(_reason(status, self.job.limits))
        self.waiting = deque(sorted([*again, *self.waiting], key=lambda item: item[0]))

    def stop(self) -> None:
        for worker in self.workers:
            worker.process.kill()
            worker.process.wait()
            worker.pipe.close()


def _start(job: Job[Task, Any]) -> _Worker[Task]:
    ours, theirs = Pipe()
    path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)
    program = f"from indexer.rebuilding.workers.pool import serve; serve({theirs.fileno()})"
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", "-c", program],
            stdin=subprocess.DEVNULL,
            stdout=sys.__stderr__.fileno() if sys.__stderr__ else subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            pass_fds=[theirs.fileno()],
            process_group=0,  # Ctrl-C reaches only the parent, which ends its workers itself
        )
    except OSError as error:
        ours.close()
        raise SearchError(f"a reading process cannot be started: {error.strerror}") from error
    finally:
        theirs.close()
    with suppress(*_PIPE_CLOSED):
        ours.send(job)
    return _Worker(process, ours)


_PARENT_GONE = (EOFError, BrokenPipeError, ConnectionResetError)
_NICENESS = 5
"""Lower priority than the web server. A higher value lets tasks exceed their time on a busy
machine: with 5, search latency during a rebuild is that at rest (see ARCHITECTURE.md)."""
_OUT_OF_MEMORY = 77
"""The exit status of a worker whose task exceeded its memory limit."""
_seconds = 0.0
"""The time limit of a task; 0, which is no limit, outside of workers."""


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
    """Do the tasks that arrive over the pipe ``handle`` until it closes."""
    os.nice(_NICENESS)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with suppress(*_PARENT_GONE), Connection(handle) as pipe:
        job: Job[Any, Any] = pipe.recv()
        work = job.start(job.setup)
        _limit_memory(job.limits.megabytes)
        pipe.send(None)
        while True:
            pipe.send_bytes(_do(work, job.limits.seconds, pipe.recv()))


def restart_clock() -> None:
    """Restart the current task's time limit; called after each part of a task of many parts."""
    signal.setitimer(signal.ITIMER_REAL, _seconds)


def _do(work: Callable[[Any], Any], seconds: float, task: Any) -> bytes:
    # The default action of SIGALRM ends the process, wherever it is stuck.
    global _seconds
    _seconds = seconds
    restart_clock()
    try:
        return pickle.dumps(work(task), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except Exception as error:  # one page never stops the others
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        reason = f"cannot be read: {type(error).__name__}: {error} (at {where})"
        return pickle.dumps(Aborted(reason))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory(megabytes: int) -> None:
    """Limit the growth of this process to ``megabytes``, where its size can be read (Linux)."""
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return
    limit = pages * resource.getpagesize() + (megabytes << 20)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
