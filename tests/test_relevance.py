"""Ranking on judged questions to the sample archive may not get worse."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.engines import Engine
from indexer.query.parameters import parse_query

QUESTIONS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "relevance" / "judgments.toml").read_text("utf-8")
)["question"]
FLOOR = 0.95
"""Mean nDCG@10 measured when the floor was last raised, rounded down."""


def ndcg(engine: Engine, question: dict[str, Any]) -> float:
    """nDCG@10 with binary gains (Järvelin and Kekäläinen 2002)."""
    query = parse_query(question["q"], match=question.get("match", "all"), size=10)
    paths = [hit.card.path for hit in engine.search(query).hits]
    relevant = tuple(question["relevant"])
    gained = sum(1 / math.log2(i + 2) for i, p in enumerate(paths) if p.startswith(relevant))
    return gained / sum(1 / math.log2(i + 2) for i in range(len(relevant)))


@pytest.fixture(scope="module")
def engine(sample_index: Path) -> Iterator[Engine]:
    from indexer import open_engine

    opened = open_engine(sample_index)
    yield opened
    opened.close()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["q"])
def test_a_judged_document_is_in_the_archive(engine: Engine, question: dict[str, Any]) -> None:
    paths = [card.path for card in engine.cards()]

    assert all(any(path.startswith(r) for path in paths) for r in question["relevant"])


def test_mean_ndcg_is_above_its_floor(engine: Engine) -> None:
    gains = {question["q"]: ndcg(engine, question) for question in QUESTIONS}

    mean = sum(gains.values()) / len(gains)
    worst = sorted(gains.items(), key=lambda item: item[1])[:3]
    assert mean >= FLOOR, f"nDCG@10 is {mean:.3f}; worst: {worst}"
