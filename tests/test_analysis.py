"""What a word is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import (
    COMPOUND,
    MAX_TERM,
    WORD,
    compound_ranges,
    compounds,
    fold,
    is_letter,
    tokenize,
)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Fête de l’Humanité", ["fete", "de", "l'humanite"]),
        ("the workers' own paper", ["the", "workers", "own", "paper"]),
        ("don't", ["don't"]),
        ("shop-floor", ["shop", "floor"]),
        ("C.N.D.", ["c", "n", "d"]),
        ("£1,950 in 1968–9", ["1", "950", "in", "1968", "9"]),
        ("Łódź, Straße, Œuvre", ["lodz", "strasse", "oeuvre"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
    ],
)
def test_terms_of(text: str, terms: list[str]) -> None:
    assert [token.term for token in tokenize(text)] == terms


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("a shop-floor meeting", ["shopfloor"]),
        ("the C.N.D. march", ["cnd"]),
        ("in the U.S. and the U.S.A now", ["us", "usa"]),
        ("rank-and-file", ["rankandfile"]),
        ("ends here. A new start", []),
        ("pre- and post-war", ["postwar"]),
    ],
)
def test_compounds_of(text: str, joined: list[str]) -> None:
    tokens = tokenize(text)

    found = compounds(text, tokens)

    assert [compound.term for compound in found] == joined
    assert all(
        "".join(token.term for token in tokens[c.first : c.last + 1]) == c.term for c in found
    )


def test_a_very_long_word_is_cut() -> None:
    assert len(fold("x" * 500)) == MAX_TERM


@given(st.text(max_size=300))
def test_tokens_are_ranges_of_the_text_in_order_and_apart(text: str) -> None:
    tokens = tokenize(text)

    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    assert all(fold(text[token.start : token.end]) == token.term for token in tokens)


@given(st.text(alphabet="ab1.-‐‑'’_ \n\u00a0(é", max_size=60))
def test_compounds_are_all_there_are_in_the_text(text: str) -> None:
    assert compound_ranges(text) == [match.span() for match in COMPOUND.finditer(text)]


def test_a_character_is_a_word_exactly_if_it_is_a_letter_or_digit() -> None:
    characters = [chr(code) for code in range(0x110000)]

    assert [c for c in characters if WORD.fullmatch(c)] == [*filter(is_letter, characters)]
