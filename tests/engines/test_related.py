"""Conflation: which terms are forms of one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.related import key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("strike", "strikes"),
        ("strike", "striking"),
        ("labour", "labor"),
        ("labourers", "laborers"),
        ("organise", "organization"),
        ("organised", "organizing"),
        ("analyse", "analyzed"),
        ("centre", "center"),
        ("programme", "programs"),
        ("defence", "defense"),
        ("traveller", "traveler"),
        ("worker", "worker's"),
        ("humanite", "l'humanite"),
        ("o'brien", "obrien"),
        ("internationals", "international"),
        ("socialisms", "socialism"),
        ("cnd", "cnd's"),
        ("authority", "authorities"),
        ("nationalise", "nationalization"),
        ("experiment", "experimental"),
    ],
)
def test_related(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("international", "internal"),
        ("international", "intern"),
        ("organisation", "organ"),
        ("organic", "organ"),
        ("university", "universal"),
        ("united", "unit"),
        ("miners", "minerals"),
        ("authority", "author"),
        ("collective", "collection"),
        ("conservatives", "conservation"),
        ("content", "contention"),
        ("executive", "execution"),
        ("experiment", "experience"),
        ("important", "import"),
        ("information", "informal"),
        ("liberals", "liberation"),
        ("liberal", "liberalism"),
        ("nationalised", "national"),
        ("publication", "public"),
        ("publicity", "public"),
        ("rational", "rations"),
        ("four", "for"),
        ("our", "or"),
        ("socialism", "social"),
        ("is", "i"),
        ("1968", "1969"),
    ],
)
def test_not_related(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'0123456789é", min_size=1, max_size=30))
def test_every_term_has_a_key(term: str) -> None:
    assert isinstance(key(term), str)
    assert key(term) == key(term)
