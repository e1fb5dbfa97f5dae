"""The pages of each site, and the lines that repeat on them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby

from indexer.model import Repeated, Trace
from indexer.model.traces import pack, unpack

_LEAST = 4
_SHARE = 0.2
"""A line repeats if it is on this share of a site's pages and four more.

So a site of under five pages has none, and a small one must show it on nearly
all of them.
"""


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
    profiles = {site: pack(sorted(found)) for site, found in sorted(sites.profiles.items())}
    rows = [(key, *sites.traces[key]) for key in sorted(sites.traces)]
    return json.dumps([profiles, rows], separators=(",", ":")).encode() + b"\n"


def read_sites(content: bytes) -> Sites:
    """The profiles and traces ``write_sites`` wrote."""
    profiles, rows = json.loads(content)
    traces = {key: Trace(site, page, lines) for key, site, page, lines in rows}
    return Sites(traces, {site: frozenset(unpack(found)) for site, found in profiles.items()})
