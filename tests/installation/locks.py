"""Read the lock files at the top of the project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "requirements.lock"
TESTS = ROOT / "requirements-test.lock"
LOCKS = {
    "the program": PROGRAM,
    "tests": TESTS,
    "`make benchmarks`": ROOT / "requirements-bench.lock",
    "`make test-whoosh-2.7.4`": ROOT / "requirements-whoosh-2.7.4.lock",
    "`make lock` and `make sbom`": ROOT / "requirements-tools.lock",
}


@dataclass(frozen=True)
class Locked:
    """One package of a lock file; ``line`` is its first line, as written.

    ``wanted_by`` are the locked packages that require it; empty where the project does.
    """

    line: str
    requirement: Requirement
    hashes: tuple[str, ...]
    wanted_by: tuple[str, ...]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        return str(self.requirement.specifier).removeprefix("==")

    @property
    def here(self) -> bool:
        """Is it installed on this platform and Python?"""
        return self.requirement.marker is None or self.requirement.marker.evaluate()


def read_lock(path: Path) -> dict[str, Locked]:
    """The packages of a lock file by their normalised names."""
    entries = re.split(r"\n(?=[a-z0-9])", path.read_text(encoding="utf-8"))
    locked = map(_locked, entries[1:])  # before the first stands the head
    return {package.name: package for package in locked}


def _locked(entry: str) -> Locked:
    line = entry.splitlines()[0].removesuffix("\\").strip()
    via = re.findall(r"^ +#(?: via)? +(?!via$)([a-z][^\s(]*)", entry, re.MULTILINE)
    return Locked(
        line,
        Requirement(line),
        tuple(re.findall(r"--hash=(\S+)", entry)),
        () if "pressmark" in via else tuple(via),
    )
