"""The command ``webapp`` as a process, what its processes hold, and readers that ask it."""

from __future__ import annotations

import http.client
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.measuring import percentile
from tests.corpora import environment
from tests.soak.editions import Answer, Right, answer

PATIENCE = 20.0
"""Seconds until a reader gives up; the program itself stops a search after two."""
_WEBAPP = "from webapp.cli import main; main()"


@dataclass(frozen=True)
class Server:
    """A running server; ``log`` is the file its standard error goes to."""

    port: int
    process: int
    log: Path

    def processes(self) -> tuple[int, ...]:
        """The processes that answer."""
        listed = Path(f"/proc/{self.process}/task/{self.process}/children").read_text("ascii")
        return tuple(sorted(map(int, listed.split()))) or (self.process,)

    def complaints(self) -> tuple[str, ...]:
        """A sentence for each traceback in the log, naming the exception."""
        parts = self.log.read_text("utf-8", "replace").split("Traceback (most recent call last)")
        ends = {next((s for s in p.splitlines()[1:] if s[:1].strip()), "?") for p in parts[1:]}
        return tuple(f"the server's log holds a traceback: {end}" for end in sorted(ends))


@contextmanager
def serving(index: Path, log: Path) -> Iterator[Server]:
    """The server over an index, from when it listens until it has ended."""
    command = [sys.executable, "-c", _WEBAPP, "--index", str(index), "--port", "0"]
    command += ["--processes", "2"]
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, env=environment(), stdout=subprocess.PIPE, stderr=errors, text=True
        )
    try:
        said = process.stdout.readline() if process.stdout else ""
        if "http://" not in said:
            raise RuntimeError(f"the server did not start: {log.read_text('utf-8')}")
        server = Server(int(said.strip(" \n/").rsplit(":", 1)[1]), process.pid, log)
        get(server.port, "/healthz")  # until its processes are there
        yield server
    finally:
        process.terminate()
        process.communicate(timeout=60)


def get(port: int, path: str) -> Answer:
    """What a path is answered over a connection of its own.

    Raises:
        OSError: if there is none.
        http.client.HTTPException: if it is cut short or no HTTP.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        return ask(connection, path)
    finally:
        connection.close()


def ask(connection: http.client.HTTPConnection, path: str) -> Answer:
    """What a path is answered; raises as ``get`` does."""
    connection.request("GET", path)
    response = connection.getresponse()
    return answer(response.status, response.read())


@dataclass(frozen=True)
class Asked:
    """One request of a reader, and what was in use before and after it.

    ``answer`` is what came, or the error in words. Times are in seconds, ``began`` by the
    monotonic clock.
    """

    path: str
    before: str
    after: str
    answer: Answer | str
    began: float
    seconds: float


@dataclass
class Reader(threading.Thread):
    """Asks one path after the other until stopped; every other time over a new connection."""

    port: int
    index: Path
    paths: Sequence[str]
    seed: int
    pause: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        lot = random.Random(self.seed)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        while not self.stopped.wait(self.pause):
            if len(self.asked) % 2:
                connection.close()
            self.asked.append(self._ask(connection, lot.choice(self.paths)))
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, path: str) -> Asked:
        before, began = self._in_use(), time.monotonic()
        found: Answer | str
        try:
            found = ask(connection, path)
        except (OSError, http.client.HTTPException) as error:
            found = f"{type(error).__name__}: {error}"
            connection.close()
        return Asked(path, before, self._in_use(), found, began, time.monotonic() - began)

    def _in_use(self) -> str:
        return (self.index / "CURRENT").read_text("ascii").strip()

    def __hash__(self) -> int:
        return id(self)


@contextmanager
def reading(
    server: Server, index: Path, paths: Sequence[str], number: int, seed: int, pause: float = 0.0
) -> Iterator[Sequence[Reader]]:
    """So many readers at work, each pausing so many seconds after an answer."""
    readers = [Reader(server.port, index, paths, seed + n, pause) for n in range(number)]
    for reader in readers:
        reader.start()
    try:
        yield readers
    finally:
        for reader in readers:
            reader.stopped.set()
        for reader in readers:
            reader.join()


@dataclass(frozen=True)
class Reading:
    """What readers met with: requests, the share answered 200, and how fast, in ms."""

    requests: int
    share_answered: float
    p50_ms: float
    p99_ms: float


def summary(asked: Sequence[Asked]) -> Reading:
    """Figures of requests; how long a failed one took counts as well."""
    seconds = [one.seconds for one in asked] or [0.0]
    good = sum(isinstance(one.answer, Answer) and one.answer.status == 200 for one in asked)
    times = (round(1000 * percentile(seconds, percent), 1) for percent in (50, 99))
    return Reading(len(asked), round(good / max(1, len(asked)), 4), *times)


def wrong(
    asked: Sequence[Asked], held: Mapping[str, int], right: Mapping[int, Right]
) -> tuple[str, ...]:
    """A sentence for each request not answered rightly by a generation in use meanwhile.

    Args:
        held: the edition each generation was built from.
        right: the right answers of each edition.
    """
    return tuple(fault for one in asked if (fault := _fault(one, held, right)))


def _fault(one: Asked, held: Mapping[str, int], right: Mapping[int, Right]) -> str | None:
    if isinstance(one.answer, str):
        return f"{one.path}: {one.answer} after {one.seconds:.1f} s"
    editions = {held[id] for id in held if one.before <= id <= one.after}
    if any(one.answer == right[edition][one.path] for edition in editions):
        return None
    answers = right.values()
    known = any(one.answer.plain == answers_[one.path].plain for answers_ in answers)
    what = "another edition's answer" if known else "no edition's answer"
    told = ", with a notice of damage" if one.answer.noticed else ""
    return f"{one.path}: status {one.answer.status}, {what}{told} (in use: {one.before})"
