"""One contract for every engine: what matches, what is counted, what is shown."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engines import ENGINES, Engine, engine_type
from indexer.model import ArchiveInfo, Attribution, Entry, Facet, Results
from indexer.query import parse_query
from tests.building import AUTHORITY, a_document

INFO = ArchiveInfo("000001-test", "2026-01-01T00:00:00Z", 0, 0)

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


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    kind = engine_type(request.param)
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


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_a_new_version_replaces_removes_and_keeps_the_old_one_whole(
    name: str, tmp_path: Path
) -> None:
    kind = engine_type(name)
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


def test_whoosh_gives_up_segments_that_are_gone_and_joins_small_ones(tmp_path: Path) -> None:
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
    for name in sorted(ENGINES):
        folder = tmp_path / name
        folder.mkdir()
        engine_type(name).write(None, (), [Entry(document, entry.passages)], folder)
        engine = engine_type(name).open(folder, INFO, AUTHORITY)

        results = engine.search(parse_query(""))

        assert [v.label for v in facet(results, "organisation").values] == ["Quay Choir"]
        engine.close()


WORDS = ("rent", "rents", "rented", "quay", "street", "the", "not", "be", "shop", "floor")
LINES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
GLUED = st.sampled_from(("shop-floor", "shopfloor", "R.E.N.T.", "rent's"))
PASSAGES = st.lists(st.tuples(LINES, GLUED).map(" ".join) | LINES, min_size=1, max_size=3)
DOCUMENTS = st.lists(
    st.tuples(LINES, PASSAGES, st.sampled_from((None, "1921", "1922-03"))), max_size=6
)
ATOMS = st.sampled_from(
    (
        *WORDS,
        *("shop-floor", "shopfloor", "R.E.N.T", "LLR", "ren*", "title:rent"),
        *('"the rent"', '"be not be"', '"shop floor"', 'title:"quay street"'),
    )
)
QUERIES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(" OR ".join),
        inner.map("-{}".format),
        inner.map("({})".format),
    ),
    max_leaves=5,
)


def entries(drawn: Iterable[tuple[str, list[str], str | None]], prefix: str) -> list[Entry]:
    return [
        a_document(f"{prefix}{i}", *passages, title=title, published=published)
        for i, (title, passages, published) in enumerate(drawn)
    ]


def comparable(results: Results) -> tuple[Any, ...]:
    """What engines must agree on; forms are listed by counts that may include deleted rows."""
    hits = {
        (hit.card.path, hit.passages_matched, round(hit.score, 3), len(hit.fragments))
        for hit in results.hits
    }
    return (
        hits,
        results.documents,
        results.passages,
        results.facets,
        {(part.kind, part.text, frozenset(part.forms)) for part in results.parts},
        results.missing,
        results.any_documents,
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(DOCUMENTS, DOCUMENTS, st.lists(st.integers(0, 5)), st.lists(QUERIES, min_size=3, max_size=8))
def test_engines_agree_with_several_segments_and_deletions(
    tmp_path: Path,
    first: list[Any],
    second: list[Any],
    gone: list[int],
    queries: list[str],
) -> None:
    opened = []
    removed = [f"d-a{i}" for i in set(gone)]
    for name in sorted(ENGINES):
        folders = [tmp_path / name / step for step in ("one", "two")]
        shutil.rmtree(tmp_path / name, ignore_errors=True)
        for folder in folders:
            folder.mkdir(parents=True)
        kind = engine_type(name)
        kind.write(None, (), entries(first, "a"), folders[0])
        kind.write(folders[0], removed, entries(second, "b"), folders[1])
        opened.append(kind.open(folders[1], INFO, AUTHORITY))

    for text in queries:
        for match in ("all", "any"):
            answers = [
                comparable(e.search(parse_query(text, size=100, match=match))) for e in opened
            ]
            assert answers[0] == answers[1], text
    for engine in opened:
        engine.close()
