"""Sites: their pages, and the lines that repeat on them (the site's profile)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby

from indexer.model import Repeated, Trace
from indexer.model.traces import pack, unpack

_LEAST = 4
_SHARE = 0.2
"""A line repeats if it is on this share of a site's pages plus ``_LEAST`` pages.

So a site of fewer than five pages has no repeated lines, and in a small site a
line must be on nearly all pages. Both numbers were chosen by hand.
"""


@dataclass(frozen=True)
class Sites:
    """The traces of pages by document id, and the profiles of sites that have one."""

    traces: Mapping[str, Trace] = field(default_factory=dict)
    profiles: Mapping[str, Repeated] = field(default_factory=dict)

    def repeated(self, document: str) -> Repeated:
        """The lines of a document that repeat on its site: all that its text depends on there."""
        trace = self.traces.get(document)
        profile = self.profiles.get(trace.site) if trace else None
        return profile.intersection(trace.lines) if trace and profile else frozenset()


def find_sites(traces: Mapping[str, Trace], old: Sites | None = None) -> Sites:
    """The profiles that follow from ``traces``, whatever their order.

    Profiles of sites whose traces are the same in ``old`` are taken from there.
    """
    old = old or Sites()
    touched = _touched(traces, old.traces)
    by_site: dict[str, dict[str, Trace]] = {site: {} for site in touched}
    for trace in traces.values():
        if trace.site in touched:
            by_site[trace.site][trace.page] = trace
    profiles = {s: found for s, found in old.profiles.items() if s not in touched}
    for site, pages in by_site.items():
        if found := _repeated(pages.values()):
            profiles[site] = found
    return Sites(traces, profiles)


def _touched(traces: Mapping[str, Trace], old: Mapping[str, Trace]) -> frozenset[str]:
    """The sites with pages that were added, changed or removed."""
    both = chain(traces.items(), old.items())
    return frozenset(trace.site for key, trace in both if traces.get(key) != old.get(key))


def altered_sites(sites: Sites, old: Sites) -> frozenset[str]:
    """The sites with another profile than in ``old``."""
    either = sites.profiles.keys() | old.profiles.keys()
    return frozenset(s for s in either if sites.profiles.get(s) != old.profiles.get(s))


def _repeated(pages: Iterable[Trace]) -> Repeated:
    pages = tuple(pages)
    least = _LEAST + _SHARE * len(pages)
    if len(pages) < least:
        return frozenset()
    lines = sorted(chain.from_iterable(page.lines for page in pages))
    return frozenset(line for line, group in groupby(lines) if sum(1 for _ in group) >= least)


def write_sites(sites: Sites) -> bytes:
    """The profiles and traces as JSON, with packed hashes, in order of site and document id."""
    profiles = {site: pack(sorted(found)) for site, found in sorted(sites.profiles.items())}
    rows = [(key, *sites.traces[key]) for key in sorted(sites.traces)]
    return json.dumps([profiles, rows], separators=(",", ":")).encode() + b"\n"


def read_sites(content: bytes) -> Sites:
    """The profiles and traces that ``write_sites`` wrote."""
    profiles, rows = json.loads(content)
    traces = {key: Trace(site, page, lines) for key, site, page, lines in rows}
    return Sites(traces, {site: frozenset(unpack(found)) for site, found in profiles.items()})
