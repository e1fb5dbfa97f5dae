"""Connections by the hundred that say next to nothing, while others read."""

from __future__ import annotations

import errno
import resource
import selectors
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak.editions import Editions
from tests.soak.held import held_by
from tests.soak.progress import Progress
from tests.soak.serving import Reading, Server, reading, serving, summary

PAGES = 24
READERS = 4
INTERVAL = 1.5
"""Seconds between two bytes of a slow connection."""
ASSEMBLY = 10.0
"""Seconds a crowd has to come together before others read."""
RESERVE = 200
"""Descriptors this process needs for itself."""
LEAST_SHARE = 0.999
MOST_LOG = 1 << 20
NEVER_ENDING = b"GET /search?q=harbour HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-Slow: 1\r\n" * 200


@dataclass(frozen=True)
class Crowds:
    """Readers before, beside and after each crowd.

    Of a crowd, ``held`` is the most connections at once and ``dropped`` those
    that the server closed, each of which came again.
    """

    slow: int
    idle: int
    descriptor_limit: int
    alone: Reading
    beside_slow: Reading
    slow_held: int
    slow_dropped: int
    beside_idle: Reading
    idle_held: int
    idle_dropped: int
    afterwards: Reading
    server_descriptors: int
    log_bytes: int
    failures: tuple[str, ...]


@dataclass
class Crowd(threading.Thread):
    """Keeps up so many connections, each sending a byte now and then, or none if not ``slow``."""

    port: int
    number: int
    slow: bool
    held: int = 0
    dropped: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self._selector = selectors.DefaultSelector()
        self._sent: dict[socket.socket, int] = {}

    def run(self) -> None:
        turn = time.monotonic()
        while not self.stopped.is_set():
            self._come()
            self._look(0.05)
            if self.slow and time.monotonic() > turn:
                turn += INTERVAL
                for connection in list(self._sent):
                    self._speak(connection)
        for connection in list(self._sent):
            self._go(connection)
        self._selector.close()

    def _come(self) -> None:
        for _ in range(min(100, self.number - len(self._sent))):
            connection = socket.socket()
            connection.setblocking(False)
            if connection.connect_ex(("127.0.0.1", self.port)) not in (0, errno.EINPROGRESS):
                connection.close()
                return
            self._sent[connection] = 0
            self._selector.register(connection, selectors.EVENT_READ)
        self.held = max(self.held, len(self._sent))

    def _look(self, seconds: float) -> None:
        """Take what the server says, and let go of what it closed."""
        for key, _ in self._selector.select(seconds):
            connection = key.fileobj
            if isinstance(connection, socket.socket):
                with suppress(OSError):
                    if connection.recv(1 << 12):
                        continue
                self.dropped += 1
                self._go(connection)

    def _speak(self, connection: socket.socket) -> None:
        place = self._sent[connection] % len(NEVER_ENDING)
        with suppress(OSError):  # not connected yet, or closed, as the next look tells
            self._sent[connection] += connection.send(NEVER_ENDING[place : place + 1])

    def _go(self, connection: socket.socket) -> None:
        self._selector.unregister(connection)
        del self._sent[connection]
        connection.close()

    def __hash__(self) -> int:
        return id(self)


@contextmanager
def crowding(port: int, number: int, slow: bool) -> Iterator[Crowd]:
    """A crowd that has come together as far as the server lets it."""
    crowd = Crowd(port, number, slow)
    crowd.start()
    until = time.monotonic() + ASSEMBLY
    while crowd.held < number and time.monotonic() < until:
        time.sleep(0.05)
    try:
        yield crowd
    finally:
        crowd.stopped.set()
        crowd.join()


def run(slow: int, idle: int, seconds: float, seed: int, progress: Progress) -> Crowds:
    """Readers for so many seconds alone, beside each crowd, and alone again.

    All of them must be answered 200 and in time. The server has the limit of descriptors
    this process was started with; this process raises its own as far as it may.
    """
    with tempfile.TemporaryDirectory() as folder:
        editions = Editions(Path(folder), PAGES, 1)
        editions.write(0)
        editions.build()
        limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        with (
            serving(editions.index, editions.folder / "log") as server,
            _many_descriptors() as most,
        ):
            slow, idle = min(slow, most - RESERVE), min(idle, most - RESERVE)
            stage = _Stage(server, editions, seconds, seed, progress)
            alone = stage.read("alone")
            with crowding(server.port, slow, slow=True) as speaking:
                beside_slow = stage.read(f"beside {slow} slow connections")
            with crowding(server.port, idle, slow=False) as silent:
                beside_idle = stage.read(f"beside {idle} idle connections")
                descriptors = held_by(server, editions.index).descriptors
            afterwards = stage.read("afterwards")
            log = server.log.stat().st_size
            failures = [*stage.failures, *server.complaints()]
    if log > MOST_LOG:
        failures.append(f"the server's log grew to {log:,} bytes")
    return Crowds(
        slow,
        idle,
        limit,
        alone,
        beside_slow,
        speaking.held,
        speaking.dropped,
        beside_idle,
        silent.held,
        silent.dropped,
        afterwards,
        descriptors,
        log,
        tuple(failures),
    )


@dataclass
class _Stage:
    """Where readers read, again and again."""

    server: Server
    editions: Editions
    seconds: float
    seed: int
    progress: Progress
    failures: list[str] = field(default_factory=list)

    def read(self, when: str) -> Reading:
        self.progress(when)
        index = self.editions.index
        paths = self.editions.paths(index)
        with reading(self.server, index, paths, READERS, self.seed, pause=0.02) as readers:
            time.sleep(self.seconds)
        found = summary([one for reader in readers for one in reader.asked])
        if found.share_answered < LEAST_SHARE:
            self.failures.append(
                f"{when}: {found.share_answered:.1%} of {found.requests} requests were answered"
            )
        return found


@contextmanager
def _many_descriptors() -> Iterator[int]:
    """As many descriptors as the system lets this process have; how many that is."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = before[1]
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        yield resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
