"""What could be the title of an HTML page: title element, metadata and headings compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from indexer.metadata.titles.headings import (
    BANNER,
    fits,
    heading_in_title,
    only_heading,
    opening_heading,
    printed_part,
    without_kicker,
)
from indexer.metadata.titles.title_candidates import TITLES, TitleCandidate, stated_values
from indexer.metadata.titles.title_tags import is_site, without_site, words_of
from indexer.model import CleanPage


@dataclass(frozen=True)
class _OwnNames:
    """What a page calls itself, the site's name aside.

    ``tags`` is the page's part of the title element, one or none. ``headings`` are
    the main ones, that named by the title element first.
    """

    stated: Sequence[str]
    tags: Sequence[str]
    headings: Sequence[str]

    @property
    def said(self) -> tuple[str, ...]:
        """What metadata and title element say."""
        return (*self.stated, *self.tags)


def html_titles(page: CleanPage, site: Sequence[str]) -> Iterator[TitleCandidate]:
    """The possible titles of an HTML page, the best first.

    A heading that metadata or title element repeat; on a page without either, the part
    of the title element printed above the text; then what two of them share.
    """
    tag = page.page.title or ""
    names = _own_names(page, tag, site)
    said = {words_of(value) for value in names.said}
    agreed = [text for text in names.headings if words_of(text) in said]
    if agreed:
        yield TitleCandidate(without_kicker(agreed[0], names.stated, tag), "heading")
    if not names.headings and not names.stated:
        printed = (*printed_part(page.page, tag, site), *opening_heading(page.kept, tag))
        yield from (TitleCandidate(text, "heading") for text in printed)
    alike = only_heading(page.page, tag, names.said)
    yield from (TitleCandidate(text, "heading") for text in alike)
    yield from (TitleCandidate(text, "page") for text in _shared(names))
    yield from (TitleCandidate(text, "heading") for text in names.headings[:1])
    yield from (TitleCandidate(text, "page") for text in names.said)


def _own_names(page: CleanPage, tag: str, site: Sequence[str]) -> _OwnNames:
    def own(values: Collection[str]) -> list[str]:
        return [value for value in values if fits(value) and not is_site(value, site)]

    kept = [block.text for block in page.kept if block.level == 1]
    inner = [b.text for b in page.page.blocks if b.level == 1 and not b.tokens & BANNER]
    headings = own(dict.fromkeys((*kept, *inner)))
    values = own([without_site(v, site, headings) for v in stated_values(page.page, TITLES)])
    named = heading_in_title(page.page, tag, site)
    tags = own([without_site(tag, site, (*named, *headings, *values))])
    return _OwnNames(values, tags, list(dict.fromkeys((*named, *headings))))


def _shared(names: _OwnNames) -> list[str]:
    """What the metadata and the title element say alike; failing one heading, the metadata."""
    said = Counter(words_of(value) for value in names.stated)
    several = len(names.headings) > 1
    twice = [v for v in names.stated if several and said[words_of(v)] > 1]
    keys = {words_of(value) for value in (*names.tags, *twice)}
    return [value for value in names.stated if words_of(value) in keys][:1]
