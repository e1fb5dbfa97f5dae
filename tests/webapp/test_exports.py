"""The archive for programs: JSON, tables, references and the files of a web site."""

from __future__ import annotations

import csv
import io

import pytest
import rispy  # type: ignore[import-untyped]  # it ships no types
from bibtexparser.entrypoint import parse_string
from flask.testing import FlaskClient
from lxml import etree

from indexer.errors import EngineError
from indexer.facets import FACET_PARAMETERS
from indexer.model import Attribution, Card, Hit, Published
from tests.sample_engine import document_id, sample_archive, sample_engine
from webapp import create_app, exports
from webapp.citations import as_bibtex, as_csv, as_ris

POLL_TAX = document_id("quarry/poll-tax.html")
ODD = Card(
    "a1",
    "x/1.html",
    (Attribution("s", "Bread & Salt {Co}", "page"), Attribution("t", "Two and Three", "page")),
    '=1+1 {a "title"} 50% & \\ #_~^ –\nline two',
    Published("1990-03-31", "day", "page"),
    "https://x.example.org/a_b?c={d}&e=%20",
)
BARE = Card("b2", "x/2.html", (), "} alone", None, "javascript:alert(1)")


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    archive = sample_archive()
    return create_app(lambda: archive).test_client()


def test_search_json_has_the_shape_of_the_contract(client: FlaskClient) -> None:
    found = client.get("/search.json?q=%22poll+tax%22").get_json()

    assert found["total"] == {"documents": 1, "passages": 1}
    (result,) = found["results"]
    assert result["document"]["id"] == POLL_TAX
    assert result["document"]["published"] == {
        "value": "1990-03-31",
        "year": 1990,
        "precision": "day",
        "basis": "page",
    }
    for fragment in result["fragments"]:
        for start, end in fragment["marks"]:
            assert fragment["text"][start:end].casefold() == "poll tax"
    assert result["links"]["document"] == f"/d/{POLL_TAX}"
    assert set(found["facets"]) == {"organisation", "year", "mentions", "mentioned_year"}
    assert found["page"] == {"number": 1, "size": 20, "pages": 1}


def test_the_links_of_search_json_open(client: FlaskClient) -> None:
    links = client.get("/search.json?q=manifesto").get_json()["results"][0]["links"]

    assert client.get(links["document"]).status_code == 200
    assert client.get(links["passage"], follow_redirects=True).status_code == 200


def test_document_json_holds_the_passages_and_what_was_dropped(client: FlaskClient) -> None:
    found = client.get(f"/d/{POLL_TAX}.json").get_json()

    assert found["document"]["captured"] == "2019-02-11"
    text = " ".join(passage["text"] for passage in found["passages"])
    assert text.split() == found["document"]["text"].split()
    blocks = found["document"]["text"].count("\n") + 1
    form = {"text": "Leave a Reply", "rule": "comment-form", "after": blocks}
    assert form in found["dropped"]


def test_document_text_is_the_kept_text_alone(client: FlaskClient) -> None:
    response = client.get(f"/d/{POLL_TAX}.txt")

    assert response.mimetype == "text/plain"
    assert response.text.startswith("Against the poll tax, then and now\n")
    assert "Leave a Reply" not in response.text


@pytest.mark.parametrize("suffix", ["json", "txt", "ris", "bib"])
def test_an_unknown_document_is_not_found_in_any_form(client: FlaskClient, suffix: str) -> None:
    assert client.get(f"/d/nothing.{suffix}").status_code == 404


def test_csv_lists_every_hit_unless_a_page_is_asked_for(client: FlaskClient) -> None:
    everything = list(csv.DictReader(io.StringIO(client.get("/search.csv").text)))
    second = list(csv.DictReader(io.StringIO(client.get("/search.csv?page=2").text)))

    assert len(everything) == 43
    assert [row["rank"] for row in second] == [str(n) for n in range(21, 41)]
    assert everything[20:40] == second


def test_csv_never_holds_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(as_csv([Hit(1, 1.0, 1, ODD, ())]))))

    assert rows[1][2].startswith("'=1+1")


def test_ris_is_read_back_by_another_program() -> None:
    odd, bare = rispy.loads(as_ris([ODD, BARE]))

    assert odd["title"] == '=1+1 {a "title"} 50% & \\ #_~^ – line two'
    assert odd["authors"] == ["Bread & Salt {Co}", "Two and Three"]
    assert odd["year"] == "1990"
    assert odd["urls"] == [ODD.url]
    assert "urls" not in bare
    assert "year" not in bare


def test_bibtex_is_read_back_by_another_program() -> None:
    library = parse_string(as_bibtex([ODD, BARE]))

    assert not library.failed_blocks
    odd, bare = library.entries
    assert odd["year"] == "1990"
    assert odd["url"] == "https://x.example.org/a_b?c=%7Bd%7D&e=%20"
    assert odd["author"].count(" and ") == 2  # one between the two, one inside the second name
    assert r"50\% \& \textbackslash{} \#\_\textasciitilde{}" in odd["title"]
    assert "url" not in bare


def test_bibtex_has_as_many_opening_as_closing_braces() -> None:
    written = as_bibtex([ODD, BARE])

    assert written.count("{") == written.count("}")


@pytest.mark.parametrize("suffix", ["ris", "bib"])
def test_a_search_and_a_document_give_the_same_reference(client: FlaskClient, suffix: str) -> None:
    search = client.get(f"/search.{suffix}?q=%22poll+tax%22")
    document = client.get(f"/d/{POLL_TAX}.{suffix}")

    assert search.text == document.text
    assert "attachment" in search.headers["Content-Disposition"]


@pytest.mark.parametrize("suffix", ["csv", "ris", "bib"])
def test_a_search_that_finds_nothing_can_be_taken_away(client: FlaskClient, suffix: str) -> None:
    assert client.get(f"/search.{suffix}?q=zzyzx").status_code == 200


def test_health_names_the_generation(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {
        "status": "ok",
        "version": "g1",
        "generation": "g1",
        "built": "2026-11-22T10:02:11Z",
        "documents": 43,
        "passages": 47,
    }


def test_health_is_503_without_an_index() -> None:
    def nothing() -> None:
        raise EngineError("no index in ./index; build it with: indexer rebuild")

    response = create_app(nothing).test_client().get("/healthz")  # type: ignore[arg-type]

    assert response.status_code == 503
    assert "indexer rebuild" in response.get_json()["message"]


def test_opensearch_describes_the_search_address(client: FlaskClient) -> None:
    described = etree.fromstring(client.get("/opensearch.xml").data)

    templates = [url.get("template") for url in described.findall("{*}Url")]
    assert templates[0] == "http://localhost/search?q={searchTerms}"
    parameters = described.findall("{*}Url/{*}Parameter")
    assert [parameter.get("name") for parameter in parameters] == list(FACET_PARAMETERS)


def test_the_sitemap_lists_every_document(client: FlaskClient) -> None:
    listed = etree.fromstring(client.get("/sitemap.xml").data)

    assert len(listed.findall("{*}url/{*}loc")) == 43


def test_a_large_sitemap_is_cut_into_parts_that_hold_all(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "SITEMAP_SIZE", 20)

    index = etree.fromstring(client.get("/sitemap.xml?all").data)
    parts = [
        str(part.text).removeprefix("http://localhost") for part in index.findall("{*}*/{*}loc")
    ]
    listed = [
        place.text
        for part in parts
        for place in etree.fromstring(client.get(part).data).findall("{*}url/{*}loc")
    ]

    assert len(parts) == 3
    assert len(set(listed)) == len(listed) == sample_engine().info.documents
    assert client.get("/sitemap-4.xml").status_code == 404


def test_robots_are_kept_from_searches_and_shown_the_sitemap(client: FlaskClient) -> None:
    told = client.get("/robots.txt").text

    assert "Disallow: /search" in told
    assert "Sitemap: http://localhost/sitemap.xml" in told
