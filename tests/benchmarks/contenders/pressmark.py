"""Pressmark's engine through its seam, every passage a document of its own."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path

from indexer.authority import Authority
from indexer.engines import Engine, engine_type
from indexer.model import (
    And,
    ArchiveInfo,
    Attribution,
    Block,
    Document,
    Entry,
    Node,
    Not,
    Or,
    Passage,
    Phrase,
    Prefix,
    Published,
    Query,
    Results,
    Word,
)
from tests.benchmarks.contenders import TOP, Answer, bold
from tests.benchmarks.passages import Feed, Line, Page, Question

SETUP = "the default engine; exact forms, no names of organisations added, a document a passage"

_LABEL_AND_COUNT, _VALUE_AND_COUNT = attrgetter("label", "count"), attrgetter("value", "count")


def version() -> str:
    return engine_type().SCHEMA


def build(lines: Feed, folder: Path) -> None:
    engine_type().write(None, (), map(_entry, lines), folder)


def open(folder: Path) -> Answer:
    engine = open_engine(folder, Authority(()))
    return lambda question: page_of(engine.search(query_of(question)))


def open_engine(folder: Path, authority: Authority) -> Engine:
    info = ArchiveInfo("000001", "2026-11-22T00:00:00Z", 0, 0)
    return engine_type().open(folder, info, authority)


def query_of(question: Question) -> Query:
    return Query(
        given=question.written, root=node_of(question), forms="exact", aliases=False, size=TOP
    )


def node_of(question: Question) -> Node:
    terms = question.terms
    words = tuple(Word(term, (term,)) for term in terms)
    if question.kind == "phrase":
        return Phrase(" ".join(terms), terms)
    if question.kind == "prefix":
        return Prefix(f"{terms[0]}*", terms[0])
    if question.kind == "andnot":
        return And((words[0], *map(Not, words[1:])))
    if len(words) == 1:
        return words[0]
    return Or(words) if question.kind == "or" else And(words)


def document_of(lines: Iterable[Line], titled: bool = True) -> Document:
    """A document with the given lines as its paragraphs; the first speaks for all."""
    texts = list(lines)
    first = texts[0]
    slug = first.organisation.lower().replace(" ", "-")
    year = None if first.year is None else Published(str(first.year), "year", "page")
    return Document(
        id=f"d{first.number:07}",
        path=f"{first.number:07}.html",
        title=first.title if titled else "",
        title_basis="heading",
        url=None,
        published=year,
        captured=None,
        organisations=(Attribution(slug, first.organisation, "page"),),
        blocks=tuple(Block(line.text) for line in texts),
        dropped=(),
    )


def _entry(line: Line) -> Entry:
    document = document_of([line], titled=False)
    return Entry(document, (Passage(f"{document.id}-0", 0, (), line.text),))


def page_of(results: Results) -> Page:
    """What is compared of a page of results."""
    facets = {facet.name: facet.values for facet in results.facets}
    return Page(
        total=results.documents,
        top=tuple(int(hit.card.id[1:]) for hit in results.hits),
        organisations=dict(map(_LABEL_AND_COUNT, facets["organisation"])),
        years=dict(map(_VALUE_AND_COUNT, facets["year"])),
        fragments=tuple(bold(f.text, f.marks) for hit in results.hits for f in hit.fragments),
    )
