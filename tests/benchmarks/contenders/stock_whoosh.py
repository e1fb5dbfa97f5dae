"""Whoosh as it comes: its own codec, collectors, columns and highlighter."""

from __future__ import annotations

from pathlib import Path

import whoosh
from whoosh.analysis.filters import LowercaseFilter
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.fields import ID, NUMERIC, TEXT, Schema
from whoosh.highlight import HtmlFormatter, PinpointFragmenter
from whoosh.index import create_in, open_dir
from whoosh.query.compound import And, AndNot, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import Prefix, Term
from whoosh.sorting import Count

from tests.benchmarks.contenders import FRAGMENT, TOP, Answer
from tests.benchmarks.passages import Feed, Page, Question

SETUP = (
    "one segment; positions and characters in the postings for the pinpoint highlighter; "
    "facets as sortable columns counted by groupedby"
)
MEMORY_MB = 512
_NO_YEAR = 0


def version() -> str:
    return ".".join(map(str, whoosh.__version__))


def build(lines: Feed, folder: Path) -> None:
    analyzer = RegexTokenizer(r"[a-zA-Z0-9]+") | LowercaseFilter()
    schema = Schema(
        number=NUMERIC(stored=True),
        text=TEXT(analyzer=analyzer, stored=True, chars=True),
        title=ID(stored=True),
        organisation=ID(sortable=True),
        year=NUMERIC(sortable=True, default=_NO_YEAR),
    )
    writer = create_in(str(folder), schema).writer(limitmb=MEMORY_MB)
    for line in lines:
        writer.add_document(
            number=line.number,
            text=line.text,
            title=line.title,
            organisation=line.organisation,
            year=_NO_YEAR if line.year is None else line.year,
        )
    writer.commit(optimize=True)


def open(folder: Path) -> Answer:
    searcher = open_dir(str(folder)).searcher()
    fragmenter = PinpointFragmenter(maxchars=FRAGMENT, surround=FRAGMENT // 4)
    formatter = HtmlFormatter(tagname="b")

    def answer(question: Question) -> Page:
        groups = ["organisation", "year"]
        results = searcher.search(_query(question), limit=TOP, groupedby=groups, maptype=Count)
        results.fragmenter = fragmenter
        results.formatter = formatter
        best = [results[rank] for rank in range(min(TOP, results.scored_length()))]
        years = dict(results.groups("year"))
        years.pop(_NO_YEAR, None)
        return Page(
            total=len(results),
            top=tuple(hit["number"] for hit in best),
            organisations=dict(results.groups("organisation")),
            years=years,
            fragments=tuple(hit.highlights("text", top=1) for hit in best),
        )

    return answer


def _query(question: Question) -> Query:
    terms = [Term("text", term) for term in question.terms]
    if question.kind == "phrase":
        return Phrase("text", list(question.terms))
    if question.kind == "prefix":
        return Prefix("text", question.terms[0])
    if question.kind == "andnot":
        return AndNot(terms[0], Or(terms[1:]))
    if len(terms) == 1:
        return terms[0]
    return Or(terms) if question.kind == "or" else And(terms)
