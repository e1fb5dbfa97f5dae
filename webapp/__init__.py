"""The reading room: the archive as web pages. No logic of search is in here."""

from __future__ import annotations

from typing import Any

from flask import Flask, g

from indexer.archive import Archive
from indexer.settings import load_settings
from webapp import exports, failures, links, pages, responses, words
from webapp.opened import Current, Room, provide


def create_app(current: Current | None = None) -> Flask:
    """The reading room over a source of engines.

    Without one it is the archive of the settings (``PRESSMARK_INDEX``,
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
        DATE_BASIS=words.DATE_BASIS, ORGANISATION_BASIS=words.ORGANISATION_BASIS
    )
    provide(app, current or Archive(load_settings().index).current)
    app.register_blueprint(pages.pages)
    app.register_blueprint(exports.exports)
    app.context_processor(_archive)
    failures.register(app)
    responses.register(app)
    return app


def _archive() -> dict[str, Any]:
    """What every page may say of the archive; nothing where no index is open."""
    found = g.get("opened")
    return {
        "archive": found.engine.info if found else None,
        "notice": found.notice if found else None,
    }
