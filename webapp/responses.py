"""What every response has: security headers, cache validators, compression."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

from flask import Flask, Response, g, request

from indexer.errors import EngineError
from webapp.request_engine import opened

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LEAST_COMPRESSED = 1000
"""Bytes below which compression saves next to nothing."""
_COMPRESSED = ("text/", "application/json", "application/xml", "image/svg")


def edition() -> str:
    """A digest of the web application's files: caches are invalidated when they change."""
    digest = blake2b(digest_size=6)
    for file in _own_files(files("webapp")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _own_files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for child in sorted(folder.iterdir(), key=lambda child: child.name):
        if child.is_dir():
            found += _own_files(child) if child.name != "__pycache__" else []
        else:
            found.append(child)
    return found


def register(app: Flask) -> None:
    """Add headers, validators and compression to an application's responses."""
    own = edition()
    app.jinja_env.globals["edition"] = own

    @app.before_request
    def answer_from_cache() -> Response | None:
        """Answer 304 before searching if the reader already has this page."""
        if request.endpoint in ("static", "exports.healthz"):
            return None
        try:
            g.etag = _etag(own)
        except EngineError:
            return None  # the view meets the same error and the handler answers it
        if request.if_none_match.contains_weak(g.etag):
            return _validated(Response(status=304))
        return None

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers.update(SECURITY_HEADERS)
        if request.endpoint == "static" and response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        elif response.status_code == 200 and "etag" in g:
            _validated(response).make_conditional(request.environ)
        elif response.status_code >= 400 or request.endpoint == "exports.healthz":
            response.headers["Cache-Control"] = "no-store"
        return _compressed(response)


def _etag(own: str) -> str:
    now = opened()
    asked = (own, now.engine.info.version, now.notice or "", request.url)
    return blake2b("\0".join(asked).encode("utf-8", "replace"), digest_size=12).hexdigest()


def _validated(response: Response) -> Response:
    response.set_etag(g.etag, weak=True)
    response.last_modified = _moment(opened().engine.info.built)
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Accept-Encoding")
    return response


def _moment(built: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(built)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _compressed(response: Response) -> Response:
    if (
        response.status_code != 200
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(_COMPRESSED)
        or not request.accept_encodings["gzip"]
    ):
        return response
    plain = response.get_data()
    if len(plain) >= LEAST_COMPRESSED:
        response.set_data(gzip.compress(plain, compresslevel=3, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
    return response
