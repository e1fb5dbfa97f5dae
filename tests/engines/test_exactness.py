"""The array engine matches, counts and ranks like stock Whoosh and the reference engine.

Thousands of random queries over random archives of several segments with deletions.
Stock Whoosh's leaf queries on the same files, folded to documents, say what matches
and what is counted; the memory engine, which looks at every text, says in what order.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.query.compound import And, Or
from whoosh.query.qcore import Query as StockQuery
from whoosh.query.terms import Term
from whoosh.scoring import BM25F

from indexer.engines import Engine, answering, whoosh
from indexer.engines.reference.engine import MemoryEngine
from indexer.engines.vocabulary import Form
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.indexing import building, bulk_analysis, writing
from indexer.engines.whoosh.segment import Segment
from indexer.model import ArchiveInfo, Attribution, Entry, Query, Results
from indexer.query.parameters import parse_query
from tests import stock
from tests.building import AUTHORITY, a_document

INFO = ArchiveInfo("000001-test", "2026-01-01T00:00:00Z", 0, 0)
MAX_ROWS = 12
MAX_TOKENS = 60
"""Segments are closed and merged at these sizes here, so that small archives have several."""

SLUGS = ("league-for-lower-rents", "harbour-workers-union")
STRANGERS = (("quay-choir", "Quay Choir"), ("quay-choir", "QUAY choir"), ("band", "The Band"))


@pytest.fixture(autouse=True, scope="module")
def unhurried() -> Iterator[None]:
    """On a busy machine the reference engine may take longer than the time limit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "TIME_LIMIT", 120.0)
        yield


# ---------------------------------------------------------------- archives

WORDS = (
    *("rent", "rents", "rented", "renting", "Rent’s", "rent", "quay", "Quays", "street", "streets"),
    *("the", "the", "not", "be", "to", "or", "of", "labour", "labor", "organise", "organizing"),
    *("shop-floor", "shopfloor", "shop", "floor", "floors", "R.E.N.T.", "H.W.U.", "HWU", "LLR"),
    *("Rent League.", "League for Lower Rents", "l’Humanité", "humanite", "fête", "rental"),
    *("anti-war", "antiwar", "anti", "war.", "1922", "1922-03", "rent`s", "shop-floor´s"),
    *("A.B.C'd", "o’shop-floor", "ren-\ntal", "ﾞ", "naïve-rent-shop", "\u0301", "…"),
)
LINES = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
TITLES = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
DATES = st.sampled_from(
    (None, "1921", "1922", "1922-03", "1922-03-09", "1922-11", "1931", "1931-03")
)
YEARS = st.lists(st.sampled_from((1889, 1921, 1922, 1931)), max_size=2, unique=True).map(sorted)
SLUG_LISTS = st.lists(st.sampled_from((*SLUGS, "band")), max_size=2, unique=True).map(sorted)


@st.composite
def contents(draw: st.DrawFn) -> Mapping[str, Any]:
    """What a document holds."""
    return {
        "passages": draw(st.lists(LINES, max_size=3)),
        "title": draw(TITLES),
        "organisations": draw(SLUG_LISTS),
        "stranger": draw(st.none() | st.sampled_from(STRANGERS)),
        "published": draw(DATES),
        "mentions": draw(SLUG_LISTS),
        "years": draw(YEARS),
    }


def an_entry(path: str, content: Mapping[str, Any], number: int) -> Entry:
    """A document; some share their path."""
    plain = {name: content[name] for name in ("title", "published", "mentions", "years")}
    known = [slug for slug in content["organisations"] if slug in SLUGS]
    entry = a_document(path, *content["passages"], organisations=known, **plain)
    organisations = entry.document.organisations
    if content["stranger"] is not None:
        organisations += (Attribution(content["stranger"][0], content["stranger"][1], "override"),)
    passages = tuple(
        replace(passage, id=f"p-{number}-{i}") for i, passage in enumerate(entry.passages)
    )
    document = replace(entry.document, id=f"d-{number}", organisations=organisations)
    return Entry(document, passages)


@dataclass(frozen=True)
class Step:
    """One rebuild: documents taken out by id, and documents put in."""

    removed: tuple[str, ...]
    added: tuple[Entry, ...]


@st.composite
def histories(draw: st.DrawFn) -> Sequence[Step]:
    """An archive written in four steps, each smaller than the one before."""
    steps: list[Step] = []
    ids: list[str] = []
    for least, most in ((4, 16), (0, 6), (0, 3), (0, 2)):
        gone = draw(st.lists(st.sampled_from(ids), max_size=4, unique=True)) if ids else []
        changed = gone[: len(gone) // 2]
        numbers = [int(document_id[2:]) for document_id in changed]
        numbers += range(100 * most, 100 * most + draw(st.integers(least, most)))
        added = [an_entry(f"{n % 7}.txt", draw(contents()), n) for n in numbers]
        ids = [i for i in ids if i not in gone] + [entry.document.id for entry in added]
        steps.append(Step(tuple(gone), tuple(added)))
    return steps


def left_of(steps: Sequence[Step]) -> list[Entry]:
    """The documents that are live at the end."""
    kept: dict[str, Entry] = {}
    for step in steps:
        for document_id in step.removed:
            del kept[document_id]
        kept.update((entry.document.id, entry) for entry in step.added)
    return list(kept.values())


# ---------------------------------------------------------------- queries

ATOMS = st.sampled_from(
    (
        *("rent", "rents", "quay", "street", "the", "not", "be", "labour", "organise", "war"),
        *("shop-floor", "shopfloor", "R.E.N.T", "LLR", "HWU", "rent league", "humanite", "zzxyqq"),
        *("rentt", "ren*", "the*", "sho*", "191*", "title:rent", "title:sho*", "abc", "ab", "ﾞ"),
        *('"the rent"', '"be not be"', '"shop floor"', 'title:"quay street"', '"to be or not"'),
        *('"rent rent"', '"the the"', '"rent"', "naive", "antiwar", "anti-war", "floor's"),
    )
)
TEXTS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(" OR ".join),
        inner.map("-{}".format),
        inner.map("({})".format),
    ),
    max_leaves=5,
) | st.sampled_from(("", "…", "-", '""', "*"))
VALUES = (*SLUGS, "quay-choir", "none", "nobody", "-quay-choir", "-none")
ORGANISATIONS = st.lists(st.sampled_from((*VALUES, *(f"-{slug}" for slug in SLUGS))), max_size=2)
FILTERS: Mapping[str, st.SearchStrategy[Any]] = {
    "organisation": ORGANISATIONS,
    "mentions": ORGANISATIONS,
    "year": st.lists(st.sampled_from((1921, 1922, 1931, 1999, "none", -1922, "-none")), max_size=2),
    "from": st.sampled_from((1900, 1922)),
    "to": st.sampled_from((1922, 1931)),
    "date": st.just("mentioned"),
    "sort": st.sampled_from(("relevance", "oldest", "newest")),
    "forms": st.just("exact"),
    "aliases": st.just("off"),
    "size": st.sampled_from((1, 3, 5)),
    "page": st.sampled_from((1, 2, 3)),
}
QUERIES = st.builds(
    lambda text, match, filters: parse_query(text, match=match, **filters),
    TEXTS,
    st.sampled_from(("all", "any")),
    st.just({}) | st.fixed_dictionaries({}, optional=dict(FILTERS)),
)

# ---------------------------------------------------------------- comparing

MANY = settings(
    max_examples=80,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)


def written(steps: Sequence[Step], folder: Path) -> Path:
    """The folder of the last version."""
    shutil.rmtree(folder, ignore_errors=True)
    base = None
    for number, step in enumerate(steps):
        version = folder / str(number)
        version.mkdir(parents=True)
        stock.write(base, step.removed, step.added, version)
        base = version
    if base is None:
        raise ValueError("no step, no version")
    return base


def found(engine: Engine, query: Query) -> tuple[object, ...]:
    """Matches and counts, without order."""
    results = engine.search(replace(query, page=1, size=100))
    return (
        {(hit.card.id, hit.passages_matched) for hit in results.hits},
        *(results.documents, results.passages, results.facets, results.parts),
        *(results.missing, results.any_documents, results.suggestions),
    )


def without_scores(results: Results) -> Results:
    return replace(results, hits=tuple(hit._replace(score=0.0) for hit in results.hits))


def assert_same_page(given: Results, expected: Results) -> None:
    """The same answer in every respect; scores to four decimals, give or take their rounding."""
    assert without_scores(given) == without_scores(expected), given.query
    scores = [hit.score for hit in expected.hits]
    assert [hit.score for hit in given.hits] == pytest.approx(scores, abs=1.01e-4)


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MAX_ROWS", MAX_ROWS)
    monkeypatch.setattr(building, "MAX_TOKENS", MAX_TOKENS)
    monkeypatch.setattr(bulk_analysis, "BLOCK", 1)


@pytest.mark.usefixtures("small_segments")
@MANY
@given(histories(), st.lists(QUERIES, min_size=30, max_size=40))
def test_what_matches_and_what_is_counted_is_what_stock_whoosh_finds(
    tmp_path: Path, steps: Sequence[Step], queries: list[Query]
) -> None:
    folder = written(steps, tmp_path / "index")
    arrays, oracle = (kind.open(folder, INFO, AUTHORITY) for kind in (whoosh, stock))

    for query in queries:
        assert found(arrays, query) == found(oracle, query), query
    oracle.close()


@pytest.mark.usefixtures("small_segments")
@MANY
@given(histories(), st.lists(QUERIES, min_size=30, max_size=40))
def test_pages_are_those_of_the_reference_engine(
    tmp_path: Path, steps: Sequence[Step], queries: list[Query]
) -> None:
    arrays = whoosh.open(written(steps, tmp_path / "index"), INFO, AUTHORITY)
    memory = MemoryEngine(left_of(steps), AUTHORITY)

    for query in queries:
        assert_same_page(arrays.search(query), memory.search(query))


@pytest.mark.usefixtures("small_segments")
@MANY
@given(histories(), st.lists(QUERIES, min_size=20, max_size=20))
def test_an_index_written_in_steps_answers_like_one_written_at_once(
    tmp_path: Path, steps: Sequence[Step], queries: list[Query]
) -> None:
    in_steps = whoosh.open(written(steps, tmp_path / "steps"), INFO, AUTHORITY)
    (at_once,) = ([Step((), tuple(left_of(steps)))],)
    whole = whoosh.open(written(at_once, tmp_path / "whole"), INFO, AUTHORITY)

    for query in queries:
        assert_same_page(in_steps.search(query), whole.search(query))
    assert list(in_steps.cards()) == list(whole.cards())


# ---------------------------------------------------------------- more documents


class RememberingEngine(MemoryEngine):
    """The reference engine with the scan for each form cached."""

    def passage_counts(self, form: Form) -> dict[int, int]:
        return self._remembered("text", form, super().passage_counts)

    def title_counts(self, form: Form) -> dict[int, int]:
        return self._remembered("title", form, super().title_counts)

    def _remembered(
        self, field: str, form: Form, count: Callable[[Form], dict[int, int]]
    ) -> dict[int, int]:
        if not hasattr(self, "_known"):
            self._known: dict[tuple[str, Form], dict[int, int]] = {}
        if (field, form) not in self._known:
            self._known[field, form] = count(form)
        return self._known[field, form]


def many_documents(chance: random.Random, first: int, count: int) -> Iterator[Entry]:
    """Short documents of frequent and rare words, and a long one now and then."""
    rare = [f"{chance.choice(WORDS)}{chance.choice('abcdef')}{i % 30}" for i in range(150)]
    words = [*WORDS * 3, *rare]
    for number in range(first, first + count):
        passages = [
            " ".join(chance.choices(words, k=chance.randint(1, 16)))
            for _ in range(chance.choice((0, 1, 1, 2, 3)))
        ]
        if number % 100 == 0:
            passages.append("the rent rent " * 150)
        content = {
            "passages": passages,
            "title": " ".join(chance.choices(words, k=chance.randint(0, 5))),
            "organisations": chance.sample(SLUGS, chance.randint(0, 2)),
            "stranger": chance.choice((None, None, *STRANGERS)),
            "published": chance.choice((None, "1921", "1922", "1922-03", "1922-03-09", "1931-03")),
            "mentions": chance.sample(SLUGS, chance.randint(0, 1)),
            "years": chance.sample((1889, 1921, 1922, 1931), chance.randint(0, 2)),
        }
        yield an_entry(f"{number % 997}.txt", content, number)


Three = tuple[Engine, Engine, Engine]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Three:
    """The array engine, stock Whoosh and the memory engine on one archive of four segments."""
    chance = random.Random(1)
    steps = [
        Step((), tuple(many_documents(chance, 0, 900))),
        Step(tuple(f"d-{n}" for n in range(0, 400, 3)), tuple(many_documents(chance, 1000, 200))),
        Step(("d-1001", "d-1"), tuple(many_documents(chance, 2000, 40))),
        Step(("d-899",), tuple(many_documents(chance, 3000, 3))),
    ]
    folder = written(steps, tmp_path_factory.mktemp("many"))
    assert len(list(folder.glob("*.arrays"))) == 4
    arrays, oracle = (kind.open(folder, INFO, AUTHORITY) for kind in (whoosh, stock))
    return arrays, oracle, RememberingEngine(left_of(steps), AUTHORITY)


@settings(MANY, max_examples=12)
@given(st.lists(QUERIES, min_size=20, max_size=30))
def test_a_thousand_documents_are_matched_counted_and_ranked_alike(
    three: Three, queries: list[Query]
) -> None:
    arrays, oracle, memory = three

    for query in queries:
        assert found(arrays, query) == found(oracle, query), query
        assert_same_page(arrays.search(query), memory.search(query))


def test_threads_at_once_get_the_answers_one_gets(three: Three) -> None:
    arrays = three[0]
    chance = random.Random(5)
    texts = [
        "rent quay",
        "the not",
        '"the rent"',
        "ren* -war",
        "labour organise street",
        "rentt",
        "",
    ]
    queries = [
        parse_query(chance.choice(texts), match=match, sort=sort, page=page, size=3)
        for match in ("all", "any")
        for sort in ("relevance", "oldest", "newest")
        for page in range(1, 12)
    ]
    expected = [arrays.search(query) for query in queries]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(arrays.search, queries * 3))

    assert answers == expected * 3


# ---------------------------------------------------------------- Whoosh's own formula

FEW = ("rent", "rents", "quay", "street", "the", "labour", "organise", "shop")
TERMS = st.builds(Term, st.sampled_from(("text", "title")), st.sampled_from(FEW))
STOCK_QUERIES: st.SearchStrategy[StockQuery] = st.recursive(
    TERMS,
    lambda inner: st.builds(
        lambda kind, children: kind(children),
        st.sampled_from((And, Or)),
        st.lists(inner, min_size=2, max_size=3, unique_by=str),
    ),
    max_leaves=5,
)
PLAIN = st.lists(st.sampled_from(FEW), min_size=1, max_size=8).map(" ".join)
PLAIN_ENTRIES = st.lists(
    st.tuples(PLAIN, st.lists(PLAIN, min_size=1, max_size=3)), min_size=1, max_size=25
).map(
    lambda drawn: [
        a_document(f"{number}", *passages, title=title)
        for number, (title, passages) in enumerate(drawn)
    ]
)


def bm25f(segment: Segment, query: StockQuery) -> tuple[Array, Array]:
    """The score of every row by Whoosh's formula and defaults, and whether it matches."""
    match query:
        case Term():
            return bm25f_of_term(segment, query.fieldname, query.text)
        case And() | Or():
            scores, held = zip(*(bm25f(segment, child) for child in query.subqueries), strict=True)
            joined = np.logical_and if isinstance(query, And) else np.logical_or
            matching = joined.reduce(held)
            return np.where(matching, np.sum(scores, axis=0), 0.0), matching
    raise TypeError(f"{query} is no query of this test")


def bm25f_of_term(segment: Segment, name: str, text: str) -> tuple[Array, Array]:
    scores, held = np.zeros(segment.rows), np.zeros(segment.rows, dtype=bool)
    field = segment.field(name)
    number = field.terms.find(text.encode())
    if number >= 0:
        rows, counts = field.rows(number)
        mean = segment.field_lengths(name).sum() / segment.rows
        norms = 1.2 * (0.25 + 0.75 * segment.lengths(name, rows) / mean)
        idf = np.log(segment.rows / (len(rows) + 1)) + 1
        scores[rows] = idf * counts * 2.2 / (counts + norms)
        held[rows] = True
    return scores, held


@MANY
@given(PLAIN_ENTRIES, st.lists(STOCK_QUERIES, min_size=20, max_size=20))
def test_under_whooshs_own_formula_the_first_ten_are_those_of_stock_whoosh(
    tmp_path: Path, entries: list[Entry], queries: list[StockQuery]
) -> None:
    folder = written([Step((), tuple(entries))], tmp_path / "index")
    (segment,) = whoosh.open(folder, INFO, AUTHORITY).segments

    with open_dir(str(folder)).searcher(weighting=BM25F()) as searcher:
        for query in queries:
            first = {hit.docnum: hit.score for hit in searcher.search(query, limit=10)}
            scores, held = bm25f(segment, query)
            best = np.sort(scores[held])[::-1][:10]
            assert list(first.values()) == pytest.approx(best.tolist())
            assert {row: scores[row] for row in first} == pytest.approx(first)
            assert held[list(first)].all()
