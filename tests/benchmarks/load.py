"""Clients at work on one server: python -m tests.benchmarks.load URL --queries FILE

Each client asks one question after the other over a connection it keeps, as fast
as it is answered, in an order of its own. Ends after ``--seconds``, or before if
standard input does. Only a server on this machine may be asked. Prints JSON.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.measuring import spread
from tests.benchmarks.passages import read_questions

LOCAL = ("127.0.0.1", "localhost", "::1")
MOST_SECONDS = 3600.0
PATIENCE = 30
"""Seconds a client waits for an answer."""
HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip"}


@dataclass
class Client:
    """One reader and what became of its requests: seconds and bytes of each answer, errors."""

    host: str
    port: int
    paths: Sequence[str]
    until: float
    stopped: threading.Event
    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def run(self) -> None:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        for path in self._paths():
            began = time.perf_counter()
            try:
                connection.request("GET", path, headers=HEADERS)
                response = connection.getresponse()
                content = response.read()
            except (OSError, http.client.HTTPException) as error:
                self.errors.append(f"{type(error).__name__}: {error}")
                connection.close()
                continue
            if response.status != 200:
                self.errors.append(f"status {response.status}")
                continue
            self.seconds.append(time.perf_counter() - began)
            self.sizes.append(len(content))
        connection.close()

    def _paths(self) -> Iterator[str]:
        order = random.Random(id(self))
        while True:
            for path in order.sample(self.paths, len(self.paths)):
                if self.stopped.is_set() or time.perf_counter() > self.until:
                    return
                yield path


def put_under_load(
    address: str, paths: Sequence[str], clients: int, seconds: float, stopped: threading.Event
) -> dict[str, Any]:
    """What ``clients`` readers at once meet with; raises ``ValueError`` for another machine."""
    where = urlsplit(address)
    if where.hostname not in LOCAL or where.port is None:
        raise ValueError(f"{address} is not on this machine")
    paths = [where.path.rstrip("/") + path for path in paths]
    began = time.perf_counter()
    until = began + min(seconds, MOST_SECONDS)
    readers = [Client(where.hostname, where.port, paths, until, stopped) for _ in range(clients)]
    threads = [threading.Thread(target=reader.run) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - began
    times = [one for reader in readers for one in reader.seconds]
    errors = [error for reader in readers for error in reader.errors]
    sizes = [size for reader in readers for size in reader.sizes]
    return {
        "clients": clients,
        "seconds": round(taken, 2),
        "pages": len(times),
        "pages_per_second": round(len(times) / taken, 1),
        "latency": {**spread(times), "max": round(1000 * max(times, default=0), 1)},
        "errors": len(errors),
        "kinds_of_errors": sorted(set(errors))[:5],
        "bytes_a_page": round(sum(sizes) / len(sizes)) if sizes else 0,
    }


def search_paths(queries: Path) -> list[str]:
    """The addresses of the pages of results for the questions of a file."""
    return ["/search?" + urlencode({"q": one.written}) for one in read_questions(queries)]


def _end_with_input(stopped: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stopped.set()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10)
    given = parser.parse_args()
    stopped = threading.Event()
    threading.Thread(target=_end_with_input, args=(stopped,), daemon=True).start()
    paths = search_paths(given.queries)
    print(json.dumps(put_under_load(given.address, paths, given.clients, given.seconds, stopped)))


if __name__ == "__main__":
    main()
