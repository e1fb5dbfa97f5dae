"""How a command ends: its output, error messages and exit status."""

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
"""Exit status when the system refuses to read or write something needed."""
_PIPE_CLOSED = 141


class OutputClosed(Exception):
    """The reader of the output has closed it."""


def print_lines(lines: Iterable[str]) -> None:
    """Print a result.

    Raises:
        OutputClosed: if the reader has closed its end.
    """
    try:
        for line in lines:
            click.echo(line)
    except BrokenPipeError as error:
        raise OutputClosed from error


def say(text: str) -> None:
    """Write a message to standard error; ignored if that cannot be written."""
    with suppress(OSError):
        click.echo(text, err=True)


def failed(error: BaseException) -> int:
    """Report an error and return its exit status; re-raise errors of the program itself."""
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
            say("indexer: out of memory; free some, or raise the limit of this process")
            return _UNUSABLE
        case OSError():
            say(f"indexer: {printable(_sentence(error))}")
            return _UNUSABLE
    raise error


def hold_streams() -> None:
    """Open the null device for standard streams that are closed.

    Otherwise the next file opened gets their descriptor, and whatever a library
    prints ends up in that file.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free descriptor, which is this one
    # Python sets streams to None that were closed when it started.
    sys.stdout = sys.stdout or io.TextIOWrapper(io.FileIO(1, "w", closefd=False))
    sys.stderr = sys.stderr or io.TextIOWrapper(io.FileIO(2, "w", closefd=False))


def end_streams() -> None:
    """Flush the streams; Python must not retry at exit what cannot be written."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _sentence(error: OSError) -> str:
    """A message for an operating system error that no other code has explained."""
    reason = error.strerror or str(error)
    if not error.filename:  # errors of files have a name; only output has none
        return f"cannot write the output: {reason}"
    return f"cannot use {os.fsdecode(error.filename)}: {reason}; check its permissions and the disk"
