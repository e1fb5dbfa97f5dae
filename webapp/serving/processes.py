"""Several processes that serve one address, since Python runs one thread at a time in each."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress

from indexer import signals

BACKLOG = 1024
BRIEF = 1.0
"""Seconds; a process that ends sooner is not replaced at once, as the next would fail alike."""

_HELD = (*signals.SIGNALS, signal.SIGALRM)
"""The signals that end this process; SIGALRM raises again what Python has lost."""


def possible() -> bool:
    """Whether processes can share an address on this system."""
    return hasattr(os, "fork")


def bind(host: str, port: int) -> list[socket.socket]:
    """Sockets bound to every address of ``host``; port 0 takes a free port for each.

    Raises:
        OSError: if one of them cannot be bound.
    """
    bound: list[socket.socket] = []
    kinds = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    for family, kind, protocol, _, address in dict.fromkeys(kinds):
        taken = socket.socket(family, kind, protocol)
        bound.append(taken)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            taken.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        taken.bind(address)
    return bound


def run(work: Callable[[], None], number: int) -> None:
    """Run ``work`` in ``number`` processes until told to stop; one that fails is replaced.

    Returns when interrupted or terminated, after all of them have ended. They
    also end if this process is killed.
    """
    ended, alive = os.pipe()
    children: dict[int, float] = {}
    with suppress(KeyboardInterrupt, SystemExit):
        try:
            while True:
                while len(children) < number:
                    with _signals_held():
                        children[_start(work, ended, alive)] = time.monotonic()
                child, _ = os.wait()
                lived = time.monotonic() - children.pop(child)
                time.sleep(max(0.0, BRIEF - lived))
        finally:
            _stop(children)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Deliver signals after the block: an exception while forking would be lost, and so the child.

    A child forked after the parent has begun to end would ignore SIGTERM as the parent does.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD)


def _stop(children: Collection[int]) -> None:
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)
    for child in children:
        with suppress(ChildProcessError):
            os.waitpid(child, 0)


def _start(work: Callable[[], None], ended: int, alive: int) -> int:
    """The id of a new process; the pipe from ``alive`` to ``ended`` closes when this one ends."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD)
        os.close(alive)
        threading.Thread(target=_end_with_parent, args=(ended,), daemon=True).start()
        work()
        status = 0
    except (SystemExit, KeyboardInterrupt):
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _end_with_parent(ended: int) -> None:
    os.read(ended, 1)
    os.kill(os.getpid(), signal.SIGTERM)
