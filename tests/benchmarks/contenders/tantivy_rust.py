"""Tantivy through its Python bindings."""

from __future__ import annotations

from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from tests.benchmarks.contenders import FRAGMENT, TOP, Answer
from tests.benchmarks.passages import Feed, Page, Question

SETUP = (
    "one writer thread with memory enough for one segment; facets as fast fields in one "
    "aggregation, whose sum is the total, so that the best ten are found without counting; "
    "its own snippet generator"
)
HEAP = 3_000_000_000
_MOST_VALUES = 1000
_FACETS = {
    "organisations": {"terms": {"field": "organisation", "size": _MOST_VALUES}},
    "years": {"terms": {"field": "year", "size": _MOST_VALUES}},
}

tantivy: Any = import_module("tantivy")


def version() -> str:
    return metadata.version("tantivy")


def build(lines: Feed, folder: Path) -> None:
    fields = tantivy.SchemaBuilder()
    fields.add_unsigned_field("number", stored=False, fast=True)
    fields.add_text_field("title", stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_text_field("text", stored=True)
    fields.add_text_field("organisation", fast=True, tokenizer_name="raw", index_option="basic")
    fields.add_unsigned_field("year", fast=True)
    index = tantivy.Index(fields.build(), str(folder))
    writer = index.writer(HEAP, num_threads=1)
    for line in lines:
        document = tantivy.Document()
        document.add_unsigned("number", line.number)
        document.add_text("title", line.title)
        document.add_text("text", line.text)
        document.add_text("organisation", line.organisation)
        if line.year is not None:
            document.add_unsigned("year", line.year)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def open(folder: Path) -> Answer:
    index = tantivy.Index.open(str(folder))
    searcher, schema = index.searcher(), index.schema
    if searcher.num_segments != 1:
        raise RuntimeError(f"the index has {searcher.num_segments} segments; raise HEAP")

    def answer(question: Question) -> Page:
        query = _query(question, schema, searcher)
        best = [address for _, address in searcher.search(query, TOP, count=False).hits]
        counted = searcher.aggregate(query, _FACETS)
        organisations = {b["key"]: b["doc_count"] for b in counted["organisations"]["buckets"]}
        years = {int(b["key"]): b["doc_count"] for b in counted["years"]["buckets"]}
        snippets = tantivy.SnippetGenerator.create(searcher, query, schema, "text")
        snippets.set_max_num_chars(FRAGMENT)
        return Page(
            total=sum(organisations.values()),
            top=tuple(searcher.fast_field_values("number", best)),
            organisations=organisations,
            years=years,
            fragments=tuple(
                snippets.snippet_from_doc(searcher.doc(address)).to_html() for address in best
            ),
        )

    return answer


def _query(question: Question, schema: Any, searcher: Any) -> Any:
    make, occur = tantivy.Query, tantivy.Occur
    if question.kind == "phrase":
        return make.phrase_query(schema, "text", list(question.terms))
    if question.kind == "prefix":
        found = searcher.terms_with_prefix("text", question.terms[0])
        terms = [make.term_query(schema, "text", term) for term, _ in found]
        return make.boolean_query([(occur.Should, term) for term in terms])
    terms = [make.term_query(schema, "text", term) for term in question.terms]
    if len(terms) == 1:
        return terms[0]
    if question.kind == "andnot":
        first, *others = terms
        without = [(occur.MustNot, term) for term in others]
        return make.boolean_query([(occur.Must, first), *without])
    joint = occur.Should if question.kind == "or" else occur.Must
    return make.boolean_query([(joint, term) for term in terms])
