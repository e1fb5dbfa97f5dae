"""Clean termination of a command by Ctrl-C, SIGTERM, or the closing of its terminal."""

from __future__ import annotations

import atexit
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_AGAIN = 0.01
"""Seconds until an interruption that Python discarded is raised again."""

_status: int | None = None
_received: signal.Signals | None = None


class Stopped(SystemExit):
    """Raised in the main thread by the first signal, so that context managers clean up.

    It derives from SystemExit because that ends Python without a traceback.
    """


def install(status: int | None = None) -> None:
    """Have each of ``SIGNALS`` raise Stopped.

    ``status`` is the exit status of the process, by default 128 plus the signal's number.
    A signal that is ignored already, as under ``nohup``, stays ignored.
    """
    global _status
    _status = status
    atexit.register(_keep_exit_status)
    sys.unraisablehook = _raise_again
    for number in SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)


def ignore() -> None:
    """Ignore the signals from now on, as the process is ending.

    A handler is used instead of ``SIG_IGN``, with which Python reports an error if a
    signal is pending.
    """
    for number in SIGNALS:
        signal.signal(number, lambda *_: None)


def _keep_exit_status() -> None:
    """Preserve the exit status: at exit Python restores the default action of every signal."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def received() -> signal.Signals | None:
    """The signal that ends this process, if any."""
    return _received


def say_stopped(command: str, number: signal.Signals) -> int:
    """Print that ``command`` was interrupted; returns its exit status."""
    why = "interrupted" if number == signal.SIGINT else f"interrupted by {number.name}"
    with suppress(OSError):  # the terminal may be gone
        print(
            f"{command}: {why}; nothing is left half done, it is safe to run it again",
            file=sys.stderr,
            flush=True,
        )
    return 128 + number


def _stop(number: int, _: FrameType | None) -> NoReturn:
    global _received
    ignore()  # cleanup is quick, and a second Ctrl-C must not interrupt it
    _received = signal.Signals(number)
    _raise()


def _raise(*_: object) -> NoReturn:
    raise Stopped(128 + (_received or 0) if _status is None else _status)


def _raise_again(unraisable: sys.UnraisableHookArgs) -> None:
    """An exception raised in a finalizer is discarded by Python: raise it again soon after."""
    if isinstance(unraisable.exc_value, Stopped):
        signal.signal(signal.SIGALRM, _raise)
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)
    else:
        sys.__unraisablehook__(unraisable)
