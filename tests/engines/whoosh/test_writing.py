"""Bounds on the memory of writing: when segments are closed, and which are merged."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from indexer.engines.whoosh.indexing import building, bulk_analysis, writing
from indexer.engines.whoosh.indexing.building import SegmentBuilder
from indexer.engines.whoosh.indexing.writing import write_version
from indexer.model import Entry
from tests.building import a_document

THIRTY = tuple(a_document(f"{number:02}.html", f"strike ballot n{number}") for number in range(30))


def segments(folder: Path) -> int:
    return len(list(folder.glob("*.arrays")))


def written(folder: Path, entries: tuple[Entry, ...], base: Path | None = None) -> Path:
    folder.mkdir()
    write_version(base, (), entries, folder)
    return folder


@pytest.mark.parametrize(
    ("limit", "value"),
    [("MAX_TOKENS", 29), ("MAX_BYTES", 379), ("MAX_PASSAGES", 9), ("MAX_TERMS", 11)],
)
def test_a_segment_is_closed_at_each_of_its_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(bulk_analysis, "BLOCK", 1)
    monkeypatch.setattr(writing, "MAX_ROWS", 0)
    monkeypatch.setattr(building, limit, value)

    folder = written(tmp_path / "index", THIRTY)

    assert segments(folder) == 3


def test_without_limits_reached_there_is_one_segment(tmp_path: Path) -> None:
    folder = written(tmp_path / "index", THIRTY)

    assert segments(folder) == 1


@pytest.mark.parametrize(("limit", "value"), [("MAX_ROWS", 30), ("MAX_TERMS", 36)])
def test_segments_are_merged_up_to_each_of_the_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    first = written(tmp_path / "1", THIRTY[:15])

    together = written(tmp_path / "2", THIRTY[15:], first)
    monkeypatch.setattr(writing, limit, value - 3)
    apart = written(tmp_path / "3", THIRTY[15:], first)

    assert (segments(together), segments(apart)) == (1, 2)


def test_a_written_segment_is_freed_at_once() -> None:
    gc.disable()
    try:
        builder = SegmentBuilder()
        for entry in THIRTY:
            builder.add(entry)
        words = weakref.ref(builder.text._words)
        builder.arrays()

        del builder

        assert words() is None
    finally:
        gc.enable()
