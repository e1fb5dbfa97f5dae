"""Marks and fragments."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from indexer.authority import Authority
from indexer.engines.aliases import Aliases
from indexer.engines.fragments import MAX_FRAGMENT, best_window, find_marks
from indexer.engines.plan import make_plan
from indexer.engines.reference.lexicon import Lexicon
from indexer.query.parameters import parse_query


def marked(text: str, query: str) -> list[str]:
    vocabulary = Lexicon({}, {})
    plan = make_plan(parse_query(query), vocabulary, Aliases(Authority(())))
    return [text[start:end] for start, end in find_marks(text, plan.wanted)]


def test_a_phrase_is_one_mark_from_its_first_word_to_its_last() -> None:
    assert marked("They said: bread, and roses.", '"bread and roses"') == ["bread, and roses"]


def test_overlapping_phrases_share_a_mark() -> None:
    assert marked("one two three", '"one two" "two three"') == ["one two three"]


def test_words_next_to_each_other_keep_their_own_marks() -> None:
    assert marked("bread roses", "bread roses") == ["bread", "roses"]


def test_negated_words_and_title_words_are_not_marked() -> None:
    assert marked("bread and roses", "bread -roses title:and") == ["bread"]


def test_a_short_text_is_shown_whole() -> None:
    assert best_window("one\ntwo", ((4, 7),)) == ("one two", ((4, 7),), (3,))


def test_the_window_goes_where_most_different_words_are_marked() -> None:
    text = "bread bread " + "filler words here " * 60 + "bread and roses " + "more words " * 60

    window, marks, _ = best_window(text, find_marks_of(text, "bread roses"))

    assert "bread and roses" in window
    assert [window[a:b] for a, b in marks] == ["bread", "roses"]
    assert window.startswith("… ")
    assert window.endswith(" …")


def find_marks_of(text: str, query: str) -> tuple[tuple[int, int], ...]:
    plan = make_plan(parse_query(query), Lexicon({}, {}), Aliases(Authority(())))
    return find_marks(text, plan.wanted)


@given(
    st.lists(st.sampled_from(("bread", "roses", "a.", "longer-word", "x\n")), max_size=200),
    st.integers(0, 400),
)
def test_a_window_keeps_its_marks_on_the_same_words(words: list[str], extra: int) -> None:
    text = " ".join(words) + "y" * extra
    marks = find_marks_of(text, "roses longer-word")

    window, moved, breaks = best_window(text, marks)

    assert len(window) <= MAX_FRAGMENT + 4 or not any(c == " " for c in window.strip("… "))
    assert all(window[a:b] in {"roses", "longer-word"} for a, b in moved)
    assert bool(moved) == bool(marks)
    assert all(window[at] == " " for at in breaks)


def test_a_line_that_ends_with_a_sentence_needs_no_break() -> None:
    text = "A heading\nOne sentence.\nIt said (aloud.)\nan item\nanother"

    window = best_window(text, ())

    assert [window.text[:at].split()[-1] for at in window.breaks] == ["heading", "item"]


def test_a_window_knows_where_its_lines_broke() -> None:
    lines = [f"line {n} of roses" if n == 30 else f"line {n} of filler" for n in range(60)]
    text = "\n".join(lines)

    window, _, breaks = best_window(text, find_marks_of(text, "roses"))

    edges = [2, *(at + 1 for at in breaks), len(window)]
    shown = [window[a:b].strip(" …") for a, b in itertools.pairwise(edges)]
    assert "line 30 of roses" in shown
    assert set(shown[1:-1]) <= set(lines)


def test_stop_words_do_not_choose_the_window() -> None:
    text = "the of in and to a " * 20 + "the strike of the postal workers " + "the end " * 50

    window, marks, _ = best_window(text, find_marks_of(text, "the of in and strike OR postal"))

    assert "strike of the postal" in window
    assert window[marks[0][0] : marks[0][1]]
