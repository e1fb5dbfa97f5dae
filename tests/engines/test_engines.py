"""One contract for every engine: what matches, what is counted, what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.engines import ENGINES, Engine, EngineType, engine_type
from indexer.model import NONE, ArchiveInfo, Attribution, Entry, Facet, Results, Selection
from indexer.query.parameters import parse_query
from tests import stock
from tests.building import AUTHORITY, a_document

INFO = ArchiveInfo("000001-test", "2026-01-01T00:00:00Z", 0, 0)

KINDS: dict[str, EngineType] = {name: engine_type(name) for name in ENGINES} | {"stock": stock}
"""Every engine, and stock Whoosh on the files of the array engine."""

ARCHIVE = (
    a_document(
        "a.txt",
        "The rents rose and the tenants of Quay Street marched to the town hall.",
        "A booklet on rents was sold at the gate. To be or not to be a tenant.",
        title="Rents on Quay Street",
        organisations=["league-for-lower-rents"],
        published="1922-05",
        years=[1921, 1922],
        mentions=["league-for-lower-rents"],
    ),
    a_document(
        "b.txt",
        "Shop-floor meetings of the H.W.U. heard a report on labour costs.",
        "The workers' committee organised collections; l’Humanité wrote of the fête.",
        title="Harbour notes",
        organisations=["harbour-workers-union"],
        published="1926",
        years=[1926],
    ),
    a_document(
        "c.txt",
        "The League for Lower Rents met again; the anti-war motion fell.",
        title="An evening meeting",
        published="1931-11-02",
        mentions=["league-for-lower-rents"],
    ),
    a_document("d.txt", "Nothing here is dated, and nobody signed the anticapitalist sheet."),
)


@pytest.fixture(params=sorted(KINDS))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    kind = KINDS[request.param]
    kind.write(None, (), ARCHIVE, tmp_path)
    opened = kind.open(tmp_path, INFO, AUTHORITY)
    yield opened
    opened.close()


def paths(engine: Engine, text: str, **filters: Any) -> list[str]:
    """First letters of the paths found, in order of rank."""
    results = engine.search(parse_query(text, **filters))
    return [hit.card.path[0] for hit in results.hits]


def found(engine: Engine, text: str, **filters: Any) -> str:
    return "".join(sorted(paths(engine, text, **filters)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "abcd"),
        ("rents", "ac"),
        ("rent", "ac"),
        ('"rent"', ""),
        ("the tenants", "a"),
        ("rents motion", "c"),
        ("rents -motion", "a"),
        ("rents NOT motion", "a"),
        ("-rents", "bd"),
        ("tenants OR motion", "ac"),
        ("(tenants OR motion) rents", "ac"),
        ('"to be or not to be"', "a"),
        ('"be to"', ""),
        ("marched booklet", "a"),
        ('"hall a booklet"', ""),
        ("shopfloor", "b"),
        ("shop-floor", "b"),
        ('"shop floor"', "b"),
        ("HWU", "b"),
        ("H.W.U.", "b"),
        ('"hwu"', ""),
        ("labor", "b"),
        ("fete humanite", "b"),
        ("L'HUMANITÉ", "b"),
        ("organising", "b"),
        ("anti-capitalist", "d"),
        ("antiwar", "c"),
        ("ten*", "a"),
        ("anti*", "cd"),
        ("title:rents", "a"),
        ("title:harbour title:notes", "b"),
        ('title:"quay street"', "a"),
        ("title:booklet", ""),
        ("zzxyqq", ""),
        ("-", ""),
    ],
)
def test_a_query_finds_exactly_these(engine: Engine, text: str, expected: str) -> None:
    assert found(engine, text) == expected


def test_exact_forms_switch_related_ones_off(engine: Engine) -> None:
    assert found(engine, "rent", forms="exact") == ""
    assert found(engine, "rents", forms="exact") == "ac"


def test_names_of_an_organisation_find_its_other_names(engine: Engine) -> None:
    assert found(engine, "LLR") == "c"
    assert found(engine, "rent league") == "c"
    assert found(engine, "LLR", aliases="off") == ""


def test_match_any_ranks_documents_with_more_of_the_words_first(engine: Engine) -> None:
    assert paths(engine, "tenants booklet motion", match="any") == ["a", "c"]


def test_title_counts_more_than_text(engine: Engine) -> None:
    assert paths(engine, "rents")[0] == "a"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"organisation": "harbour-workers-union"}, "b"),
        ({"organisation": "none"}, "cd"),
        ({"organisation": ["harbour-workers-union", "none"]}, "bcd"),
        ({"organisation": "nobody"}, ""),
        ({"mentions": "league-for-lower-rents"}, "ac"),
        ({"year": 1926}, "b"),
        ({"year": "none"}, "d"),
        ({"year": [1922, "none"]}, "ad"),
        ({"from": 1925}, "bc"),
        ({"to": 1925}, "a"),
        ({"from": 1922, "to": 1926}, "ab"),
        ({"from": 1921, "to": 1921, "date": "mentioned"}, "a"),
        ({"year": 1926, "date": "mentioned"}, "b"),
        ({"year": "none", "date": "mentioned"}, "cd"),
        ({"organisation": "none", "year": "none"}, "d"),
        ({"organisation": "-harbour-workers-union"}, "acd"),
        ({"organisation": "-none"}, "ab"),
        ({"organisation": ["none", "-none"]}, ""),
        ({"organisation": "-nobody"}, "abcd"),
        ({"mentions": "-league-for-lower-rents"}, "bd"),
        ({"year": -1926}, "acd"),
        ({"year": "-none"}, "abc"),
        ({"year": ["-none", 1926]}, "b"),
        ({"year": [1922, 1926, -1926]}, "a"),
        ({"year": -1926, "date": "mentioned"}, "acd"),
        ({"from": 1922, "to": 1926, "year": -1922}, "b"),
    ],
)
def test_filters_narrow(engine: Engine, filters: dict[str, Any], expected: str) -> None:
    assert found(engine, "", **filters) == expected


def facet(results: Results, name: str) -> Facet:
    return next(facet for facet in results.facets if facet.name == name)


def counts(results: Results, name: str) -> dict[str | int, int]:
    return {value.value: value.count for value in facet(results, name).values}


def test_facets_count_documents_not_passages(engine: Engine) -> None:
    results = engine.search(parse_query("rents"))

    assert counts(results, "organisation") == {"league-for-lower-rents": 1}
    assert facet(results, "organisation").none == 1
    assert counts(results, "year") == {1922: 1, 1931: 1}
    assert counts(results, "mentions") == {"league-for-lower-rents": 2}
    assert counts(results, "mentioned_year") == {1921: 1, 1922: 1}


def test_a_facet_ignores_its_own_filter_and_obeys_the_others(engine: Engine) -> None:
    results = engine.search(parse_query("", organisation="harbour-workers-union"))

    assert counts(results, "organisation") == {
        "harbour-workers-union": 1,
        "league-for-lower-rents": 1,
    }
    assert facet(results, "organisation").none == 2
    assert counts(results, "year") == {1926: 1}
    assert facet(results, "year").none == 0


@pytest.mark.parametrize(
    "filters",
    [
        {"organisation": "-none"},
        {"organisation": ["league-for-lower-rents", "-harbour-workers-union"]},
        {"mentions": "-league-for-lower-rents", "year": [1926, "none"]},
        {"year": -1926, "date": "mentioned"},
    ],
)
def test_a_count_is_what_choosing_its_value_finds(engine: Engine, filters: dict[str, Any]) -> None:
    query = parse_query("", **filters)
    years = "mentioned_year" if query.filters.date == "mentioned" else "year"

    for counted in engine.search(query).facets:
        if counted.name not in ("organisation", "mentions", years):
            continue
        values = {value.value: value.count for value in counted.values} | {NONE: counted.none}
        for value, count in values.items():
            chosen = Selection({**query.filters.chosen, counted.name: (value,)})
            narrowed = replace(query, filters=replace(query.filters, chosen=chosen))
            assert engine.search(narrowed).documents == count


def test_what_is_left_out_is_told_with_its_label(engine: Engine) -> None:
    results = engine.search(parse_query("", organisation="-harbour-workers-union", year="-none"))

    left_out = [(v.value, v.label) for v in facet(results, "organisation").excluded]
    assert left_out == [("harbour-workers-union", "Harbour Workers Union")]
    assert [(v.value, v.label) for v in facet(results, "year").excluded] == [("none", "Undated")]
    assert "harbour-workers-union" not in counts(results, "organisation")


def test_a_selected_value_stays_listed_at_zero(engine: Engine) -> None:
    results = engine.search(parse_query("zzxyqq", year=1999, organisation="nobody"))

    assert [(v.value, v.count, v.selected) for v in facet(results, "year").values] == [
        (1999, 0, True)
    ]
    assert [(v.label, v.count) for v in facet(results, "organisation").values] == [("nobody", 0)]


def test_sorting_by_date_puts_undated_documents_last(engine: Engine) -> None:
    assert paths(engine, "", sort="oldest") == ["a", "b", "c", "d"]
    assert paths(engine, "", sort="newest") == ["c", "b", "a", "d"]


def test_pages_cut_one_order(engine: Engine) -> None:
    second = engine.search(parse_query("", size=3, page=2))

    assert [(hit.rank, hit.card.path) for hit in second.hits] == [(4, "d.txt")]
    assert (second.pages, second.documents) == (2, 4)


def test_totals_count_passages_with_a_wanted_match(engine: Engine) -> None:
    results = engine.search(parse_query("rents tenants -motion"))

    assert (results.documents, results.passages) == (1, 2)
    assert results.hits[0].passages_matched == 2


def test_marks_show_what_matched_and_nothing_else(engine: Engine) -> None:
    hit = engine.search(parse_query('"to be or not" booklets shopfloor', match="any")).hits[0]
    fragment = hit.fragments[0]

    assert [fragment.text[a:b] for a, b in fragment.marks] == ["booklet", "To be or not"]


def test_a_hyphenated_word_is_marked_whole(engine: Engine) -> None:
    fragment = engine.search(parse_query("shopfloor")).hits[0].fragments[0]

    assert [fragment.text[a:b] for a, b in fragment.marks] == ["Shop-floor"]


def test_any_text_can_be_marked_for_a_query(engine: Engine) -> None:
    marks = engine.marker(parse_query('rent "the hall" -quay'))
    text = "The rents of the hall on the Quay"

    assert [text[a:b] for a, b in marks(text)] == ["rents", "the hall"]
    assert engine.marker(parse_query(""))(text) == ()


def test_parts_name_only_forms_that_occur(engine: Engine) -> None:
    results = engine.search(parse_query("organise"))

    assert [(p.kind, p.text, p.forms) for p in results.parts] == [
        ("word", "organise", ("organised",))
    ]
    assert results.reading == "documents with organise (also organised)"


def test_an_empty_answer_says_what_is_missing_and_what_would_help(engine: Engine) -> None:
    results = engine.search(parse_query("tenants bookelt"))

    assert results.documents == 0
    assert results.missing == ("bookelt",)
    assert [(s.text, s.documents) for s in results.suggestions] == [("tenants booklet", 1)]
    assert results.any_documents == 1


def test_entries_come_back_as_they_were_written(engine: Engine) -> None:
    for entry in ARCHIVE:
        assert engine.entry(entry.document.id) == entry
        assert engine.document_of(entry.passages[0].id) == entry.document.id
    assert engine.entry("nothing") is None
    assert engine.document_of("nothing") is None
    assert [card.path for card in engine.cards()] == ["a.txt", "b.txt", "c.txt", "d.txt"]


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_new_version_replaces_removes_and_keeps_the_old_one_whole(
    name: str, tmp_path: Path
) -> None:
    kind = KINDS[name]
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    kind.write(None, (), ARCHIVE, tmp_path / "one")
    before = {f.name: f.read_bytes() for f in (tmp_path / "one").iterdir()}
    changed = a_document("b.txt", "The harbour was quiet.")
    added = a_document("e.txt", "A new sheet about rents.")

    written = kind.write(
        tmp_path / "one", ["d-a.txt", "d-b.txt"], [changed, added], tmp_path / "two"
    )

    engine = kind.open(tmp_path / "two", INFO, AUTHORITY)
    assert (written.documents, written.passages) == (4, 4)
    assert found(engine, "") == "bcde"
    assert found(engine, "rents") == "ce"
    assert found(engine, "booklet") == ""
    assert engine.search(parse_query("booklet")).missing == ("booklet",)
    assert found(engine, "harbour") == "b"
    engine.close()
    assert {f.name: f.read_bytes() for f in (tmp_path / "one").iterdir()} == before


def test_whoosh_drops_deleted_segments_and_merges_small_ones(tmp_path: Path) -> None:
    kind = engine_type("whoosh")
    base = None
    for step in range(12):
        folder = tmp_path / str(step)
        folder.mkdir()
        changed = [a_document(f"{i}.txt", f"Rents in week {step}.") for i in range(3)]
        kind.write(base, [entry.document.id for entry in changed], changed, folder)
        base = folder

    engine = kind.open(tmp_path / "11", INFO, AUTHORITY)

    assert len(list((tmp_path / "11").glob("*.arrays"))) == 1
    assert engine.search(parse_query("week")).documents == 3
    assert engine.search(parse_query('"week 10"')).documents == 0
    engine.close()


def test_an_organisation_outside_the_authority_file_keeps_its_name(tmp_path: Path) -> None:
    entry = a_document("a.txt", "Some text.")
    stranger = Attribution("quay-choir", "Quay Choir", "override")
    document = replace(entry.document, organisations=(stranger,))
    for name, kind in KINDS.items():
        folder = tmp_path / name
        folder.mkdir()
        kind.write(None, (), [Entry(document, entry.passages)], folder)
        engine = kind.open(folder, INFO, AUTHORITY)

        results = engine.search(parse_query(""))

        assert [v.label for v in facet(results, "organisation").values] == ["Quay Choir"]
        engine.close()


def test_a_word_of_marks_alone_is_a_word_and_stops_nothing(tmp_path: Path) -> None:
    entry = a_document("a.txt", "Half a sign ﾞ and one ʼ more about rents.")
    for name, kind in KINDS.items():
        (tmp_path / name).mkdir()
        kind.write(None, (), [entry], tmp_path / name)
        engine = kind.open(tmp_path / name, INFO, AUTHORITY)

        assert found(engine, "ﾞ") == "a"
        assert found(engine, "rents OR ﾞ OR ʼ") == "a"
        engine.close()


@pytest.mark.parametrize("text", ["shop-floor´s", "A.B.C'd", "shop-floor’s", "o’shop-floor"])
def test_compounds_beside_an_apostrophe_are_the_same_in_every_engine(
    text: str, tmp_path: Path
) -> None:
    answers = []
    for name, kind in KINDS.items():
        (tmp_path / name).mkdir()
        kind.write(None, (), [a_document("a.txt", f"The {text} of old.")], tmp_path / name)
        engine = kind.open(tmp_path / name, INFO, AUTHORITY)
        answers.append([found(engine, q) for q in ("shopfloor", "abc", "ab", "shopfloors")])
        engine.close()

    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("deleted", [False, True])
@pytest.mark.parametrize("text", ["", "rents", "rents OR -rents", "ren*", '"the rents"', "-rents"])
def test_an_archive_without_documents_answers(text: str, deleted: bool, tmp_path: Path) -> None:
    for name, kind in KINDS.items():
        folder = tmp_path / name / "0"
        folder.mkdir(parents=True)
        kind.write(None, (), ARCHIVE if deleted else (), folder)
        if deleted:
            base, folder = folder, tmp_path / name / "1"
            folder.mkdir()
            kind.write(base, [entry.document.id for entry in ARCHIVE], (), folder)
        engine = kind.open(folder, INFO, AUTHORITY)

        for sort in ("relevance", "newest"):
            results = engine.search(parse_query(text, sort=sort, year=1922, match="any"))

            assert (results.documents, results.passages, results.hits) == (0, 0, ())
            assert [v.count for v in facet(results, "year").values] == [0]
        assert list(engine.cards()) == []
        engine.close()


def test_equal_documents_are_sorted_by_path_and_id_across_segments(tmp_path: Path) -> None:
    texts = [("d.txt", "5"), ("b.txt", "7"), ("b.txt", "3"), ("c.txt", "1"), ("a.txt", "9")]
    alike: list[Entry] = []
    for path, number in texts * 3:
        entry = a_document(path, "The rents rose.", title="Rents", published="1922")
        number += str(len(alike))
        passages = tuple(replace(p, id=f"p{number}") for p in entry.passages)
        alike.append(Entry(replace(entry.document, id=f"d{number}"), passages))
    kind = engine_type("whoosh")
    base = None
    for step, (first, last) in enumerate(((0, 11), (11, 14), (14, 15))):
        folder = tmp_path / str(step)
        folder.mkdir()
        kind.write(base, (), alike[first:last], folder)
        base = folder
    engine = kind.open(folder, INFO, AUTHORITY)
    expected = sorted((e.document.path, e.document.id) for e in alike)

    for filters in ({}, {"sort": "oldest"}, {"sort": "newest"}):
        for text in ("", "rents"):
            cards = [
                engine.search(parse_query(text, size=2, page=page, **filters)).hits
                for page in range(1, 9)
            ]
            assert [(h.card.path, h.card.id) for hits in cards for h in hits] == expected

    assert len(list(folder.glob("*.arrays"))) > 1
    engine.close()


@pytest.mark.parametrize("odd", ["", "\udc80", "\x00", "é" * 500])
def test_an_unknown_id_finds_nothing(engine: Engine, odd: str) -> None:
    assert engine.entry(odd) is None
    assert engine.document_of(odd) is None
