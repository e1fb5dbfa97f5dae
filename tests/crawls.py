"""WARC and ARC files for tests, written by warcio."""

from __future__ import annotations

import gzip
import io
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SITE = "http://crawl.example.org"
DATE = "2009-03-04T05:06:07Z"


def html(word: str, title: str = "A page") -> bytes:
    """A page that holds ``word``."""
    return (
        f"<html><head><title>{title} about {word}</title></head><body><h1>{title} about {word}</h1>"
        f"<p>The committee spoke about {word} for an hour and then went home by the last tram.</p>"
        "</body></html>"
    ).encode()


class Crawl:
    """A WARC file in the making; ``compressed`` record by record."""

    def __init__(self, compressed: bool = False) -> None:
        self._out = io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=compressed)
        self._compressed = compressed
        info = self._writer.create_warcinfo_record("crawl.warc", {"software": "none"})
        self._writer.write_record(info)

    def add(
        self,
        path: str,
        body: bytes,
        mime: str = "text/html",
        status: str = "200 OK",
        kind: str = "response",
        **headers: str,
    ) -> int:
        """Add a record for an address of the site; the offset it begins at."""
        start = self._out.tell()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        lines = list({"Content-Type": mime, **named}.items())
        http = StatusAndHeaders(status, lines, protocol="HTTP/1.0") if kind != "resource" else None
        record = self._writer.create_warc_record(
            path if "://" in path else SITE + path,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": DATE, **({} if http else {"Content-Type": mime})},
        )
        self._writer.write_record(record)
        return start

    def content(self) -> bytes:
        """The bytes of the file."""
        return self._out.getvalue()


def arc(*pages: tuple[str, bytes]) -> bytes:
    """An ARC file of HTML pages by path."""
    about = b"1 0 Nobody\nURL IP-address Archive-date Content-type Archive-length\n"
    out = b"filedesc://crawl.arc 0.0.0.0 20010203040506 text/plain %d\n%s\n" % (len(about), about)
    for path, body in pages:
        response = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        line = f"{SITE}{path} 127.0.0.1 20010203040506 text/html {len(response)}\n"
        out += line.encode() + response + b"\n"
    return out


def members(content: bytes, offsets: list[int]) -> bytes:
    """A file cut at ``offsets``, each part a gzip member."""
    ends: list[Any] = [*offsets[1:], None]
    parts = zip(offsets, ends, strict=True)
    return b"".join(gzip.compress(content[start:end]) for start, end in parts)
