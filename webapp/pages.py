"""The pages of the reading room: read the URL, ask the engine, fill a template."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer.model import NONE, Filters, Query
from indexer.query.parameters import write_parameters
from webapp import refine
from webapp.examples import TOPICS
from webapp.exports import EXPORTED
from webapp.holdings import everything, facet, holdings, named_in, relatives, starts
from webapp.layout import lay_out
from webapp.links import address, asked, document_url
from webapp.listing import list_removed, readers_comments
from webapp.opened import engine, kept

pages = Blueprint("pages", __name__)

LATEST = 10
"""Documents listed on the page of an organisation."""
HOME_ORGANISATIONS = 16
JUMPS = 40
"""Matches that can be jumped to from the head of a document; each links to the next as well."""
FIELDS = {"title": "title", "published": "date", "organisations": "organisation"}


@pages.get("/")
def home() -> str:
    results = kept(everything)
    years = facet(results, "year")
    by = facet(results, "organisation")
    return render_template(
        "home.html",
        results=results,
        organisations=by.values[:HOME_ORGANISATIONS],
        more=len(by.values) - HOME_ORGANISATIONS,
        unassigned=by.none,
        decades=tuple(reversed(refine.decades(years, Query()))),
        undated=years.none,
        starts=kept(starts),
    )


@pages.get("/search")
def search() -> str:
    results = engine().search(asked())
    query = results.query
    years = "mentioned_year" if query.filters.date == "mentioned" else "year"
    return render_template(
        "search.html",
        results=results,
        query=query,
        unfiltered=Query(given=query.given, sort=query.sort, size=query.size),
        any_word=replace(query, match="any", page=1),
        respelt=[
            (replace(query, given=suggestion.text, page=1), suggestion)
            for suggestion in results.suggestions
        ],
        chips=refine.chips(results),
        groups=refine.facet_groups(results),
        bars=refine.bars(facet(results, years), query),
        numbers=refine.page_numbers(query.page, results.pages),
        whole=replace(query, page=1, size=Query().size),
        exported=EXPORTED,
    )


@pages.get("/d/<document>")
def document(document: str) -> str:
    query = asked()
    entry = engine().entry(document)
    if entry is None:
        abort(404, "There is no document with this address in the archive.")
    sections = lay_out(entry, engine().marker(query))
    matched = [section for section in sections if section.matched]
    return render_template(
        "document.html",
        entry=entry,
        document=entry.document,
        sections=sections,
        matched=matched,
        after={one.passage.id: other.passage.id for one, other in pairwise(matched)},
        jumps=JUMPS,
        query=query,
        searched=bool(write_parameters(query)),
        mentions=named_in(entry, engine().authority),
        comments=readers_comments(entry.document),
        removed=list_removed(entry.document, sections),
        FIELDS=FIELDS,
    )


@pages.get("/p/<passage>")
def passage(passage: str) -> Response:
    found = engine().document_of(passage)
    if found is None:
        abort(404, "There is no passage with this address in the archive.")
    return redirect(document_url(found, asked(), passage), 302)


@pages.get("/organisations")
def organisations() -> str:
    listed = holdings(kept(everything), engine().authority)
    return render_template(
        "organisations.html",
        held=[holding for holding in listed if holding.by or holding.naming],
        others=[holding for holding in listed if not (holding.by or holding.naming)],
    )


@pages.get("/organisations/<slug>")
def organisation(slug: str) -> str:
    found = {h.slug: h for h in holdings(kept(everything), engine().authority)}
    if slug not in found or slug == NONE:
        abort(404, "The archive knows no organisation with this address.")
    by = Query(filters=Filters(organisations=(slug,)), sort="newest", size=LATEST)
    results = engine().search(by)
    return render_template(
        "organisation.html",
        holding=found[slug],
        entry=found[slug].entry,
        relatives=relatives(slug, engine().authority),
        results=results,
        query=by,
        bars=refine.bars(facet(results, "year"), by),
    )


@pages.get("/about")
def about() -> str:
    results = kept(everything)
    years = [int(value.value) for value in facet(results, "year").values]
    return render_template("about.html", results=results, years=years, facet=facet)


@pages.get("/help")
def help_page() -> str:
    return render_template("help.html", topics=TOPICS)


@pages.get("/search/")
@pages.get("/organisations/")
def without_slash() -> Response:
    endpoint = request.path.strip("/").rpartition("/")[2]
    return redirect(address(f"pages.{endpoint}", request.args.items(multi=True)), 301)
