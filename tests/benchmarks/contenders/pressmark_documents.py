"""Pressmark as readers have it: passages grouped in documents, all kinds of matching on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from indexer.authority import shipped
from indexer.engines import engine_type
from indexer.model import Entry, Query
from indexer.passages import split_document
from tests.benchmarks.contenders import Answer, pressmark
from tests.benchmarks.passages import Feed, Line, Question

SETUP = (
    "the default engine as on the site: documents of many passages, titles searched, related "
    "forms and other names of organisations found too, all four facets, twenty documents a page "
    "with up to three fragments each; the text as it is, not in the common form"
)

version = pressmark.version


def build(lines: Feed, folder: Path) -> None:
    engine_type().write(None, (), lines.free(entries(lines)), folder)


def entries(lines: Iterator[Line]) -> Iterator[Entry]:
    """The documents that the lines belong to."""
    authority = shipped()
    for _, group in groupby(lines, key=lambda line: line.document):
        document = pressmark.document_of(group)
        yield Entry(document, split_document(document, authority))


def open(folder: Path) -> Answer:
    engine = pressmark.open_engine(folder, shipped())
    return lambda question: pressmark.page_of(engine.search(_query(question)))


def _query(question: Question) -> Query:
    return Query(given=question.written, root=pressmark.node_of(question))
