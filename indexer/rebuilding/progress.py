"""Progress of a rebuild."""

from __future__ import annotations

import time


class Progress:
    """Receives the progress of a rebuild and shows nothing; ``terminal/console.py`` shows it."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since this was created."""
        return time.monotonic() - self._began

    def reading(self, total: int) -> None:
        """Reading of ``total`` files begins."""

    def more(self, number: int) -> None:
        """``number`` further pages are to be read: records of a container, or pages read again."""

    def describing(self, total: int) -> None:
        """All files are read; ``total`` pages are now described and indexed."""

    def advance(self) -> None:
        """One more file was read, or one more page described."""

    def finishing(self) -> None:
        """All pages are described; the index is now completed and verified."""

    def close(self) -> None:
        """The rebuild is over."""
