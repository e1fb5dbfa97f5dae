"""Whether a response is what it says it is."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from http.client import HTTPResponse
from typing import Any, cast
from xml.etree import ElementTree

_VOID = set("area base br col embed hr img input link meta source track wbr".split())
_OPTIONAL = ("html", "body", "p")
"""Elements that Werkzeug's own pages leave open, as they may."""
_WITHOUT_BODY = (204, 304)


def faults(method: str, response: HTTPResponse, body: bytes) -> Iterator[str]:
    """What is wrong with a response to a request of this method, a few words each."""
    if response.status >= 500:
        yield f"status {response.status}"
    if b"Traceback (most recent call last)" in body:
        yield "a traceback in the body"
    if method == "HEAD" or response.status in _WITHOUT_BODY:
        return
    if response.getheader("Content-Length") is None and not response.chunked:
        yield "neither Content-Length nor chunks"
    kind = (response.getheader("Content-Type") or "").partition(";")[0]
    try:
        if response.getheader("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        _FORMATS.get(kind, _text)(body)
    except (ValueError, OSError, EOFError, ElementTree.ParseError, csv.Error) as error:
        yield f"status {response.status} is no {kind or 'text'}: {error}"


def first_of(received: bytes, method: str) -> tuple[HTTPResponse, bytes, bytes]:
    """The first response in what a connection brought: head, body, and what follows it.

    Raises:
        HTTPException: if it is no response or is cut short.
    """
    stream = io.BytesIO(received)
    response = HTTPResponse(cast(Any, _Received(stream)), method=method)
    response.begin()
    return response, response.read(), received[stream.tell() :]


class _Received:
    """What ``HTTPResponse`` wants of a socket; the stream stays open when it is done."""

    def __init__(self, stream: io.BytesIO) -> None:
        self._stream = stream

    def makefile(self, mode: str) -> io.BufferedIOBase:
        return _Unclosed(self._stream)


class _Unclosed(io.BufferedIOBase):
    def __init__(self, stream: io.BytesIO) -> None:
        self._stream = stream

    def read(self, size: int | None = -1, /) -> bytes:
        return self._stream.read(size)

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._stream.readline(size)


def _text(body: bytes) -> None:
    body.decode("utf-8")


def _csv(body: bytes) -> None:
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    if len(set(map(len, rows))) != 1:
        raise ValueError("its rows have unlike numbers of cells")


def _html(body: bytes) -> None:
    checker = _Balance()
    checker.feed(body.decode("utf-8"))
    checker.close()
    checker.end_optional("")
    if checker.open:
        raise ValueError(f"<{checker.open[-1]}> is not closed")


class _Balance(HTMLParser):
    """Sees that every element that is opened is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Closed at once."""

    def end_optional(self, tag: str) -> None:
        """Close what the end of ``tag`` closes with it."""
        while self.open and self.open[-1] in _OPTIONAL and self.open[-1] != tag:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        self.end_optional(tag)
        if not self.open or self.open.pop() != tag:
            raise ValueError(f"</{tag}> closes nothing that is open at {self.getpos()}")


_FORMATS: dict[str, Callable[[bytes], Any]] = {
    "application/json": json.loads,
    "application/xml": ElementTree.fromstring,
    "application/opensearchdescription+xml": ElementTree.fromstring,
    "image/svg+xml": ElementTree.fromstring,
    "text/csv": _csv,
    "text/html": _html,
}
