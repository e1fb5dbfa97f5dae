"""The command ``indexer`` as a program: ready for signals before anything long is imported."""

from __future__ import annotations

import sys

from indexer import signals


def main() -> None:
    """Run a command and end the process with its exit status."""
    signals.install()
    try:
        from indexer.cli import main as run
    except BaseException:  # an interrupted import may raise anything
        number = signals.received()
        if number is None:
            raise
        sys.exit(signals.say_stopped("indexer", number))
    run()


if __name__ == "__main__":
    main()
