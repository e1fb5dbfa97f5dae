"""Requests nobody sends by accident, as hypothesis strategies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

METHODS = ("HEAD", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get")
SEARCHES = ("/search", "/search.json", "/search.csv", "/search.ris", "/search.bib")
PATHS = (
    *("/", "/about", "/organisations", "/organisations/", "/help", "/healthz", "/robots.txt"),
    *("/opensearch.xml", "/sitemap.xml", "/sitemap-1.xml", "/static/pressmark.css", "/search/"),
    *("/trend.json", "/concordance.json", "/facet/year", "/suggest", "/openapi.json"),
    *("/search.atom", "/trend.csv"),
)
FOLDERS = ("/d/", "/p/", "/organisations/", "/static/", "/sitemap-", "/facet/", "/")
PARAMETERS = (
    "q organisation mentions from to year date match forms aliases sort page size undated copies "
    "line by per measure order width starts has of"
).split()
TAKEN = tuple(
    tuple(pair.split("="))
    for pair in (
        "match=any match=all forms=exact forms=related aliases=off sort=oldest sort=newest page=2 "
        "page=100 size=1 size=100 date=mentioned year=none year=1900 organisation=none from=1900 "
        "to=1910 mentions=none organisation=harbour-union-1 undated=in copies=all"
    ).split()
)
"""Parameters with values that are taken, now or once they are known."""
WORDS = ("harbour", "ballot", "report", "alder*", "re*", '"', "(", ")", " OR ", " NOT ", "-", "~5")
ODD_WORDS = ("title:", "org:", "*", "?", " AND ", "“", "‚", "\0", "\ufeff", "\u202e", "İ", "ß", "𝒳")
VALUES = ("none", "-none", "0", "-1", "1e9", "9" * 400, "nan", "1_0", "١٩٣٠", "1900-1910", "%", "")
HEADERS = (
    "Host Accept Accept-Encoding Accept-Language If-None-Match If-Match If-Modified-Since Range "
    "If-Range If-Unmodified-Since Cookie Referer User-Agent Origin X-Forwarded-For "
    "X-Forwarded-Host X-Forwarded-Proto Forwarded Upgrade Connection Authorization Expect TE"
).split()
HEADER_VALUES = (
    *("*", "gzip", "gzip;q=0", "identity;q=0, *;q=0", "bytes=0-0", "bytes=5-1", "bytes=-1,0-"),
    *('W/"x", "y"', "Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 99 Foo 99999 99:99:99", "a..b", "[::1"),
    *("keep-alive, close", "100-continue", "h2c", "x" * 64 + ".example", "localhost:99999", "é"),
)
FRAMING = (
    *(b"Content-Length: 10", b"Content-Length: -1", b"Content-Length: 1, 2", b"Content-Length: a"),
    *(b"Content-Length: " + b"9" * 30, b"Transfer-Encoding: chunked", b"Transfer-Encoding: x"),
    *(b" folded: x", b": x", b"A B: c", b"X: \0", b"X: " + b"y" * 9000, b"\xff: \xfe"),
)


@dataclass(frozen=True)
class Request:
    """Bytes for a connection.

    ``whole`` says that they are one request in due form, which has to be answered.
    """

    method: str
    content: bytes
    whole: bool


def _words() -> st.SearchStrategy[str]:
    piece = st.sampled_from(WORDS + ODD_WORDS) | st.text(max_size=8)
    several = st.lists(piece, max_size=20).map("".join)
    many = st.builds(lambda word, times: word * times, piece, st.sampled_from((40, 600, 5000)))
    return st.one_of(several, several, several, st.lists(piece, max_size=6).map(" ".join), many)


def _values() -> st.SearchStrategy[str | bytes]:
    number = st.integers(-5, 2100).map(str) | st.integers().map(str)
    return st.one_of(_words(), number, st.sampled_from(VALUES), st.binary(max_size=12))


def _targets(documents: Sequence[str]) -> st.SearchStrategy[bytes]:
    name = st.sampled_from(PARAMETERS) | st.text(max_size=6)
    question = st.tuples(st.just("q"), _words())
    taken = st.lists(st.sampled_from(TAKEN), max_size=6)
    asked = st.builds(lambda question, others: [question, *others], question, taken)
    odd = st.lists(st.tuples(name, _values()), max_size=8)
    pair = st.tuples(st.sampled_from(PARAMETERS), st.sampled_from(VALUES))
    pairs = st.one_of(asked, asked, asked, odd, st.lists(pair, min_size=50, max_size=70))
    inside = st.text(max_size=12).map(quote) | st.binary(max_size=12).map(quote)
    under = st.builds(str.__add__, st.sampled_from(FOLDERS), inside)
    with_suffix = st.builds(str.__add__, under, st.sampled_from(("", ".json", ".txt", ".xml")))
    path = st.one_of(*map(st.sampled_from, (SEARCHES, SEARCHES, PATHS, documents)), with_suffix)
    return st.builds(
        lambda path, pairs: f"{path}?{urlencode(pairs)}"[:16_000].encode(), path, pairs
    )


def _headers() -> st.SearchStrategy[Sequence[tuple[str, str]]]:
    plain = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_categories=["Cc"]))
    name = st.sampled_from(HEADERS) | st.from_regex(r"[A-Za-z][A-Za-z0-9!#-]{0,12}", fullmatch=True)
    framing = {"content-length", "transfer-encoding", "expect", "upgrade"}
    pair = st.tuples(
        name.filter(lambda name: name.lower() not in framing),
        st.sampled_from(HEADER_VALUES) | plain,
    )
    return st.lists(pair, max_size=6)


def _encoded(
    method: str, target: bytes, headers: Sequence[tuple[str, str]], body: bytes
) -> Request:
    head = [method.encode("ascii") + b" " + target + b" HTTP/1.1"]
    if not any(name.lower() == "host" for name, _ in headers):
        head.append(b"Host: 127.0.0.1")
    head += [f"{name}: {value.strip()}".encode("latin-1") for name, value in headers]
    if body:
        head.append(b"Content-Length: %d" % len(body))
    return Request(method, b"\r\n".join((*head, b"", body)), whole=True)


def whole_requests(documents: Sequence[str]) -> st.SearchStrategy[Request]:
    """Requests in due form, of any content; three in four are GET."""
    odd = st.sampled_from(METHODS) | st.from_regex(r"[A-Z]{1,12}", fullmatch=True)
    method = st.integers(0, 3).flatmap(lambda n: st.just("GET") if n else odd)
    body = st.just(b"") | st.just(b"") | st.binary(max_size=200)
    return st.builds(_encoded, method, _targets(documents), _headers(), body)


def _altered(request: Request, at: int, cut: int, put: bytes) -> Request:
    place = at % (len(request.content) + 1)
    content = request.content[:place] + put + request.content[place + cut :]
    return Request(request.method, content, whole=False)


def _framed(request: Request, line: bytes, body: bytes) -> Request:
    first, _, rest = request.content.partition(b"\r\n")
    return Request(request.method, first + b"\r\n" + line + b"\r\n" + rest + body, whole=False)


def broken_requests(documents: Sequence[str]) -> st.SearchStrategy[Request]:
    """Bytes of any kind: altered requests, odd framing, noise."""
    noise = st.binary(min_size=1, max_size=400).map(lambda b: Request("GET", b, whole=False))
    put = st.binary(max_size=20) | st.sampled_from((b"\r\n", b"\r\n\r\n", b"\n", b"\0", b" "))
    whole, small = whole_requests(documents), st.binary(max_size=40)
    altered = st.builds(_altered, whole, st.integers(0, 10_000), st.integers(0, 40), put)
    framed = st.builds(_framed, whole, st.sampled_from(FRAMING), small)
    return st.one_of(altered, framed, noise)


def any_requests(documents: Sequence[str]) -> st.SearchStrategy[Request]:
    """Nine in ten are whole.

    Args:
        documents: paths of documents that there are.
    """
    whole, broken = whole_requests(documents), broken_requests(documents)
    return st.integers(0, 9).flatmap(lambda n: whole if n else broken)
