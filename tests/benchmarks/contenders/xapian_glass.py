"""Xapian through its Python bindings."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.contenders import FRAGMENT, TOP, Answer
from tests.benchmarks.passages import Feed, Page, Question

SETUP = (
    "glass, compacted; facets as value slots counted by two ValueCountMatchSpy over all matches; "
    "its own snippets; a prefix as OP_WILDCARD"
)
_ORGANISATION, _YEAR = 0, 1
_FLUSH = 100_000

xapian: Any = import_module("xapian")


def version() -> str:
    return str(xapian.version_string())


def build(lines: Feed, folder: Path) -> None:
    loose = folder / "loose"
    database = xapian.WritableDatabase(str(loose), xapian.DB_CREATE | xapian.DB_NO_SYNC)
    generator = xapian.TermGenerator()
    generator.set_stemming_strategy(xapian.TermGenerator.STEM_NONE)
    for count, line in enumerate(lines, 1):
        document = xapian.Document()
        document.set_data(line.text)
        document.add_value(_ORGANISATION, line.organisation)
        if line.year is not None:
            document.add_value(_YEAR, str(line.year))
        generator.set_document(document)
        generator.index_text(line.text)
        database.replace_document(line.number + 1, document)
        if count % _FLUSH == 0:
            database.commit()
    database.commit()
    database.close()
    xapian.Database(str(loose)).compact(str(folder / "compact"))
    for file in loose.iterdir():
        file.unlink()
    loose.rmdir()


def open(folder: Path) -> Answer:
    database = xapian.Database(str(folder / "compact"))
    stemmer = xapian.Stem("none")

    def answer(question: Question) -> Page:
        enquire = xapian.Enquire(database)
        enquire.set_query(_query(question))
        by_organisation = xapian.ValueCountMatchSpy(_ORGANISATION)
        by_year = xapian.ValueCountMatchSpy(_YEAR)
        enquire.add_matchspy(by_organisation)
        enquire.add_matchspy(by_year)
        found = enquire.get_mset(0, TOP, database.get_doccount())
        return Page(
            total=found.get_matches_estimated(),
            top=tuple(match.docid - 1 for match in found),
            organisations={v.term.decode(): v.termfreq for v in by_organisation.values()},
            years={int(v.term): v.termfreq for v in by_year.values() if v.term},
            fragments=tuple(
                found.snippet(match.document.get_data(), FRAGMENT, stemmer).decode()
                for match in found
            ),
        )

    return answer


def _query(question: Question) -> Any:
    make, terms = xapian.Query, list(question.terms)
    if question.kind == "prefix":
        limit = make.WILDCARD_LIMIT_ERROR
        return make(make.OP_WILDCARD, terms[0], 0, limit, make.OP_SYNONYM)
    if question.kind == "andnot":
        return make(make.OP_AND_NOT, make(terms[0]), make(make.OP_OR, terms[1:]))
    operators = {"or": make.OP_OR, "phrase": make.OP_PHRASE}
    return make(operators.get(question.kind, make.OP_AND), terms)
