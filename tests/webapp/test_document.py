"""The page of a document: its passages, marks, dates, and what was taken from it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.page import one, tree, words
from tests.sample_engine import document_id, sample_archive
from webapp import create_app

WHO_WE_ARE = document_id("quarry/who-we-are.html")


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    archive = sample_archive()
    return create_app(lambda: archive).test_client()


def test_a_document_shows_each_passage_under_its_permanent_address(client: FlaskClient) -> None:
    page = tree(client, f"/d/{WHO_WE_ARE}")

    passages = page.cssselect("section.passage")
    assert len(passages) > 1
    for passage in passages:
        link = one(passage, ".permalink").get("href")
        response = client.get(link)
        assert response.status_code == 302
        assert response.headers["Location"] == f"/d/{WHO_WE_ARE}#{passage.get('id')}"


def test_a_passage_link_keeps_the_search(client: FlaskClient) -> None:
    passage = tree(client, f"/d/{WHO_WE_ARE}").cssselect("section.passage")[0].get("id")

    response = client.get(f"/p/{passage}?q=conference&from=1900")

    assert response.headers["Location"] == f"/d/{WHO_WE_ARE}?q=conference&from=1900#{passage}"


def test_a_document_keeps_its_headings_lists_and_quotes(client: FlaskClient) -> None:
    text = one(tree(client, f"/d/{WHO_WE_ARE}"), ".text")

    assert words(text.cssselect("h2")[1]) == "What we want"
    assert len(text.cssselect("ul li")) == 3
    assert words(one(text, "blockquote")).startswith("A face is worked")


def test_a_document_opened_from_a_search_has_its_marks_and_the_way_back(
    client: FlaskClient,
) -> None:
    search = tree(client, "/search", ("q", "resolutions"), ("organisation", "quarry-league"))
    first = search.cssselect(".hit h2 a")[0].get("href")

    page = tree(client, first)

    assert {words(mark) for mark in page.cssselect("mark")} == {"resolutions"}
    jumps = [link.get("href")[1:] for link in page.cssselect(".jumps ol a")]
    assert jumps == [
        passage.get("id")
        for passage in page.cssselect("section.passage")
        if passage.cssselect("mark")
    ]
    back = one(page, ".back a").get("href")
    assert back == "/search?q=resolutions&organisation=quarry-league"


def test_a_document_lists_what_was_removed_in_page_order_with_what_was_kept_between(
    client: FlaskClient,
) -> None:
    page = tree(client, f"/d/{WHO_WE_ARE}")

    listed = [words(item) for item in page.cssselect(".removed .listing > li")]
    passage = page.cssselect("section.passage")[0].get("id")
    blocks = client.get(f"/d/{WHO_WE_ARE}.json").get_json()["document"]["text"].count("\n") + 1
    assert listed == [
        "navigation Home About Archive Contact",
        "Who we are kept",
        "share-bar Tell a friend",
        "The Quarry Workers League was founded in 1921 by masons, hewers and… and "
        f"{blocks - 2} blocks more kept",
        "comment-form Leave a Reply · Your e-mail address <will> not be published",
    ]
    assert one(page, ".removed summary").text == "What was removed from the page: 4 blocks"
    assert page.cssselect(".stayed a")[0].get("href") == f"#{passage}"


def test_what_readers_commented_is_folded_apart_and_not_found(client: FlaskClient) -> None:
    page = tree(client, f"/d/{WHO_WE_ARE}")

    folded = one(page, "details.comments")
    assert folded.get("open") is None
    assert words(one(folded, "summary")).startswith("2 comments by readers")
    assert [words(line) for line in folded.cssselect("p")] == [
        "2 comments",
        "Old Face says:",
        "I was <there> and it rained.",
    ]
    assert client.get('/search.json?q="it rained"').get_json()["total"]["documents"] == 0


def test_a_document_lists_the_candidates_that_lost(client: FlaskClient) -> None:
    page = tree(client, f"/d/{WHO_WE_ARE}")

    considered = words(one(page, ".record details"))
    assert "2019 as date from the metadata of the page; the year of the copyright" in considered
    assert "Title from the heading of the page" in words(one(page, ".record dl"))


def test_only_web_addresses_become_links_to_the_original(client: FlaskClient) -> None:
    good = tree(client, f"/d/{WHO_WE_ARE}")
    bad = tree(client, f"/d/{document_id('loose/noname.html')}")

    link = one(good, '.record a[rel~="noreferrer"]')
    assert link.get("href") == "https://quarry.example.org/who-we-are"
    assert "noopener" in link.get("rel").split()
    assert not bad.cssselect('.record a[rel~="noreferrer"]')
    assert "javascript:alert(1)" in words(one(bad, ".record"))
