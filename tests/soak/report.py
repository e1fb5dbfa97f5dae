"""The figures of the experiments as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

SHOWN_FAILURES = 20


def rows(figures: Mapping[str, Any], before: str = "") -> Iterable[tuple[str, str]]:
    """Names and values of an experiment's figures, those inside others with both names."""
    for name, value in figures.items():
        words = f"{before}{name.replace('_', ' ')}"
        if isinstance(value, Mapping):
            yield from rows(value, f"{words}, ")
        elif name == "failures":
            yield words, f"{len(value):,}"
        else:
            yield words, f"{value:,}"


def as_text(name: str, figures: Mapping[str, Any]) -> str:
    """An experiment for the terminal, with the first of its failures."""
    told = list(rows(figures))
    width = max(len(words) for words, _ in told)
    lines = [name, *(f"  {words:{width}}  {value:>10}" for words, value in told)]
    failures = figures["failures"]
    lines += [f"  FAILED: {failure}" for failure in failures[:SHOWN_FAILURES]]
    if len(failures) > SHOWN_FAILURES:
        lines.append(f"  and {len(failures) - SHOWN_FAILURES} more")
    return "\n".join(lines)


def as_markdown(told: Mapping[str, Any]) -> Iterable[str]:
    """The parts of the README on what was measured."""
    machine = told["machine"]
    yield "## Soak"
    yield (
        f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}. "
        "What the server holds is what its two processes hold together."
    )
    for name, one in told["experiments"].items():
        yield f"### {name.capitalize()}: {one['about']}"
        yield f"{one['made'][:10]}, seed {one['seed']}."
        lines = ["| figure | value |", "| --- | ---: |"]
        lines += [f"| {words} | {value} |" for words, value in rows(one["figures"])]
        yield "\n".join(lines)
        failures = one["figures"]["failures"]
        if failures:
            yield "\n".join(("```", *failures[:SHOWN_FAILURES], "```"))
