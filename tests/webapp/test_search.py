"""The page of results: counts, facets, chips, pages and what is said when nothing is found."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.page import documents, one, titles, tree, words
from tests.sample_engine import sample_archive
from webapp import create_app


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    archive = sample_archive()
    return create_app(lambda: archive).test_client()


def test_a_search_shows_its_reading_and_exact_counts(client: FlaskClient) -> None:
    page = tree(client, "/search", ("q", '"hunger strike" -poll'))

    assert words(one(page, ".found h1")) == "1 document · 1 passage"
    assert "hunger strike" in words(one(page, ".reading"))
    assert titles(page) == ["On the hunger strike at Low Fell"]


def test_marks_cover_exactly_what_matched(client: FlaskClient) -> None:
    page = tree(client, "/search", ("q", '"poll tax"'))

    marked = {words(mark).casefold() for mark in page.cssselect(".fragments mark")}

    assert marked == {"poll tax"}


def test_an_empty_search_lists_everything(client: FlaskClient) -> None:
    page = tree(client, "/search")

    assert documents(page) == 43
    assert len(titles(page)) == 20


def test_a_ticked_organisation_narrows_and_becomes_a_chip_that_removes_itself(
    client: FlaskClient,
) -> None:
    page = tree(client, "/search", ("q", "strike"), ("organisation", "lantern-group"))

    chip = one(page, ".chips a")
    assert words(chip).startswith("By Lantern Group")
    assert chip.get("href") == "/search?q=strike"
    assert documents(page) < documents(tree(client, chip.get("href")))


def test_every_kind_of_filter_has_its_chip(client: FlaskClient) -> None:
    asked = [
        ("q", "strike"),
        ("organisation", "none"),
        ("mentions", "quarry-league"),
        ("year", "1949"),
        ("year", "none"),
        ("from", "1900"),
        ("to", "1999"),
        ("match", "any"),
        ("forms", "exact"),
        ("aliases", "off"),
    ]

    page = tree(client, "/search", *asked)

    chips = [words(chip).removesuffix(" (remove)") for chip in page.cssselect(".chips a")]
    assert chips == [
        "No organisation",
        "Mentioning Quarry Workers League",
        "Year 1949",
        "Undated",
        "Years 1900–1999",
        "Match any of the words",
        "Forms exactly as written",
        "Names without other names",
        "Remove all",
    ]


def test_a_value_left_out_is_a_chip_that_can_be_taken_away(client: FlaskClient) -> None:
    asked = [
        ("q", "strike"),
        ("organisation", "-lantern-group"),
        ("mentions", "-none"),
        ("year", "-1949"),
    ]

    page = tree(client, "/search", *asked)

    chips = {words(chip): chip.get("href") for chip in page.cssselect(".chips a")}
    assert list(chips) == [
        "Not by Lantern Group (remove)",
        "Left out: No organisation mentioned (remove)",
        "Not year 1949 (remove)",
        "Remove all",
    ]
    left = chips["Not by Lantern Group (remove)"]
    assert left == "/search?q=strike&mentions=-none&year=-1949"
    assert documents(page) <= documents(tree(client, left))


def test_what_is_left_out_stays_so_when_the_form_is_sent(client: FlaskClient) -> None:
    page = tree(client, "/search", ("organisation", "-lantern-group"), ("year", "-none"))

    hidden = page.cssselect("input[type=hidden][form=search]")
    assert [(field.get("name"), field.get("value")) for field in hidden] == [
        ("organisation", "-lantern-group"),
        ("year", "-none"),
    ]


def test_the_button_of_a_value_leaves_out_what_the_value_counts(client: FlaskClient) -> None:
    page = tree(client, "/search", ("q", "strike"))

    buttons = page.cssselect(".choice > button")
    assert len(buttons) > 10
    for button in buttons:
        left = tree(client, "/search", ("q", "strike"), (button.get("name"), button.get("value")))
        count = int(words(one(button.getparent(), ".tally")))
        assert documents(left) == documents(page) - count


def test_an_unknown_organisation_is_shown_by_its_slug(client: FlaskClient) -> None:
    page = tree(client, "/search", ("organisation", "nobody-b"))

    assert "nobody-b" in words(one(page, ".chips"))
    assert documents(page) == 0


@pytest.mark.parametrize("name", ["organisation", "mentions"])
@pytest.mark.parametrize("value", ["<b>nobody", "o" * 201])
def test_a_filter_that_can_be_no_slug_is_refused_by_name(
    client: FlaskClient, name: str, value: str
) -> None:
    response = client.get("/search.json", query_string={name: value})

    assert response.status_code == 400
    assert response.get_json()["errors"][0]["parameter"] == name
    assert "must be the slug" in response.get_json()["errors"][0]["message"]


def test_every_facet_count_is_what_ticking_it_finds(client: FlaskClient) -> None:
    page = tree(client, "/search", ("q", "strike"))

    boxes = page.cssselect('.choice input[name="organisation"], .choice input[name="year"]')
    assert len(boxes) > 10
    for box in boxes:
        ticked = tree(client, "/search", ("q", "strike"), (box.get("name"), box.get("value")))
        assert documents(ticked) == int(words(one(box.getparent(), ".tally")))


def test_ticked_boxes_stay_ticked_and_belong_to_the_search_form(client: FlaskClient) -> None:
    page = tree(client, "/search", ("organisation", "lantern-group"), ("year", "1969"))

    ticked = page.cssselect("input[type=checkbox][checked]")
    assert {(box.get("name"), box.get("value")) for box in ticked} == {
        ("organisation", "lantern-group"),
        ("year", "1969"),
    }
    assert {box.get("form") for box in page.cssselect("input[type=checkbox]")} == {"search"}
    assert one(page, "form#search").get("role") == "search"


def test_bars_and_decades_lead_to_what_they_count(client: FlaskClient) -> None:
    page = tree(client, "/search", ("q", "strike"))

    for bar in page.cssselect(".timeline a"):
        promised = int(words(bar.find("title")).split()[-2])
        assert documents(tree(client, bar.get("href"))) == promised
    for decade in page.cssselect("details.decade"):
        promised = int(words(one(decade, "summary .tally")))
        assert documents(tree(client, one(decade, "div > a").get("href"))) == promised


def test_years_can_be_those_that_a_text_names(client: FlaskClient) -> None:
    asked = (("from", "1961"), ("to", "1961"), ("date", "mentioned"))

    page = tree(client, "/search", *asked)

    assert set(titles(page)) == {"A manifesto for the night shift", "The boats of 1961"}


def test_dates_are_given_with_their_basis_in_words(client: FlaskClient) -> None:
    lines = [words(line) for line in tree(client, "/search", ("size", "100")).cssselect(".by")]

    assert "Quarry Workers League · March 1949 (printed on the page)" in lines
    assert "Stone and Slate Union · 31 March 1990 (from the metadata of the page)" in lines
    assert any("not before 2007 (the year of its latest dated item)" in line for line in lines)
    assert any(line == "No organisation · undated" for line in lines)


def test_pages_of_results_hold_every_document_once(client: FlaskClient) -> None:
    found: list[str] = []
    address: str | None = "/search?sort=oldest"
    while address:
        page = tree(client, address)
        found += [link.get("href") for link in page.cssselect(".hit h2 a")]
        following = page.cssselect(".pages a[rel=next]")
        address = following[0].get("href") if following else None

    assert len(found) == 43
    assert len({link.partition("?")[0] for link in found}) == 43


def test_a_page_past_the_last_says_so(client: FlaskClient) -> None:
    page = tree(client, "/search", ("page", "9"))

    assert "There is no page 9" in words(one(page, ".nothing h2"))


def test_an_empty_result_names_the_missing_word_and_offers_searches_that_find(
    client: FlaskClient,
) -> None:
    page = tree(client, "/search", ("q", "minrs strike"))

    advice = one(page, ".nothing")
    assert "minrs does not occur" in words(advice)
    links = {words(link): link.get("href") for link in advice.cssselect("a")}
    assert documents(tree(client, links["miners strike"])) > 0
    offer = next(text for text in links if "some of them" in text)
    assert documents(tree(client, links[offer])) == int(offer.split()[0])


def test_a_warning_of_the_query_is_shown(client: FlaskClient) -> None:
    page = tree(client, "/search", ("q", '"poll tax'))

    assert words(one(page, ".warnings"))
