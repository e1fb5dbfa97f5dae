"""A place where a text names an organisation, and whether its form can be believed there."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from indexer.authority.names import Kind, tokenize

_OFTEN_OTHERS = frozenset(
    """AAM ACF AFA ARA AWA CFB CSC CWO DAC ICC ICP ISP IWA IWC LAI LBC LCC NAC PSC RIC SCG SEP
    SOA SRG SSA UDC USM WIL WSF WSM""".split()
)
"""Acronyms that elsewhere mean a council, a company, a court …"""

_NEAR = 300
"""Characters on either side of a mention that say of which place it is."""


class Mention(NamedTuple):
    """A place where a text names an organisation; several ``slugs`` share the form found."""

    start: int
    end: int
    slugs: tuple[str, ...]
    kind: Kind


def defined_otherwise(text: str, mentions: list[Mention]) -> set[str]:
    """Acronyms the text itself explains as something unknown: "Indian Cricket Club (ICC)"."""
    explained = set()
    for previous, mention in pairwise([None, *mentions]):
        if mention is None or mention.kind != "acronym":
            continue
        if text[max(0, mention.start - 2) : mention.start] != " (":
            continue
        adjoins = previous is not None and previous.end >= mention.start - 4
        if previous is None or not adjoins or not set(previous.slugs) & set(mention.slugs):
            words = tokenize(text[max(0, mention.start - 120) : mention.start])
            if words and words[-1].raw[0].isupper():
                explained.add(text[mention.start : mention.end])
    return explained


def is_believed(form: str, slug: str, known: Collection[str]) -> bool:
    """Whether a form that may be an ordinary word or another's acronym is taken for a name."""
    if slug in known or " " in form:
        return True
    letters = tokenize(form)[0].acronym
    if letters.isupper():
        return len(letters) > 2 and letters not in _OFTEN_OTHERS
    return bool(known) or any(c.isdigit() for c in form)


def line_of(text: str, mention: Mention) -> str:
    """What stands around a mention on its line."""
    before = text[max(0, mention.start - _NEAR) : mention.start].rpartition("\n")[2]
    after = text[mention.start : mention.end + _NEAR].partition("\n")[0]
    return before + after
