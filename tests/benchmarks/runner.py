"""One contender at work in a process of its own: build, or serve. Prints JSON.

Started by ``engines.py``; of the project it uses only what the contender does.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmarks.contenders import Answer, contender
from tests.benchmarks.measuring import children_peak, memory, pin, size_of, spread
from tests.benchmarks.passages import Feed, Page, Question, read_questions

RAW = ("pressmark-documents",)
"""Contenders that are given the text as it is."""
WARM_PASSES = 2


def build(name: str, passages: Path, folder: Path) -> dict[str, Any]:
    """Write the index; what reading the file took is taken off."""
    folder.mkdir(parents=True)
    engine = contender(name)
    feed = Feed(passages, plain=name not in RAW)
    began, cpu = time.perf_counter(), time.process_time()
    engine.build(feed, folder)
    seconds = time.perf_counter() - began - feed.seconds
    index_bytes = size_of(folder)
    return {
        "version": engine.version(),
        "setup": engine.SETUP,
        "passages": feed.passages,
        "text_bytes": feed.text_bytes,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(time.process_time() - cpu - feed.seconds, 2),
        "passages_per_second": round(feed.passages / seconds),
        "index_bytes": index_bytes,
        "index_to_text": round(index_bytes / feed.text_bytes, 2),
        "peak_bytes": memory()["peak_bytes"],
        "children_peak_bytes": children_peak(),
    }


def serve(name: str, questions: Sequence[Question], folder: Path, limit: float) -> dict[str, Any]:
    """Open the index and answer all questions once, then again; see ``_first`` for ``limit``."""
    engine = contender(name)
    began = time.perf_counter()
    answer = engine.open(folder)
    opened = time.perf_counter() - began
    at_open = memory()
    gc.collect()
    first, pages = _first(answer, questions, limit)
    asked = questions[: len(pages)]
    passes = [_timed(answer, asked) for _ in range(WARM_PASSES)]
    warm = [min(times) for times in zip(*passes, strict=True)]
    return {
        "open_ms": round(1000 * opened, 2),
        "questions": len(asked),
        "first": _spreads(first),
        "warm": _spreads(warm),
        "warm_by_kind": _by_kind(asked, warm),
        "memory_opened": at_open,
        "memory": memory(),
        "unmarked": sum("<b" not in fragment for page in pages for fragment in page.fragments),
        "pages": [_told(page) for page in pages],
    }


Times = list[tuple[float, float]]
"""Seconds by the clock and on the processor."""


def _first(answer: Answer, questions: Sequence[Question], limit: float) -> tuple[Times, list[Page]]:
    """The first answers, with their times, until ``limit`` seconds are spent."""
    times: Times = []
    pages: list[Page] = []
    until = time.perf_counter() + limit
    for question in questions:
        began, cpu = time.perf_counter(), time.process_time()
        page = answer(question)
        times.append((time.perf_counter() - began, time.process_time() - cpu))
        pages.append(page)
        if time.perf_counter() > until:
            break
    return times, pages


def _timed(answer: Answer, questions: Sequence[Question]) -> Times:
    times: Times = []
    for question in questions:
        began, cpu = time.perf_counter(), time.process_time()
        answer(question)
        times.append((time.perf_counter() - began, time.process_time() - cpu))
    return times


def _spreads(times: Sequence[tuple[float, float]]) -> dict[str, Any]:
    clock, cpu = zip(*times, strict=True)
    return {**spread(clock), "cpu": spread(cpu)}


def _by_kind(questions: Sequence[Question], times: Times) -> dict[str, dict[str, float]]:
    """The median for each kind of question, in milliseconds: by the clock and on the processor."""
    taken: defaultdict[str, Times] = defaultdict(list)
    for question, time_ in zip(questions, times, strict=True):
        taken[question.kind].append(time_)
    found = {kind: _spreads(some) for kind, some in sorted(taken.items())}
    return {
        "wall": {kind: spreads["p50"] for kind, spreads in found.items()},
        "cpu": {kind: spreads["cpu"]["p50"] for kind, spreads in found.items()},
    }


def _told(page: Page) -> dict[str, Any]:
    told = asdict(page)
    return {**told, "fragments": len(page.fragments)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("build", "serve"))
    parser.add_argument("engine")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=Path)
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--limit", type=float, default=60.0)
    given = parser.parse_args()
    pin(given.core)
    if given.task == "build":
        told = build(given.engine, given.passages, given.folder)
    else:
        questions = read_questions(given.queries)
        told = serve(given.engine, questions, given.folder, given.limit)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
