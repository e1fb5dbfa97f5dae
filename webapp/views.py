"""Views for readers: each reads the URL, asks the engine, fills a template."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer.facets import FACETS, facet_of_years
from indexer.model import NONE, Filters, Query, Selection
from indexer.query.parameters import write_parameters
from webapp.content import narrowing
from webapp.content.help_topics import TOPICS
from webapp.content.holdings import all_documents, first_searches, holdings, mentioned_in, relatives
from webapp.content.layout import lay_out
from webapp.content.removed import list_removed, readers_comments
from webapp.content.years import bars, decades
from webapp.exports import EXPORTED
from webapp.links import address, asked, document_url, page_numbers
from webapp.request_engine import cached_per_generation, engine

pages = Blueprint("pages", __name__)

LATEST = 10
"""Latest documents listed on the page of an organisation."""
HOME_ORGANISATIONS = 16
"""Organisations listed on the home page, those with most documents first."""
JUMPS = 40
"""Links to matches at the top of a document; each match also links to the next."""
FIELDS = {"title": "title", "published": "date", "organisations": "organisation"}
VALUE_FORMS = {"organisation": "slug", "number": "number", "text": "text"}
"""What may stand behind a facet's parameter, by its kind."""


@pages.get("/")
def home() -> str:
    results = cached_per_generation(all_documents)
    years = results.facet("year")
    by = results.facet("organisation")
    return render_template(
        "home.html",
        results=results,
        organisations=by.values[:HOME_ORGANISATIONS],
        more=len(by.values) - HOME_ORGANISATIONS,
        unassigned=by.none,
        decades=tuple(reversed(decades(years, "published", Query()))),
        undated=years.none,
        first_searches=cached_per_generation(first_searches),
    )


@pages.get("/search")
def search() -> str:
    results = engine().search(asked())
    query = results.query
    date = query.filters.date
    years = results.facet(facet_of_years(date).name)
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
        chips=narrowing.chips(results),
        panel=narrowing.panel(results),
        bars=bars(years, date, query),
        numbers=page_numbers(query.page, results.pages),
        whole=replace(query, page=1, size=Query().size),
        exported=EXPORTED,
    )


@pages.get("/d/<document>")
def document(document: str) -> str:
    query = asked()
    entry = engine().entry(document)
    if entry is None:
        abort(404, "There is no document with this address in the archive.")
    passages = lay_out(entry, engine().marker(query))
    matched = [shown for shown in passages if shown.matched]
    return render_template(
        "document.html",
        entry=entry,
        document=entry.document,
        passages=passages,
        matched=matched,
        after={one.passage.id: other.passage.id for one, other in pairwise(matched)},
        jumps=JUMPS,
        query=query,
        searched=bool(write_parameters(query)),
        mentions=mentioned_in(entry, engine().authority),
        comments=readers_comments(entry.document),
        removed=list_removed(entry.document, passages),
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
    listed = holdings(cached_per_generation(all_documents), engine().authority)
    return render_template(
        "organisations.html",
        held=[holding for holding in listed if holding.by or holding.mentioning],
        others=[holding for holding in listed if not (holding.by or holding.mentioning)],
    )


@pages.get("/organisations/<slug>")
def organisation(slug: str) -> str:
    found = {h.slug: h for h in holdings(cached_per_generation(all_documents), engine().authority)}
    if slug not in found or slug == NONE:
        abort(404, "The archive knows no organisation with this address.")
    by = Query(filters=Filters(Selection(organisation=(slug,))), sort="newest", size=LATEST)
    results = engine().search(by)
    return render_template(
        "organisation.html",
        holding=found[slug],
        entry=found[slug].entry,
        relatives=relatives(slug, engine().authority),
        results=results,
        query=by,
        bars=bars(results.facet("year"), "published", by),
    )


@pages.get("/about")
def about() -> str:
    results = cached_per_generation(all_documents)
    years = [int(value.value) for value in results.facet("year").values]
    return render_template("about.html", results=results, years=years)


@pages.get("/help")
def help_page() -> str:
    return render_template("help.html", topics=TOPICS, facets=FACETS, FORMS=VALUE_FORMS)


@pages.get("/search/")
@pages.get("/organisations/")
def without_slash() -> Response:
    endpoint = request.path.strip("/").rpartition("/")[2]
    return redirect(address(f"pages.{endpoint}", request.args.items(multi=True)), 301)
