"""The outcome of every file, kept with a generation so that the next rebuild reads only changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from indexer.model import Unread

Fate = Literal["indexed", "skipped", "failed", "opened"]
"""``opened`` is a container, such as a WARC file, whose records are all accounted for."""

_RACY = 2_000_000_000
"""Nanoseconds: a file younger than this when it was listed may change without a new time, as
some file systems (FAT) keep times in steps of two seconds."""


class Record(NamedTuple):
    """A file, or one record of a container, and its outcome.

    ``modified`` is -1 where the time cannot be trusted to show a change,
    ``sha256`` is "" where the file must be tried again whatever it holds.
    ``context`` is a hash of all else that the outcome depends on. ``container``
    is the id of the file that a record is in, "" for a file.
    """

    path: str
    size: int
    modified: int
    sha256: str
    context: str
    fate: Fate
    reason: str = ""
    container: str = ""

    @property
    def locator(self) -> str:
        """Which record of its file it is."""
        return self.path.rpartition("#")[2]

    def unread(self) -> Unread:
        """The file as a report lists it."""
        return Unread(self.path, self.reason)

    def same_outcome(self, other: Record) -> bool:
        """Whether nobody who reads the index could notice a difference."""
        if self is other:  # true of every file that was kept
            return True
        return self._replace(modified=0) == other._replace(modified=0)


Inventory = Mapping[str, Record]
"""Records by the id of their document."""


def trusted(modified: int, seen: int) -> int:
    """``modified`` if a change after ``seen`` would alter it, else -1; both in nanoseconds."""
    return modified if modified + _RACY < seen else -1


def indexed(inventory: Inventory) -> frozenset[str]:
    """The ids of the documents."""
    return frozenset([key for key, record in inventory.items() if record.fate == "indexed"])


def members(inventory: Inventory) -> Mapping[str, Inventory]:
    """The records inside containers, by the ids of the containers."""
    found: dict[str, dict[str, Record]] = {}
    for key, record in inventory.items():
        if record.container:
            found.setdefault(record.container, {})[key] = record
    return found


def same_outcomes(one: Inventory, other: Inventory) -> bool:
    """Whether nobody who reads the index could notice a difference."""
    return one.keys() == other.keys() and all(
        record.same_outcome(other[key]) for key, record in one.items()
    )


def with_fate(records: Iterable[Record], fate: Fate) -> tuple[Unread, ...]:
    """The files that were skipped or failed, in order of path."""
    return tuple(sorted((r.unread() for r in records if r.fate == fate), key=lambda u: u.path))


def write_inventory(inventory: Inventory) -> bytes:
    """The records as JSON, in order of id."""
    rows = [(key, *inventory[key]) for key in sorted(inventory)]
    return json.dumps(rows, separators=(",", ":")).encode() + b"\n"


def read_inventory(content: bytes | str) -> Inventory:
    """The records ``write_inventory`` wrote."""
    return {key: Record(*values) for key, *values in json.loads(content)}
