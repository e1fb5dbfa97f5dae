"""Which pages are of one site, and what repeats on them."""

from __future__ import annotations

import base64
import json
import re
import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import NamedTuple
from urllib.parse import urlsplit

from indexer.model import CleanPage

_LEAST = 4
_SHARE = 0.2
"""A line repeats if it is on this share of a site's pages and four more.

So a site of under five pages has none, and a small one must show it on nearly
all of them.
"""
_HOST = re.compile(r"(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,24}(?::\d+)?", re.IGNORECASE)
_FILES = re.compile(r".+\.(?:html?|php\d?|aspx?|jsp|cgi|txt|md)", re.IGNORECASE)

Repeated = frozenset[int]
"""The hashes of the lines that repeat on a site: its repetition profile."""


class Trace(NamedTuple):
    """What a page adds to the profile of its site.

    ``page`` stands for its whole text, so that copies count once. ``packed``
    are the hashes of its lines, as they are written: few are ever looked at.
    """

    site: str
    page: str
    packed: str

    @classmethod
    def of(cls, site: str, page: int, lines: Iterable[int]) -> Trace:
        """The trace of a page by hashes of its text and of its lines, ascending."""
        return cls(site, _pack([page]), _pack(lines))

    @property
    def lines(self) -> tuple[int, ...]:
        """The hashes of its lines, ascending."""
        return _unpack(self.packed)


@dataclass(frozen=True)
class Sites:
    """The traces of pages by document, and the profiles of sites that have one."""

    traces: Mapping[str, Trace] = field(default_factory=dict)
    profiles: Mapping[str, Repeated] = field(default_factory=dict)

    def repeated(self, document: str) -> Repeated:
        """The lines of a document that repeat on its site; nothing else can change its text."""
        trace = self.traces.get(document)
        profile = self.profiles.get(trace.site) if trace else None
        return profile.intersection(trace.lines) if trace and profile else frozenset()


def site_of(path: str, address: str | None) -> str:
    """The host of a page's address; else that of the folder it is in, as mirrors name them.

    Pages without either are taken together by their topmost folder.
    """
    host = urlsplit(address).hostname if address else None
    folders = path.split("/")[:-1]
    named = (f for f in folders if _HOST.fullmatch(f) and not _FILES.fullmatch(f))
    host = host or next(named, None)
    if host:
        return host.lower().partition(":")[0].removeprefix("www.")
    return f"{folders[0] if folders else ''}/"


def trace_of(page: CleanPage, site: str) -> Trace:
    """The trace of a page cleaned without a profile."""
    # Cleaning takes long to import, and only the processes that read have need of it.
    from indexer.cleaning.judges.repetition import line_hash, line_hashes

    whole = line_hash("\n".join(block.text for block in page.kept))
    return Trace.of(site, whole, sorted(line_hashes(page.kept)))


def find_sites(traces: Mapping[str, Trace], base: Sites | None = None) -> Sites:
    """The profiles that follow from ``traces``, whatever their order.

    Those of sites that are the same in ``base`` are taken from there.
    """
    base = base or Sites()
    touched = {
        trace.site
        for key, trace in chain(traces.items(), base.traces.items())
        if traces.get(key) != base.traces.get(key)
    }
    by_site: dict[str, dict[str, Trace]] = {site: {} for site in touched}
    for trace in traces.values():
        if trace.site in touched:
            by_site[trace.site][trace.page] = trace
    profiles = {s: found for s, found in base.profiles.items() if s not in touched}
    for site, pages in by_site.items():
        if found := _repeated(pages.values()):
            profiles[site] = found
    return Sites(traces, profiles)


def altered_sites(sites: Sites, base: Sites) -> frozenset[str]:
    """The sites with another profile than in ``base``."""
    either = sites.profiles.keys() | base.profiles.keys()
    return frozenset(s for s in either if sites.profiles.get(s) != base.profiles.get(s))


def _repeated(pages: Iterable[Trace]) -> Repeated:
    pages = tuple(pages)
    least = _LEAST + _SHARE * len(pages)
    if len(pages) < least:
        return frozenset()
    lines = sorted(chain.from_iterable(page.lines for page in pages))
    return frozenset(line for line, group in groupby(lines) if sum(1 for _ in group) >= least)


def write_sites(sites: Sites) -> bytes:
    """The profiles and traces as JSON, hashes packed, in order of site and document."""
    profiles = {site: _pack(sorted(found)) for site, found in sorted(sites.profiles.items())}
    rows = [(key, *sites.traces[key]) for key in sorted(sites.traces)]
    return json.dumps([profiles, rows], separators=(",", ":")).encode() + b"\n"


def read_sites(content: bytes) -> Sites:
    """The profiles and traces ``write_sites`` wrote."""
    profiles, rows = json.loads(content)
    traces = {key: Trace(site, page, lines) for key, site, page, lines in rows}
    return Sites(traces, {site: frozenset(_unpack(found)) for site, found in profiles.items()})


def _pack(hashes: Iterable[int]) -> str:
    packed = array("Q", hashes)
    if sys.byteorder == "big":
        packed.byteswap()
    return base64.b64encode(packed.tobytes()).decode("ascii")


def _unpack(text: str) -> tuple[int, ...]:
    packed = array("Q", base64.b64decode(text))
    if sys.byteorder == "big":
        packed.byteswap()
    return tuple(packed)
