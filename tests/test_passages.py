from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.authority import Authority
from indexer.model import Attribution, Block, Document
from indexer.passages import LEAST, MOST, find_years, split_document

AUTHORITY = Authority(())


def a_document(*blocks: Block, organisations: tuple[Attribution, ...] = ()) -> Document:
    return Document(
        id="doc",
        path="doc.txt",
        title="A document",
        title_basis="heading",
        url=None,
        published=None,
        captured=None,
        organisations=organisations,
        blocks=blocks,
        dropped=(),
    )


def heading(text: str, level: int = 2) -> Block:
    return Block(text, "heading", level)


def sentences(count: int, words: int, start: str = "Word") -> str:
    """So many sentences of so many words, no two the same."""
    return " ".join(
        " ".join([f"{start}{i}", *(f"w{i}n{j}" for j in range(words - 1))]) + "."
        for i in range(count)
    )


def lengths(document: Document) -> list[int]:
    return [len(passage.text.split()) for passage in split_document(document, AUTHORITY)]


def test_a_document_without_words_has_no_passages() -> None:
    assert split_document(a_document(), AUTHORITY) == ()
    assert split_document(a_document(Block("")), AUTHORITY) == ()


def test_a_short_document_is_one_passage_with_its_headings_in_the_text() -> None:
    document = a_document(
        heading("Who we were", 1), Block("A branch."), heading("When"), Block("In 1936.")
    )

    (passage,) = split_document(document, AUTHORITY)

    assert passage.text == document.text
    assert passage.heading == ("Who we were",)
    assert passage.years == (1936,)


def test_sections_are_not_joined_when_they_are_long_enough() -> None:
    document = a_document(
        heading("One"), Block(sentences(5, 10)), heading("Two"), Block(sentences(5, 10, "Other"))
    )

    first, second = split_document(document, AUTHORITY)

    assert first.text.startswith("One\n")
    assert second.text.startswith("Two\n")
    assert (first.heading, second.heading) == (("One",), ("Two",))


def test_short_sections_join_what_follows_and_the_last_what_precedes() -> None:
    document = a_document(
        heading("Title", 1),
        heading("Teaser"),
        Block(sentences(1, 12)),
        heading("Story"),
        Block(sentences(6, 10, "Story")),
        heading("End"),
        Block("Printed in the north."),
    )

    passages = split_document(document, AUTHORITY)

    assert [p.text for p in passages] == [document.text]
    assert passages[0].heading == ("Title", "Teaser")


def test_the_heading_path_holds_the_open_headings_outermost_first() -> None:
    document = a_document(
        heading("Book", 1),
        heading("Chapter", 2),
        Block(sentences(5, 10)),
        heading("Part", 3),
        Block(sentences(5, 10, "B")),
        heading("Next", 2),
        Block(sentences(5, 10, "C")),
    )

    paths = [p.heading for p in split_document(document, AUTHORITY)]

    assert paths == [("Book", "Chapter"), ("Book", "Chapter", "Part"), ("Book", "Next")]


def test_a_heading_stays_with_the_text_below_it() -> None:
    document = a_document(
        heading("One"), Block(sentences(3, 10)), heading("Two"), Block(sentences(19, 10, "B"))
    )

    passages = split_document(document, AUTHORITY)

    assert not any(p.text.endswith("Two") for p in passages)


def test_blocks_of_up_to_two_hundred_words_are_kept_whole() -> None:
    blocks = tuple(Block(sentences(n, 10, f"B{n}x")) for n in (4, 15, 9, 20, 6, 12))

    passages = split_document(a_document(*blocks), AUTHORITY)

    for block in blocks:
        assert any(block.text in passage.text for passage in passages)


def test_a_long_block_is_cut_between_sentences() -> None:
    passages = split_document(a_document(Block(sentences(60, 10))), AUTHORITY)

    assert len(passages) > 2
    assert all(passage.text.endswith(".") for passage in passages)
    assert all(passage.text.startswith("Word") for passage in passages)


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = " ".join(
        f"Number{i} was written by Mr. Green and by J. B. Brown of St. Mary." for i in range(40)
    )

    passages = split_document(a_document(Block(text)), AUTHORITY)

    assert len(passages) > 1
    assert all(passage.text.endswith("St. Mary.") for passage in passages)


def test_a_sentence_without_end_is_cut_at_words() -> None:
    document = a_document(Block(" ".join(f"w{i}" for i in range(1003))))

    assert sum(lengths(document)) == 1003
    assert all(LEAST <= length <= MOST for length in lengths(document))


def test_a_block_is_cut_rather_than_leaving_a_passage_out_of_bounds() -> None:
    document = a_document(
        Block(sentences(19, 10, "A")), Block(sentences(3, 10, "B")), Block(sentences(19, 10, "C"))
    )

    assert all(LEAST <= length <= MOST for length in lengths(document))


def test_ids_come_from_the_text_and_equal_texts_are_numbered() -> None:
    block = Block(sentences(13, 10))
    again = a_document(heading("Same"), block, heading("Same"), block, heading("Same"), block)

    first, second, third = (p.id for p in split_document(again, AUTHORITY))

    assert re.fullmatch(r"doc-[0-9a-f]{8}", first)
    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_an_id_survives_a_change_elsewhere_in_the_document() -> None:
    kept = [heading("Kept"), Block(sentences(10, 10))]
    before = a_document(heading("Old"), Block(sentences(7, 10, "Old")), *kept)
    after = a_document(heading("New"), Block(sentences(9, 10, "New")), *kept)

    assert split_document(before, AUTHORITY)[-1].id == split_document(after, AUTHORITY)[-1].id


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Founded in 1936, wound up (1951).", (1936, 1951)),
        ("the rent strikes of 1968-9", (1968, 1969)),
        ("1914–18 and 1999/2000", (1914, 1918, 1999, 2000)),
        ("from 1921 – 1923", (1921, 1923)),
        ("the 1970s and the mid-1980s", (1970, 1980)),
        ("on 12.05.1968, again on 2007-07-23", (1968, 2007)),
        ("‘1977’ and 1977", (1977,)),
        ("cost £1900 or $1950, 1,950 in all, at 1930 hrs, 1945%", ()),
        ("see p. 1950 and pp. 1951", ()),
        ("with some 1900 members", ()),
        ("In 1950 members voted", (1950,)),
        ("call 555-1958, part x1950, version 2.1984", ()),
        ("in 1066, 1799 and 2040", ()),
        ("in May 2004-05-06", (2004,)),
        ("1998-97", (1998,)),
    ],
)
def test_years_are_those_the_text_names(text: str, years: tuple[int, ...]) -> None:
    assert find_years(text) == years


_words = st.text(alphabet="abC.1’é", min_size=1, max_size=6)
_blocks = st.builds(
    lambda words, level: Block(" ".join(words), "heading" if level else "paragraph", level),
    st.one_of(st.lists(_words, max_size=60), st.lists(_words, min_size=150, max_size=420)),
    st.sampled_from([0, 0, 0, 1, 2, 3]),
)


@given(st.lists(_blocks, max_size=12))
def test_passages_hold_all_kept_text_exactly_once(blocks: list[Block]) -> None:
    document = a_document(*blocks)

    passages = split_document(document, AUTHORITY)

    assert " ".join(p.text for p in passages).split() == document.text.split()
    assert all(document.text[p.start : p.end] == p.text for p in passages)
    assert len({p.id for p in passages}) == len(passages)
    assert all(one.end <= other.start for one, other in pairwise(passages))


@given(st.lists(_blocks, min_size=1, max_size=12))
def test_passages_keep_to_their_bounds_whatever_the_blocks(blocks: list[Block]) -> None:
    document = a_document(*blocks)
    total = len(document.text.split())

    found = lengths(document)

    if total < LEAST:
        assert found == ([total] if total else [])
    else:
        assert all(LEAST <= length <= MOST for length in found)
