"""What is dropped from a page because it repeats on its site, and what never is."""

from __future__ import annotations

from dataclasses import replace

from indexer.cleaning.judges.repetition import RULE, drop_repeated, line_hash, line_hashes
from indexer.model import Block, CleanPage, DroppedBlock, ParsedPage

STORY = (
    "The ferry was late again, and the two hundred who had waited on the slip since six",
    "went home by the coast road, singing as they passed the houses of the directors.",
)
NOTE = "You are reading pages of our former site, which nobody looks after any more since we moved"


def a_page(*blocks: Block | str, page_format: str = "html") -> CleanPage:
    """A clean page of these blocks; text alone is a paragraph."""
    made = tuple(Block(b) if isinstance(b, str) else b for b in blocks)
    return CleanPage(ParsedPage(page_format, None, (), made), made, ())


def heading(text: str, linked: bool = False) -> Block:
    return Block(text, "heading", 2, linked=len(text) if linked else 0)


def link(text: str) -> Block:
    return Block(text, linked=len(text))


def dropped(page: CleanPage, *repeated: str) -> list[str]:
    """What goes if these lines repeat on the page's site."""
    cleaned = drop_repeated(page, frozenset(map(line_hash, repeated)))
    assert len(cleaned.kept) + len(cleaned.dropped) == len(page.kept)
    return [block.text for block in cleaned.dropped]


def test_a_note_above_the_title_is_dropped() -> None:
    page = a_page(NOTE, heading("Ferry late"), *STORY)

    assert dropped(page, NOTE) == [NOTE]


def test_a_sentence_that_leads_elsewhere_is_dropped_anywhere() -> None:
    plea = "If you can spare a little for the upkeep of this site please give to our fund"
    page = a_page(heading("Ferry late"), STORY[0], Block(plea, linked=8), STORY[1])

    assert dropped(page, plea) == [plea]


def test_running_text_without_a_link_stays_below_the_title() -> None:
    page = a_page(heading("Ferry late"), STORY[0], NOTE, STORY[1])

    assert dropped(page, NOTE) == []


def test_links_below_the_text_are_dropped_and_those_beside_the_title_stay() -> None:
    page = a_page(heading("Ferry late"), link("Ada Marsh"), *STORY, link("To the top of the page"))

    assert dropped(page, "Ada Marsh", "To the top of the page") == ["To the top of the page"]


def test_a_menu_in_plain_text_is_dropped_for_its_separators() -> None:
    menu = "Front door | The slip | Back to where you were"
    page = a_page("Ferry late", *STORY, menu, page_format="text")

    assert dropped(page, menu) == [menu]


def test_a_run_of_short_lines_around_the_text_is_dropped() -> None:
    menu = ("Timetable", "The boats", "Our crews", "Lost property")
    foot = ("Slipway House", "Ring the bell twice", "No dogs on deck")
    page = a_page(*menu, "Ferry late", *STORY, *foot, page_format="text")

    assert dropped(page, *menu, *foot) == [*menu, *foot]


def test_a_sentence_with_another_line_of_the_footer_is_dropped() -> None:
    foot = (
        "Slipway House",
        "What you read here may be copied by anyone who says where it was found",
    )
    page = a_page(heading("Ferry late"), *STORY, *foot)

    assert dropped(page, *foot) == list(foot)
    assert dropped(page, foot[1]) == []


def test_the_name_of_a_series_between_dropped_lines_and_the_title_stays() -> None:
    series = "Our watch on the harbour board"
    page = a_page(
        link("To our pages"), Block(NOTE, linked=9), series, heading("Ferry late"), *STORY
    )

    assert dropped(page, "To our pages", NOTE, series) == ["To our pages", NOTE]


def test_a_series_an_author_a_town_and_a_signature_stay() -> None:
    frame = ("Letters from the slip", "By Ada Marsh", "Northquay, 1926", "The crews' committee")
    page = a_page(heading("Ferry late"), *frame[:3], *STORY, frame[3])

    assert dropped(page, *frame) == []


def test_authors_and_dates_divide_a_run() -> None:
    frame = ("Letters", "From the slip", "by Ada Marsh", "Northquay", "May 1926", "Third series")
    page = a_page("Ferry late", *frame, *STORY, page_format="text")

    assert dropped(page, *frame) == []


def test_the_first_heading_is_never_dropped() -> None:
    page = a_page(heading("Letters from the slip", linked=True), *STORY)

    assert dropped(page, "Letters from the slip") == []


def test_a_repeated_heading_stays_above_a_block_that_is_not_repeated() -> None:
    column = heading("On the picket line", linked=True)
    page = a_page(heading("Issue 40"), column, *STORY, column, "Cooks and carters are out.")

    assert dropped(page, "On the picket line") == []


def test_a_heading_is_dropped_with_all_that_was_below_it() -> None:
    links = (link("The slip in pictures"), link("Old timetables"))
    page = a_page(heading("Ferry late"), *STORY, heading("Elsewhere here"), *links)

    repeated = ("Elsewhere here", "The slip in pictures", "Old timetables")
    assert dropped(page, *repeated) == list(repeated)


def test_a_note_that_leads_elsewhere_is_dropped_from_the_top_of_the_shortest_page() -> None:
    page = a_page(Block(NOTE, linked=9), "No ferry today.")

    assert dropped(page, NOTE) == [NOTE]
    assert dropped(page, NOTE, "No ferry today.") == []


def test_a_page_keeps_half_of_its_words_whatever_repeats() -> None:
    page = a_page(NOTE, heading("Ferry late"), "No ferry today.")

    assert dropped(page, NOTE, "No ferry today.") == []


def test_a_page_all_of_which_repeats_stays_whole() -> None:
    page = a_page(heading("Where we stand"), *STORY, link("More"))

    assert dropped(page, "Where we stand", *STORY) == []


def test_a_refrain_stays() -> None:
    refrain = "And the tide came in"
    verses = ("We hauled the boats at morning", "We hauled the boats at noon", "The owners slept")
    page = a_page(heading("Song"), *(line for verse in verses for line in (verse, refrain)))

    assert dropped(page, refrain) == []


def test_markdown_has_no_template() -> None:
    page = a_page(NOTE, heading("Ferry late"), *STORY, page_format="markdown")

    assert dropped(page, NOTE) == []


def test_case_and_spaces_do_not_matter_and_numbers_do() -> None:
    assert line_hash("Back to  THE top") == line_hash("back to the top")
    assert line_hash("Page 3") != line_hash("Page 4")


def test_long_blocks_are_not_compared() -> None:
    assert line_hashes([Block("quay " * 81), Block("quay")]) == {line_hash("quay")}


def test_dropped_blocks_keep_their_position_among_those_dropped_before() -> None:
    menu, search, foot = (
        DroppedBlock(t, "navigation", n) for t, n in (("a", 1), ("b", 2), ("c", 4))
    )
    page = replace(a_page(NOTE, heading("Ferry late"), *STORY), dropped=(menu, search, foot))

    cleaned = drop_repeated(page, frozenset({line_hash(NOTE)}))

    assert [block.text for block in cleaned.kept] == ["Ferry late", *STORY]
    assert cleaned.dropped == (
        DroppedBlock(NOTE, RULE, 0),
        replace(menu, after=0),
        replace(search, after=1),
        replace(foot, after=3),
    )
