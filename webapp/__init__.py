"""The reading room: the archive as web pages. It contains no search logic."""

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
    """The WSGI application; ``current`` gives the engine to answer from.

    Requests for a host that is not in ``hosts`` are refused. Without ``current``
    the index and the hosts come from the settings (``PRESSMARK_INDEX``,
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
    """Check the host before Flask sees it, so that no view or template can use a false one."""
    answer = app.wsgi_app

    def guarded(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        check_host(environ, hosts)
        return answer(environ, start_response)

    app.wsgi_app = guarded  # type: ignore[method-assign]  # Flask's documented way to wrap it


def _archive() -> dict[str, Any]:
    """Facts about the archive for every page; ``None`` if no index is open."""
    found = g.get("opened")
    return {
        "archive": found.engine.info if found else None,
        "notice": found.notice if found else None,
    }
