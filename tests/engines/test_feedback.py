"""Pseudo-relevance feedback: the words it adds, and their weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.feedback import (
    EXPANSION_WEIGHT,
    EXPANSION_WORDS,
    RANK_DECAY,
    candidates,
    key_counts,
    select_words,
)

KEYS = st.sampled_from([f"word{i}" for i in range(40)])
PASSAGES = st.lists(st.dictionaries(KEYS, st.integers(1, 5)), max_size=5)


def test_forms_of_a_word_are_counted_together() -> None:
    counts = key_counts(["strike", "strikes", "labour", "labor"])

    assert counts == {"strike": 2, "labor": 2}


def test_stop_words_and_single_letters_are_not_counted() -> None:
    assert key_counts(["the", "a", "x", "5", "pier"]) == {"pier": 1}


def test_a_word_of_one_passage_alone_is_no_candidate() -> None:
    assert candidates([{"pier": 9, "crane": 1}, {"crane": 2}]) == {"crane": 1 + 2 * RANK_DECAY}


def test_no_passages_give_no_words() -> None:
    assert select_words(candidates([]), {}, 10) == {}


def test_the_rarer_of_two_words_is_the_more_characteristic() -> None:
    expansion = select_words({"pier": 2.0, "crane": 2.0}, {"pier": 50, "crane": 5}, 100)

    assert list(expansion) == ["crane", "pier"]
    assert expansion["crane"] == EXPANSION_WEIGHT


def test_weights_are_bo1_against_the_best() -> None:
    expansion = select_words({"pier": 1.0, "crane": 1.0}, {"pier": 100, "crane": 50}, 100)

    # with p = 1: log2(2) + log2(2) = 2; with p = 1/2: log2(3) + log2(3/2) = 2.169925
    assert expansion == pytest.approx(
        {"crane": EXPANSION_WEIGHT, "pier": EXPANSION_WEIGHT * 2 / 2.169925}, rel=1e-6
    )


@given(PASSAGES, st.integers(1, 100))
def test_at_most_so_many_words_none_heavier_than_the_first(
    passages: list[dict[str, int]], documents: int
) -> None:
    decayed = candidates(passages)

    expansion = select_words(decayed, dict.fromkeys(decayed, 1), documents)

    weights = list(expansion.values())
    assert len(expansion) == min(EXPANSION_WORDS, len(decayed))
    assert weights == sorted(weights, reverse=True)
    assert all(0 < weight <= EXPANSION_WEIGHT for weight in weights)


@given(PASSAGES)
def test_the_order_of_words_in_a_passage_makes_no_difference(
    passages: list[dict[str, int]],
) -> None:
    turned = [dict(reversed(passage.items())) for passage in passages]
    holding = {f"word{i}": 1 + i % 3 for i in range(40)}

    one = select_words(candidates(passages), holding, 50)
    other = select_words(candidates(turned), holding, 50)

    assert list(one.items()) == list(other.items())
