"""The reading room: the archive as web pages. No logic of search is in here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, g

from indexer.facets import FACETS
from indexer.model import NONE
from indexer.presentation.bases import DATE_BASES, ORGANISATION_BASES
from indexer.settings import load_settings
from indexer.store.reader import Archive
from webapp import exports, failures, links, responses, views
from webapp.content import words
from webapp.request_engine import Current, Room, provide
from webapp.serving.host_check import EVERY_HOST, check_host

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse


def create_app(current: Current | None = None, hosts: frozenset[str] = EVERY_HOST) -> Flask:
    """The reading room over a source of engines, for requests for some ``hosts``.

    Without a source it is the archive and the hosts of the settings (``PRESSMARK_INDEX``,
    pressmark.toml, else ``./index``), as ``flask --app webapp run`` needs it.

    Raises:
        ConfigError: if the settings cannot be read.
    """
    app = Room(__name__)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.jinja_options["trim_blocks"] = True
    app.jinja_options["lstrip_blocks"] = True
    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.globals.update(links.FUNCTIONS)
    app.jinja_env.globals.update(
        DATE_BASES=DATE_BASES,
        ORGANISATION_BASES=ORGANISATION_BASES,
        FACET={facet.name: facet for facet in FACETS},
        NONE=NONE,
    )
    if current is None:
        settings = load_settings()
        current, hosts = Archive(settings.index).current, frozenset(settings.trusted_hosts) or hosts
    provide(app, current)
    app.register_blueprint(views.pages)
    app.register_blueprint(exports.exports)
    app.context_processor(_archive)
    failures.register(app)
    _guard(app, hosts)
    responses.register(app)
    return app


def _guard(app: Flask, hosts: frozenset[str]) -> None:
    """Refuse requests for other hosts; no view, template or extension sees their names."""
    answer = app.wsgi_app

    def guarded(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        check_host(environ, hosts)
        return answer(environ, start_response)

    app.wsgi_app = guarded  # type: ignore[method-assign]  # as Flask says to wrap it


def _archive() -> dict[str, Any]:
    """What every page may say of the archive; nothing where no index is open."""
    found = g.get("opened")
    return {
        "archive": found.engine.info if found else None,
        "notice": found.notice if found else None,
    }
