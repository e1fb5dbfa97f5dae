"""Mentions of an organisation in a text, and whether the form used there can be believed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from indexer.authority.name_tree import FormKind
from indexer.authority.name_words import read_words

_OFTEN_OTHERS = frozenset(
    """AAM ACF AFA ARA AWA CFB CSC CWO DAC ICC ICP ISP IWA IWC LAI LBC LCC NAC PSC RIC SCG SEP
    SOA SRG SSA UDC USM WIL WSF WSM""".split()
)
"""Acronyms that elsewhere mean a council, a company, a court …"""

_NEAR = 300
"""Characters on either side of a mention that tell its country; chosen by hand."""
_DEFINITION = 120
"""Characters in front of an acronym in brackets that may spell it out; chosen by hand."""


class Mention(NamedTuple):
    """The offsets where a text names an organisation; several ``slugs`` share the form found."""

    start: int
    end: int
    slugs: tuple[str, ...]
    kind: FormKind


def defined_otherwise(text: str, mentions: Sequence[Mention]) -> set[str]:
    """Acronyms the text itself explains as something unknown: "Indian Cricket Club (ICC)"."""
    explained = set()
    for previous, mention in pairwise((None, *mentions)):
        if mention is None or mention.kind != "acronym":
            continue
        if text[max(0, mention.start - 2) : mention.start] != " (":
            continue
        if not _spells_out(previous, mention):
            words = read_words(text[max(0, mention.start - _DEFINITION) : mention.start])
            if words and words[-1].raw[0].isupper():
                explained.add(text[mention.start : mention.end])
    return explained


def _spells_out(previous: Mention | None, acronym: Mention) -> bool:
    """Whether the name right in front of an acronym in brackets is of the same organisation."""
    adjoins = previous is not None and previous.end >= acronym.start - 4
    return adjoins and previous is not None and bool(set(previous.slugs) & set(acronym.slugs))


def is_believed(form: str, slug: str, known: Collection[str]) -> bool:
    """Whether a form that may be an ordinary word or another's acronym is taken for a name."""
    if slug in known or " " in form:
        return True
    letters = read_words(form)[0].acronym
    if letters.isupper():
        return len(letters) > 2 and letters not in _OFTEN_OTHERS
    return bool(known) or any(c.isdigit() for c in form)


def line_of(text: str, mention: Mention) -> str:
    """What is around a mention on its line."""
    before = text[max(0, mention.start - _NEAR) : mention.start].rpartition("\n")[2]
    after = text[mention.start : mention.end + _NEAR].partition("\n")[0]
    return before + after
