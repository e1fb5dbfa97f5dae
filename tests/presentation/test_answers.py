"""The JSON contract, key by key."""

from __future__ import annotations

import json

from indexer.engines.reference.engine import MemoryEngine
from indexer.presentation.answers import document_json, error_json, results_json
from indexer.query.parameters import parse_query
from tests.building import AUTHORITY, a_document

ENTRY = a_document(
    "folder/a.txt",
    "The rents rose & fell in <b>March</b>.",
    title="Rents",
    organisations=["league-for-lower-rents"],
    published="1922-03",
    mentions=["harbour-workers-union"],
    years=[1922],
)


def test_a_page_of_results_has_every_key_of_the_contract() -> None:
    engine = MemoryEngine([ENTRY], AUTHORITY)

    body = results_json(engine.search(parse_query("rents", year=1922)), engine.info)

    assert body["archive"] == {
        "version": "memory",
        "built": "1970-01-01T00:00:00Z",
        "documents": 1,
        "passages": 1,
    }
    assert body["query"] == {
        "given": "rents",
        "reading": "documents with rents",
        "parts": [{"kind": "word", "text": "rents", "forms": ["rents"]}],
        "excluded": {},
    }
    assert body["total"] == {"documents": 1, "passages": 1}
    (hit,) = body["results"]
    assert hit["rank"] == 1
    assert hit["score"] > 0
    assert hit["passages_matched"] == 1
    assert hit["document"] == {
        "id": "d-folder/a.txt",
        "path": "folder/a.txt",
        "title": "Rents",
        "url": None,
        "organisations": [
            {
                "slug": "league-for-lower-rents",
                "name": "League for Lower Rents",
                "basis": "heading",
            }
        ],
        "published": {"value": "1922-03", "year": 1922, "precision": "month", "basis": "printed"},
    }
    assert hit["fragments"] == [
        {
            "passage": "d-folder/a.txt-0",
            "heading": "",
            "text": "The rents rose & fell in <b>March</b>.",
            "marks": [[4, 9]],
        }
    ]
    assert hit["links"] == {"document": "/d/d-folder/a.txt", "passage": "/p/d-folder/a.txt-0"}
    assert set(body["facets"]) == {"organisation", "year", "mentions", "mentioned_year"}
    assert body["facets"]["year"]["values"] == [
        {"value": 1922, "label": "1922", "count": 1, "selected": True}
    ]
    assert body["facets"]["mentions"]["values"][0]["label"] == "Harbour Workers Union"
    assert body["facets"]["organisation"]["none"] == 0
    assert body["page"] == {"number": 1, "size": 20, "pages": 1}
    assert (body["suggestions"], body["warnings"]) == ([], [])
    json.dumps(body)


def test_a_document_has_its_text_passages_and_what_was_dropped() -> None:
    engine = MemoryEngine([ENTRY], AUTHORITY)

    body = document_json(ENTRY, engine.info)

    assert body["document"]["text"] == "The rents rose & fell in <b>March</b>."
    assert body["document"]["captured"] is None
    assert body["passages"] == [
        {
            "id": "d-folder/a.txt-0",
            "heading": "",
            "text": "The rents rose & fell in <b>March</b>.",
            "mentions": ["harbour-workers-union"],
            "years": [1922],
        }
    ]
    assert body["dropped"] == []


def test_errors_have_one_shape() -> None:
    assert error_json(400, "from", "no") == {
        "status": 400,
        "errors": [{"parameter": "from", "message": "no"}],
    }
