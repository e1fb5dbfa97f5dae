"""What a rebuild did, every file accounted for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Unread:
    """A file that did not become a document, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class BadLine:
    """A line of a description file that could not be used, or not whole, and why."""

    path: str
    line: int
    reason: str


@dataclass(frozen=True)
class Report:
    """What a rebuild did. ``documents`` and ``passages`` are those of the new generation.

    ``descriptions`` are lines of ``metadata.csv`` that could not be used.
    """

    documents: int
    passages: int
    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: tuple[Unread, ...]
    failed: tuple[Unread, ...]
    seconds: float
    generation: str
    notices: tuple[str, ...] = field(default=())
    dry_run: bool = False
    descriptions: tuple[BadLine, ...] = ()

    @property
    def exit_status(self) -> int:
        return 1 if self.failed or self.descriptions else 0
