"""Error responses: a page for readers, JSON of one shape for programs."""

from __future__ import annotations

import errno
import json
from http import HTTPStatus

from flask import Flask, Response, abort, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from indexer.errors import EngineError, QueryError
from indexer.presentation.answers import error_json
from webapp.serving.host_check import REFUSED
from webapp.serving.server import MAX_QUERY

TITLES = {
    400: "This request cannot be answered",
    404: "Not in the archive",
    414: "This address is too long",
    405: "Pages can only be read here",
    500: "Something went wrong here",
    503: "The archive is closed at the moment",
}
MESSAGES = {
    404: "There is nothing at this address.",
    405: "This address answers only GET and HEAD requests.",
    414: "The address is longer than any search can be.",
    500: "This is our fault, not yours. The error has been recorded in the server’s log.",
    503: "The index cannot be read at the moment. It may not have been built yet (with: indexer "
    "rebuild), or it is being repaired; the server’s log says what is wrong.",
}
"""The message for a status, if the error has none of its own."""


def register(app: Flask) -> None:
    """Answer every error, and every request that must be refused, with a page or JSON."""
    app.before_request(_refuse)
    app.register_error_handler(QueryError, _query_error)
    app.register_error_handler(EngineError, _engine_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(MemoryError, _exhausted)
    app.register_error_handler(OSError, _exhausted)


def _refuse() -> None:
    """Refuse requests for other hosts, and those too long to be read."""
    if reason := request.environ.get(REFUSED):
        abort(400, reason)
    if len(request.environ.get("QUERY_STRING", "")) > MAX_QUERY:
        abort(414)


def _query_error(error: Exception) -> Response:
    parameter = error.parameter if isinstance(error, QueryError) else None
    return _answer(400, str(error), parameter)


def _engine_error(error: Exception) -> Response:
    public = error.public if isinstance(error, EngineError) else ""
    current_app.logger.error("no index to answer from: %s", error)
    response = _answer(503, public or MESSAGES[503])
    response.headers["Retry-After"] = "30"
    return response


_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)


def _exhausted(error: Exception) -> Response:
    """Out of memory or file descriptors: a short text, as a page would need more of them."""
    if isinstance(error, OSError) and error.errno not in _EXHAUSTED:
        raise error
    current_app.logger.error("not enough memory or descriptors to answer: %r", error)
    text = "The archive is too busy at the moment; please try again in half a minute.\n"
    return Response(text, 503, mimetype="text/plain", headers={"Retry-After": "30"})


def _http_error(error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        error = InternalServerError()
    status = error.code or 500
    own = error.description if error.description != type(error).description else None
    message = own or MESSAGES.get(status) or HTTPStatus(status).phrase
    response = _answer(status, MESSAGES[500] if status == 500 else message)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _answer(status: int, message: str, parameter: str | None = None) -> Response:
    """The error as JSON or a page; ``parameter`` is the URL parameter at fault.

    Messages do not disclose paths on the server; they are in its log.
    """
    if request.path.endswith(".json"):
        body = json.dumps(error_json(status, parameter, message), ensure_ascii=False)
        return Response(body, status, mimetype="application/json")
    if status in (500, 503):
        g.pop("opened", None)
    page = render_template(
        "error.html",
        status=status,
        title=TITLES.get(status, HTTPStatus(status).phrase),
        message=message,
        parameter=parameter,
    )
    return Response(page, status, mimetype="text/html")
