"""What a document is attributed by: its text and title, and the organisations they name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.authority.register import Authority, Mention, Organisation
from indexer.metadata.attribution.phrases import AFTER_NAME, BEFORE_NAME
from indexer.metadata.titles import Title
from indexer.model import CleanPage, Published
from indexer.notation.calendar_words import YEAR

_YEAR = re.compile(rf"{YEAR}(?!\d)(?<!\d{{5}})")
_MEMBER = re.compile(r"[A-Z]ers?$")


@dataclass(frozen=True)
class AttributionEvidence:
    """The text, the years it names, and how often it names each organisation.

    ``latest`` is the last of the ``years`` if the document is dated, else ``None``:
    no document is by an organisation founded later.
    """

    authority: Authority
    title: Title
    lines: tuple[str, ...]
    text: str
    years: tuple[int, ...]
    counts: Counter[str]
    latest: int | None

    def named_alone(self, value: str) -> Organisation | None:
        """The organisation a short statement names and nothing else, or that of its paper.

        A paper of several publishers says nothing, whatever the years.
        """
        entry = self.authority.named(value)
        if entry and self.existed(entry):
            return entry
        for mention in self.authority.find(value):
            before, after = value[: mention.start], value[mention.end :]
            if not (BEFORE_NAME.match(before) and AFTER_NAME.match(after)):
                continue
            if mention.kind == "publication":
                return self.authority.get(mention.slugs[0]) if len(mention.slugs) == 1 else None
            return self.meant(mention, value)
        return None

    def meant(self, mention: Mention, line: str) -> Organisation | None:
        """The organisation a mention in ``line`` means, unless it is younger than the page."""
        known = self.counts.keys()
        slug = self.authority.choose(mention.slugs, self.years, known, line, self.text)
        entry = self.authority.get(slug) if slug else None
        return entry if entry and self.existed(entry) else None

    def existed(self, entry: Organisation) -> bool:
        """Whether an organisation can have been there when the document was published."""
        return self.latest is None or entry.first is None or entry.first <= self.latest

    def kin(self, entry: Organisation) -> set[str | None]:
        """Those named along with an organisation: its international, predecessors, successor."""
        entries = self.authority.organisations
        before = {other.slug for other in entries if other.successor == entry.slug}
        return {entry.parent, entry.successor, *before}


def gather_evidence(
    page: CleanPage, authority: Authority, title: Title, published: Published | None
) -> AttributionEvidence:
    """The evidence of a page whose title and date are known."""
    lines = tuple(block.text for block in page.kept)
    text = "\n".join(lines)
    named = set(years_in(text)) | ({published.year} if published else set())
    years = tuple(sorted(named))
    counts = _count_mentions(authority, text, years)
    return AttributionEvidence(
        authority, title, lines, text, years, counts, years[-1] if published else None
    )


def years_in(text: str) -> tuple[int, ...]:
    """The years of four digits in a text, as often as they occur."""
    return tuple(int(year) for year in _YEAR.findall(text))


def _count_mentions(authority: Authority, text: str, years: Sequence[int]) -> Counter[str]:
    """How often each organisation is named, its members ("SWPers") not counted."""
    resolved = authority.resolved(text, years)
    return Counter(slug for m, slug in resolved if not _MEMBER.search(text, m.start, m.end))
