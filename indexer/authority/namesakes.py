"""Which of several organisations that share a name a text means."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache

from indexer.authority.countries import BRITAIN, country_words
from indexer.authority.file import Organisation

_LINEAGE = 4
"""Steps back in a line of predecessors that are followed; chosen by hand."""
_KIN_WEIGHT = 2
"""A kindred organisation or an own paper counts as many words of a country; chosen by hand."""
_NOT_ABROAD = frozenset((None, BRITAIN, "Scotland", "Wales", "international"))
_PARTS_OF_BRITAIN = frozenset((BRITAIN, "Scotland", "Wales"))


class Namesakes:
    """Tells organisations of one name apart by company, years, country and kin."""

    def __init__(self, by_slug: Mapping[str, Organisation]) -> None:
        self._by_slug = by_slug

    def choose(
        self, slugs: Sequence[str], years: Collection[int], known: Collection[str], *texts: str
    ) -> str | None:
        """The slug of the one that is meant, or ``None``.

        By what is ``known`` to be in the document, by years, then by the first of the
        ``texts`` with more evidence for one of them than for the others; else the one
        that is not abroad, if there is no evidence for those abroad.
        """
        entries = [self._by_slug[slug] for slug in slugs]
        here = [entry for entry in entries if entry.slug in known]
        if len(here) == 1:
            return here[0].slug
        entries = self._of_years(here or entries, years)
        if len(entries) == 1:
            return entries[0].slug
        return self._supported(entries, known, texts) or self._at_home(entries, known, texts)

    def in_country(self, slugs: tuple[str, ...], country: str) -> tuple[str, ...]:
        """Those of a country; all of them if none is and it is a part of Britain."""
        there = tuple(slug for slug in slugs if (self._by_slug[slug].place or BRITAIN) == country)
        return there or (slugs if country in _PARTS_OF_BRITAIN else ())

    def _of_years(self, entries: list[Organisation], years: Collection[int]) -> list[Organisation]:
        """Those that existed in most of the years, or in half as many as the one that did.

        An entry that had begun by the last of the years has its predecessors'
        years too: histories tell of both. If none did, those that had begun; else all.
        """
        if not years:
            return entries
        latest = max(years)
        begun = [e for e in entries if (e.first or 0) <= latest]
        active = [self._active_years(entry, years) for entry in begun]
        most = max(active, default=0)
        chosen = [e for e, n in zip(begun, active, strict=True) if most and n * 2 >= most]
        return chosen or begun or entries

    def _active_years(self, entry: Organisation, years: Collection[int]) -> int:
        """How many of the years the entry or one it continues existed in."""
        since = min(self._since[entry.slug], entry.first or 0)
        return sum(since <= year <= (entry.last or year) for year in years)

    @cached_property
    def _since(self) -> Mapping[str, int]:
        """The first year of each entry or of the earliest it continues; 0 where unknown."""
        entries = self._by_slug.values()
        since = {entry.slug: entry.first or 0 for entry in entries}
        for _ in range(_LINEAGE):
            for entry in entries:
                if entry.successor in since and entry.first:
                    since[entry.successor] = min(since[entry.successor], since[entry.slug])
        return since

    def _supported(
        self, entries: list[Organisation], known: Collection[str], texts: Collection[str]
    ) -> str | None:
        """The one with most evidence in the first text that has any; last, by the others known."""
        for text in (*texts, None):
            scores = sorted((self._support(entry, known, text), entry.slug) for entry in entries)
            if len(scores) > 1 and scores[-1][0] > scores[-2][0]:
                return scores[-1][1]
        return None

    def _support(self, entry: Organisation, known: Collection[str], text: str | None) -> int:
        """Evidence in a text for an entry: words of its country, its kin, its papers.

        Without a text: how many of the ``known`` organisations are of its country.
        """
        country = entry.place or BRITAIN
        others = [self._by_slug[slug] for slug in known if slug in self._by_slug]
        if text is None:
            return sum((other.place or BRITAIN) == country for other in others)
        kin = (
            o.slug in (entry.successor, entry.parent) or o.successor == entry.slug for o in others
        )
        papers = (_has_words(text, paper) for paper in entry.publications)
        return len(country_words(text).get(country, ())) + _KIN_WEIGHT * (sum(kin) + sum(papers))

    def _at_home(
        self, entries: list[Organisation], known: Collection[str], texts: Collection[str]
    ) -> str | None:
        """The only one that is not abroad, if the texts have no evidence for those abroad."""
        abroad = [e for e in entries if e.place not in _NOT_ABROAD]
        home = [e for e in entries if e.place in _NOT_ABROAD]
        pointers = (self._support(entry, known, text) for entry in abroad for text in texts)
        return home[0].slug if len(home) == 1 and not any(pointers) else None


@lru_cache(maxsize=1024)
def _has_words(text: str, words: str) -> bool:
    return words in text
