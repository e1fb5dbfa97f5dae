"""Scores and the order of hits: the same in every engine, however the index was written."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engines import ENGINES, Engine, engine_type
from indexer.engines.ranking import K1, SECOND, TITLE_WEIGHT, B, document_score
from indexer.model import ArchiveInfo, Entry
from indexer.query.parameters import parse_query
from tests.building import AUTHORITY, a_document

INFO = ArchiveInfo("000001-test", "2026-01-01T00:00:00Z", 0, 0)

QUAY = (
    a_document("a.txt", "Cranes and winches on the north pier, and a ferry.", title="Ferry"),
    a_document("b.txt", "A ferry timetable with winches and cranes, summer.", title="Timetable"),
    a_document("c.txt", "The ferry was late and the kitchen garden flooded.", title="Garden"),
    a_document("d.txt", "The ferry was late; so were cranes and winches.", title="Delays"),
    a_document("e.txt", "Kitchen gardens and window boxes in an island town.", title="Boxes"),
)


@pytest.fixture(params=sorted(ENGINES))
def folder_of(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    return request.param, tmp_path


@pytest.fixture
def engine(folder_of: tuple[str, Path]) -> Iterator[Engine]:
    name, folder = folder_of
    opened = written(name, folder / "all", QUAY)
    yield opened
    opened.close()


def written(name: str, folder: Path, entries: tuple[Entry, ...]) -> Engine:
    folder.mkdir()
    engine_type(name).write(None, (), entries, folder)
    return engine_type(name).open(folder, INFO, AUTHORITY)


def scores(engine: Engine, text: str, **filters: str) -> dict[str, float]:
    """Scores by path, in order of rank."""
    return {h.card.path: h.score for h in engine.search(parse_query(text, **filters)).hits}


def test_a_score_is_what_the_formula_says(engine: Engine) -> None:
    found = scores(engine, "timetable")

    frequency = 1 / (1 - B + B * 8 / 9) + TITLE_WEIGHT
    idf = math.log(1 + (5 - 1 + 0.5) / (1 + 0.5))
    assert found == {"b.txt": pytest.approx(idf * frequency / (K1 + frequency), abs=1e-4)}


def test_a_repeated_word_counts_again(engine: Engine) -> None:
    once, twice = scores(engine, "ferry"), scores(engine, "ferry ferry")

    assert twice == pytest.approx({path: 2 * score for path, score in once.items()}, abs=1e-3)


def test_a_stop_word_does_not_outweigh_another(engine: Engine) -> None:
    found = scores(engine, "the late garden")

    assert list(found) == ["c.txt"]
    assert next(iter(scores(engine, "the timetable", match="any"))) == "b.txt"


def test_the_second_best_passage_adds_a_little() -> None:
    assert document_score([]) == 0
    assert document_score([2.0, 3.0, 1.0]) == 3 + 2 * SECOND


def test_expansion_words_of_the_best_passages_rank_the_others(engine: Engine) -> None:
    """Two passages on ferries also speak of cranes and winches; d.txt does as well, c.txt not."""
    found = scores(engine, "late ferry", match="any")

    assert set(found) == {"a.txt", "b.txt", "c.txt", "d.txt"}
    assert found["d.txt"] > found["c.txt"]


def test_expansion_words_find_no_further_document(engine: Engine) -> None:
    results = engine.search(parse_query("late ferry", match="any"))

    assert results.documents == 4
    assert [part.text for part in results.parts] == ["late", "ferry"]


def test_a_query_for_all_words_is_not_expanded(engine: Engine) -> None:
    found = scores(engine, "late ferry")

    assert found["c.txt"] == found["d.txt"]


def test_one_word_among_stop_words_is_not_expanded(engine: Engine) -> None:
    every, either = scores(engine, "the ferry"), scores(engine, "the ferry", match="any")

    assert every == {path: either[path] for path in every}


def test_passages_are_shown_in_the_order_of_the_words_that_were_typed(tmp_path: Path) -> None:
    told = a_document(
        "z.txt",
        "Cranes, winches, cranes, winches, cranes and winches, and a ferry.",
        "The late ferry.",
        title="Piers",
    )
    engine = written("memory", tmp_path / "all", (*QUAY, told))

    hits = engine.search(parse_query("late ferry", match="any")).hits

    shown = next(hit for hit in hits if hit.card.path == "z.txt")
    assert shown.fragments[0].text == "The late ferry."


@pytest.mark.parametrize("text", ["late ferry", "the kitchen garden", "cranes timetable ferry"])
def test_scores_are_those_of_an_index_written_at_once(
    folder_of: tuple[str, Path], text: str
) -> None:
    name, folder = folder_of
    for step in ("one", "two"):
        (folder / step).mkdir()
    gone = a_document("x.txt", "A late ferry, cranes, a garden and a timetable.", title="Ferry")
    kind = engine_type(name)
    kind.write(None, (), (gone, *QUAY[:2]), folder / "one")
    kind.write(folder / "one", [gone.document.id], QUAY[2:], folder / "two")
    at_once = written(name, folder / "all", QUAY)
    in_steps = kind.open(folder / "two", INFO, AUTHORITY)

    assert scores(in_steps, text, match="any") == scores(at_once, text, match="any")
    in_steps.close()
    at_once.close()
