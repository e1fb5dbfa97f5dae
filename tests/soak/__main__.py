"""Long experiments: python -m tests.soak [NAME …] [--quick] [--json FILE]

Prints the figures of each and ends with status 1 if anything failed. All talk to
127.0.0.1 only and end by themselves.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.engines import machine
from tests.soak import crowds, flips, fuzz, kills, switches
from tests.soak.progress import Progress, progress_of
from tests.soak.report import as_text

SEED = 20


@dataclass(frozen=True)
class Experiment:
    """What to run, with how much of it in earnest and how little to see that it works."""

    about: str
    run: Callable[..., Any]
    full: Mapping[str, float]
    quick: Mapping[str, float]

    def figures(
        self, quick: bool, seed: int, progress: Progress, given: Mapping[str, float]
    ) -> dict[str, Any]:
        """Run it; those of its numbers that are ``given`` take the place of its own."""
        own = self.quick if quick else self.full
        numbers = {name: given.get(name, value) for name, value in own.items()}
        return asdict(self.run(**numbers, seed=seed, progress=progress))


EXPERIMENTS = {
    "kills": Experiment(
        "rebuilds killed in their midst, under a reader", kills.run, {"kills": 300}, {"kills": 2}
    ),
    "flips": Experiment(
        "one bit of the index flipped at a time", flips.run, {"flips": 500}, {"flips": 4}
    ),
    "fuzz": Experiment(
        "requests of every unlikely kind", fuzz.run, {"requests": 50_000}, {"requests": 200}
    ),
    "crowds": Experiment(
        "slow and idle connections while others read",
        crowds.run,
        {"slow": 1000, "idle": 1000, "seconds": 30},
        {"slow": 20, "idle": 20, "seconds": 1},
    ),
    "switches": Experiment(
        "mixed load while generations take turns",
        switches.run,
        {"switches": 100, "minutes": 30},
        {"switches": 3, "minutes": 0.1},
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(EXPERIMENTS))
    parser.add_argument("--quick", action="store_true", help="a few seconds each")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", type=Path, metavar="FILE", help="the file to write")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NUMBER=VALUE",
        type=_number,
        help="one of " + ", ".join(sorted(set().union(*(e.full for e in EXPERIMENTS.values())))),
    )
    given = parser.parse_args()
    unknown = sorted(set(given.names) - EXPERIMENTS.keys())
    if unknown:
        parser.error(f"there is no experiment {unknown[0]!r}; choose from {', '.join(EXPERIMENTS)}")
    failed = False
    told: dict[str, Any] = {}
    print(f"seed {given.seed}", flush=True)
    for name in given.names or EXPERIMENTS:
        progress = progress_of(name)
        figures = EXPERIMENTS[name].figures(given.quick, given.seed, progress, dict(given.set))
        print(as_text(name, figures), flush=True)
        failed = failed or bool(figures["failures"])
        made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
        about = EXPERIMENTS[name].about
        told[name] = {"about": about, "made": made, "seed": given.seed, "figures": figures}
        if given.json:
            _write(given.json, told)
    sys.exit(int(failed))


def _number(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    if not any(name in one.full for one in EXPERIMENTS.values()):
        raise argparse.ArgumentTypeError(f"no experiment has a number {name!r}")
    return name, int(value) if value.isdecimal() else float(value)


def _write(file: Path, told: Mapping[str, Any]) -> None:
    """Keep what is known so far, beside experiments of an earlier run that were not repeated."""
    known = json.loads(file.read_text("utf-8"))["experiments"] if file.exists() else {}
    experiments = {name: {**known, **told}[name] for name in EXPERIMENTS if name in {*known, *told}}
    written = {"machine": machine(), "experiments": experiments}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
