"""waitress with limits on time and connections, so that slow and idle clients cannot block it.

By itself waitress accepts a hundred connections per process, waits two minutes
for each of them, and for ever for a client that does not read its response. Here
a request must arrive within a time limit, a response must be read at a minimum
rate, and when the connections are used up those that have been idle longest are
closed. Connections with a request in progress are never closed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from contextlib import suppress
from socket import socket
from typing import Any

from waitress import wasyncore  # type: ignore[import-untyped]  # it ships no types
from waitress.adjustments import Adjustments  # type: ignore[import-untyped]  # as above
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]  # as above
from waitress.parser import HTTPRequestParser, ParsingError  # type: ignore[import-untyped]  # as above
from waitress.server import TcpWSGIServer  # type: ignore[import-untyped]  # as above
from waitress.task import ThreadedTaskDispatcher, WSGITask  # type: ignore[import-untyped]  # as above

LOCAL_ADDRESS = "pressmark.local_address"
"""Where a WSGI application finds the address a connection was made to."""

# The limits below are chosen by hand.
REQUEST_SECONDS = 15
"""Time limit from the first byte of a request to its last."""
IDLE_SECONDS = 20
"""Time limit for the first or the next request on a connection."""
UNREAD_SECONDS = 30
"""Time limit for a client to read ``PROGRESS`` bytes of its response, or the rest of it."""
PROGRESS = 16_384
UNREAD_BYTES = 256 << 20
"""Bytes of all unread responses; beyond this the connections that wait longest are closed."""

WATERMARK = 1 << 20
"""Bytes of unread responses to one client; then it gets no more until it reads."""

MAX_QUERY = 65_536
"""Bytes of a query string: room for 4,096 characters of any script, and filters."""
MAX_HEADER = MAX_QUERY + 8_192
"""Bytes of a request line with all header fields."""
MAX_FIELDS = 100
"""Header fields of a request."""
MAX_BODY = 65_536
"""Bytes of a request body; no view reads one."""

MOST_CONNECTIONS = 4096
"""Connections of one process; each turn of its event loop polls all of them."""
RESERVED = 256
"""File descriptors reserved for the index, the log and libraries."""
AT_ONCE = 64
"""Connections accepted in one turn of the event loop."""
SHARE = 16
"""When connections are used up, one in so many is closed."""
PAUSE = 1.0
"""Seconds to wait when no connection can be accepted."""

log = logging.getLogger("webapp.serving.server")

IDLE, RECEIVING, UNREAD, WORKING = range(4)
"""What a connection waits for. They are closed in this order, except the last."""
_PATIENCE = {IDLE: IDLE_SECONDS, RECEIVING: REQUEST_SECONDS, UNREAD: UNREAD_SECONDS}


class _LimitedRequest(HTTPRequestParser):  # type: ignore[misc]  # untyped
    """A request with a limited number of header fields."""

    def parse_header(self, header_plus: bytes) -> None:
        if header_plus.count(b"\n") > MAX_FIELDS + 2:  # the first line, and the empty last one
            raise ParsingError(f"There are more than {MAX_FIELDS} header fields")
        super().parse_header(header_plus)


class _AddressedTask(WSGITask):  # type: ignore[misc]  # untyped
    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[LOCAL_ADDRESS] = self.channel.local_address
        return environ


class Connection(HTTPChannel):  # type: ignore[misc]  # untyped
    """One connection that knows what it is waiting for, and since when."""

    parser_class = _LimitedRequest
    task_class = _AddressedTask

    def __init__(self, listener: Listener, taken: socket, *further: Any, **named: Any) -> None:
        self.local_address = str(taken.getsockname()[0])
        self.answered = 0
        self.sent = 0
        self._refused = False
        self._begun = -1
        self.state = IDLE
        self._mark: tuple[int, object] = (IDLE, 0)
        self.since = time.monotonic()
        super().__init__(listener, taken, *further, **named)

    def send(self, data: bytes, do_close: bool = True) -> int:
        sent: int = super().send(data, do_close)
        self.sent += sent
        return sent

    def service(self) -> None:
        super().service()
        self.answered += 1
        if self._refused:
            self.close_when_flushed = True
            self.server.pull_trigger()

    def update_state(self, now: float) -> None:
        """Record what the connection waits for; progress restarts the time limit."""
        mark = self._waits_for()
        if mark != self._mark:
            self._mark, self.since = mark, now
            self.state = mark[0]

    def overdue(self, now: float) -> bool:
        """Whether the time limit of its state is over."""
        patience = _PATIENCE.get(self.state)
        return patience is not None and now - self.since > patience

    def _waits_for(self) -> tuple[int, object]:
        """The state, and a value that changes with any progress in it."""
        if self.total_outbufs_len:
            return UNREAD, self.sent // PROGRESS
        if self.requests:
            return WORKING, None
        if self.request is not None:
            self._begun = self.answered
        # A request once begun stays so: a client sending empty lines cannot wait for ever.
        return (RECEIVING if self._begun == self.answered else IDLE), self.answered

    def _flush_outbufs_below_high_watermark(self) -> None:
        """Wait until the client reads, but not if it sends more requests: that blocks a thread."""
        if self.total_outbufs_len > self.adj.outbuf_high_watermark and len(self.requests) > 1:
            del self.requests[1:]
            self._refused = True
        else:
            super()._flush_outbufs_below_high_watermark()


class Listener(TcpWSGIServer):  # type: ignore[misc]  # untyped
    """A listening socket that accepts several connections at once, or pauses when it cannot."""

    paused_until = 0.0

    def readable(self) -> bool:
        return time.monotonic() >= self.paused_until

    def handle_accept(self) -> None:
        for _ in range(AT_ONCE):
            if len(self._map) >= self.adj.connection_limit and not _make_room(self._map):
                log.warning("all %d connections are in use", self.adj.connection_limit)
                self._pause()
                return
            try:
                accepted = self.accept()
            except OSError as error:  # usually out of descriptors or memory
                log.warning("cannot accept a connection: %s", error.strerror)
                if _make_room(self._map):
                    continue
                self._pause()
                return
            if accepted is None:
                return
            taken, address = accepted
            try:
                self.set_socket_options(taken)
                Connection(self, taken, address, self.adj, map=self._map)
            except OSError:  # the client has already closed it
                taken.close()

    def _pause(self) -> None:
        """Leave new connections in the backlog, or the event loop would spin on them."""
        self.paused_until = time.monotonic() + PAUSE


class Server:
    """A WSGI application served on listening sockets."""

    def __init__(self, application: Any, sockets: Iterable[socket], limit: int, **options: Any):
        """At most ``limit`` connections at a time; ``options`` are passed to waitress."""
        self._map: dict[int, Any] = {}
        adjustments = Adjustments(
            sockets=list(sockets),
            connection_limit=limit,
            outbuf_high_watermark=WATERMARK,
            max_request_header_size=MAX_HEADER,
            max_request_body_size=MAX_BODY,
            outbuf_overflow=UNREAD_BYTES,  # keep responses in memory, not in a file each
            log_socket_errors=False,
            **options,
        )
        self._dispatcher = ThreadedTaskDispatcher()
        self._dispatcher.set_thread_count(adjustments.threads)
        for bound in adjustments.sockets:
            place = (bound.family, bound.type, bound.proto, bound.getsockname())
            Listener(
                application,
                self._map,
                _sock=bound,
                dispatcher=self._dispatcher,
                adj=adjustments,
                sockinfo=place,
                bind_socket=False,
            )

    def run(self) -> None:
        """Serve until SystemExit or KeyboardInterrupt is raised in this thread."""
        looked = 0.0
        with suppress(SystemExit, KeyboardInterrupt):
            while True:
                now = time.monotonic()
                if now - looked >= 1:
                    looked = now
                    _close_overdue(self._map, now)
                wasyncore.poll2(1.0, self._map)
        self._dispatcher.shutdown()


def _connections(map_: dict[int, Any]) -> list[Connection]:
    return [item for item in map_.values() if isinstance(item, Connection)]


def _close_overdue(map_: dict[int, Any], now: float) -> None:
    unread = 0
    waiting: list[Connection] = []
    for connection in _connections(map_):
        connection.update_state(now)
        if connection.overdue(now):
            connection.handle_close()
        elif connection.total_outbufs_len:
            unread += connection.total_outbufs_len
            waiting.append(connection)
    waiting.sort(key=lambda connection: connection.since, reverse=True)
    while unread > UNREAD_BYTES and waiting:
        slowest = waiting.pop()
        unread -= slowest.total_outbufs_len
        slowest.handle_close()


def _make_room(map_: dict[int, Any]) -> bool:
    """Close the longest idle connections, then slow ones; false if there are none."""
    now = time.monotonic()
    found = _connections(map_)
    for connection in found:
        connection.update_state(now)
    found = [connection for connection in found if connection.state != WORKING]
    found.sort(key=lambda connection: (connection.state, connection.since))
    for connection in found[: max(1, len(map_) // SHARE)]:
        connection.handle_close()
    return bool(found)


def connection_limit() -> int:
    """Connections a process may have: as many as its file descriptors allow.

    Raises the limit of descriptors as far as permitted, for child processes as well.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return MOST_CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + RESERVED
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return min(MOST_CONNECTIONS, soft - min(RESERVED, soft // 2))
