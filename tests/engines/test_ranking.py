"""The weights of a query's words."""

from __future__ import annotations

import pytest

from indexer.analysis import tokenize
from indexer.engines.aliases import Aliases
from indexer.engines.plan import make_plan
from indexer.engines.ranking import STOP_WORD_WEIGHT, STOP_WORDS, weigh
from indexer.engines.reference.lexicon import Lexicon
from indexer.query.parameters import parse_query
from tests.building import AUTHORITY

WORDS = Lexicon({"the": 9, "rent": 3, "rents": 2, "not": 4, "be": 4}, {})


def weights(text: str) -> list[tuple[str, float]]:
    plan = make_plan(parse_query(text), WORDS, Aliases(AUTHORITY))
    return [(leaf.part.text, round(weight, 6)) for leaf, weight in weigh(plan.wanted).items()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("the rent", [("the", STOP_WORD_WEIGHT), ("rent", 1)]),
        ("The", [("The", STOP_WORD_WEIGHT)]),
        ("rent and rents", [("rent", 2), ("and", STOP_WORD_WEIGHT)]),
        ('"not be"', [("not be", 1)]),
        ("ren*", [("ren*", 1)]),
        ("title:the the", [("the", STOP_WORD_WEIGHT), ("the", STOP_WORD_WEIGHT)]),
        ("no-rent", [("no-rent", 1)]),
        ("-the rent", [("rent", 1)]),
    ],
)
def test_weights(text: str, expected: list[tuple[str, float]]) -> None:
    assert weights(text) == expected


def test_another_name_weighs_as_much_as_a_word() -> None:
    assert ("League for Lower Rents", 1) in weights("LLR")


def test_stop_words_are_terms() -> None:
    assert all([token.term for token in tokenize(word)] == [word] for word in STOP_WORDS)


@pytest.mark.parametrize("word", ["may", "march", "will", "mine", "us", "labour", "left", "right"])
def test_words_that_also_name_something_are_no_stop_words(word: str) -> None:
    assert word not in STOP_WORDS
