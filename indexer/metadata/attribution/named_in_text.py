"""The organisation a document is wholly about, by its heading, first lines and text."""

from __future__ import annotations

from dataclasses import replace

from indexer.authority.register import Mention, Organisation
from indexer.metadata.attribution.evidence import AttributionEvidence, years_in
from indexer.metadata.attribution.phrases import IS

_FIRST_LINES = 6
"""Lines that may say which organisation the document is about."""
_FEWEST_MENTIONS = 5
_WORDS_A_MENTION = 250
"""Mentions of the organisation a text is chiefly about, and words to each of them."""
_LEAD = 2.0
"""How many times as often it must be named as any other."""
_TITLE_MENTIONS = 2
"""Mentions of the organisation that a title names among other words."""
_OPENING_MENTIONS = 2
"""Mentions of one whose single-word name begins the title."""
_SHORT_LINE = 12
"""Words of a line that may be a heading. All these numbers were chosen by hand."""


def named_in_heading(evidence: AttributionEvidence) -> Organisation | None:
    """The organisation the title names and nothing else, or a first line says what it is."""
    title = evidence.title.value
    return (
        evidence.named_alone(title)
        or _after_colon(title, evidence)
        or _in_title(evidence)
        or _in_first_lines(evidence)
    )


def _after_colon(title: str, evidence: AttributionEvidence) -> Organisation | None:
    """The organisation that is all a title says after its colon, with "the" or its years."""
    _, colon, rest = title.partition(": ")
    years = years_in(rest)
    if not colon or not (years or rest.startswith("the ")):
        return None
    return (replace(evidence, years=years) if years else evidence).named_alone(rest)


def _in_title(evidence: AttributionEvidence) -> Organisation | None:
    """The one organisation the title names, if the text names no other more often."""
    named = _slugs_in_title(evidence)
    entry = evidence.authority.get(min(named)) if len(named) == 1 else None
    title = evidence.title.value
    if entry is None or not evidence.existed(entry) or title.endswith("?"):
        return None
    times = evidence.counts[entry.slug] + (title not in evidence.lines)
    return entry if times >= max(_TITLE_MENTIONS, _most_rival_mentions(entry, evidence)) else None


def _slugs_in_title(evidence: AttributionEvidence) -> set[str]:
    """The organisations a title names; one of one word at its beginning if the text does too."""
    authority, title = evidence.authority, evidence.title.value
    found = {slug for _, slug in authority.resolved(title, evidence.years, evidence.counts)}
    if found:
        return found
    opening = authority.resolved(f"of {title}", evidence.years, evidence.counts)
    return {slug for _, slug in opening if evidence.counts[slug] >= _OPENING_MENTIONS}


def _in_first_lines(evidence: AttributionEvidence) -> Organisation | None:
    """The organisation defined by the first line that defines any, if the title fits."""
    for line in evidence.lines[:_FIRST_LINES]:
        for mention in evidence.authority.find(line):
            if mention.kind != "publication" and _is_defined(line, mention):
                entry = evidence.meant(mention, line)
                named = _slugs_in_title(evidence)
                return entry if entry and (not named or entry.slug in named) else None
    return None


def _is_defined(line: str, mention: Mention) -> bool:
    """Whether a line begins with an organisation and says what it is."""
    opens = not line[: mention.start].strip(" \"'“‘").removeprefix("The").strip()
    return opens and IS.match(line, mention.end) is not None


def named_most(evidence: AttributionEvidence) -> Organisation | None:
    """The organisation named most, if often enough and twice as often as any not its kin."""
    counts = {
        entry: count
        for slug, count in evidence.counts.items()
        if (entry := evidence.authority.get(slug)) and evidence.existed(entry)
    }
    if not counts:
        return None
    leader = min(counts, key=lambda entry: (-counts[entry], entry.slug))
    least = max(_FEWEST_MENTIONS, len(evidence.text.split()) / _WORDS_A_MENTION)
    kin = evidence.kin(leader)
    rivals = (count for e, count in counts.items() if e != leader and e.slug not in kin)
    leads = counts[leader] >= max(least, max(rivals, default=0) * _LEAD)
    return leader if leads and _in_short_line(leader, evidence) else None


def _most_rival_mentions(entry: Organisation, evidence: AttributionEvidence) -> int:
    """How often the most named organisation is that is neither this one nor its kin."""
    own = {entry.slug, *evidence.kin(entry)}
    return max((count for slug, count in evidence.counts.items() if slug not in own), default=0)


def _in_short_line(entry: Organisation, evidence: AttributionEvidence) -> bool:
    """Whether the title or a short line names it: articles on something else rarely do."""
    short = (line for line in evidence.lines if len(line.split()) <= _SHORT_LINE)
    lines = "\n".join((evidence.title.value, *short))
    known = evidence.counts.keys()
    return entry.slug in evidence.authority.mentions(lines, evidence.years, known)
