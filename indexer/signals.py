"""Being told to end: Ctrl-C, SIGTERM and the end of the terminal end a command alike, cleanly."""

from __future__ import annotations

import atexit
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_AGAIN = 0.01
"""Seconds until an interruption that Python lost is raised once more."""

_status: int | None = None
_received: signal.Signals | None = None


class Stopped(SystemExit):
    """Raised in the main thread by the first signal; contexts clean up as it passes.

    It is an exit because nobody prints a traceback of one.
    """


def install(status: int | None = None) -> None:
    """Have each of ``SIGNALS`` raise Stopped.

    ``status`` is what the process then ends with; 128 and the signal's number
    by default. A signal that is ignored, as ``nohup`` has it, stays so.
    """
    global _status
    _status = status
    atexit.register(_end)
    sys.unraisablehook = _lost
    for number in SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)


def ignore() -> None:
    """Take no notice of the signals from now on: the process ends anyway.

    Not with ``SIG_IGN``, about which Python complains where a signal is under way.
    """
    for number in SIGNALS:
        signal.signal(number, lambda *_: None)


def _end() -> None:
    """Keep to the exit status: while Python ends, it gives every signal its default action back."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def received() -> signal.Signals | None:
    """The signal this process was told to end by."""
    return _received


def say_stopped(command: str, number: signal.Signals) -> int:
    """Tell whoever still reads that ``command`` was interrupted; its exit status."""
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
    ignore()  # cleaning up is short, and a second Ctrl-C must not cut it short
    _received = signal.Signals(number)
    _raise()


def _raise(*_: object) -> NoReturn:
    raise Stopped(128 + (_received or 0) if _status is None else _status)


def _lost(unraisable: sys.UnraisableHookArgs) -> None:
    """What is raised while Python runs a finalizer reaches nobody: raise it again soon after."""
    if isinstance(unraisable.exc_value, Stopped):
        signal.signal(signal.SIGALRM, _raise)
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)
    else:
        sys.__unraisablehook__(unraisable)
