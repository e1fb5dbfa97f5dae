from __future__ import annotations

import pytest

from indexer.errors import ConfigError
from indexer.metadata.calendar import Day
from indexer.metadata.descriptions import Collection, Override, parse_collection
from tests.describing import describe_page, html_page

# ---------------------------------------------------------------- collection.toml


def test_a_collection_describes_its_folder() -> None:
    data = (
        b'organisation = "Fen Circle"\nyear = 1976\nurl = "https://example.org/fen"\ntitle = "Fen"'
    )

    collection = parse_collection(data, "papers/fen/collection.toml")

    assert collection == Collection(
        ("Fen Circle",), Day(1976), "https://example.org/fen", "papers/fen", "Fen"
    )


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1976", Day(1976)),
        ('"1976-05"', Day(1976, 5)),
        ('"1976-05-14"', Day(1976, 5, 14)),
        ("1976-05-14", Day(1976, 5, 14)),
        ("1976-05-14T10:00:00Z", Day(1976, 5, 14)),
        ('"14 May 1976"', Day(1976, 5, 14)),
    ],
)
def test_the_year_may_be_a_year_a_month_or_a_day(value: str, day: Day) -> None:
    assert parse_collection(f"year = {value}".encode(), "collection.toml").published == day


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"organization = 'A'", ["organization", "known are"]),
        (b"organisation = 3", ["organisation is 3"]),
        (b"organisation = ['']", ["organisation is ''"]),
        (b"year = 'soon'", ["'soon'", "1976-05-14"]),
        (b"year = true", ["True"]),
        (b"year = 76", ["76", "not understood"]),
        (b"year = 'c. 1930'", ["'c. 1930'", "not certain"]),
        (b"year = 999999", ["999999"]),
        (b"year = inf", ["inf"]),
        (b"year = " + b"1" * 5000, ["too many digits"]),
        (b"year = 0x" + b"f" * 5000, ["too many digits"]),
        (b"year = " + b"[" * 2000, ["too deep"]),
        (b"organisation" + b".a" * 5000 + b" = 1", ["organisation is"]),  # Python 3.13 can show it
        (b"a" * 5000 + b" = 1", ["unknown key"]),
        (b"title = 'a'\nurl = '\xe9'", ["line 2", "not UTF-8"]),
        (b"url = ", ["not valid TOML"]),
    ],
)
def test_a_mistake_in_collection_toml_is_named(data: bytes, words: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_collection(data, "fen/collection.toml")

    assert all(word in str(caught.value) for word in ["fen/collection.toml", *words])


def test_the_nearest_folder_wins_value_by_value() -> None:
    outer = parse_collection(b"organisation='A'\nurl='https://example.org/'", "collection.toml")
    inner = parse_collection(b"organisation='B'\nyear=1976", "fen/collection.toml")

    merged = inner.within(outer)

    assert merged == Collection(("B",), Day(1976), "https://example.org/", "", None)
    assert inner.within(None) == inner


def test_a_document_s_address_is_the_prefix_and_its_path_below_the_folder_that_gave_it() -> None:
    outer = parse_collection(b"url='https://example.org/old'", "fen/collection.toml")
    merged = parse_collection(b"year=1976", "fen/a/collection.toml").within(outer)

    document = describe_page(html_page(), "fen/a/rent strike.html", collection=merged)

    assert document.url == "https://example.org/old/a/rent%20strike.html"


def test_the_described_address_goes_before_the_one_fetched_and_the_page_s_own() -> None:
    page = html_page(head='<link rel="canonical" href="https://example.org/own">')
    override = Override(url="https://example.org/hand")

    assert describe_page(page).url == "https://example.org/own"
    assert (
        describe_page(page, url="https://example.org/fetched").url == "https://example.org/fetched"
    )
    assert describe_page(page, override=override).url == "https://example.org/hand"


def test_a_description_keeps_identity_blocks_and_what_was_dropped() -> None:
    page = html_page(
        body="<h1>Lamps</h1><p>Lamps were lit.</p><div id=respond><h3>Leave a Reply</h3></div>"
    )

    document = describe_page(page, "fen/a.html", captured="2012-05-03")

    assert (document.id, document.path, document.captured) == ("d1", "fen/a.html", "2012-05-03")
    assert "Lamps were lit." in document.text
    assert [dropped.text for dropped in document.dropped] == ["Leave a Reply"]
