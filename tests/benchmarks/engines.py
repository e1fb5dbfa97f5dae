"""Engines compared: python -m tests.benchmarks.engines --passages FILE --queries FILE --json OUT

Every engine builds an index of the same passages and answers the same questions
with the same page, each in processes of its own on one and the same core:

- one process builds;
- a fresh process opens the index and answers all questions, first with all its
  own caches cold (the system's file cache is warm, since the index was just
  written), then twice more; of these two the better time counts, as warm;
- this is repeated in rounds, taking turns, and the median over the rounds told.

An engine that is not installed is told as absent. Totals and counts of every
question must be the same for all.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.passages import Question, read_questions

ROOT = Path(__file__).parents[2]
ENGINES = ("pressmark", "whoosh", "sqlite", "tantivy", "xapian")
GROUPED = "pressmark-documents"
"""Goes along with ``pressmark``; it shows more than the others do, so it is not compared."""
BUILD_SECONDS = 7200
NOT_INSTALLED = "ModuleNotFoundError", "ImportError"
SHOWN_DIFFERENCES = 5

Told = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """What is measured, and with what."""

    passages: Path
    queries: Path
    folder: Path
    core: int
    rounds: int
    limit: float
    pythons: Mapping[str, str]


class NotInstalled(Exception):
    """The engine cannot be imported; says why."""


def compare(run: Run, names: Sequence[str]) -> Told:
    """Measure the engines called ``names``, and check that their answers agree."""
    engines: dict[str, Told] = {}
    for name in names:
        try:
            engines[name] = {"build": _run(run, "build", name)}
        except NotInstalled as error:
            engines[name] = {"absent": str(error)}
        _say(name, engines[name])
    present = [name for name in names if "absent" not in engines[name]]
    rounds: dict[str, list[Told]] = {name: [] for name in present}
    for _ in range(run.rounds):
        for name in present:
            rounds[name].append(_run(run, "serve", name))
            _say(name, {"warm": rounds[name][-1]["warm"]})
    for name in present:
        engines[name]["serve"] = _middle([_without_pages(told) for told in rounds[name]])
    pages = {name: rounds[name][0]["pages"] for name in present if name != GROUPED}
    return {
        "made": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        "machine": machine(),
        "rounds": run.rounds,
        "limit_seconds": run.limit,
        "engines": engines,
        "agreement": agreement(read_questions(run.queries), pages),
    }


def agreement(questions: Sequence[Question], pages: Mapping[str, list[Told]]) -> Told:
    """How far the engines' answers are the same, each against the first engine's."""
    if len(pages) < 2:
        return {}
    first, *others = pages
    return {
        "against": first,
        "others": {name: _differences(questions, pages[first], pages[name]) for name in others},
    }


def _differences(questions: Sequence[Question], ours: list[Told], theirs: list[Told]) -> Told:
    rows = list(zip(questions, ours, theirs, strict=False))
    wrong = [row for row in rows if row[1]["total"] != row[2]["total"]]
    shared = [
        len(set(one["top"]) & set(other["top"])) / len(one["top"])
        for _, one, other in rows
        if one["top"]
    ]
    return {
        "compared": len(rows),
        "same_total": len(rows) - len(wrong),
        "same_organisations": sum(a["organisations"] == b["organisations"] for _, a, b in rows),
        "same_years": sum(a["years"] == b["years"] for _, a, b in rows),
        "shared_top_ten": round(statistics.fmean(shared), 3) if shared else None,
        "differing": [
            f"{question.written}: {one['total']} and {other['total']}"
            for question, one, other in wrong[:SHOWN_DIFFERENCES]
        ],
    }


def machine() -> Told:
    """What this was measured on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return {"processor": model, "cores": os.cpu_count(), "python": platform.python_version()}


def _run(run: Run, task: str, name: str) -> Told:
    """One process of the runner; its last line is what it tells."""
    python = run.pythons.get(name, sys.executable)
    command = [python, "-m", "tests.benchmarks.runner", task, name, str(run.folder / name)]
    command += ["--passages", str(run.passages), "--queries", str(run.queries)]
    command += ["--core", str(run.core), "--limit", str(run.limit)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False
        )
    except FileNotFoundError as error:
        raise NotInstalled(f"there is no {python}") from error
    if done.returncode == 0:
        told: Told = json.loads(done.stdout.splitlines()[-1])
        return told
    reason = (done.stderr.strip().splitlines() or ["no message"])[-1]
    if reason.startswith(NOT_INSTALLED):
        raise NotInstalled(reason)
    raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")


def _without_pages(told: Told) -> Told:
    return {name: value for name, value in told.items() if name != "pages"}


def _middle(rounds: Iterable[Any]) -> Any:
    """The median of every number in what several rounds told."""
    values = list(rounds)
    if isinstance(values[0], dict):
        return {key: _middle(value[key] for value in values) for key in values[0]}
    return round(statistics.median(values), 3)


def _say(name: str, told: Told) -> None:
    print(f"{name}: {json.dumps(told)}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=Path, required=True, help="a passage a line, as JSON")
    parser.add_argument("--queries", type=Path, required=True, help="a JSON list of questions")
    parser.add_argument("--engines", default=",".join(ENGINES), help="names, with commas between")
    parser.add_argument("--json", type=Path, required=True, help="the file to write")
    parser.add_argument("--rounds", type=int, default=3, help="fresh processes each")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument(
        "--limit", type=float, default=60, help="seconds for the first pass of an engine"
    )
    parser.add_argument("--xapian-python", default=sys.executable, help="one that has xapian")
    parser.add_argument("--folder", type=Path, help="for the indexes; kept if given")
    given = parser.parse_args()
    names = list(given.engines.split(","))
    if unknown := set(names) - {*ENGINES, GROUPED}:
        parser.error(f"no engine called {', '.join(sorted(unknown))}")
    if "pressmark" in names and GROUPED not in names:
        names.append(GROUPED)
    folder = given.folder or Path(tempfile.mkdtemp(prefix="pressmark-benchmark-"))
    pythons = {"xapian": given.xapian_python}
    try:
        for name in names:
            shutil.rmtree(folder / name, ignore_errors=True)
        run = Run(
            given.passages.resolve(),
            given.queries.resolve(),
            folder.resolve(),
            given.core,
            given.rounds,
            given.limit,
            pythons,
        )
        told = compare(run, names)
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
