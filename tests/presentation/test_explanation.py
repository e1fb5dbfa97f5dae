"""A page explained: everything on it in page order, each value with what lost against it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.model import (
    Attribution,
    Block,
    Candidate,
    Document,
    DroppedBlock,
    Entry,
    ParsedPage,
    Published,
)
from indexer.presentation.explanation import Finding, comments, explain, page_order, removed
from indexer.terminal.console import LABEL, draw
from indexer.terminal.rendering import findings_text

PROSE = "The branch met above the chandler's and talked of nothing but the price of coal."

PAGE = Document(
    id="d1",
    path="quay/coal.html",
    title="The price of coal",
    title_basis="heading",
    url=None,
    published=Published("1931-02", "month", "printed"),
    captured=None,
    organisations=(Attribution("quay-club", "Quay Club", "collection"),),
    blocks=(Block("The price of coal", "heading", 1), Block(PROSE), Block("a shovel", "item")),
    dropped=(
        DroppedBlock("Home", "navigation"),
        DroppedBlock("[ 2 ]", "wiki-reference-mark", 2),
        DroppedBlock("Share", "share-bar", 3),
        DroppedBlock("2 comments", "readers-comments", 3),
        DroppedBlock("Ann says: dear at any price", "readers-comments", 3),
        DroppedBlock("Print", "share-bar", 3),
    ),
    candidates=(
        Candidate("title", "Quay Club", "page", "the name of the site"),
        Candidate("published", "2019", "page", "the year of the copyright line"),
    ),
)


def shown(document: Document = PAGE) -> list[str]:
    return list(findings_text(explain(Entry(document, ()))))


def test_the_page_is_listed_as_it_stood_with_kinds_and_rules() -> None:
    listed = [line.split(maxsplit=2) for line in shown() if line.startswith(("+", "-"))][5:]

    assert [(mark, label) for mark, label, _ in listed] == [
        ("-", "navigation"),
        ("+", "heading"),
        ("+", "paragraph"),
        ("-", "wiki-reference-mark"),
        ("+", "item"),
        ("-", "share-bar"),
        ("-", "readers-comments"),
        ("-", "readers-comments"),
        ("-", "share-bar"),
    ]


def test_every_value_is_followed_by_what_lost_against_it() -> None:
    values = [" ".join(line.split()) for line in shown() if line.startswith(("+", "-"))][:5]

    assert values == [
        "+ title The price of coal (from the heading of the page)",
        "- title Quay Club (from the metadata of the page): the name of the site",
        "+ published 1931-02 (printed on the page)",
        "- published 2019 (from the metadata of the page): the year of the copyright line",
        "+ organisations Quay Club (from the description of its collection)",
    ]


def test_unknown_values_are_shown_and_sums_agree() -> None:
    bare = replace(PAGE, published=None, organisations=(), dropped=(), candidates=())

    lines = [" ".join(line.split()) for line in shown(bare)]

    assert {"+ published undated", "+ organisations no organisation"} <= set(lines)
    assert lines[-2:] == ["kept 3 blocks", "dropped 0 pieces"]
    assert " ".join(shown()[-1].split()) == (
        "dropped 6 pieces: share-bar 2, readers-comments 2, navigation 1, wiki-reference-mark 1"
    )


def test_readers_comments_are_apart_from_what_was_removed() -> None:
    assert comments(PAGE) == ("2 comments", "Ann says: dear at any price")
    assert [(stretch.after, stretch.rule, stretch.texts) for stretch in removed(PAGE)] == [
        (0, "navigation", ("Home",)),
        (2, "wiki-reference-mark", ("[ 2 ]",)),
        (3, "share-bar", ("Share", "Print")),
    ]


def test_a_heading_without_comments_is_only_something_removed() -> None:
    page = replace(PAGE, dropped=(DroppedBlock("Comments", "readers-comments", 3),))

    assert comments(page) == ()
    assert [stretch.texts for stretch in removed(page)] == [("Comments",)]


_block = st.builds(
    Block,
    st.sampled_from([PROSE, "Home", "Leave a Reply", "Name", "Share this:", "A line."]),
    tags=st.sampled_from([frozenset(), frozenset(("nav",)), frozenset(("article",))]),
)


@given(st.lists(_block, min_size=1, max_size=12))
def test_a_cleaned_page_is_listed_in_the_order_it_was_read(blocks: list[Block]) -> None:
    cleaned = clean(ParsedPage("html", None, (), tuple(blocks)))

    listed = page_order(replace(PAGE, blocks=cleaned.kept, dropped=cleaned.dropped))

    assert [block.text for block in listed] == [block.text for block in blocks]


def test_a_mark_cut_out_of_a_sentence_comes_after_its_block() -> None:
    blocks = (
        Block(PROSE),
        Block("It rose again [ 3 ] in May, and nobody was surprised."),
        Block(PROSE),
    )

    cleaned = clean(ParsedPage("html", None, (), blocks))

    assert [(mark.text, mark.after) for mark in cleaned.dropped] == [("[ 3 ]", 2)]


# ---------------------------------------------------------------- on a terminal

HOSTILE = Finding("-", "navigation", "\x1b[2J\u202egone\nback")


def test_nothing_on_the_page_can_act_on_the_terminal() -> None:
    plain = "".join(findings_text([HOSTILE]))
    drawn = "".join(draw([HOSTILE], width=80, colour=False))

    assert "\\x1b[2J\\u202egone\\nback" in plain
    assert "\x1b" not in drawn + plain


def test_long_texts_wrap_beside_their_labels() -> None:
    rows = list(draw([Finding("+", "paragraph", PROSE)], width=60, colour=False))

    assert rows[0].startswith("+ paragraph")
    assert all(len(row) <= 60 for row in rows)
    assert all(row.startswith(" " * (LABEL + 3)) for row in rows[1:])
    assert " ".join(row[LABEL + 3 :].strip() for row in rows) == PROSE


def test_kept_and_dropped_differ_in_colour_where_there_is_colour() -> None:
    kept, dropped = draw(
        [Finding("+", "item", "a shovel"), Finding("-", "footer", "Print")], width=80, colour=True
    )

    assert kept.startswith("\x1b[32m+ item")
    assert dropped.startswith("\x1b[31m- footer")
