"""How far an experiment has come, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

Progress = Callable[[str], None]
EVERY = 10.0
"""Seconds between two lines."""


def progress_of(name: str) -> Progress:
    """Says what it is told, a line every few seconds at most."""
    said = time.monotonic()

    def progress(line: str) -> None:
        nonlocal said
        if time.monotonic() - said >= EVERY:
            said = time.monotonic()
            print(f"{name}: {line}", file=sys.stderr, flush=True)

    return progress


def silent(line: str) -> None:
    """For experiments of which nobody waits for the end."""
