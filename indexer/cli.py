"""The entry point of the command ``indexer``: it handles signals before any long import begins."""

from __future__ import annotations

import sys

from indexer import signals


def main() -> None:
    """Run a command and end the process with its exit status."""
    signals.install()
    try:
        from indexer.terminal.commands import main as run
    except BaseException:  # an interrupted import may raise anything
        number = signals.received()
        if number is None:
            raise
        sys.exit(signals.say_stopped("indexer", number))
    run()
