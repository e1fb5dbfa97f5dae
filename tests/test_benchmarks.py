"""The benchmarks measure the same thing of all; how fast it is, no test says."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import tokenize
from tests.benchmarks import inventing, runner
from tests.benchmarks.contenders import MODULES, contender
from tests.benchmarks.engines import GROUPED, agreement
from tests.benchmarks.passages import Question, common_form, read_questions
from tests.benchmarks.plot import Bar, Panel, draw

PASSAGES = 600


@pytest.fixture(scope="module")
def given_to_all(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A file of passages and one of questions."""
    folder = tmp_path_factory.mktemp("benchmark")
    made = list(inventing.invent(PASSAGES, random.Random(7)))
    passages, questions = folder / "passages.jsonl", folder / "queries.json"
    passages.write_text("".join(json.dumps(one) + "\n" for one in made), "utf-8")
    asked = inventing.ask([one["text"] for one in made], random.Random(7))
    questions.write_text(json.dumps(asked[::4]), "utf-8")
    return passages, questions


def pages_of(
    name: str, passages: Path, questions: Sequence[Question], folder: Path
) -> list[dict[str, Any]]:
    runner.build(name, passages, folder / name)
    pages: list[dict[str, Any]] = runner.serve(name, questions, folder / name, 60)["pages"]
    return pages


@given(st.text())
def test_the_common_form_is_cut_at_what_is_neither_letter_nor_digit(text: str) -> None:
    plain = common_form(text)

    assert [token.term for token in tokenize(plain)] == re.findall("[a-z0-9]+", plain.lower())


@pytest.mark.parametrize("name", sorted(MODULES.keys() - {"sqlite", GROUPED}))
def test_an_engine_finds_and_counts_what_the_others_do(
    name: str, given_to_all: tuple[Path, Path], tmp_path: Path
) -> None:
    try:
        contender(name)
    except ImportError:
        pytest.skip(f"{name} is not installed")
    passages, questions = given_to_all[0], read_questions(given_to_all[1])

    pages = {other: pages_of(other, passages, questions, tmp_path) for other in ("sqlite", name)}

    found = agreement(questions, pages)["others"][name]
    assert found["same_total"] == found["same_organisations"] == len(questions)
    assert found["same_years"] == len(questions)
    assert found["shared_top_ten"] > 0.5
    assert any(page["total"] > 10 for page in pages[name])


def test_the_picture_is_svg_with_a_range_for_every_engine() -> None:
    bars = [Bar("a & b", 0.3, 2, 4), Bar("ours", 1, 20, 150, ours=True)]

    picture = ElementTree.fromstring(draw([Panel("One", bars), Panel("Two", bars[:1])], "ms"))

    ranges = picture.findall(".//{*}line[@class='range']")
    widths = [float(one.get("x2", "0")) - float(one.get("x1", "0")) for one in ranges]
    assert len(widths) == 3
    assert all(width > 0 for width in widths)
