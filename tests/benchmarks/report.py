"""Tables and plot from the measured: python -m tests.benchmarks.report

Reads ``results/engines-*.json``, ``results/program-*.json`` and ``results/soak.json``
beside this file, as ``engines``, ``program`` and ``tests.soak`` write them, and writes
README.md below its line of results, and latency.svg.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.engines import GROUPED
from tests.benchmarks.plot import Bar, Panel, draw
from tests.soak.report import as_markdown

HERE = Path(__file__).parent
MARK = "<!-- All below is written by tests.benchmarks.report. -->\n"
OURS = "pressmark"
MB = 1e6

Told = dict[str, Any]


def write(folder: Path, clock: str) -> None:
    """Write the report on all results in a folder; ``clock`` is wall or cpu."""
    engines = sorted(_read(folder, "engines-*.json"), key=_passages)
    programs = sorted(_read(folder, "program-*.json"), key=lambda told: _full(told)["passages"])
    readme = folder.parent / "README.md"
    head, mark, _ = readme.read_text("utf-8").partition(MARK)
    if not mark:
        raise SystemExit(f"{readme} has no line {MARK.strip()}")
    body = [*_engines(engines, clock), *(part for told in programs for part in _program(told))]
    body += [part for told in _read(folder, "soak.json") for part in as_markdown(told)]
    readme.write_text(head + mark + "\n" + "\n\n".join(body) + "\n", "utf-8")
    if engines:
        picture = draw([_panel(told, clock) for told in engines], "ms")
        (folder.parent / "latency.svg").write_text(picture, "utf-8")


def _read(folder: Path, pattern: str) -> list[Told]:
    return [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob(pattern))]


def _passages(told: Told) -> int:
    return max((e["build"]["passages"] for e in _present(told).values()), default=0)


def _present(told: Told) -> dict[str, Told]:
    return {name: one for name, one in told["engines"].items() if "absent" not in one}


def table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; the first column is text, the others are numbers."""
    lines = [names, ["---", *["---:"] * (len(names) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


# ---------------------------------------------------------------- engines


def _engines(results: Sequence[Told], clock: str) -> Iterable[str]:
    if not results:
        return
    yield "## Engines"
    yield (
        "Median to 95th percentile of a page of results (the tick is the 99th), warm, one core:\n\n"
        "![Latency of five engines](latency.svg)"
    )
    for told in results:
        yield f"### {_passages(told):,} passages"
        yield _conditions(told)
        yield _engine_table(told, clock)
        yield "The median by kind of question, warm, in ms:"
        yield _kinds_table(told, clock)
        yield _agreement(told)
    yield "### How each is set up"
    setups = {
        name: one["build"] for told in results for name, one in sorted(_present(told).items())
    }
    yield "\n".join(f"- **{name}** {b['version']}: {b['setup']}." for name, b in setups.items())


def _conditions(told: Told) -> str:
    machine, absent = told["machine"], told["engines"].keys() - _present(told).keys()
    said = (
        f"{told['made'][:10]}, {machine['processor']}, Python {machine['python']}; the median of "
        f"{told['rounds']} rounds."
    )
    if absent:
        said += f" Not installed: {', '.join(sorted(absent))}."
    asked = {name: one["serve"]["questions"] for name, one in _present(told).items()}
    most = max(asked.values())
    fewer = [f"{name} {number}" for name, number in asked.items() if number < most]
    if fewer:
        said += f" Of {most} questions, these answered only the first in their time: " + ", ".join(
            fewer
        )
    return said


def _times(one: Told, clock: str) -> Told:
    times: Told = one if clock == "wall" else one["cpu"]
    return times


def _engine_table(told: Told, clock: str) -> str:
    names = ["", "passages/s", "index, MB", "× text", "memory to build, MB", "to open, ms"]
    names += [f"{when} {p}" for when in ("first", "warm") for p in ("p50", "p95", "p99")]
    names += ["memory to serve, MB"]
    rows = []
    for name, one in _present(told).items():
        build, serve = one["build"], one["serve"]
        memory = max(build["peak_bytes"], build["children_peak_bytes"])
        seconds = build["seconds" if clock == "wall" else "cpu_seconds"]
        rows.append(
            [
                _named(name),
                f"{build['passages'] / seconds:,.0f}",
                f"{build['index_bytes'] / MB:,.0f}",
                f"{build['index_to_text']:.2f}",
                f"{memory / MB:,.0f}",
                f"{serve['open_ms']:,.0f}" if serve["open_ms"] >= 10 else f"{serve['open_ms']:.1f}",
                *(
                    f"{_times(serve[when], clock)[p]:.2f}"
                    for when in ("first", "warm")
                    for p in ("p50", "p95", "p99")
                ),
                f"{serve['memory']['peak_bytes'] / MB:,.0f}",
            ]
        )
    return table(names, rows)


def _named(name: str) -> str:
    if name == GROUPED:
        return "*pressmark, documents, all on*"
    return f"**{name}**" if name == OURS else name


def _kinds_table(told: Told, clock: str) -> str:
    medians = {name: one["serve"]["warm_by_kind"][clock] for name, one in _present(told).items()}
    kinds = sorted({kind for found in medians.values() for kind in found})
    rows = [
        [_named(name), *(f"{found.get(kind, 0):.2f}" for kind in kinds)]
        for name, found in medians.items()
    ]
    return table(["", *kinds], rows)


def _agreement(told: Told) -> str:
    found = told["agreement"]
    if not found:
        return ""
    said = [
        f"{name}: {one['same_total']} of {one['compared']} totals, {one['same_organisations']} "
        f"counts by organisation and {one['same_years']} by year the same, "
        f"{100 * one['shared_top_ten']:.0f} % of the best ten shared"
        + "".join(f"; {difference}" for difference in one["differing"])
        for name, one in found["others"].items()
    ]
    return f"Against {found['against']}: " + ". ".join(said) + "."


def _panel(told: Told, clock: str) -> Panel:
    bars = [
        Bar(name, times["p50"], times["p95"], times["p99"], name == OURS)
        for name, one in _present(told).items()
        if name != GROUPED
        for times in [_times(one["serve"]["warm"], clock)]
    ]
    bars.sort(key=lambda bar: bar.median)
    return Panel(f"{_passages(told):,} passages", bars)


# ---------------------------------------------------------------- program


def _full(told: Told) -> Told:
    found: Told = told["rebuild"]["full"]
    return found


def _program(told: Told) -> Iterable[str]:
    full = _full(told)
    yield f"## The whole program: {full['documents']:,} documents, {full['passages']:,} passages"
    machine = told["machine"]
    yield f"{told['made'][:10]}, {machine['processor']}, {machine['cores']} cores."
    yield "Where the time of reading goes, a page after the other in one process:"
    yield _stage_table(told["stages"])
    yield "A rebuild on all cores:"
    yield _rebuild_table(told["rebuild"])
    yield "Whole pages of results over HTTP, compressed, from clients on the same machine:"
    yield _load_table(told["serving"])
    serving = told["serving"]
    yield (
        f"The server's processes hold {serving['memory_bytes'] / MB:,.0f} MB together, "
        f"{serving['memory_bytes_after'] / MB:,.0f} MB after the rebuild."
    )


def _stage_table(stages: Told) -> str:
    seconds: Mapping[str, float] = stages["cpu_seconds"]
    whole, pages = sum(seconds.values()), stages["pages"]
    rows = [
        [name, f"{1000 * spent / pages:.2f}", f"{100 * spent / whole:.0f} %"]
        for name, spent in seconds.items()
    ]
    rows.append(["**all**", f"{1000 * whole / pages:.2f}", f"{pages / whole:.1f} pages/s"])
    return table(["stage", "ms a page", "share"], rows)


def _rebuild_table(rebuild: Told) -> str:
    kinds = {"full": "from nothing", "nothing_changed": "nothing changed"}
    kinds["ten_changed"] = "ten pages changed"
    rows = [
        [label, f"{rebuild[kind]['seconds']:.1f}", f"{rebuild[kind]['cpu_seconds']:.1f}"]
        for kind, label in kinds.items()
        if kind in rebuild
    ]
    return table(["rebuild", "seconds", "processor seconds"], rows)


def _load_table(serving: Told) -> str:
    loads = [(str(load["clients"]), load) for load in serving["at_rest"]]
    during = serving["during_rebuild"]
    loads.append((f"{during['clients']}, during a full rebuild", during))
    rows = [
        [
            label,
            f"{load['pages_per_second']:.1f}",
            *(f"{load['latency'][p]:.1f}" for p in ("p50", "p95", "p99", "max")),
            load["errors"],
        ]
        for label, load in loads
    ]
    return table(["clients", "pages/s", "p50, ms", "p95", "p99", "max", "errors"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument(
        "--clock", choices=("wall", "cpu"), default="wall", help="cpu where others were at work"
    )
    given = parser.parse_args()
    write(given.results, given.clock)


if __name__ == "__main__":
    main()
