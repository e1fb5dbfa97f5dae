from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.cleaning.judges.main_content import main_content
from indexer.cleaning.rules.line_tables import fold_line
from indexer.cleaning.rules.lines import ALWAYS
from indexer.cleaning.rules.menus import IN_CONTEXT
from indexer.cleaning.rules.selectors import LIKELY, SURE
from indexer.formats import parse
from indexer.model import Block, BlockKind, CleanPage, ParsedPage

PROSE = (
    "The committee met in the back room of the cooperative and resolved, by seven votes to two, "
    "to print the leaflet again before the end of the week."
)
MORE = (
    "Nobody could say afterwards who had proposed the second printing, but the bill for it was "
    "settled in coins, and the printer kept one of them on his wall."
)


def page(*blocks: Block | str, html: bool = True) -> ParsedPage:
    given = (Block(block) if isinstance(block, str) else block for block in blocks)
    return ParsedPage("html" if html else "text", None, (), tuple(given))


def block(
    text: str, tokens: str = "", tags: str = "", kind: BlockKind = "paragraph", linked: bool = False
) -> Block:
    return Block(
        text,
        kind,
        2 if kind == "heading" else 0,
        frozenset(tokens.split()),
        frozenset(tags.split()),
        len(text) if linked else 0,
    )


def kept(cleaned: CleanPage) -> list[str]:
    return [block.text for block in cleaned.kept]


def dropped(cleaned: CleanPage) -> dict[str, str]:
    return {block.text: block.rule for block in cleaned.dropped}


def read(html: str) -> CleanPage:
    return clean(parse(html.encode(), "page.html"))


# ---------------------------------------------------------------- whole lines


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Comments are closed.", "comments-closed"),
        ("COMMENTS ARE CLOSED", "comments-closed"),
        ("Kommentare sind geschlossen", "comments-closed"),
        ("↑ Back to Top", "go-to-top"),
        ("OTHER STORIES BELOW:", "navigation"),
        ("Retour en haut", "go-to-top"),
        ("Sign up now!", "sign-up"),
        ("Join 1,204 other subscribers", "sign-up"),
        ("Skip to content", "skip-link"),
        ("Share this:", "share-bar"),
        ("Click to share on Mastodon (Opens in new window)", "share-bar"),
        ("Teilen mit:", "share-bar"),
        ("Leave a Reply", "comment-form"),
        ("Leave a reply to Ivy Cancel reply", "comment-form"),
        ("You must be logged in to post a comment.", "comment-form"),
        ("Laisser un commentaire", "comment-form"),
        ("© 2004 The Friends of the Reading Room", "footer"),
        ("Copyright 1998-2003 Reading Room. All rights reserved.", "footer"),
        ("Proudly powered by WordPress", "footer"),
        ("This website uses cookies to improve your experience.", "cookie-notice"),
        ("Related posts", "related-posts"),
        ("Posted in Towns, Uncategorized", "post-meta"),
        ("12 Comments", "comment-count"),
        ("← Older posts", "post-navigation"),
        ("Home | About | Contact us | Sitemap", "navigation"),
        ("Reports on this page", "navigation"),
        ("Cover image: Courtesy of the lending library", "photo-credit"),
        ("Beitragsbild: Archiv der Lesehalle", "photo-credit"),
        ("Download the Reading Room app for Android", "app-promotion"),
        ("We'd like to hear from you. Write to the caretaker.", "letters-wanted"),
        ("Send your letter to the editor before Friday", "letters-wanted"),
        ("Follow the Reading Room on Mastodon", "sign-up"),
        ("Every new book, straight to your inbox.", "sign-up"),
        ("Dieser Artikel enthält Affiliate-Links.", "disclosure"),
        ("Unless otherwise stated, all text is licensed under CC BY 4.0.", "licence"),
    ],
)
def test_a_line_of_boilerplate_is_dropped_anywhere(line: str, rule: str) -> None:
    cleaned = clean(page(PROSE, line, MORE))

    assert kept(cleaned) == [PROSE, MORE]
    assert dropped(cleaned) == {line: rule}


@pytest.mark.parametrize(
    "line",
    [
        "The leaflet says that comments are closed to nobody.",
        "There is more news below, and none of it is good.",
        "Leave a reply with the caretaker, who will see that it is passed on to the branch.",
        "Copyright in songs was debated at the congress of 1911 and again, at length, in 1913.",
        "Share and share alike was the motto over the door.",
        'The mayor\'s posters said "We want to hear from you", and he was heard from.',
        "Stories below stairs were told as often as those above, and with more care.",
        "He wrote a letter to the editor, who did not print it.",
        "The photo shows the reading room before the fire, with its one lamp.",
        "Follow the road on foot as far as the mill, and ask there for the key.",
        "About us",
        "Contact",
        "Links",
        "1936",
        "Home rule for the reading room",
    ],
)
def test_a_line_of_the_document_stays(line: str) -> None:
    assert kept(clean(page(PROSE, line, MORE))) == [PROSE, line, MORE]


def test_words_of_menus_are_dropped_as_links_and_in_a_row_but_not_alone() -> None:
    linked = clean(page(PROSE, block("Contact", linked=True), MORE))
    together = clean(page(PROSE, MORE, "Home", "News", "Contact"))

    assert dropped(linked) == {"Contact": "navigation"}
    assert dropped(together) == dict.fromkeys(("Home", "News", "Contact"), "navigation")


def test_a_heading_above_text_stays_even_among_dropped_lines() -> None:
    cleaned = clean(page(block("About us", kind="heading"), "Sign up now!", PROSE))

    assert kept(cleaned) == ["About us", PROSE]


# ---------------------------------------------------------------- forms and threads


def test_a_comment_form_is_dropped_from_its_heading_to_its_last_field() -> None:
    form = ("What do you think?", "Your name", "Your e-mail", "Comment", "Are you human?", "Submit")

    cleaned = clean(page(PROSE, *form, MORE))

    assert kept(cleaned) == [PROSE, MORE]
    assert set(dropped(cleaned).values()) == {"comment-form"}


def test_words_like_fields_stay_without_a_form_above_them() -> None:
    assert kept(clean(page(PROSE, "Name of the branch", "Text of the motion", MORE))) == [
        *(PROSE, "Name of the branch", "Text of the motion", MORE)
    ]


def test_a_thread_in_plain_text_needs_signed_comments() -> None:
    signed = (
        *(
            "2 Responses to “The leaflet”",
            "Ivy says:",
            "May 3, 2010 at 10:02 am",
            "I kept one.",
            "Reply",
        ),
        *("Wick says:", "So did I."),
    )

    thread = clean(page(PROSE, MORE, PROSE, *signed, html=False))
    alone = clean(page(PROSE, MORE, PROSE, "Discussion", "It went on until two.", html=False))

    assert dropped(thread) == dict.fromkeys(signed, "readers-comments")
    assert kept(alone)[-2:] == ["Discussion", "It went on until two."]


# ---------------------------------------------------------------- tokens and elements


@pytest.mark.parametrize(
    ("tokens", "tags", "rule"),
    [
        ("comment-respond", "div", "comment-form"),
        ("commentlist", "ol", "readers-comments"),
        ("sharedaddy", "div", "share-bar"),
        ("cookie-notice", "div", "cookie-notice"),
        ("breadcrumbs", "div", "navigation"),
        ("sidebar", "div", "sidebar"),
        ("yarpp-related", "div", "related-posts"),
        ("mw-editsection", "span", "wiki-edit-link"),
        ("", "nav", "navigation"),
        ("", "footer", "footer"),
        ("", "aside", "sidebar"),
        ("", "button", "form-control"),
    ],
)
def test_elements_with_boilerplate_are_dropped(tokens: str, tags: str, rule: str) -> None:
    cleaned = clean(page(PROSE, block("Some words of it", tokens, tags), MORE, PROSE))

    assert dropped(cleaned) == {"Some words of it": rule}


@pytest.mark.parametrize(
    "tokens", ["shareholders", "commentary", "navigation-history", "footers-union", "sidebars-of"]
)
def test_a_part_of_a_token_proves_nothing(tokens: str) -> None:
    assert (
        kept(clean(page(PROSE, block("Some words of it", tokens), MORE)))[1] == "Some words of it"
    )


def test_a_token_around_most_of_a_page_is_not_believed() -> None:
    wrapped = [block(text, "sidebar", "aside") for text in (PROSE, MORE, PROSE)]

    assert kept(clean(page("A title", *wrapped))) == ["A title", PROSE, MORE, PROSE]


def test_a_form_around_a_whole_page_is_no_comment_form() -> None:
    cleaned = read(f"<form><h1>Title</h1><p>{PROSE}</p><p>{MORE}</p></form>")

    assert kept(cleaned) == [PROSE, MORE]
    assert dropped(cleaned) == {"Title": "headline"}


def test_a_header_in_an_article_keeps_its_headline() -> None:
    cleaned = read(
        f"<header><p>Site</p></header><article><header><h1>T</h1></header><p>{PROSE}</p>"
    )

    assert kept(cleaned) == ["T", PROSE]
    assert dropped(cleaned) == {"Site": "site-header"}


@pytest.mark.parametrize("token", sorted({*SURE, *LIKELY}))
def test_a_page_of_nothing_else_keeps_its_text(token: str) -> None:
    assert kept(clean(page(block(PROSE, token)))) == [PROSE]


@given(st.lists(st.sampled_from(sorted({*ALWAYS, *IN_CONTEXT})), min_size=1, max_size=8))
def test_no_page_comes_out_empty(lines: list[str]) -> None:
    assert clean(page(*lines)).kept


# ---------------------------------------------------------------- position and links


def test_blocks_around_the_main_content_are_dropped_but_its_headline() -> None:
    cleaned = read(
        f"<h1>Title</h1><div><p>{MORE}</p></div><div class=teaser><p>Elsewhere on this site</p>"
        f"</div><div class=entry-content>{f'<p>{PROSE}</p>' * 4}</div><div>Odds</div>"
    )

    assert kept(cleaned) == ["Title", MORE, *[PROSE] * 4]
    assert dropped(cleaned) == dict.fromkeys(("Elsewhere on this site", "Odds"), "outside-main")


def test_an_opening_above_the_main_content_stays() -> None:
    cleaned = read(
        f"<div class=kicker><p>{PROSE}</p></div><div class=article-intro><p>{MORE}</p></div>"
        f"<div class=entry-content>{f'<p>{PROSE}</p>' * 6}</div>"
    )

    assert kept(cleaned) == [MORE, *[PROSE] * 6]


def test_menus_of_links_around_the_text_are_dropped_and_lists_of_links_in_it_stay() -> None:
    menu = [block(text, linked=True) for text in ("Histories", "Songs", "Maps")]
    reading = [block(text, linked=True) for text in ("A walk", "A wake", "A war")]

    cleaned = clean(page(*menu, PROSE, *reading, MORE))

    assert kept(cleaned) == [PROSE, "A walk", "A wake", "A war", MORE]


def test_an_index_keeps_its_linked_headings() -> None:
    teasers = [
        b for n in range(5) for b in (block(f"Story {n}", "", "h3", "heading", True), Block(PROSE))
    ]
    last = block("Story 6", "", "h3", "heading", True)

    assert kept(clean(page(*teasers, last)))[-1] == "Story 6"


def test_links_below_an_article_to_others_are_dropped() -> None:
    other = block("Another story", "", "h3", "heading", linked=True)

    cleaned = clean(page(*[PROSE, MORE] * 4, other))

    assert dropped(cleaned) == {"Another story": "related-posts"}


def test_a_link_to_read_also_is_dropped_from_between_paragraphs() -> None:
    also = block("Read also: the printer's wall", linked=True)

    assert dropped(clean(page(PROSE, also, MORE))) == {also.text: "related-posts"}


def test_links_below_a_line_that_announces_others_are_dropped_with_it() -> None:
    others = [block(f"Another story, number {n}", linked=True) for n in range(2)]

    announced = clean(page(PROSE, "More on the printers", *others, MORE))
    heading = clean(page(PROSE, "More on the printers", MORE))

    assert kept(announced) == [PROSE, MORE]
    assert set(dropped(announced).values()) == {"related-posts"}
    assert kept(heading) == [PROSE, "More on the printers", MORE]


def test_a_list_that_links_elsewhere_is_dropped_with_its_announcement_only_at_the_end() -> None:
    entries = [Block(f"A {n} to read on", "item", linked=9) for n in ("leaflet", "poster")]
    more = "More Reading Room stories"

    at_the_end = clean(page(PROSE, more, *entries))
    in_the_text = clean(page(PROSE, more, *entries, MORE))

    assert kept(at_the_end) == [PROSE]
    assert kept(in_the_text) == [PROSE, more, *(entry.text for entry in entries), MORE]


# ---------------------------------------------------------------- inside lines


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ('[box color="red"]It rained.[/box] It stopped.', "It rained. It stopped."),
        ("It rained. [gallery ids=1,2]", "It rained."),
        ("[su_spacer] It rained.", "It rained."),
        ("[quote=Ivy]It rained.[/quote]", "It rained."),
        ("[It] rained [sic] on [the hall], see [n = 4].", None),
        ("Take parts[list_ids] of it and/or [I/O].", None),
    ],
)
def test_shortcodes_are_stripped_from_sentences_and_brackets_of_editors_stay(
    text: str, rest: str | None
) -> None:
    assert kept(clean(page(PROSE, text)))[1] == (rest or text)


def test_the_name_of_a_part_is_a_token_of_its_own() -> None:
    cleaned = clean(page(PROSE, block("Ivy Marl keeps bees.", "story__author-bio--wide"), MORE))

    assert dropped(cleaned) == {"Ivy Marl keeps bees.": "post-meta"}


# ---------------------------------------------------------------- trafilatura


def captioned(caption: str) -> str:
    text = "".join(f"<p>{sentence}</p>" for sentence in (PROSE, MORE, PROSE[:-1] + " twice."))
    return f"<article><h1>The leaflet</h1>{text}{caption}<p>{MORE} So it goes.</p></article>"


def test_a_long_caption_is_no_paragraph_of_the_article() -> None:
    words = (
        "The printer beside his wall, to the left of the picture, with the coin in its frame " * 3
    )

    cleaned = read(captioned(f"<div class=gallery><ul><li class=caption>{words}</li></ul></div>"))

    assert words.strip() not in kept(cleaned)


# ---------------------------------------------------------------- plain text


def test_signatures_below_a_text_stay_above_a_comment_form() -> None:
    names = ("Ivy Marl", "Wick Harrow", "Tamsin Reed", "from a leaflet (1976)")

    cleaned = clean(page(PROSE, MORE, *names, "Leave a Reply", "Name", "Email", html=False))

    assert kept(cleaned) == [PROSE, MORE, *names]


def test_months_of_a_chronology_stay() -> None:
    lines = ("March 1984", PROSE, "April 1984", MORE, "May 1984", PROSE)

    assert kept(clean(page(*lines, html=False))) == list(lines)


def test_facts_above_a_text_stay() -> None:
    facts = ("The Printers' Party", "Founded 1973", "Headquarters Mill Lane", "Colours red and ink")

    assert kept(clean(page(*facts, PROSE, MORE, html=False))) == [*facts, PROSE, MORE]


def test_a_menu_between_a_title_and_its_headline_is_dropped() -> None:
    menu = ("Songs", "Maps", "Log in", "Basket")
    lines = ("The second printing | Reading Room", *menu, "The second printing", PROSE, MORE)

    cleaned = clean(page(*lines, html=False))

    assert kept(cleaned) == [lines[0], "The second printing", PROSE, MORE]
    assert dropped(cleaned) == dict.fromkeys(menu, "menu")


def test_a_date_right_above_a_headline_stays() -> None:
    menu = ("Songs", "Maps", "Log in", "Basket")
    lines = (
        "The second printing | Reading Room",
        *menu,
        "3 May 1931",
        "The second printing",
        PROSE,
    )

    assert "3 May 1931" in kept(clean(page(*lines, html=False)))


def test_a_refrain_that_repeats_the_title_is_no_headline() -> None:
    song = ("The second printing", *(f"Verse line number {n} of them" for n in range(9)))

    assert kept(clean(page(*song, "The second printing", html=False))) == [
        *(*song, "The second printing")
    ]


def test_lines_below_a_sites_copyright_are_dropped_but_sentences() -> None:
    foot = ("© 2009 The Reading Room", "Printers", "Binders")

    assert dropped(clean(page(PROSE, MORE, *foot, html=False))).keys() == set(foot)


def test_a_link_elsewhere_within_a_text_does_not_end_it() -> None:
    also = "Read more: how the leaflet was folded"

    cleaned = clean(page(PROSE, MORE, PROSE, also, MORE, html=False))

    assert kept(cleaned) == [PROSE, MORE, PROSE, MORE]
    assert dropped(cleaned) == {also: "read-also"}


def test_a_heading_is_dropped_with_the_menu_below_it_and_stays_above_a_short_sentence() -> None:
    menu = [block("Archives", kind="heading"), *(block(f"Shelf {n}", linked=True) for n in "ab")]
    section = [block("Press", kind="heading"), block("It had a paper.")]

    cleaned = clean(page(*menu, PROSE, *section, MORE))

    assert kept(cleaned) == [PROSE, "Press", "It had a paper.", MORE]


# ---------------------------------------------------------------- wiki


def test_a_box_of_facts_stays_though_it_is_marked_up_as_a_card() -> None:
    cleaned = clean(page(block("Founded 1931", "infobox vcard", kind="row"), PROSE, MORE))

    assert kept(cleaned) == ["Founded 1931", PROSE, MORE]


def test_a_wikis_menus_are_dropped_to_the_end_of_its_text() -> None:
    tools = ("Navigation menu", "Talk", "Create account", "Namespaces", "Tools", "Special pages")

    assert set(dropped(clean(page(PROSE, MORE, *tools, html=False))).values()) == {
        "wiki-navigation"
    }


def test_reference_marks_are_stripped_from_sentences() -> None:
    cleaned = clean(page("It met in 1936,[4] in secret[ citation needed ] and often.[ when? ] [a]"))

    assert kept(cleaned) == ["It met in 1936, in secret and often. [a]"]
    assert [(d.text, d.rule) for d in cleaned.dropped] == [
        ("[4]", "wiki-reference-mark"),
        ("[ citation needed ]", "wiki-reference-mark"),
        ("[ when? ]", "wiki-reference-mark"),
    ]


def test_teasers_of_other_articles_end_at_the_references() -> None:
    cleaned = clean(
        page(PROSE, "Related Research Articles", "Another body", MORE, "References", "1. A book")
    )

    assert kept(cleaned) == [PROSE, "References", "1. A book"]


# ---------------------------------------------------------------- laws


_texts = st.sampled_from(
    [PROSE, MORE, "Home", "Share this:", "Leave a Reply", "Name", "A line [3].", "x"]
)
_blocks = st.builds(
    block,
    _texts,
    st.sampled_from(["", "sidebar", "entry-content", "commentlist", "post hentry"]),
    st.sampled_from(["", "nav", "article", "form", "h2"]),
    st.sampled_from(["paragraph", "heading", "item"]),
    st.booleans(),
)


@given(st.lists(_blocks, min_size=1, max_size=14), st.booleans())
def test_all_text_is_kept_or_dropped_and_some_is_kept(blocks: list[Block], html: bool) -> None:
    cleaned = clean(page(*blocks, html=html))

    before = sorted("".join(b.text.replace(" ", "") for b in blocks))
    parts = [*(b.text for b in cleaned.kept), *(d.text for d in cleaned.dropped)]
    assert sorted("".join(part.replace(" ", "") for part in parts)) == before
    assert cleaned.kept


@given(st.text(max_size=60))
def test_a_folded_line_folds_to_itself(text: str) -> None:
    once = fold_line(text)

    assert fold_line(once) == once


ARTICLE = "".join(
    f"<p>The {n} meeting of the year heard the treasurer on the price of paper, agreed to buy two"
    " reams of it, and sent its greetings to the branch across the river, whose own meeting had"
    " been put off because of the snow.</p>"
    for n in ("first", "second", "third", "fourth", "fifth", "sixth")
)


def test_trafilatura_works_and_is_asked() -> None:
    assert "fourth meeting" in main_content(
        f"<html><body><article>{ARTICLE}</article></body></html>"
    )


def test_a_fragment_without_a_body_is_wrapped_for_trafilatura() -> None:
    assert "fourth meeting" in main_content(ARTICLE)


def test_trafilatura_is_not_given_elements_that_the_rules_dropped_whole() -> None:
    page = f"<html><body><div class='Texts wide'>{ARTICLE}</div></body></html>"

    assert "fourth meeting" in main_content(page, {"aside"})
    assert "fourth meeting" not in main_content(page, {"texts"})


@pytest.mark.parametrize("source", ["", "<", "<!--<body-->", "<body><p>&#1;</p>", "<frameset>"])
def test_a_page_without_an_article_has_no_main_content(source: str) -> None:
    assert main_content(source).strip("<") == ""


def test_lists_and_tables_in_an_article_stay_whatever_trafilatura_says() -> None:
    table = "<table><tr><th>Year</th><th>Members</th></tr><tr><td>1908</td><td>96</td></tr></table>"
    page = f"<article><h1>Title</h1>{ARTICLE}{table}<dl><dt>First secretary</dt></dl></article>"

    texts = kept(read(page))

    assert "1908 | 96" in texts
    assert "First secretary" in texts


def test_a_page_on_which_trafilatura_finds_little_is_left_to_the_rules() -> None:
    poem = "".join(f"<p>Line {n} of a song</p>" for n in range(40))

    assert len(kept(read(f"<html><body>{poem}</body></html>"))) == 40


def test_a_heading_with_nothing_below_it_is_dropped_and_a_signature_stays() -> None:
    more = Block("More from this column", "heading", 3, tags=frozenset({"h3"}))
    signature = Block("A. Branch Secretary", "heading", 3, tags=frozenset({"p", "b"}))

    ended = clean(page(PROSE, more))
    signed = clean(page(PROSE, signature))

    assert dropped(ended) == {"More from this column": "heading-of-nothing"}
    assert kept(signed) == [PROSE, "A. Branch Secretary"]
