"""waitress under limits of our own: slow, idle and too many connections do not stop the site.

waitress alone takes a hundred connections a process, waits two minutes for each
of them, and without end for a client that does not read its answer. Here a
request has to arrive within a time, an answer has to be taken at some speed, and
where there is no room for another connection the one that was idle longest is
closed for it. Connections that are being answered are never closed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from contextlib import suppress
from socket import socket
from typing import Any

from waitress import wasyncore  # type: ignore[import-untyped]  # it ships no types
from waitress.adjustments import Adjustments  # type: ignore[import-untyped]
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.parser import HTTPRequestParser, ParsingError  # type: ignore[import-untyped]
from waitress.server import TcpWSGIServer  # type: ignore[import-untyped]
from waitress.task import ThreadedTaskDispatcher, WSGITask  # type: ignore[import-untyped]

LOCAL_ADDRESS = "pressmark.local_address"
"""Where a WSGI application finds the address a connection was made to."""

REQUEST_SECONDS = 15
"""From the first byte of a request to its last."""
IDLE_SECONDS = 20
"""For the first or the next request of a connection."""
UNREAD_SECONDS = 30
"""For a client to take ``PROGRESS`` bytes of its answer, or what is left of it."""
PROGRESS = 16_384
UNREAD_BYTES = 256 << 20
"""Answers that wait to be taken, in all; beyond this those that wait longest are given up."""

WATERMARK = 1 << 20
"""Bytes of answers to one client that may wait; then it gets no more until it reads."""

MAX_QUERY = 65_536
"""Bytes of a query string: what 4,096 characters of any script need, and room for filters."""
MAX_HEADER = MAX_QUERY + 8_192
"""Bytes of a request line with all header fields."""
MAX_FIELDS = 100
"""Header fields of a request."""
MAX_BODY = 65_536
"""Bytes of a body; nothing here reads one."""

MOST_CONNECTIONS = 4096
"""Connections of one process: each turn of its loop looks at all of them."""
RESERVED = 256
"""Descriptors left for the index, the log and what libraries open."""
AT_ONCE = 64
"""Connections taken before those there are have their turn."""
SHARE = 16
"""Where there is no room, one in so many connections is closed."""
PAUSE = 1.0
"""Seconds without taking connections, where none can be taken."""

log = logging.getLogger("webapp.serving.server")

IDLE, RECEIVING, UNREAD, WORKING = range(4)
"""What a connection waits for: in this order they are closed to make room, but the last."""
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
    """One connection; the loop's thread asks now and then how long it has been waiting."""

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

    def look(self, now: float) -> None:
        """Note what is waited for, and since when: anything new begins anew."""
        mark = self._waits_for()
        if mark != self._mark:
            self._mark, self.since = mark, now
            self.state = mark[0]

    def overdue(self, now: float) -> bool:
        """Whether what is waited for has had its time."""
        patience = _PATIENCE.get(self.state)
        return patience is not None and now - self.since > patience

    def _waits_for(self) -> tuple[int, object]:
        """The state, and what changes with each step on in it."""
        if self.total_outbufs_len:
            return UNREAD, self.sent // PROGRESS
        if self.requests:
            return WORKING, None
        if self.request is not None:
            self._begun = self.answered
        # Begun stays begun: empty lines, which come to nothing, are no way to wait for ever.
        return (RECEIVING if self._begun == self.answered else IDLE), self.answered

    def _flush_outbufs_below_high_watermark(self) -> None:
        """Wait for the client to read, unless it only wants more: that would hold a thread."""
        if self.total_outbufs_len > self.adj.outbuf_high_watermark and len(self.requests) > 1:
            del self.requests[1:]
            self._refused = True
        else:
            super()._flush_outbufs_below_high_watermark()


class Listener(TcpWSGIServer):  # type: ignore[misc]  # untyped
    """A socket connections are taken from, several at once, and none while there is no room."""

    paused_until = 0.0

    def readable(self) -> bool:
        return time.monotonic() >= self.paused_until

    def handle_accept(self) -> None:
        for _ in range(AT_ONCE):
            if len(self._map) >= self.adj.connection_limit and not _make_room(self._map):
                log.warning("all %d connections are being answered", self.adj.connection_limit)
                self._pause()
                return
            try:
                accepted = self.accept()
            except OSError as error:  # no descriptors or no memory, mostly
                log.warning("a connection cannot be taken: %s", error.strerror)
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
            except OSError:  # the client is gone already
                taken.close()

    def _pause(self) -> None:
        """Leave new connections waiting; asked at every turn, the loop would do nothing else."""
        self.paused_until = time.monotonic() + PAUSE


class Server:
    """A WSGI application served at sockets that listen already."""

    def __init__(self, application: Any, sockets: Iterable[socket], limit: int, **told: Any):
        """At most ``limit`` connections at a time; what else waitress is told is in ``told``."""
        self._map: dict[int, Any] = {}
        adjustments = Adjustments(
            sockets=list(sockets),
            connection_limit=limit,
            outbuf_high_watermark=WATERMARK,
            max_request_header_size=MAX_HEADER,
            max_request_body_size=MAX_BODY,
            outbuf_overflow=UNREAD_BYTES,  # in memory, which is counted, not in a file each
            log_socket_errors=False,
            **told,
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
        """Answer until SystemExit or KeyboardInterrupt is raised in this thread."""
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
        connection.look(now)
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
    """Close the connections that have been idle longest, then slow ones; whether there were any."""
    now = time.monotonic()
    found = _connections(map_)
    for connection in found:
        connection.look(now)
    found = [connection for connection in found if connection.state != WORKING]
    found.sort(key=lambda connection: (connection.state, connection.since))
    for connection in found[: max(1, len(map_) // SHARE)]:
        connection.handle_close()
    return bool(found)


def connection_limit() -> int:
    """Connections a process may have: as many as it has descriptors for, after raising these.

    The limit of descriptors is raised as far as this process may, for what it starts as well.
    """
    try:
        import resource
    except ImportError:  # not a system with such limits
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
