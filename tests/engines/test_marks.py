"""The fast marker finds exactly what ``find_marks`` finds."""

from __future__ import annotations

import time
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import APOSTROPHES, COMPOUND_BREAKS, HYPHENS
from indexer.engines.fragments import find_marks
from indexer.engines.marks import MANY, PREFIX, Marker
from indexer.engines.plan import Leaf
from indexer.engines.vocabulary import Form
from indexer.model import Part

WORDS = ["a", "b", "ab", "c", "nd", "l'a", "x" * 64, "é", "o", "abba", "abbac", "abb'o"]
PIECES = [*WORDS, ".", "_", "1", "A", "É", "İ", "x" * 70, *APOSTROPHES, *HYPHENS, *COMPOUND_BREAKS]

texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
terms = st.sampled_from(WORDS)
forms = st.one_of(
    st.lists(terms, min_size=1, max_size=3).map(lambda found: Form(tuple(found))),
    st.lists(terms, min_size=2, max_size=3).map(lambda t: Form(("".join(t)[:64],), compound=True)),
)
many = st.just(tuple(Form((letter,)) for letter in "abcdefghij"))
leaves = st.builds(
    Leaf,
    st.just(Part("word", "", ())),
    st.one_of(st.lists(forms, min_size=1, max_size=3).map(tuple), many),
    st.sampled_from(["any", "title"]),
)


@settings(max_examples=1000, deadline=None)
@given(texts, st.lists(leaves, max_size=3), st.sampled_from([1, MANY]))
def test_a_marker_finds_what_find_marks_finds(text: str, wanted: list[Leaf], many: int) -> None:
    assert Marker(wanted, many).marks(text) == find_marks(text, wanted)


def test_many_words_do_not_take_many_times_as_long_as_a_few() -> None:
    random = Random(5)
    words = [f"{a}{b}{c}ing" for a, b, c in product("bcdfghklmnprst", "aeiou", "bcdfghklmnprst")]
    texts = [" ".join(random.choices(words, k=120)) for _ in range(100)]

    def took(wanted: list[str]) -> float:
        marker = Marker([Leaf(Part("word", "", ()), (Form((word,)),)) for word in wanted])
        began = time.process_time()
        for text in texts:
            marker.marks(text)
        return time.process_time() - began

    few, many = (
        min(took(words[:: 980 // number][:number]) for _ in range(3)) for number in (10, 490)
    )
    assert many < 15 * few


def test_words_with_a_common_prefix_are_each_found_whole() -> None:
    forms = tuple(Form((word,)) for word in ("strike", "strikes", "striking", "a", "b"))
    leaf = Leaf(Part("word", "", ()), forms)

    marks = Marker([leaf]).marks(
        "A strike, strikes; striking. Strike's, astrike, strik, striker’s b"
    )

    assert len({form.terms[0][:PREFIX] for form in forms}) < len(forms)
    assert marks == ((0, 1), (2, 8), (10, 17), (19, 27), (65, 66))
