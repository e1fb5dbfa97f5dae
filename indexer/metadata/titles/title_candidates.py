"""What could be a document's title, with its basis, and where pages state titles and sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.model import ParsedPage

TITLES = (
    "meta:og:title",
    "json-ld:headline",
    "meta:twitter:title",
    "meta:headline",
    "meta:dc.title",
    "meta:dcterms.title",
    "meta:citation_title",
    "meta:title",
)
"""Properties in which pages state their title, the most trusted first."""

SITE_NAMES = (
    "meta:og:site_name",
    "meta:application-name",
    "json-ld:isPartOf",
    "json-ld:publisher",
)
"""Properties in which pages state the name of their site."""


@dataclass(frozen=True)
class TitleCandidate:
    """A possible title and its basis, as it is shown to readers."""

    value: str
    basis: str


def stated_values(page: ParsedPage, names: Iterable[str]) -> Iterator[str]:
    """The values of a page's properties in the order of ``names``."""
    for name in names:
        yield from (p.value for p in page.properties if p.name == name)
