"""The regression gate: how well all golden pages together are cleaned and described.

A floor is what was reached; it may only be raised.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from statistics import fmean
from typing import NamedTuple

import pytest

from indexer import read_document
from indexer.model import Document
from tests.golden import EXPECTATIONS, Golden, read

FLOORS = {
    "content precision": 0.995,
    "content recall": 0.995,
    "content F1": 0.995,
    "worst content F1": 0.95,
    "lines F1": 0.99,
    "lines of content kept": 0.995,
    "titles right": 0.99,
    "years right": 0.99,
    "full dates right": 0.99,
    "undated left undated": 1.0,
    "organisations right": 1.0,
}
"""Shares of 1. Content is measured in runs of four words, lines on the pages of plain text."""

_RUN = 4
_WORD = re.compile(r"\w+")


class Reading(NamedTuple):
    """A golden page beside what was made of it."""

    golden: Golden
    document: Document


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    goldens = [read(expectation) for expectation in EXPECTATIONS]
    readings = [Reading(one, read_document(one.source, one.name)) for one in goldens]
    return {**_content(readings), **_lines(readings), **_described(readings)}


@pytest.mark.parametrize("measure", FLOORS)
def test_the_golden_pages_stay_above_the_floor(measured: dict[str, float], measure: str) -> None:
    assert measured[measure] >= FLOORS[measure]


def test_every_measure_has_a_floor(measured: dict[str, float]) -> None:
    assert measured.keys() == FLOORS.keys()


def test_every_golden_page_states_its_whole_content() -> None:
    silent = [path.stem for path in EXPECTATIONS if not read(path).wanted.get("content")]

    assert silent == []


# ---------------------------------------------------------------- measures


def _content(readings: list[Reading]) -> dict[str, float]:
    pages = [_precision_and_recall(reading) for reading in readings]
    precision, recall = (fmean(column) for column in zip(*pages, strict=True))
    return {
        "content precision": precision,
        "content recall": recall,
        "content F1": _harmonic(precision, recall),
        "worst content F1": min(_harmonic(*page) for page in pages),
    }


def _precision_and_recall(reading: Reading) -> tuple[float, float]:
    found, wanted = _runs(_kept(reading)), _runs(reading.golden.wanted["content"])
    common = (found & wanted).total()
    return common / max(found.total(), 1), common / max(wanted.total(), 1)


def _lines(readings: list[Reading]) -> dict[str, float]:
    counts: Counter[tuple[bool, bool]] = Counter()
    for reading in readings:
        if reading.golden.is_text:
            counts.update(_judged_lines(reading))
    dropped, lost, left = counts[False, False], counts[True, False], counts[False, True]
    precision, recall = dropped / max(dropped + lost, 1), dropped / max(dropped + left, 1)
    kept = counts[True, True]
    return {
        "lines F1": _harmonic(precision, recall),
        "lines of content kept": kept / (kept + lost),
    }


def _judged_lines(reading: Reading) -> Iterable[tuple[bool, bool]]:
    """Of each line of a page: whether it is content, and whether it was kept."""
    golden = reading.golden
    neutral = _neutral(golden)
    content = _Text(golden.wanted["content"])
    kept = _Text(_kept(reading))
    for line in _text_of(golden.source).split("\n"):
        if _folded(line) and _folded(line) not in neutral:
            yield content.holds(line), kept.holds(line)


class _Text:
    """Lines to be looked for in: short ones whole, long ones also inside joined lines."""

    def __init__(self, lines: Iterable[str]) -> None:
        folded = [_folded(line) for line in lines]
        self.whole = frozenset(folded)
        self.joined = " ".join(folded)

    def holds(self, line: str) -> bool:
        words = _folded(_unmarked(line))
        return words in self.whole or (len(words.split()) >= _RUN and words in self.joined)


def _described(readings: list[Reading]) -> dict[str, float]:
    return {
        "titles right": _share(
            document.title == golden.wanted["title"]
            for golden, document in readings
            if "title" in golden.wanted
        ),
        "years right": _share(
            document.published is not None and document.published.year == golden.wanted["year"]
            for golden, document in readings
            if "year" in golden.wanted
        ),
        "full dates right": _share(
            document.published is not None
            and document.published.value == golden.wanted["published"]
            for golden, document in readings
            if "published" in golden.wanted
        ),
        "undated left undated": _share(
            document.published is None
            for golden, document in readings
            if golden.wanted.get("undated")
        ),
        "organisations right": _share(
            [one.slug for one in document.organisations] == golden.wanted["organisations"]
            for golden, document in readings
            if "organisations" in golden.wanted
        ),
    }


def _neutral(golden: Golden) -> frozenset[str]:
    lines = (golden.wanted.get("title", ""), *golden.wanted.get("neutral", ()))
    return frozenset(_folded(line) for line in lines)


def _kept(reading: Reading) -> list[str]:
    neutral = _neutral(reading.golden)
    return [line for line in reading.document.text.split("\n") if _folded(line) not in neutral]


def _runs(lines: Iterable[str]) -> Counter[tuple[str, ...]]:
    words = _folded(" ".join(lines)).split()
    return Counter(zip(*(words[start:] for start in range(_RUN)), strict=False))


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _unmarked(line: str) -> str:
    """A line without the reference marks that cleaning takes out of sentences."""
    return re.sub(r"(?<=\S)\s?\[[^\]]{1,30}\]|<[^>]+>", "", line)


def _text_of(source: bytes) -> str:
    return source.decode("utf-16" if source[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")


def _share(right: Iterable[bool]) -> float:
    return fmean(map(float, right))


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
