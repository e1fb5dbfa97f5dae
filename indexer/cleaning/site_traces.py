"""The site a page belongs to, and the page's trace: the hashes of its lines."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from indexer.cleaning.judges.repetition import line_hash, line_hashes
from indexer.model import CleanPage, Trace

_HOST = re.compile(r"(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,24}(?::\d+)?", re.IGNORECASE)
_FILE_NAME = re.compile(r".+\.(?:html?|php\d?|aspx?|jsp|cgi|txt|md)", re.IGNORECASE)
"""What looks like a host but is a folder named after a page."""


def site_of(path: str, address: str | None) -> str:
    """The host of a page's address; else that its folder is named after, as in mirrors.

    Pages without either belong together by their topmost folder.
    """
    host = urlsplit(address).hostname if address else None
    folders = path.split("/")[:-1]
    named = (f for f in folders if _HOST.fullmatch(f) and not _FILE_NAME.fullmatch(f))
    host = host or next(named, None)
    if host:
        return host.lower().partition(":")[0].removeprefix("www.")
    return f"{folders[0] if folders else ''}/"


def trace_of(page: CleanPage, site: str) -> Trace:
    """The trace of a page cleaned without a profile of its site."""
    whole = line_hash("\n".join(block.text for block in page.kept))
    return Trace.of(site, whole, sorted(line_hashes(page.kept)))
