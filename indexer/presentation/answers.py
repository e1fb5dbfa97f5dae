"""Answers as JSON, the same for the web and the command line; keys may be added, not changed."""

from __future__ import annotations

from typing import Any

from indexer.model import (
    ArchiveInfo,
    Card,
    Document,
    Entry,
    Facet,
    Hit,
    Passage,
    Published,
    Results,
    card_of,
)

Json = dict[str, Any]


def archive_json(info: ArchiveInfo) -> Json:
    """The generation of the archive that answered."""
    return {
        "version": info.version,
        "built": info.built,
        "documents": info.documents,
        "passages": info.passages,
    }


def results_json(results: Results, info: ArchiveInfo) -> Json:
    """A page of results: the body of ``/search.json``."""
    query = results.query
    found_by_any = None if results.any_documents is None else {"documents": results.any_documents}
    return {
        "archive": archive_json(info),
        "query": {
            "given": query.given,
            "reading": results.reading,
            "parts": [
                {"kind": part.kind, "text": part.text, "forms": list(part.forms)}
                for part in results.parts
            ],
            "excluded": _excluded(results),
        },
        "total": {"documents": results.documents, "passages": results.passages},
        "results": [_hit(hit) for hit in results.hits],
        "facets": {facet.name: _facet(facet) for facet in results.facets},
        "suggestions": [{"text": s.text, "documents": s.documents} for s in results.suggestions],
        "missing": list(results.missing),
        "any": found_by_any,
        "warnings": list(results.warnings),
        "page": {"number": query.page, "size": query.size, "pages": results.pages},
    }


def document_json(entry: Entry, info: ArchiveInfo) -> Json:
    """A document with its generation: the body of ``/d/<id>.json``."""
    return {"archive": archive_json(info), **entry_json(entry)}


def entry_json(entry: Entry) -> Json:
    """A document with its passages, dropped blocks, and the candidates that lost."""
    document = entry.document
    return {
        "document": {
            **_card(card_of(document)),
            "captured": document.captured,
            "text": document.text,
            "title_basis": document.title_basis,
        },
        "passages": [_passage(passage) for passage in entry.passages],
        "dropped": [
            {"text": block.text, "rule": block.rule, "after": block.after}
            for block in document.dropped
        ],
        "candidates": _candidates(document),
    }


def error_json(status: int, parameter: str | None, message: str) -> Json:
    """An error, in the shape that all errors have."""
    return {"status": status, "errors": [{"parameter": parameter, "message": message}]}


def _hit(hit: Hit) -> Json:
    document = f"/d/{hit.card.id}"
    fragments = [
        {
            "passage": fragment.passage,
            "heading": fragment.heading,
            "text": fragment.text,
            "marks": [list(mark) for mark in fragment.marks],
        }
        for fragment in hit.fragments
    ]
    passage = f"/p/{hit.fragments[0].passage}" if hit.fragments else document
    return {
        "rank": hit.rank,
        "score": hit.score,
        "passages_matched": hit.passages_matched,
        "document": _card(hit.card),
        "fragments": fragments,
        "links": {"document": document, "passage": passage},
    }


def _card(card: Card) -> Json:
    return {
        "id": card.id,
        "path": card.path,
        "title": card.title,
        "url": card.url,
        "organisations": [
            {"slug": o.slug, "name": o.name, "basis": o.basis} for o in card.organisations
        ],
        "published": _published(card.published),
    }


def _published(published: Published | None) -> Json | None:
    if published is None:
        return None
    return {
        "value": published.value,
        "year": published.year,
        "precision": published.precision,
        "basis": published.basis,
    }


def _passage(passage: Passage) -> Json:
    return {
        "id": passage.id,
        "heading": " › ".join(passage.heading),
        "text": passage.text,
        "mentions": list(passage.mentions),
        "years": list(passage.years),
    }


def _facet(facet: Facet) -> Json:
    values = [
        {"value": v.value, "label": v.label, "count": v.count, "selected": v.selected}
        for v in facet.values
    ]
    return {
        "label": facet.label,
        "values": values,
        "none": facet.none,
        "none_selected": facet.none_selected,
    }


def _excluded(results: Results) -> dict[str, list[Json]]:
    """The values left out, by facet."""
    return {
        facet.name: [{"value": v.value, "label": v.label} for v in facet.excluded]
        for facet in results.facets
        if facet.excluded
    }


def _candidates(document: Document) -> list[Json]:
    return [
        {"field": c.field, "value": c.value, "basis": c.basis, "reason": c.reason}
        for c in document.candidates
    ]
