"""The array engine's files: stock Whoosh reads them, and entries are read back."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import FileIndex, open_dir
from whoosh.matching.mcore import ReadTooFar
from whoosh.query.positional import Phrase
from whoosh.query.terms import Prefix, Term
from whoosh.reading import TermNotFound

from indexer.analysis import compounds, tokenize
from indexer.engines import whoosh
from indexer.engines.whoosh.codec import ArrayCodec
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.indexing.building import SegmentBuilder
from indexer.engines.whoosh.indexing.merging import merge
from indexer.engines.whoosh.segment import ATTRIBUTIONS, Segment
from indexer.errors import EngineError
from indexer.model import (
    ArchiveInfo,
    Attribution,
    Block,
    Candidate,
    Document,
    DroppedBlock,
    Entry,
    Passage,
    Published,
)
from indexer.query.parameters import parse_query
from tests.building import AUTHORITY, a_document

INFO = ArchiveInfo("000001-test", "2026-01-01T00:00:00Z", 0, 0)

FIRST = (
    a_document(
        "a.txt",
        "The rents, the rents! A shop-floor meeting of the H.W.U.",
        "Rents rose again; the shop-floor answered.",
        title="On rents",
    ),
    a_document("b.txt", title="A title without a text"),
    a_document("c.txt", "Fêtes and naïve shop-floor songs.", title="Songs of the shop-floor"),
)
SECOND = (a_document("d.txt", "Later rents.", title="Later"), a_document("e.txt", "No rents now."))
ALL = (*FIRST, *SECOND)
SLUGS = ("harbour-workers-union", "league-for-lower-rents")
FACETED = tuple(
    a_document(
        f"f{i}.txt",
        f"Rents {i}, and the shop-floor of {1900 + i}.",
        organisations=SLUGS[i % 2 :],
        mentions=SLUGS[: i % 3],
        published=("1922", "1922-03", "1931-11-09")[i % 3],
        years=[1900 + i, 1950],
    )
    for i in range(6)
)
EXTRA = tuple(a_document(f"x{i}.txt", f"Extra rents {i}.", published="1940") for i in range(3))
FIELDS = ("text", "text_compounds", "title", "title_compounds")


def rows_of(entries: Sequence[Entry]) -> list[dict[str, str]]:
    """The text and the title of every row of an index."""
    return [
        {"text": text, "title": "" if number else entry.document.title}
        for entry in entries
        for number, text in enumerate([passage.text for passage in entry.passages] or [""])
    ]


def terms_of(row: dict[str, str], field: str) -> list[tuple[str, int]]:
    """The terms of a row with their positions, as the analysis gives them."""
    text = row[field.removesuffix("_compounds")]
    tokens = tokenize(text)
    if field.endswith("_compounds"):
        return [(compound.term, compound.first) for compound in compounds(text, tokens)]
    return [(token.term, place) for place, token in enumerate(tokens)]


def expected(entries: Sequence[Entry], field: str) -> dict[str, dict[int, list[int]]]:
    """Term -> row -> positions."""
    found: dict[str, dict[int, list[int]]] = {}
    for number, row in enumerate(rows_of(entries)):
        for term, place in terms_of(row, field):
            found.setdefault(term, {}).setdefault(number, []).append(place)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One segment."""
    whoosh.write(None, (), FIRST, tmp_path)
    return tmp_path


@pytest.fixture
def index(folder: Path) -> Iterator[FileIndex]:
    opened = open_dir(str(folder))
    yield opened
    opened.close()


# ---------------------------------------------------------------- stock Whoosh reads


@pytest.mark.parametrize("field", FIELDS)
def test_stock_whoosh_reads_terms_postings_and_positions(index: FileIndex, field: str) -> None:
    wanted = expected(FIRST, field)

    with index.reader() as reader:
        terms = [term.decode() for term in reader.lexicon(field)]
        postings = {
            term: dict(reader.postings(field, term).items_as("positions")) for term in terms
        }

    assert terms == sorted(wanted)
    assert postings == wanted


@pytest.mark.parametrize("field", FIELDS)
def test_stock_whoosh_reads_statistics_of_terms(index: FileIndex, field: str) -> None:
    rows = rows_of(FIRST)
    with index.reader() as reader:
        for term, places in expected(FIRST, field).items():
            info = reader.term_info(field, term)
            counts = [len(found) for found in places.values()]
            lengths = [
                0 if field.endswith("_compounds") else len(terms_of(rows[row], field))
                for row in places
            ]

            assert reader.doc_frequency(field, term) == info.doc_frequency() == len(places)
            assert reader.frequency(field, term) == info.weight() == sum(counts)
            assert info.max_weight() == max(counts)
            assert (info.min_length(), info.max_length()) == (min(lengths), max(lengths))
            assert (info.min_id(), info.max_id()) == (min(places), max(places))


def test_stock_whoosh_reads_lengths_and_passages(index: FileIndex) -> None:
    rows = rows_of(FIRST)
    passages = [p for entry in FIRST for p in (entry.passages or (None,))]

    with index.reader() as reader:
        for number, row in enumerate(rows):
            for field in ("text", "title"):
                assert reader.doc_field_length(number, field) == len(terms_of(row, field))
            assert reader.stored_fields(number).get("content") == passages[number]
        for field in ("text", "title"):
            lengths = [len(terms_of(row, field)) for row in rows]
            assert reader.field_length(field) == sum(lengths)
            assert reader.max_field_length(field) == max(lengths)
        assert (reader.doc_count(), reader.doc_count_all()) == (len(rows), len(rows))
        assert not reader.has_deletions()


def test_an_absent_term_is_reported_as_stock_whoosh_does(index: FileIndex) -> None:
    with index.reader() as reader:
        assert ("text", b"zzxyqq") not in reader
        assert reader.doc_frequency("text", "zzxyqq") == 0
        assert reader.frequency("text", "zzxyqq") == 0
        with pytest.raises(TermNotFound):
            reader.postings("text", "zzxyqq")
        with pytest.raises(TermNotFound):
            reader.term_info("text", "zzxyqq")


def test_a_cursor_iterates_over_the_terms_in_order(index: FileIndex) -> None:
    with index.reader() as reader:
        cursor = reader.cursor("text")
        terms = [term.decode() for term in reader.lexicon("text")]

        assert cursor.first() == terms[0]
        assert [cursor.next() for _ in terms] == [*terms[1:], None]
        assert (cursor.is_valid(), cursor.text(), cursor.term_info()) == (False, None, None)
        assert cursor.find("re") == "rents" == cursor.text()
        assert cursor.term_info().weight() == 3
        assert cursor.find(b"zz") is None


def test_terms_from_a_prefix_on(index: FileIndex) -> None:
    with index.reader() as reader:
        assert list(reader.expand_prefix("text", "s")) == [b"shop", b"songs"]
        assert next(iter(reader.terms_from("title", b"th"))) == ("title", b"the")
        assert {field for field, _ in reader.all_terms()} == set(FIELDS)


def test_a_matcher_skips_forward_and_reports_its_end(index: FileIndex) -> None:
    with index.reader() as reader:
        matcher = reader.postings("text", "shop")
        copy = matcher.copy()

        assert list(matcher.all_ids()) == [0, 1, 3]
        matcher.skip_to(1)
        assert (matcher.id(), matcher.weight()) == (1, 1.0)
        matcher.skip_to(0)
        assert matcher.id() == 1
        matcher.skip_to(2)
        assert matcher.id() == 3
        matcher.next()
        assert not matcher.is_active()
        with pytest.raises(ReadTooFar):
            matcher.next()
        with pytest.raises(ReadTooFar):
            matcher.skip_to(5)
        assert (copy.is_active(), copy.id()) == (True, 0)


def test_stock_queries_see_deletions_in_every_segment(tmp_path: Path) -> None:
    folders = [tmp_path / step for step in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    many = [a_document(f"m{i}.txt", "Many rents.") for i in range(9)]
    whoosh.write(None, (), (*FIRST, *many), folders[0])
    whoosh.write(folders[0], ["d-a.txt", "d-m4.txt"], SECOND, folders[1])

    with open_dir(str(folders[1])).searcher() as searcher:
        ids = [
            {searcher.stored_fields(row)["content"].id for row in searcher.docs_for_query(query)}
            for query in (
                Term("text", "rents"),
                Phrase("text", ["shop", "floor"]),
                Prefix("text", "lat"),
            )
        ]
        reader = searcher.reader()

        assert len(list(reader.leaf_readers())) == 2
        assert ids[0] == {f"d-m{i}.txt-0" for i in range(9) if i != 4} | {"d-d.txt-0", "d-e.txt-0"}
        assert ids[1:] == [{"d-c.txt-0"}, {"d-d.txt-0"}]
        assert (reader.doc_count_all(), reader.doc_count()) == (15, 12)
        assert sum(reader.is_deleted(row) for row in range(15)) == 3
        assert searcher.doc_count() == 12


def test_whooshs_own_writer_is_refused_with_the_remedy(index: FileIndex) -> None:
    with pytest.raises(EngineError, match="indexer rebuild"):
        index.writer(codec=ArrayCodec())  # type: ignore[no-untyped-call] # Whoosh's


def test_whooshs_own_deletion_is_refused(index: FileIndex) -> None:
    (segment,) = index._segments()

    with pytest.raises(EngineError):
        segment.delete_document(0)


# ---------------------------------------------------------------- merging


def arrays_of(entries: Sequence[Entry]) -> dict[str, Any]:
    builder = SegmentBuilder()
    for entry in entries:
        builder.add(entry)
    return builder.arrays()


def test_merged_segments_equal_one_written_at_once() -> None:
    at_once = arrays_of([*ALL, *FACETED])

    parts = [Segment(arrays_of(part)) for part in (FIRST, SECOND, FACETED)]
    merged = merge([(part, np.ones(part.documents, dtype=bool)) for part in parts])

    assert merged.keys() == at_once.keys()
    for name, array in at_once.items():
        assert merged[name].tolist() == array.tolist(), name


def test_a_merged_segment_has_nothing_of_deleted_documents() -> None:
    parts = [Segment(arrays_of((*ALL, *FACETED))), Segment(arrays_of(EXTRA))]
    gone = {"a.txt", "b.txt", "f1.txt", "x1.txt"}
    live = [
        np.array([segment.card(i).path not in gone for i in range(segment.documents)])
        for segment in parts
    ]

    merged = merge(list(zip(parts, live, strict=True)))

    kept = [e for e in (*ALL, *FACETED, *EXTRA) if e.document.path not in gone]
    at_once = arrays_of(kept)
    for name in set(at_once) - {n for n in at_once if n.endswith((".codes", ".values"))}:
        assert merged[name].tolist() == at_once[name].tolist(), name
    for name in ("organisation", "year", "mentions", "mentioned_year", ATTRIBUTIONS):
        held = [Segment(arrays) for arrays in (merged, at_once)]
        values = [np.array([*s.values(name), ""])[s.arrays[f"{name}.codes"]] for s in held]
        assert values[0].tolist() == values[1].tolist(), name


# ---------------------------------------------------------------- entries

ANYTHING = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from(" \nab-.'’"), max_size=40
)
LINE = ANYTHING.map(lambda text: text.replace("\n", " "))
NAMES = st.lists(st.sampled_from(("a", "b-c", "d")), max_size=3, unique=True).map(sorted).map(tuple)
PUBLISHED = st.sampled_from(
    (None, Published("1922", "year", "page"), Published("1922-03-01", "day", "printed"))
)
BLOCKS = st.lists(
    st.builds(
        Block,
        ANYTHING,
        st.sampled_from(("paragraph", "heading", "row")),
        st.integers(0, 6),
        st.frozensets(LINE, max_size=2),
        st.frozensets(LINE, max_size=2),
        st.integers(0, 40),
    ),
    max_size=4,
)
DOCUMENTS = st.builds(
    Document,
    st.just(""),
    ANYTHING.map("{}.txt".format),
    ANYTHING,
    LINE,
    st.none() | LINE,
    PUBLISHED,
    st.none() | st.just("2019-02-11"),
    st.lists(st.builds(Attribution, st.just("x"), LINE, st.just("text")), max_size=1).map(tuple),
    BLOCKS.map(tuple),
    st.lists(st.builds(DroppedBlock, ANYTHING, LINE, st.integers(0, 9)), max_size=2).map(tuple),
    st.lists(st.builds(Candidate, st.just("title"), ANYTHING, LINE, LINE), max_size=2).map(tuple),
)


@st.composite
def odd_entries(draw: st.DrawFn) -> list[Entry]:
    """Documents whose passages are runs of their text, or not."""
    entries = []
    for number, document in enumerate(draw(st.lists(DOCUMENTS, min_size=1, max_size=4))):
        text = document.text
        cuts = draw(st.lists(st.integers(0, len(text)), max_size=4).map(sorted))
        runs = [(start, text[start:end]) for start, end in pairwise(cuts)]
        strays = draw(st.lists(st.tuples(st.integers(0, 9), ANYTHING), max_size=2))
        passages = tuple(
            Passage(
                f"p{number}-{i}",
                start,
                draw(st.lists(LINE, max_size=2).map(tuple)),
                own,
                draw(NAMES),
                tuple(draw(st.lists(st.integers(0, 9999), max_size=2, unique=True).map(sorted))),
            )
            for i, (start, own) in enumerate(draw(st.permutations(runs + strays)))
        )
        entries.append(Entry(replace(document, id=f"d{number}"), passages))
    return entries


def versions(entries: Sequence[Entry], folder: Path) -> Iterator[WhooshEngine]:
    """The entries written at once, and as the last of three merged versions."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("whole", "one", "two", "three"):
        (folder / name).mkdir(parents=True)
    whoosh.write(None, (), entries, folder / "whole")
    whoosh.write(None, (), [*FIRST, *entries[:1]], folder / "one")
    whoosh.write(folder / "one", ["d-a.txt", "d-b.txt"], entries[1:], folder / "two")
    whoosh.write(folder / "two", ["d-c.txt"], (), folder / "three")
    for name in ("whole", "three"):
        yield whoosh.open(folder / name, INFO, AUTHORITY)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(odd_entries())
def test_odd_entries_are_read_back_as_written(tmp_path: Path, entries: list[Entry]) -> None:
    for engine in versions(entries, tmp_path / "index"):
        for entry in entries:
            assert engine.entry(entry.document.id) == entry
            for passage in entry.passages:
                assert engine.document_of(passage.id) == entry.document.id
        cards = [(entry.document.path, entry.document.id) for entry in entries]
        assert [(card.path, card.id) for card in engine.cards()] == sorted(cards)
        assert engine.search(parse_query("")).documents == len(entries)


def test_a_very_long_word_is_cut_and_found(tmp_path: Path) -> None:
    word = "ab1" * 50_000
    whoosh.write(None, (), [a_document("a.txt", f"Data: {word} and {word}.")], tmp_path)
    engine = whoosh.open(tmp_path, INFO, AUTHORITY)

    assert engine.search(parse_query(word[:500])).documents == 1
    assert engine.search(parse_query(f'"{word[:64]} and {word[:64]}"')).documents == 1
    assert engine.search(parse_query(f"{word[:40]}*")).documents == 1
    assert engine.search(parse_query(word[:63])).documents == 0


def test_a_passage_of_a_hundred_thousand_words_keeps_its_positions(tmp_path: Path) -> None:
    entry = a_document("a.txt", "rent quay " * 50_000 + "the end", "the end of rents")
    whoosh.write(None, (), [entry], tmp_path)
    engine = whoosh.open(tmp_path, INFO, AUTHORITY)

    assert engine.search(parse_query('"quay the end"')).passages == 1
    assert engine.search(parse_query('"the end"')).passages == 2
    assert engine.search(parse_query('"quay end"')).documents == 0
    assert engine.entry("d-a.txt") == entry


def test_characters_of_every_plane_are_words_in_order(tmp_path: Path) -> None:
    letters = [chr(c) for c in (0x62, 0x3B2, 0x5D0, 0x4E2D, 0xFB4F, 0x10400, 0x20000, 0x30000)]
    entry = a_document("a.txt", " ".join(f"{letter}x" for letter in letters), title="𠀀x")
    whoosh.write(None, (), [entry], tmp_path)
    engine = whoosh.open(tmp_path, INFO, AUTHORITY)

    for letter in letters:
        assert engine.search(parse_query(f"{letter}x")).documents == 1, letter
    assert engine.search(parse_query("title:𠀀x")).documents == 1
    assert engine.entry("d-a.txt") == entry


def test_hundreds_of_organisations_are_counted(tmp_path: Path) -> None:
    chance = random.Random(4)
    wanted: Counter[str] = Counter()
    entries = []
    for number in range(300):
        slugs = chance.sample([f"o-{i:03}" for i in range(400)], chance.randint(0, 5))
        wanted.update(slugs)
        given = tuple(Attribution(slug, f"The {slug}", "override") for slug in slugs)
        plain = a_document(f"{number}.txt", "Rents.", mentions=sorted(slugs))
        entries.append(Entry(replace(plain.document, organisations=given), plain.passages))
    whoosh.write(None, (), entries, tmp_path)

    results = whoosh.open(tmp_path, INFO, AUTHORITY).search(parse_query("rents"))

    for facet in results.facets:
        if facet.name in ("organisation", "mentions"):
            assert {value.value: value.count for value in facet.values} == wanted
    organisations = results.facets[0].values
    assert organisations[0].label == f"The {organisations[0].value}"
    order = [(-value.count, value.label) for value in organisations]
    assert order == sorted(order)
