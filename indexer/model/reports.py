"""The report of a rebuild, which accounts for every file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Unread:
    """A file that did not become a document, with the reason."""

    path: str
    reason: str


@dataclass(frozen=True)
class BadLine:
    """A line of a description file that could not be used, or only in part, with the reason."""

    path: str
    line: int
    reason: str


@dataclass(frozen=True)
class Report:
    """The report of a rebuild. ``documents`` and ``passages`` are those of the new generation.

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
