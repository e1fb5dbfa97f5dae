"""Views for programs: JSON, CSV, references, plain text, sitemap and the like."""

from __future__ import annotations

import json
from dataclasses import replace

from flask import Blueprint, Response, abort, current_app, render_template, request

from indexer.errors import EngineError
from indexer.facets import FACET_PARAMETERS
from indexer.model import Card, Entry, Query, Results, card_of
from indexer.presentation.answers import document_json, results_json
from webapp.citations import as_bibtex, as_csv, as_ris
from webapp.failures import MESSAGES
from webapp.links import asked
from webapp.request_engine import engine

exports = Blueprint("exports", __name__)

EXPORTED = 1000
"""Documents in an export, unless the URL asks for a page of results."""
SITEMAP_SIZE = 50_000
"""Addresses one sitemap may list, by the sitemap protocol."""


@exports.get("/search.json")
def search_json() -> Response:
    return _json(results_json(engine().search(asked()), engine().info))


@exports.get("/search.csv")
def search_csv() -> Response:
    return _download(as_csv(_exported().hits), "text/csv", "search.csv")


@exports.get("/search.ris")
def search_ris() -> Response:
    cards = [hit.card for hit in _exported().hits]
    return _download(as_ris(cards), "application/x-research-info-systems", "search.ris")


@exports.get("/search.bib")
def search_bib() -> Response:
    cards = [hit.card for hit in _exported().hits]
    return _download(as_bibtex(cards), "application/x-bibtex", "search.bib")


@exports.get("/d/<document>.json")
def document_as_json(document: str) -> Response:
    return _json(document_json(_entry(document), engine().info))


@exports.get("/d/<document>.txt")
def document_text(document: str) -> Response:
    return Response(_entry(document).document.text + "\n", mimetype="text/plain")


@exports.get("/d/<document>.ris")
def document_ris(document: str) -> Response:
    references = as_ris([_card(document)])
    return _download(references, "application/x-research-info-systems", "document.ris")


@exports.get("/d/<document>.bib")
def document_bib(document: str) -> Response:
    return _download(as_bibtex([_card(document)]), "application/x-bibtex", "document.bib")


@exports.get("/healthz")
def healthz() -> Response:
    """Whether searches can be answered; otherwise 503, with the reason in the log."""
    try:
        info = engine().info
    except EngineError as error:
        current_app.logger.error("no index to answer from: %s", error)
        problem = {"status": "unavailable", "message": error.public or MESSAGES[503]}
        return Response(json.dumps(problem), 503, mimetype="application/json")
    return _json(
        {
            "status": "ok",
            "version": info.version,
            "generation": info.version,
            "built": info.built,
            "documents": info.documents,
            "passages": info.passages,
        }
    )


@exports.get("/opensearch.xml")
def opensearch() -> Response:
    described = render_template("opensearch.xml", facet_parameters=FACET_PARAMETERS)
    return Response(described, mimetype="application/opensearchdescription+xml")


@exports.get("/robots.txt")
def robots() -> Response:
    return Response(render_template("robots.txt"), mimetype="text/plain")


@exports.get("/sitemap.xml")
def sitemap() -> Response:
    parts = -(-engine().info.documents // SITEMAP_SIZE)
    if parts > 1:
        listed = render_template("sitemaps.xml", parts=parts)
        return Response(listed, mimetype="application/xml")
    return sitemap_part(1)


@exports.get("/sitemap-<int:part>.xml")
def sitemap_part(part: int) -> Response:
    first = (part - 1) * SITEMAP_SIZE
    cards = [card for n, card in enumerate(engine().cards()) if first <= n < first + SITEMAP_SIZE]
    if part < 1 or (part > 1 and not cards):
        abort(404, "There is no such part of the sitemap.")
    return Response(render_template("sitemap.xml", cards=cards), mimetype="application/xml")


def _exported() -> Results:
    query: Query = asked()
    if not {"page", "size"} & request.args.keys():
        query = replace(query, size=EXPORTED)
    return engine().search(query)


def _entry(document: str) -> Entry:
    found = engine().entry(document)
    if found is None:
        abort(404, "There is no document with this address in the archive.")
    return found


def _card(document: str) -> Card:
    return card_of(_entry(document).document)


def _json(value: object) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), mimetype="application/json")


def _download(text: str, mimetype: str, name: str) -> Response:
    response = Response(text, content_type=f"{mimetype}; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
