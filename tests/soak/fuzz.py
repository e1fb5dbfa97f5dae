"""Requests of every unlikely kind, to a running server."""

from __future__ import annotations

import socket
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings

from tests.benchmarks.measuring import percentile
from tests.soak.editions import Editions
from tests.soak.held import held_by
from tests.soak.progress import Progress
from tests.soak.requests import Request, any_requests
from tests.soak.responses import faults, first_of
from tests.soak.serving import PATIENCE, Server, get, serving

PAGES = 40
BATCH = 500
"""Requests that hypothesis keeps in mind so as not to make them twice."""
QUIET = 0.1
"""Seconds without a byte until bytes that are no request are held to want more."""
SHOWN = 600
NOT_IMPLEMENTED = 501
"""The right answer to a transfer coding that is not known (RFC 9112, 6.1)."""


@dataclass(frozen=True)
class Fuzz:
    """Requests by the first figure of their status; ``unanswered`` were broken ones."""

    requests: int
    of_them_broken: int
    found_2xx: int
    redirected_3xx: int
    refused_4xx: int
    failed_5xx: int
    not_implemented_501: int
    unanswered: int
    p50_ms: float
    p99_ms: float
    longest_ms: float
    resident_mb_before: float
    resident_mb_after: float
    log_bytes: int
    failures: tuple[str, ...]


@dataclass
class _Asker:
    """Sends requests, whole ones over a connection that is kept as long as the server lets it."""

    port: int
    kept: socket.socket | None = None
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    broken: int = 0
    found: dict[str, list[bytes]] = field(default_factory=dict)

    def ask(self, request: Request) -> None:
        """Send a request and note what is wrong with the answer."""
        began = time.monotonic()
        try:
            if request.whole:
                self._note(request, self._whole(request))
                self.seconds.append(time.monotonic() - began)
            else:
                self.broken += 1
                self._note(request, self._broken(request))
        except (OSError, HTTPException) as error:
            self.close()
            self._note(request, [f"{type(error).__name__}: {error}"])

    def of_kind(self, first: int) -> int:
        """Answers whose status begins with this figure; 0 counts those without an answer."""
        return sum(number for status, number in self.statuses.items() if status // 100 == first)

    def _note(self, request: Request, wrong: list[str]) -> None:
        for fault in wrong:
            place = _page(request) if request.whole else "a broken request"
            self.found.setdefault(f"{fault} at {place}", []).append(request.content)

    def _whole(self, request: Request) -> list[str]:
        fresh = self.kept is None
        try:
            response, body = self._exchange(request)
        except (ConnectionError, HTTPException):
            if fresh:
                raise
            self.close()  # a kept connection may be closed by the server at any time
            response, body = self._exchange(request)
        self.statuses[response.status] += 1
        if response.will_close:
            self.close()
        return list(faults(request.method, response, body))

    def _exchange(self, request: Request) -> tuple[HTTPResponse, bytes]:
        if self.kept is None:
            self.kept = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self.kept.sendall(request.content)
        response = HTTPResponse(self.kept, method=request.method)
        response.begin()
        return response, response.read()

    def close(self) -> None:
        """Let go of the connection; another request makes a new one."""
        if self.kept is not None:
            self.kept.close()
            self.kept = None

    def _broken(self, request: Request) -> list[str]:
        received, cut = _received(self.port, request.content)
        if not received:
            self.statuses[0] += 1
            return []
        method = "HEAD" if request.content.lstrip().startswith(b"HEAD") else request.method
        try:
            response, body, rest = first_of(received, method)
        except HTTPException:
            if cut:
                return []  # by us, who would not wait
            raise
        self.statuses[response.status] += 1
        wrong = [] if response.status == NOT_IMPLEMENTED else list(faults(method, response, body))
        if rest and not b"HTTP/1.".startswith(rest[:7]) and method != "HEAD":
            wrong.append("bytes between two responses")
        return wrong


def _page(request: Request) -> str:
    """The first part of the path that is asked for."""
    path = request.content.split(b" ", 2)[1].partition(b"?")[0].decode("ascii")
    return "/".join(path.split("/")[:2])[:20]


def _received(port: int, content: bytes) -> tuple[bytes, bool]:
    """What comes back for some bytes, and whether the connection was ended by this side."""
    parts: list[bytes] = []
    cut = False
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        try:
            connection.sendall(content)
            connection.settimeout(QUIET)
            parts += _chunks(connection)
        except TimeoutError:
            cut = True
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(PATIENCE)
            parts += _chunks(connection)
        except ConnectionError:
            cut = True  # it need not read all of what is no request
    return b"".join(parts), cut


def _chunks(connection: socket.socket) -> Iterator[bytes]:
    while chunk := connection.recv(1 << 16):
        yield chunk


def run(requests: int, seed: int, progress: Progress) -> Fuzz:
    """Send so many requests, nine in ten in due form, one in ten broken.

    Nothing may be answered 5xx or not in time, every response must be what it says it is, and
    the server's log must hold no traceback, nor may one of its processes end.
    """
    with tempfile.TemporaryDirectory() as folder:
        editions = Editions(Path(folder), PAGES, 1)
        editions.write(0)
        editions.build()
        with serving(editions.index, editions.folder / "log") as server:
            documents = [path for path in editions.paths(editions.index) if path[:3] == "/d/"]
            before, processes = held_by(server, editions.index), server.processes()
            with closing(_Asker(server.port)) as asker:
                _send(asker, documents, requests, seed, progress)
            failures = [_told(fault, asker.found[fault]) for fault in sorted(asker.found)]
            failures += [*server.complaints(), *_alive(server, processes)]
            after = held_by(server, editions.index)
            log = server.log.stat().st_size
    milliseconds = [1000 * one for one in asker.seconds]
    return Fuzz(
        requests=sum(asker.statuses.values()),
        of_them_broken=asker.broken,
        found_2xx=asker.of_kind(2),
        redirected_3xx=asker.of_kind(3),
        refused_4xx=asker.of_kind(4),
        failed_5xx=asker.of_kind(5) - asker.statuses[NOT_IMPLEMENTED],
        not_implemented_501=asker.statuses[NOT_IMPLEMENTED],
        unanswered=asker.of_kind(0),
        p50_ms=round(percentile(milliseconds, 50), 1),
        p99_ms=round(percentile(milliseconds, 99), 1),
        longest_ms=round(max(milliseconds), 1),
        resident_mb_before=before.resident_mb,
        resident_mb_after=after.resident_mb,
        log_bytes=log,
        failures=tuple(failures),
    )


def _send(
    asker: _Asker, documents: Sequence[str], number: int, seed: int, progress: Progress
) -> None:
    made = any_requests(documents)
    for done in range(0, number, BATCH):

        @hypothesis.seed(seed + done)
        @settings(
            max_examples=min(BATCH, number - done),
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(made)
        def batch(request: Request) -> None:
            asker.ask(request)

        batch()
        progress(f"{done} of {number} requests sent, {len(asker.found)} faults")


def _told(fault: str, contents: list[bytes]) -> str:
    return f"{fault}, {len(contents)} times; the shortest: {min(contents, key=len)[:SHOWN]!r}"


def _alive(server: Server, processes: tuple[int, ...]) -> Iterator[str]:
    if server.processes() != processes:
        yield "a process of the server ended and was replaced"
    if get(server.port, "/healthz").status != 200:
        yield "the server is not healthy at the end"
