"""SQLite's FTS5 over a table of its own, as an application would keep it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.contenders import TOP, Answer
from tests.benchmarks.passages import Feed, Page, Question

SETUP = (
    "external content, unicode61, optimized to one b-tree, an index for prefixes of four letters, "
    "memory map; ordered by rank, snippets of the best ten alone; facets by a join with a narrow "
    "table of integers, counted in SQL"
)
FILE = "passages.db"
_TOKENS = 50
"""Tokens of a fragment."""
_TABLES = """
CREATE TABLE organisations (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE passages (id INTEGER PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE facets (id INTEGER PRIMARY KEY, organisation INTEGER NOT NULL, year INTEGER);
CREATE VIRTUAL TABLE words USING fts5(
    text, content='passages', content_rowid='id', tokenize='unicode61', prefix='4'
);
"""
_FINISH = (
    "INSERT INTO words(words) VALUES ('rebuild')",
    "INSERT INTO words(words) VALUES ('optimize')",
    "COMMIT",
    "ANALYZE",
)
_COUNTS = """
SELECT organisation, year, count(*) FROM words CROSS JOIN facets ON facets.id = words.rowid
WHERE words MATCH ? GROUP BY organisation, year
"""
_BEST = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?"
_FRAGMENT = """
SELECT snippet(words, 0, '<b>', '</b>', '…', ?) FROM words WHERE words MATCH ? AND rowid = ?
"""


def version() -> str:
    with sqlite3.connect(":memory:") as database:
        if ("ENABLE_FTS5",) not in database.execute("PRAGMA compile_options"):
            raise ImportError("this Python's SQLite has no FTS5")
    return sqlite3.sqlite_version


def build(lines: Feed, folder: Path) -> None:
    database = sqlite3.connect(folder / FILE, isolation_level=None)
    database.executescript(
        "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        f"PRAGMA cache_size = -262144; {_TABLES}"
    )
    database.execute("BEGIN")
    organisations: dict[str, int] = {}

    def facet_rows() -> Iterator[tuple[int, int, int | None]]:
        for line in lines:
            known = organisations.setdefault(line.organisation, len(organisations))
            values = (line.number, line.title, line.text)
            database.execute("INSERT INTO passages VALUES (?, ?, ?)", values)
            yield line.number, known, line.year

    database.executemany("INSERT INTO facets VALUES (?, ?, ?)", facet_rows())
    named = [(number, name) for name, number in organisations.items()]
    database.executemany("INSERT INTO organisations VALUES (?, ?)", named)
    for statement in _FINISH:
        database.execute(statement)
    database.close()


def open(folder: Path) -> Answer:
    database = sqlite3.connect(f"file:{folder / FILE}?mode=ro&immutable=1", uri=True)
    database.executescript(
        "PRAGMA cache_size = -262144; PRAGMA mmap_size = 8589934592; PRAGMA temp_store = MEMORY;"
    )
    names: dict[int, str] = dict(database.execute("SELECT id, name FROM organisations"))

    def answer(question: Question) -> Page:
        wanted = _match(question)
        organisations: Counter[str] = Counter()
        years: Counter[int] = Counter()
        for organisation, year, count in database.execute(_COUNTS, (wanted,)):
            organisations[names[organisation]] += count
            if year is not None:
                years[year] += count
        best = tuple(number for (number,) in database.execute(_BEST, (wanted, TOP)))
        fragments = (database.execute(_FRAGMENT, (_TOKENS, wanted, number)) for number in best)
        return Page(
            total=organisations.total(),
            top=best,
            organisations=dict(organisations),
            years=dict(years),
            fragments=tuple(found.fetchone()[0] for found in fragments),
        )

    return answer


def _match(question: Question) -> str:
    terms = [f'"{term}"' for term in question.terms]
    if question.kind == "phrase":
        return " + ".join(terms)
    if question.kind == "prefix":
        return f"{terms[0]} *"
    return {"or": " OR ", "andnot": " NOT "}.get(question.kind, " AND ").join(terms)
