"""A crowd of bad clients before a web server on this machine, while others read.

By hand: ``python -m tests.crowd ADDRESS --slow 1000 --idle 1000 --unread 100 --seconds 30``
prints how the readers fared. Only the loopback address is ever talked to.
"""

from __future__ import annotations

import argparse
import http.client
import json
import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlsplit

PAGES = ("/", "/search?q=the", "/organisations", "/search.json?q=the&page=2", "/about")
HANG = 60.0
"""Seconds after which an answer is taken to never come."""


@dataclass
class Readers:
    """How readers fared: statuses, or what went wrong, and the seconds each answer took."""

    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, object]:
        """Numbers for people."""
        cuts = statistics.quantiles(self.seconds, n=100) if len(self.seconds) > 1 else [0.0] * 99
        return {
            "outcomes": dict(self.outcomes),
            "p50_ms": round(cuts[49] * 1000, 1),
            "p99_ms": round(cuts[98] * 1000, 1),
            "longest_ms": round(max(self.seconds, default=0) * 1000, 1),
        }


class Crowd:
    """Clients that send a byte a second, none at all, or never read what they asked for.

    Whoever is closed comes again; ``closed`` counts how often that was.
    """

    def __init__(self, address: str, slow: int = 0, idle: int = 0, unread: int = 0) -> None:
        parts = urlsplit(address)
        self._place = ("127.0.0.1", parts.port or 80)
        self._wanted = {"slow": slow, "idle": idle, "unread": unread}
        self._clients: dict[str, list[socket.socket]] = {kind: [] for kind in self._wanted}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._press, daemon=True)
        self.closed: Counter[str] = Counter()
        self.complete = threading.Event()

    def __enter__(self) -> Crowd:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(HANG)
        for clients in self._clients.values():
            for client in clients:
                client.close()

    def _press(self) -> None:
        while not self._over.is_set():
            began = time.monotonic()
            for kind, clients in self._clients.items():
                clients[:] = [client for client in clients if self._stays(kind, client)]
                while len(clients) < self._wanted[kind] and not self._over.is_set():
                    clients.append(self._come(kind))
            self.complete.set()
            self._over.wait(max(0.0, 1 - (time.monotonic() - began)))

    def _come(self, kind: str) -> socket.socket:
        client = socket.socket()
        if kind == "unread":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(HANG)
        client.connect(self._place)
        client.setblocking(False)
        with suppress(OSError):
            if kind == "slow":
                client.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
            elif kind == "unread":
                client.send(b"GET /search.json?size=100 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 3)
        return client

    def _stays(self, kind: str, client: socket.socket) -> bool:
        try:
            if kind == "slow":
                client.send(b"a")
            if kind == "unread" or client.recv(1, socket.MSG_PEEK):
                return True
        except BlockingIOError:
            return True
        except OSError:
            pass
        client.close()
        self.closed[kind] += 1
        return False


@contextmanager
def reading(address: str, readers: int, pages: Sequence[str] = PAGES) -> Iterator[Readers]:
    """So many readers, each asking for one page after the other, until the block ends."""
    told, over = Readers(), threading.Event()
    threads = [
        threading.Thread(target=_read, args=(address, pages, told, over), daemon=True)
        for _ in range(readers)
    ]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        over.set()
        for thread in threads:
            thread.join(HANG)


def _read(address: str, pages: Sequence[str], told: Readers, over: threading.Event) -> None:
    place = urlsplit(address).netloc
    for page in cycle(pages):
        if over.is_set():
            return
        began = time.perf_counter()
        connection = http.client.HTTPConnection(place, timeout=HANG)
        try:
            connection.request("GET", page)
            with connection.getresponse() as response:
                response.read()
            told.outcomes[str(response.status)] += 1
        except (OSError, http.client.HTTPException) as error:
            told.outcomes[type(error).__name__] += 1
        finally:
            connection.close()
        told.seconds.append(time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address")
    parser.add_argument("--slow", type=int, default=0)
    parser.add_argument("--idle", type=int, default=0)
    parser.add_argument("--unread", type=int, default=0)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=30)
    given = parser.parse_args()
    with Crowd(given.address, given.slow, given.idle, given.unread) as crowd:
        crowd.complete.wait(HANG)
        with reading(given.address, given.readers) as readers:
            time.sleep(min(given.seconds, 600))
    print(json.dumps({**readers.summary(), "closed": dict(crowd.closed)}))


if __name__ == "__main__":
    main()
