from __future__ import annotations

import pytest

from indexer.metadata.descriptions import Collection, Override
from tests.describing import PROSE, attributed, describe_page, html_page


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:site_name" content="Socialist Action">',
        '<meta name="publisher" content="Socialist Action">',
        '<script type="application/ld+json">{"@type": "Article", "publisher":'
        ' {"name": "Socialist Action"}}</script>',
    ],
)
def test_the_page_s_metadata_names_the_publisher(head: str) -> None:
    document = describe_page(html_page("Bus strike", head=head))

    assert attributed(document) == [("socialist-action", "page")]


@pytest.mark.parametrize(
    "title",
    [
        "Minutes of the circle - Socialist Action",
        "Minutes of the circle | Home of Socialist Action",
        "Minutes of the circle | Welcome to Socialist Action",
    ],
)
def test_the_rest_of_the_title_element_names_the_publisher_if_it_says_little_else(
    title: str,
) -> None:
    expected = [] if "Home of" in title else [("socialist-action", "page")]

    assert attributed(describe_page(html_page(title))) == expected


def test_a_paper_of_one_publisher_names_it() -> None:
    document = describe_page(html_page("Minutes of the circle - Weekly Worker"))

    assert [slug for slug, _ in attributed(document)] == [
        "communist-party-of-great-britain-provisional-central-committee"
    ]


def test_a_paper_of_several_publishers_names_none_and_is_recorded() -> None:
    document = describe_page(html_page("Minutes of the circle - Socialist Worker"), "2003/a.html")

    assert document.organisations == ()
    assert ("page", "Socialist Worker") in [
        (c.basis, c.value) for c in document.candidates if c.field == "organisations"
    ]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("International Socialists (IS)", "international-socialists"),
        ("Socialist Action (UK)", "socialist-action"),
        ("About the International Marxist Group", "international-marxist-group"),
        ("Big Flame: a short history", "big-flame"),
        ("Common Wealth Party 1942–1993", "common-wealth-party"),
    ],
)
def test_a_title_that_is_an_organisation_s_name_says_whom_a_page_is_about(
    title: str, slug: str
) -> None:
    assert attributed(describe_page(f"{title}\n\n{PROSE}", "a.txt")) == [(slug, "heading")]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Lamps and banners: Big Flame in Ely", [("big-flame", "heading")]),
        ("Big Flame in dates, 1970 to 1984", [("big-flame", "heading")]),
        ("What became of Big Flame?", []),
        ("Big Flame and Counterfire compared", []),
    ],
)
def test_a_title_that_names_one_organisation_decides_if_the_text_names_it_most(
    title: str, expected: list[tuple[str, str]]
) -> None:
    text = f"{title}\n\nOnce Big Flame met here. {PROSE}\n\nOnce more Big Flame sat. {PROSE}"

    assert attributed(describe_page(text, "a.txt")) == expected


def test_a_first_line_on_another_than_the_title_names_does_not_decide() -> None:
    text = f"Lamps of the Anti-Nazi League\n\nRock Against Racism was a series of shows. {PROSE}"

    assert attributed(describe_page(text, "a.txt")) == []


@pytest.mark.parametrize(
    "title", ["Why the Labour Party lost", "Militant lighting", "Labour Party and Respect talk"]
)
def test_a_title_about_an_organisation_does_not(title: str) -> None:
    assert attributed(describe_page(f"{title}\n\n{PROSE}", "a.txt")) == []


def test_a_first_line_that_says_what_an_organisation_is_decides_by_its_country() -> None:
    text = (
        f"About us\n\nThe International Socialist Group is a circle based in Scotland.\n\n{PROSE}"
    )

    document = describe_page(text, "a.txt")

    assert attributed(document) == [("international-socialist-group-scotland", "heading")]


def test_a_first_line_on_an_organisation_s_magazine_decides_by_the_page_s_year() -> None:
    text = f"Lamp and Book, 3 May 1996\n\nThe ISG’s quarterly magazine looks at lamps.\n\n{PROSE}"

    document = describe_page(text, "a.txt")

    assert attributed(document) == [("international-socialist-group", "heading")]


def _named(times: int, name: str, heading: str) -> str:
    lines = "\n\n".join(f"In week {n} the {name} met by the river. {PROSE}" for n in range(times))
    return f"Notes from the river\n\n{PROSE}\n\n{heading}\n\n{lines}"


def test_the_organisation_a_text_is_chiefly_about_is_named_often_and_in_a_heading() -> None:
    document = describe_page(_named(6, "IS Network", "IS Network conference notes"), "a.txt")

    assert attributed(document) == [("international-socialist-network", "text")]


@pytest.mark.parametrize(
    "text",
    [
        _named(6, "IS Network", "Conference notes"),
        _named(2, "IS Network", "IS Network conference notes"),
        _named(6, "IS Network", "IS Network notes") + "\n\n" + _named(6, "Labour Party", "Ballots"),
    ],
)
def test_one_named_seldom_in_passing_or_beside_another_is_not(text: str) -> None:
    document = describe_page(text, "a.txt")

    assert document.organisations == ()
    assert "International Socialist Network" in [c.value for c in document.candidates]


def test_an_organisation_younger_than_the_page_is_not_meant() -> None:
    page = html_page("Minutes of the circle - Counterfire")

    assert attributed(describe_page(page, "1968/a.html")) == []
    assert attributed(describe_page(page, "2012/a.html")) == [("counterfire", "page")]


def test_descriptions_go_first_and_may_name_one_not_in_the_authority_file() -> None:
    page = html_page("Minutes of the circle - Socialist Action")
    collection = Collection(organisations=("Fenland Reading Circle", "CND"))
    override = Override(organisations=("labour-party",))

    by_folder = describe_page(page, collection=collection)
    by_line = describe_page(page, override=override, collection=collection)

    assert attributed(by_folder) == [
        ("fenland-reading-circle", "collection"),
        ("campaign-for-nuclear-disarmament", "collection"),
    ]
    assert by_folder.organisations[0].name == "Fenland Reading Circle"
    assert attributed(by_line) == [("labour-party", "override")]
    assert {"Fenland Reading Circle", "Socialist Action"} <= {
        c.value for c in by_line.candidates if c.field == "organisations"
    }


def test_front_matter_names_the_organisation_if_the_file_knows_it() -> None:
    known = describe_page(f"---\norganisation: Big Flame\n---\n# Lamps\n\n{PROSE}", "a.md")
    unknown = describe_page(f"---\norganisation: Fen Circle\n---\n# Lamps\n\n{PROSE}", "a.md")

    assert attributed(known) == [("big-flame", "front-matter")]
    assert attributed(unknown) == []


def test_a_page_without_any_name_has_no_organisation() -> None:
    assert attributed(describe_page(html_page("Minutes of the circle"))) == []
