"""The pieces the pages are made of, each on its own."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import (
    Block,
    Document,
    Entry,
    Facet,
    FacetValue,
    Filters,
    Fragment,
    Passage,
    Published,
    Query,
    Results,
    Selection,
)
from indexer.query.parameters import parse_query, read_parameters
from tests.sample_engine import sample_archive, sample_entries
from webapp import create_app
from webapp.content.layout import ShownPassage, lay_out
from webapp.content.narrowing import panel
from webapp.content.words import choices, count, date_in_words, marked, moment_in_words, parted
from webapp.content.years import MOST_BARS, bars
from webapp.links import original, page_numbers, spans

APP = create_app(sample_archive)


def a_document(*blocks: Block, title: str = "A page") -> Document:
    return Document("d", "d.html", title, "heading", None, None, None, (), blocks, ())


def a_facet(**counts: int) -> Facet:
    values = [FacetValue(int(y[1:]), y[1:], count, False) for y, count in counts.items()]
    return Facet("year", "Year", tuple(values), 0)


def texts(sections: tuple[ShownPassage, ...]) -> list[list[str]]:
    return [[p.text for group in s.elements for p in group.parts] for s in sections]


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("published", "written"),
    [
        (Published("1990-03-05", "day", "printed"), "5 March 1990"),
        (Published("1990-12", "month", "page"), "December 1990"),
        (Published("1990", "year", "address"), "1990"),
        (Published("2007", "year", "items"), "not before 2007"),
    ],
)
def test_a_date_is_written_to_its_precision(published: Published, written: str) -> None:
    assert date_in_words(published) == written


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2026-11-22T10:02:11Z", "22 November 2026, 10:02 UTC"),
        ("2019-02-11", "11 February 2019"),
        ("2019-13-11", "2019-13-11"),
        ("some time", "some time"),
    ],
)
def test_a_moment_is_written_for_reading(moment: str, written: str) -> None:
    assert moment_in_words(moment) == written


def test_counts_agree_with_their_noun() -> None:
    assert count(0, "document") == "no documents"
    assert count(1, "document") == "1 document"
    assert count(12345, "entry", "entries") == "12,345 entries"


@given(st.text(), st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=6))
def test_marked_text_is_the_text_with_every_character_escaped(
    text: str, marks: list[tuple[int, int]]
) -> None:
    shown = marked(text, sorted(marks))

    assert shown.replace("<mark>", "").replace("</mark>", "").unescape() == text
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")


def test_marks_stand_where_the_ranges_say() -> None:
    assert marked("a <b> c", ((2, 5),)) == "a <mark>&lt;b&gt;</mark> c"


@pytest.mark.parametrize(
    ("fragment", "shown"),
    [
        (
            Fragment("p", "On tea", "On tea Drink it hot", ((3, 6), (7, 12))),
            ("On <mark>tea</mark>", "<mark>Drink</mark> it hot"),
        ),
        (Fragment("p", "On tea", "… it hot", ((2, 4),)), ("On tea", "… <mark>it</mark> hot")),
        (Fragment("p", "The Title", "The Title goes on", ()), ("", "goes on")),
        (Fragment("p", "", "no <heading>", ()), ("", "no &lt;heading&gt;")),
        (
            Fragment("p", "On tea", "On tea Drink", ((3, 12),)),
            ("On <mark>tea</mark>", "<mark>Drink</mark>"),
        ),
    ],
)
def test_a_fragment_is_split_from_its_heading(fragment: Fragment, shown: tuple[str, str]) -> None:
    assert parted(fragment, "The title") == shown


def test_a_dot_marks_where_a_block_ends_in_a_fragment() -> None:
    text = "The stove Coal first Then kindling"
    breaks = (text.index(" Coal"), text.index(" Then"))
    across = (text.index("first"), len(text))

    heading, below = parted(Fragment("p", "The stove", text, (across,), breaks), "The title")

    assert heading == "The stove"
    assert below == (
        'Coal <mark>first </mark><span class="break">· </span><mark>Then kindling</mark>'
    )


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example.org/x", True),
        ("HTTP://a.example.org", True),
        ("javascript:alert(1)", False),
        ("//a.example.org/x", False),
        ("http://[broken", False),
        ("data:text/html,x", False),
        (None, False),
    ],
)
def test_a_link_to_the_original_is_a_web_address(url: str | None, shown: bool) -> None:
    assert original(url) == (url if shown else None)


# ---------------------------------------------------------------- layout


def test_every_block_of_a_document_is_laid_out_once_in_order() -> None:
    for entry in sample_entries(branches=2):
        shown = texts(lay_out(entry, lambda passage: ()))

        joined = " ".join(" ".join(section) for section in shown)
        assert joined.split() == entry.document.text.split()


def test_a_block_cut_between_passages_continues_in_the_second() -> None:
    document = a_document(Block("First half. Second half."))
    halves = (Passage("p1", 0, (), "First half."), Passage("p2", 12, (), "Second half."))

    sections = lay_out(Entry(document, halves), lambda passage: ())

    pieces = [section.elements[0].parts[0] for section in sections]
    assert [piece.text for piece in pieces] == ["First half.", "Second half."]
    assert [piece.continued for piece in pieces] == [False, True]


def test_marks_move_to_the_piece_they_lie_in() -> None:
    document = a_document(Block("one two", "item"), Block("two three", "item"))
    entry = Entry(document, (Passage("p", 0, (), "one two\ntwo three"),))

    (section,) = lay_out(entry, lambda passage: ((4, 7), (8, 11)))

    (group,) = section.elements
    assert group.kind == "item"
    assert [piece.marks for piece in group.parts] == [((4, 7),), ((0, 3),)]
    assert section.matched


def test_a_mark_across_two_blocks_is_shown_in_both() -> None:
    document = a_document(Block("poll"), Block("tax"))
    entry = Entry(document, (Passage("p", 0, (), "poll\ntax"),))

    (section,) = lay_out(entry, lambda passage: ((0, 8),))

    assert [g.parts[0].marks for g in section.elements] == [((0, 4),), ((0, 3),)]


def test_a_first_heading_that_repeats_the_title_is_flagged() -> None:
    document = a_document(Block("A Page", "heading", 1), Block("A page", "heading", 2))
    entry = Entry(document, (Passage("p", 0, (), "A Page\nA page"),))

    (section,) = lay_out(entry, lambda passage: ())

    assert [group.parts[0].repeated for group in section.elements] == [True, False]


def test_a_passage_that_is_not_in_its_document_is_shown_whole() -> None:
    entry = Entry(a_document(Block("other")), (Passage("p", 0, (), "strange text"),))

    assert texts(lay_out(entry, lambda passage: ((0, 7),))) == [["strange text"]]


# ---------------------------------------------------------------- narrowing


@pytest.mark.parametrize(
    ("page", "pages", "numbers"),
    [
        (1, 1, (1,)),
        (1, 3, (1, 2, 3)),
        (1, 9, (1, 2, 3, None, 9)),
        (5, 9, tuple(range(1, 10))),
        (6, 20, (1, None, 4, 5, 6, 7, 8, None, 20)),
        (50, 3, (1, 2, 3)),
    ],
)
def test_pages_are_listed_with_gaps(page: int, pages: int, numbers: tuple[int | None, ...]) -> None:
    assert page_numbers(page, pages) == numbers


def test_bars_hold_every_document_in_few_enough_bars() -> None:
    facet = a_facet(y1848=1, y1903=4, y1926=2, y2020=3)

    with create_app(sample_archive).test_request_context():
        found = bars(facet, "published", Query())

    assert sum(bar.count for bar in found) == 10
    assert len(found) <= MOST_BARS
    assert max(bar.height for bar in found) == 100


@given(st.text(max_size=100), st.integers(0, 9999), st.integers(0, 9999))
def test_the_address_of_a_span_reads_back_to_the_query_and_the_span(
    text: str, first: int, last: int
) -> None:
    first, last = sorted((first, last))
    query = parse_query(f"{text} &from=0&to=9999", year=(1968, -1969), organisation="from-0")
    narrowed = Filters(Selection(organisation=("from-0",)), Selection(), first, last, "mentioned")

    with APP.test_request_context():
        address = spans(query, "mentioned")(first, last)

    read = read_parameters(parse_qs(urlsplit(address).query))
    assert (read.given, read.filters) == (query.given, narrowed)


def test_a_few_years_make_no_picture() -> None:
    assert bars(a_facet(y1990=1, y1991=1), "published", Query()) == ()


def test_values_of_a_facet_are_escaped_boxes_with_their_counts() -> None:
    values = (FacetValue('a"<', "Tea & <b>", 1200, True), FacetValue(1990, "1990", 0, False))

    ticked, zero = choices(values, "organisation").splitlines()

    assert 'name="organisation" value="a&#34;&lt;" checked>' in ticked
    assert "Tea &amp; &lt;b&gt;" in ticked
    assert "1,200" in ticked
    assert 'class="choice zero"' in zero
    assert 'value="1990">' in zero


def test_a_long_facet_folds_its_rarer_values_and_counts_what_it_leaves_out() -> None:
    values = tuple(FacetValue(f"s{n}", f"S {n}", 200 - n, n == 150) for n in range(200))
    entry = Facet("organisation", "Organisation", values, none=3)

    with APP.test_request_context():
        (group,) = panel(Results(Query(), "", (), 0, 0, (), (entry,))).first

    assert [choice.value for choice in group.shown][:2] == ["s150", "s0"]
    assert len(group.shown) + len(group.folded) + group.left_out == 200
    assert group.none is not None
    assert group.none.count == 3
