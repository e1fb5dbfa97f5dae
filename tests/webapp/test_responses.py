"""What every response carries, and how errors are answered."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from indexer.engines import Opened
from indexer.errors import DamagedError, EngineError, QueryTimeout
from indexer.model import Query, Results
from tests.sample_engine import sample_archive, sample_engine
from webapp import create_app
from webapp.responses import SECURITY_HEADERS

PAGES = (
    "/",
    "/search?q=strike",
    "/organisations",
    "/about",
    "/help",
    "/search.json",
    "/robots.txt",
)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    archive = sample_archive()
    return create_app(lambda: archive).test_client()


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/search?page=x", "/static/pressmark.css"])
def test_every_response_is_guarded_and_sets_no_cookie(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        for name, value in SECURITY_HEADERS.items():
            assert response.headers[name] == value
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_script_no_style_and_no_other_host(client: FlaskClient, path: str) -> None:
    text = client.get(path).text

    for forbidden in ("<script", " style=", "<style", "onclick", 'src="http', 'href="http'):
        assert forbidden not in text


def test_a_page_a_reader_has_already_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/search?q=strike")

    again = client.get("/search?q=strike", headers={"If-None-Match": first.headers["ETag"]})
    dated = client.get(
        "/search?q=strike", headers={"If-Modified-Since": first.headers["Last-Modified"]}
    )
    other = client.get("/search?q=stove", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert (dated.status_code, dated.data) == (304, b"")
    assert other.status_code == 200
    assert first.headers["Last-Modified"] == "Sun, 22 Nov 2026 10:02:11 GMT"


def test_a_new_generation_makes_every_page_new() -> None:
    generations: Iterator[Opened] = iter(
        [Opened(sample_engine("g1", 2)), Opened(sample_engine("g2", 3))]
    )
    client = create_app(lambda: next(generations)).test_client()
    first = client.get("/about")

    second = client.get("/about", headers={"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 200
    assert "g2" in second.text


def test_what_is_kept_of_a_generation_is_left_with_it() -> None:
    engines = {"now": sample_engine("g1", 2)}
    client = create_app(lambda: Opened(engines["now"])).test_client()
    first = client.get("/").text

    engines["now"] = sample_engine("g2", 5)
    second = client.get("/").text

    assert "9 documents" in first
    assert "12 documents" in second


def test_files_of_the_site_may_be_kept_for_good(client: FlaskClient) -> None:
    link = client.get("/").text.partition('rel="stylesheet" href="')[2].partition('"')[0]

    with client.get(link.replace("&amp;", "&")) as response:
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]


def test_pages_are_compressed_for_readers_who_take_it(client: FlaskClient) -> None:
    plain = client.get("/search?q=strike")
    packed = client.get("/search?q=strike", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < 25_000


def test_head_answers_without_a_body(client: FlaskClient) -> None:
    response = client.head("/search?q=strike")

    assert (response.status_code, response.data) == (200, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_pages_can_only_be_read(client: FlaskClient, method: str) -> None:
    response = client.open("/search", method=method)

    assert response.status_code == 405
    assert set(response.headers["Allow"].replace(" ", "").split(",")) == {"GET", "HEAD"}
    assert "Pages can only be read here" in response.text


def test_an_unknown_address_is_answered_in_the_format_asked_for(client: FlaskClient) -> None:
    page, data = client.get("/nothing"), client.get("/nothing.json")

    assert (page.status_code, data.status_code) == (404, 404)
    assert "Not in the archive" in page.text
    assert data.get_json() == {
        "status": 404,
        "errors": [{"parameter": None, "message": "There is nothing at this address."}],
    }


@pytest.mark.parametrize("path", ["/", "/search", "/d/x", "/organisations", "/sitemap.xml"])
def test_without_an_index_the_page_names_the_remedy(path: str) -> None:
    def closed() -> Opened:
        raise EngineError("no index in /srv/secret; build it with: indexer rebuild")

    client = create_app(closed).test_client()

    page = client.get(path)

    assert page.status_code == 503
    assert "indexer rebuild" in page.text
    assert page.headers["Retry-After"] == "30"
    assert page.headers["Cache-Control"] == "no-store"
    assert client.get("/search.json").get_json()["status"] == 503
    for told in (
        page,
        client.get("/search.json"),
        client.get("/healthz"),
        client.get("/search.csv"),
    ):
        assert "secret" not in told.text


def test_the_help_page_needs_no_index() -> None:
    def closed() -> Opened:
        raise EngineError("no index in ./index; build it with: indexer rebuild")

    assert create_app(closed).test_client().get("/help").status_code == 200


def test_a_damaged_index_is_answered_like_none() -> None:
    def damaged() -> Opened:
        raise DamagedError("index/a is not what was written; run: indexer rebuild")

    assert create_app(damaged).test_client().get("/").status_code == 503


def test_a_notice_is_on_every_page() -> None:
    archive = sample_archive("The newest version is damaged & the one before is shown.")
    client = create_app(lambda: archive).test_client()

    for path in ("/", "/search?q=strike", "/about", "/help", "/nothing"):
        assert "damaged &amp; the one before is shown" in client.get(path).text


class _Broken:
    """An engine whose every search fails in the same way."""

    def __init__(self, error: Exception) -> None:
        sample = sample_engine(branches=1)
        self.info, self.authority = sample.info, sample.authority
        self._sample, self._error = sample, error
        self.entry, self.document_of = sample.entry, sample.document_of
        self.cards, self.close, self.marker = sample.cards, sample.close, sample.marker

    def search(self, query: Query) -> Results:
        raise self._error


def test_a_search_that_takes_too_long_is_answered_with_its_message() -> None:
    archive = Opened(_Broken(QueryTimeout("q", "the search took over 2 seconds; narrow it")))

    response = create_app(lambda: archive).test_client().get("/search.json?q=a")

    assert response.status_code == 400
    assert response.get_json()["errors"][0]["message"].startswith("the search took over")


def test_an_internal_error_is_logged_and_discloses_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    archive = Opened(_Broken(RuntimeError("secret path")))
    client = create_app(lambda: archive).test_client()

    page, data = client.get("/search"), client.get("/search.json")

    assert (page.status_code, data.status_code) == (500, 500)
    assert data.get_json()["status"] == 500
    assert "secret path" not in page.text + data.text
    assert "secret path" in caplog.text


def test_a_site_under_a_prefix_links_within_it() -> None:
    archive = sample_archive()
    client = create_app(lambda: archive).test_client()

    text = client.get("/search?q=strike", environ_overrides={"SCRIPT_NAME": "/archive"}).text

    links = [piece.partition('"')[0] for piece in text.split('href="')[1:]]
    assert links
    assert all(link.startswith(("/archive/", "#")) for link in links)
    assert 'action="/archive/search"' in text
