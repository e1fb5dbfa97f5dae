"""What the processes of a server hold: memory, descriptors, mapped files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tests.soak.serving import Server

_MB = 1 << 10


@dataclass(frozen=True)
class Held:
    """Of all processes that answer, together; ``mapped_files`` are those of the index."""

    resident_mb: float
    anonymous_mb: float
    descriptors: int
    mapped_files: int


def held_by(server: Server, index: Path) -> Held:
    """What the server holds now."""
    processes = server.processes()
    status = [_status(process) for process in processes]
    return Held(
        round(sum(one["VmRSS"] for one in status) / _MB, 2),
        round(sum(one["RssAnon"] for one in status) / _MB, 2),
        sum(len(os.listdir(f"/proc/{process}/fd")) for process in processes),
        sum(_mapped(process, index) for process in processes),
    )


def _status(process: int) -> dict[str, int]:
    """The sizes in kB that the system tells of a process."""
    lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    return {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith(" kB")}


def _mapped(process: int, index: Path) -> int:
    """Files below ``index`` that a process has mapped, deleted ones too."""
    lines = Path(f"/proc/{process}/maps").read_text("utf-8").splitlines()
    return len({line for row in lines if (line := row[73:]).startswith(str(index.resolve()))})
