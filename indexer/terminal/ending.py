"""How a command ends: what it prints, and what is said when it cannot do what it was told."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from signal import SIGINT

import click

from indexer import signals
from indexer.errors import SearchError
from indexer.terminal.console import printable

_UNUSABLE = 3
"""The exit status where the system does not let a command read or write what it must."""
_PIPE_CLOSED = 141


class OutputClosed(Exception):
    """Whoever read the output has gone."""


def print_lines(lines: Iterable[str]) -> None:
    """Print a result.

    Raises:
        OutputClosed: if nobody reads it any more.
    """
    try:
        for line in lines:
            click.echo(line)
    except BrokenPipeError as error:
        raise OutputClosed from error


def say(text: str) -> None:
    """Tell people something; that nobody can be told is no reason to fail."""
    with suppress(OSError):
        click.echo(text, err=True)


def failed(error: BaseException) -> int:
    """Say what went wrong, and give the exit status for it; raise what nobody can act on."""
    match error:
        case SearchError():
            say(f"indexer: {printable(str(error))}")
            return error.exit_status
        case click.ClickException():
            with suppress(OSError):
                error.show()
            return error.exit_code
        case KeyboardInterrupt() | click.Abort():
            return signals.say_stopped("indexer", SIGINT)
        case OutputClosed():
            return _PIPE_CLOSED
        case MemoryError():
            say("indexer: not enough memory for this; free some, or let this process have more")
            return _UNUSABLE
        case OSError():
            say(f"indexer: {printable(_sentence(error))}")
            return _UNUSABLE
    raise error


def hold_streams() -> None:
    """Put nothing in place of standard streams that are closed.

    Otherwise the next file that is opened takes their number, and what some
    library prints ends up in it.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free, which is this one
    # Python has None for those that were closed when it started.
    sys.stdout = sys.stdout or io.TextIOWrapper(io.FileIO(1, "w", closefd=False))
    sys.stderr = sys.stderr or io.TextIOWrapper(io.FileIO(2, "w", closefd=False))


def end_streams() -> None:
    """Write out what is printed; what cannot be written, Python must not try again at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _sentence(error: OSError) -> str:
    """What is said of an error of the system that nothing nearer to it gave a name."""
    reason = error.strerror or str(error)
    if not error.filename:  # all that is read or written elsewhere is named
        return f"cannot write the output: {reason}"
    return (
        f"cannot use {os.fsdecode(error.filename)}: {reason}; see to its permissions and its disk"
    )
