"""Names without an entry are found, counted and printed as entries that can be read back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.authority import Authority
from indexer.authority.name_shapes import find_names
from indexer.authority.suggestions import SuggestedEntry, as_toml, suggest
from indexer.model import Attribution
from tests.building import AUTHORITY, a_document


def names(text: str) -> list[tuple[str, str | None]]:
    return [(name.text, name.acronym) for name in find_names(text, AUTHORITY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When the Radical Harbour Party met", [("Radical Harbour Party", None)]),
        ("a Union of Lamp Lighters (ULL) branch", [("Union of Lamp Lighters", "ULL")]),
        ("the Quay and Dock Society (Q.D.S.)", [("Quay and Dock Society", "QDS")]),
        ("Campaign for Radical Reform was new", [("Campaign for Radical Reform", None)]),
        ("they sold Socialist Lookout and Red Vanguard", [("Red Vanguard", None)]),
        ("France's Radical Party’s members", [("Radical Party", None)]),
        ("Students for a Radical Society (SRS)", [("Students for a Radical Society", "SRS")]),
        ("Radical Harbour Party of Wales", [("Radical Harbour Party of Wales", None)]),
    ],
)
def test_a_name_of_the_shape_of_an_organisation_is_found(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Party decided, and the party agreed.",
        "The Central Committee and the Executive Committee of the Party",
        "the League for Lower Rents and the Rent League",
        "a labour party in small letters",
        "NOTES OF THE RADICAL PARTY",
        "the Harbour State University (HSU)",
        "We Met At The Group",
        "",
    ],
)
def test_known_names_and_general_terms_are_not_found(text: str) -> None:
    assert names(text) == []


def test_names_count_from_two_documents_three_times_or_with_their_acronym() -> None:
    entries = [
        a_document("a", "The Radical Harbour Party met.", published="1931"),
        a_document("b", "The Radical Harbour Party's hall.", published="1935-02"),
        a_document("c", "A Radical Lamp League once. Militant Ferry Group, Militant Ferry Group."),
        a_document("d", "And the Militant Ferry Group."),
        a_document("e", "The Union of Quay Clerks (UQC)."),
    ]

    found = {s.name: s for s in suggest(entries, AUTHORITY)}

    assert list(found) == ["Militant Ferry Group", "Radical Harbour Party", "Union of Quay Clerks"]
    party = found["Radical Harbour Party"]
    assert (party.documents, party.mentions, party.years) == (2, 2, (1931, 1935))
    assert [example.passage for example in party.examples] == ["d-a-0", "d-b-0"]
    assert found["Union of Quay Clerks"].acronyms == ("UQC",)
    assert found["Militant Ferry Group"].years is None


def test_organisations_of_described_documents_come_first() -> None:
    entry = a_document("a", "Nothing is named here.", published="1931")
    given = replace(
        entry.document, organisations=(Attribution("reading-circle", "Reading Circle", "override"),)
    )
    others = [a_document(name, "The Radical Harbour Party.") for name in "bcd"]

    found = suggest([*others, replace(entry, document=given)], AUTHORITY)

    assert [(s.name, s.kind) for s in found] == [
        ("Reading Circle", "attributed"),
        ("Radical Harbour Party", "organisation"),
    ]


def test_what_is_printed_is_an_authority_file() -> None:
    suggestion = SuggestedEntry(
        'Quay "Old" Society', "organisation", ("QOS",), 2, 3, (1931, 1935), ()
    )
    title = SuggestedEntry("Red Vanguard", "title", (), 1, 1, None, ())

    text = "\n".join(as_toml([suggestion, title]))

    entries = Authority.parse(text.encode(), "organisations.toml").organisations
    assert [(e.slug, e.name, e.acronyms) for e in entries] == [
        ("quay-old-society", 'Quay "Old" Society', ("QOS",)),
        ("red-vanguard", "Red Vanguard", ()),
    ]
    assert "# named 3 times in 2 documents, dated 1931–1935" in text
    assert "# named 1 time in 1 document; perhaps a paper" in text
