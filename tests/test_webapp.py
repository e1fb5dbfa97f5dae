"""The pages of the reading room over a small archive in memory."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from tests.sample_engine import document_id, sample_archive
from webapp import create_app
from webapp.examples import TOPICS, Example, examples

WHO_WE_ARE = document_id("quarry/who-we-are.html")


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    archive = sample_archive()
    return create_app(lambda: archive).test_client()


def tree(client: FlaskClient, path: str, *pairs: tuple[str, str], status: int = 200) -> HtmlElement:
    """The page at an address, parsed."""
    response = client.get(path, query_string=urlencode(pairs) or None)
    assert response.status_code == status, response.text[:2000]
    return html.fromstring(response.text)


def words(element: HtmlElement | None) -> str:
    """The text of an element on one line."""
    assert element is not None
    return " ".join(" ".join(element.itertext()).split())


def one(page: HtmlElement, selector: str) -> HtmlElement:
    found = page.cssselect(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def titles(page: HtmlElement) -> list[str]:
    return [words(link) for link in page.cssselect(".hit h2 a")]


def documents(page: HtmlElement) -> int:
    """The number of documents a page of results says it found."""
    first = words(one(page, ".found h1")).split()[0]
    return 0 if first == "no" else int(first.replace(",", ""))


# ---------------------------------------------------------------- home


def test_home_counts_documents_by_organisation_and_decade(client: FlaskClient) -> None:
    page = tree(client, "/")

    counts = {words(row.find("a")): words(row) for row in page.cssselect(".ledger li")}

    assert counts["Lantern Group"].endswith("14")
    assert counts["No organisation"].endswith("1")
    assert counts["1990s"].endswith("1")
    assert counts["Undated"].endswith("2")


def test_every_count_on_the_home_page_is_what_its_link_finds(client: FlaskClient) -> None:
    page = tree(client, "/")

    for row in page.cssselect(".ledger li"):
        found = tree(client, row.find("a").get("href"))
        assert documents(found) == int(words(row).split()[-1])


def test_the_three_first_searches_find_what_they_promise(client: FlaskClient) -> None:
    starts = tree(client, "/").cssselect(".starts li")

    assert len(starts) == 3
    for start in starts:
        promised = int(words(start).split()[-2])
        assert documents(tree(client, start.find("a").get("href"))) == promised


# ---------------------------------------------------------------- search


def test_a_search_tells_its_reading_and_its_exact_counts(client: FlaskClient) -> None:
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
        "By No organisation",
        "Names Quarry Workers League",
        "Year 1949",
        "Year Undated",
        "Years 1900–1999",
        "Match any of the words",
        "Forms exactly as written",
        "Names without other names",
        "Remove all",
    ]


def test_an_organisation_nobody_knows_is_shown_as_given(client: FlaskClient) -> None:
    page = tree(client, "/search", ("organisation", "<b>nobody"))

    assert "<b>nobody" in words(one(page, ".chips"))
    assert documents(page) == 0


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
    assert "Stone and Slate Union · 31 March 1990 (stated in the page’s own data)" in lines
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


def test_nothing_found_names_the_word_and_offers_what_does_find(client: FlaskClient) -> None:
    page = tree(client, "/search", ("q", "minrs strike"))

    advice = one(page, ".nothing")
    assert "minrs does not occur" in words(advice)
    links = {words(link): link.get("href") for link in advice.cssselect("a")}
    assert documents(tree(client, links["miners strike"])) > 0
    offer = next(text for text in links if "of the words" in text)
    assert documents(tree(client, links[offer])) == int(offer.split()[0])


def test_a_warning_of_the_query_is_shown(client: FlaskClient) -> None:
    page = tree(client, "/search", ("q", '"poll tax'))

    assert words(one(page, ".warnings"))


# ---------------------------------------------------------------- documents


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


def test_a_document_tells_what_was_removed_and_what_else_was_considered(
    client: FlaskClient,
) -> None:
    page = tree(client, f"/d/{WHO_WE_ARE}")

    removed = words(one(page, ".removed"))
    assert "comment-form" in removed
    assert "Your e-mail address <will> not be published" in removed
    assert "2019 as date page; the year of the copyright line" in words(
        one(page, ".record details")
    )


def test_only_web_addresses_become_links_to_the_original(client: FlaskClient) -> None:
    good = tree(client, f"/d/{WHO_WE_ARE}")
    bad = tree(client, f"/d/{document_id('loose/noname.html')}")

    link = one(good, '.record a[rel~="noreferrer"]')
    assert link.get("href") == "https://quarry.example.org/who-we-are"
    assert "noopener" in link.get("rel").split()
    assert not bad.cssselect('.record a[rel~="noreferrer"]')
    assert "javascript:alert(1)" in words(one(bad, ".record"))


# ---------------------------------------------------------------- other pages


def test_organisations_are_listed_with_documents_by_and_naming_them(client: FlaskClient) -> None:
    page = tree(client, "/organisations")

    rows = {words(row.cssselect("a")[0]): words(row) for row in page.cssselect("tbody tr")}
    assert rows["Quarry Workers League"].endswith("QWL, Quarrymen’s League 1921–1958 13 4")
    assert "Unheard Circle" in words(one(page, "details"))


def test_an_organisation_is_linked_to_those_before_after_and_above(client: FlaskClient) -> None:
    league = words(one(tree(client, "/organisations/quarry-league"), ".facts"))
    union = words(one(tree(client, "/organisations/stone-and-slate-union"), ".facts"))
    international = words(one(tree(client, "/organisations/harbour-international"), ".facts"))

    assert "After it Stone and Slate Union" in league
    assert "Part of Harbour International" in league
    assert "Publications The Hewer" in league
    assert "Before it Quarry Workers League" in union
    assert "Members Quarry Workers League" in international


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.query)
def test_each_example_of_the_help_finds_something(client: FlaskClient, example: Example) -> None:
    page = tree(client, "/search", ("q", example.query))

    assert documents(page) > 0
    assert not page.cssselect(".warnings")


def test_the_help_page_links_every_example(client: FlaskClient) -> None:
    page = tree(client, "/help")

    links = {words(link): link.get("href") for link in page.cssselect("td a")}
    assert set(links) == {example.query for topic in TOPICS for example in topic.examples}
    assert documents(tree(client, links['title:"who we are" militant'])) == 1


def test_about_tells_when_the_archive_was_built(client: FlaskClient) -> None:
    assert "22 November 2026, 10:02 UTC" in words(one(tree(client, "/about"), ".facts"))


@pytest.mark.parametrize("path", ["/search/?q=strike", "/organisations/"])
def test_a_slash_too_many_is_redirected(client: FlaskClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 301
    assert response.headers["Location"] == path.replace("/?", "?").rstrip("/")


# ---------------------------------------------------------------- hostile input

HOSTILE = [
    "(" * 300,
    '"',
    "*",
    "a*",
    "AND",
    "NOT",
    "-",
    "title:",
    "x" * 5000,
    "\x00",
    "((a OR b)",
    "%ED%A0%80",
    "\u202e\ufeff",
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }}",
]


@pytest.mark.parametrize("path", ["/search", "/search.json", f"/d/{WHO_WE_ARE}", "/search.csv"])
@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_is_answered(client: FlaskClient, path: str, query: str) -> None:
    response = client.get(path, query_string={"q": query})

    assert response.status_code in (200, 400)
    if response.mimetype == "text/html":
        assert "<script" not in response.text


def test_bytes_that_are_no_text_are_answered(client: FlaskClient) -> None:
    for raw in ("q=%ED%A0%80", "q=%FF%FE", "q=%00", "q", "=", "&&&", "q=a&q=b"):
        assert client.get(f"/search?{raw}").status_code in (200, 400)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.text(max_size=60), name=st.sampled_from(["q", "organisation", "year", "from"]))
def test_any_value_is_answered(client: FlaskClient, query: str, name: str) -> None:
    encoded = query.encode("utf-8", "surrogatepass")

    response = client.get("/search?" + urlencode({name: encoded}))

    assert response.status_code in (200, 400)


def test_markup_in_documents_is_shown_as_text(client: FlaskClient) -> None:
    response = client.get(f"/d/{document_id('loose/noname.html')}")

    assert "Notes found in a bakery &lt;wall&gt;" in response.text
    assert "<wall>" not in response.text


@pytest.mark.parametrize(
    ("pairs", "parameter"),
    [
        ({"page": "x"}, "page"),
        ({"page": "101", "size": "100"}, "page"),
        ({"size": "0"}, "size"),
        ({"from": "later"}, "from"),
        ({"match": "some"}, "match"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(
    client: FlaskClient, pairs: dict[str, str], parameter: str
) -> None:
    page = client.get("/search", query_string=pairs)
    data = client.get("/search.json", query_string=pairs)

    assert page.status_code == data.status_code == 400
    assert f"<code>{parameter}</code>" in page.text
    assert data.get_json()["status"] == 400
    assert data.get_json()["errors"][0]["parameter"] == parameter


def test_parameters_nobody_knows_are_ignored(client: FlaskClient) -> None:
    assert documents(tree(client, "/search", ("utm_source", "x"), ("q", "strike"))) == 40
