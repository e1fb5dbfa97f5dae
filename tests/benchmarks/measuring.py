"""Times and memory, as numbers for a report."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from pathlib import Path

PERCENTILES = (50, 95, 99)


def percentile(times: Sequence[float], percent: int) -> float:
    """A percentile by linear interpolation; the value itself if there is one only."""
    if len(times) == 1:
        return times[0]
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Percentiles and the mean of times, in milliseconds; empty for none."""
    if not seconds:
        return {}
    found = {f"p{p}": round(1000 * percentile(seconds, p), 3) for p in PERCENTILES}
    return {**found, "mean": round(1000 * statistics.fmean(seconds), 3)}


def pin(core: int) -> None:
    """Keep this process, and those it starts, on one core, where the system lets it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})


def memory() -> dict[str, int]:
    """Resident memory of this process in bytes, now: in all, and without mapped files."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    kilobytes = {line.split(":")[0]: line.split()[1] for line in lines if line.endswith(" kB")}
    return {
        "resident_bytes": 1024 * int(kilobytes["VmRSS"]),
        "anonymous_bytes": 1024 * int(kilobytes["RssAnon"]),
        "peak_bytes": 1024 * int(kilobytes["VmHWM"]),
    }


def children_peak() -> int:
    """The most memory any one ended child had, in bytes."""
    import resource

    return 1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
