"""What a rebuild tells while it works."""

from __future__ import annotations

import time


class Progress:
    """Says nothing; those that do derive from it (``console.py``)."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since this was made."""
        return time.monotonic() - self._began

    def reading(self, total: int) -> None:
        """``total`` files are going to be read."""

    def more(self, number: int) -> None:
        """``number`` pages turned out to be in a file, to be read too."""

    def describing(self, total: int) -> None:
        """All files are read; ``total`` pages are going to be described and indexed."""

    def advance(self) -> None:
        """One more file was read, or page described."""

    def finishing(self) -> None:
        """All pages are described; the index is being finished and verified."""

    def close(self) -> None:
        """There is nothing more to tell."""
