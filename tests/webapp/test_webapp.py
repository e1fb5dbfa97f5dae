"""The home page, organisations, help and about; and input that means no good."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engines import Opened
from indexer.engines.reference.engine import MemoryEngine
from tests.page import documents, one, tree, words
from tests.sample_engine import document_id, sample_archive, sample_authority
from webapp import create_app
from webapp.content.help_topics import TOPICS, HelpExample, examples

WHO_WE_ARE = document_id("quarry/who-we-are.html")


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    archive = sample_archive()
    return create_app(lambda: archive).test_client()


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
        promised = int(words(one(start, ".quiet")).split()[1])
        assert documents(tree(client, start.find("a").get("href"))) == promised


def test_organisations_are_listed_with_documents_by_and_mentioning_them(
    client: FlaskClient,
) -> None:
    page = tree(client, "/organisations")

    rows = {words(row.cssselect("a")[0]): words(row) for row in page.cssselect("tbody tr")}
    assert rows["Quarry Workers League"].endswith("QWL, Quarrymen’s League 1921–1958 13 4")
    assert "Unheard Circle" in words(one(page, "details"))


def test_an_organisation_is_linked_to_those_before_after_and_above(client: FlaskClient) -> None:
    league = words(one(tree(client, "/organisations/quarry-league"), ".facts"))
    union = words(one(tree(client, "/organisations/stone-and-slate-union"), ".facts"))
    international = words(one(tree(client, "/organisations/harbour-international"), ".facts"))

    assert "Successor Stone and Slate Union" in league
    assert "Part of Harbour International" in league
    assert "Publications The Hewer" in league
    assert "Predecessors Quarry Workers League" in union
    assert "Members Quarry Workers League" in international


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.query)
def test_each_example_in_help_finds_something(client: FlaskClient, example: HelpExample) -> None:
    page = tree(client, "/search", ("q", example.query))

    assert documents(page) > 0
    assert not page.cssselect(".warnings")


def test_the_help_page_links_every_example(client: FlaskClient) -> None:
    page = tree(client, "/help")

    links = {words(link): link.get("href") for link in page.cssselect("td a")}
    assert set(links) == {example.query for topic in TOPICS for example in topic.examples}
    assert documents(tree(client, links['title:"who we are" militant'])) == 1


def test_about_gives_the_time_the_archive_was_built(client: FlaskClient) -> None:
    assert "22 November 2026, 10:02 UTC" in words(one(tree(client, "/about"), ".facts"))


@pytest.mark.parametrize("path", ["/d/no", "/p/no", "/organisations/no", "/organisations/none"])
def test_what_the_archive_does_not_have_is_not_found(client: FlaskClient, path: str) -> None:
    page = tree(client, path, status=404)

    assert words(one(page, "h1")) == "Not in the archive"
    assert one(page, "input[type=search]").get("value") == ""


@pytest.mark.parametrize("path", ["/", "/search", "/search?q=a", "/organisations", "/about"])
def test_an_empty_archive_has_its_pages(path: str) -> None:
    archive = Opened(MemoryEngine((), sample_authority()))

    response = create_app(lambda: archive).test_client().get(path)

    assert response.status_code == 200
    assert "no documents" in response.text


@pytest.mark.parametrize("path", ["/search/?q=strike", "/organisations/"])
def test_a_slash_too_many_is_redirected(client: FlaskClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 301
    assert response.headers["Location"] == path.replace("/?", "?").rstrip("/")


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


def test_a_query_of_any_length_makes_a_page_of_bounded_size(client: FlaskClient) -> None:
    long = client.get("/search", query_string={"q": "strike " * 600, "match": "any"})
    longer = client.get("/search", query_string={"q": "strike " * 6000, "match": "any"})

    assert long.status_code == longer.status_code == 200
    assert len(longer.data) < len(long.data) + 50_000


def test_unknown_parameters_are_ignored(client: FlaskClient) -> None:
    assert documents(tree(client, "/search", ("utm_source", "x"), ("q", "strike"))) == 40
