"""Whom a document is by or wholly about, and how that is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.analysis import tokenize
from indexer.authority.lookup import Authority, Mention, Organisation, slugify
from indexer.metadata.descriptions import Context
from indexer.metadata.statements import AFTER_NAME, BEFORE_NAME, IS
from indexer.metadata.titles import Title
from indexer.model import Attribution, Candidate, CleanPage, OrganisationBasis, Published

_FRONT_MATTER = (
    "organisation",
    "organization",
    "organisations",
    "organizations",
    "publisher",
    "source",
)
_PAGE = (
    "meta:og:site_name",
    "meta:publisher",
    "meta:dc.publisher",
    "meta:dcterms.publisher",
    "meta:citation_publisher",
    "meta:article:publisher",
    "json-ld:publisher",
    "json-ld:sourceOrganization",
    "json-ld:isPartOf",
    "meta:application-name",
    "meta:author",
    "meta:dc.creator",
    "json-ld:author",
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?!\d)(?<!\d{5})")
_MEMBER = re.compile(r"[A-Z]ers?$")
_FIRST_LINES = 6
_MOST = 2
_FEWEST_MENTIONS = 5
_TITLE_MENTIONS = 2
_OPENING_MENTIONS = 2
_LEAD = 2.0
_SHORT = 12
_WORDS_A_MENTION = 250


@dataclass(frozen=True)
class Attributed:
    """The organisations chosen, at most two unless described by hand, and those that lost."""

    organisations: tuple[Attribution, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class _Page:
    """What the choice is made from: the text and the years it speaks of."""

    text: str
    years: tuple[int, ...]
    lines: tuple[str, ...]
    title: Title
    authority: Authority
    counts: Counter[str]
    latest: int | None


def choose_organisations(
    page: CleanPage, context: Context, title: Title, published: Published | None
) -> Attributed:
    """The organisations, by the first that answers.

    ``metadata.csv``, ``collection.toml``, front matter, the page's metadata and
    the rest of its title tag, heading and first lines, the one the text is
    chiefly about if it clearly leads. Only the first two may name one that is
    not in the authority file.
    """
    lines = tuple(block.text for block in page.kept)
    text = "\n".join(lines)
    told = {int(year) for year in _YEAR.findall(text)}
    years = tuple(sorted(told | ({published.year} if published else set())))
    counts = _count(context.authority, text, years)
    latest = years[-1] if published else None
    subject = _Page(text, years, lines, title, context.authority, counts, latest)
    chosen: tuple[Attribution, ...] = ()
    lost: list[Candidate] = []
    for found in _answers(page, context, subject):
        if not chosen:
            chosen = found
            continue
        slugs = {attribution.slug for attribution in chosen}
        reason = f"{chosen[0].basis} goes before"
        lost += [_candidate(a, reason) for a in found if a.slug not in slugs]
    return Attributed(chosen, tuple(dict.fromkeys((*lost, *_unresolved(page, subject)))))


def _answers(
    page: CleanPage, context: Context, subject: _Page
) -> Iterator[tuple[Attribution, ...]]:
    override, collection = context.override, context.collection
    if override and override.organisations:
        yield _described(override.organisations, "override", subject)
    if collection and collection.organisations:
        yield _described(collection.organisations, "collection", subject)
    yield _stated(page, [f"front-matter:{key}" for key in _FRONT_MATTER], "front-matter", subject)
    yield _stated(page, _PAGE, "page", subject) or _of_site(subject)
    yield _from_heading(subject)
    yield _from_text(subject)


def _described(
    names: Iterable[str], basis: OrganisationBasis, subject: _Page
) -> tuple[Attribution, ...]:
    """Organisations named by hand; one not in the authority file is kept as it is."""
    authority = subject.authority
    found = []
    for name in names:
        entry = authority.named(name) or authority.resolve(name, subject.years, subject.text)
        found.append(
            _attribution(entry, basis) if entry else Attribution(slugify(name), name, basis)
        )
    return tuple(dict.fromkeys(found))


def _stated(
    page: CleanPage, names: Sequence[str], basis: OrganisationBasis, subject: _Page
) -> tuple[Attribution, ...]:
    for name in names:
        values = [value for stated, value in page.page.properties if stated == name]
        entries = [entry for value in values if (entry := _whole(value, subject))]
        if entries:
            return tuple(dict.fromkeys(_attribution(e, basis) for e in entries))[:_MOST]
    return ()


def _of_site(subject: _Page) -> tuple[Attribution, ...]:
    entries = (_whole(part, subject) for part in subject.title.site)
    return tuple(dict.fromkeys(_attribution(e, "page") for e in entries if e))[:1]


def _whole(value: str, subject: _Page) -> Organisation | None:
    """The organisation a short statement names, by its name or that of its paper.

    A paper of several publishers says nothing, whatever the years.
    """
    entry = subject.authority.named(value)
    if entry and _existed(entry, subject):
        return entry
    for mention in subject.authority.find(value):
        before, after = value[: mention.start], value[mention.end :]
        if not (BEFORE_NAME.match(before) and AFTER_NAME.match(after)):
            continue
        if mention.kind == "publication":
            return subject.authority.get(mention.slugs[0]) if len(mention.slugs) == 1 else None
        return _meant(mention, value, subject)
    return None


def _meant(mention: Mention, line: str, subject: _Page) -> Organisation | None:
    """The organisation a mention in ``line`` means, unless it is younger than the page."""
    slug = subject.authority.choose(
        mention.slugs, subject.years, subject.counts.keys(), line, subject.text
    )
    entry = subject.authority.get(slug) if slug else None
    return entry if entry and _existed(entry, subject) else None


def _existed(entry: Organisation, subject: _Page) -> bool:
    return subject.latest is None or entry.first is None or entry.first <= subject.latest


def _from_heading(subject: _Page) -> tuple[Attribution, ...]:
    """The organisation the title names and nothing else, or a first line says what it is."""
    title = subject.title.value
    entry = _whole(title, subject) or _after_colon(title, subject) or _in_title(subject)
    if entry:
        return (_attribution(entry, "heading"),)
    for line in subject.lines[:_FIRST_LINES]:
        for mention in subject.authority.find(line):
            opens = not line[: mention.start].strip(" \"'“‘").removeprefix("The").strip()
            if mention.kind != "publication" and opens and IS.match(line, mention.end):
                entry = _meant(mention, line, subject)
                named = _named_in_title(subject)
                fits = entry is not None and (not named or entry.slug in named)
                return (_attribution(entry, "heading"),) if entry and fits else ()
    return ()


def _after_colon(title: str, subject: _Page) -> Organisation | None:
    """The organisation that is all a title says after its colon, with "the" or its years."""
    _, colon, rest = title.partition(": ")
    told = tuple(int(year) for year in _YEAR.findall(rest))
    if not colon or not (told or rest.startswith("the ")):
        return None
    return _whole(rest, replace(subject, years=told) if told else subject)


def _named_in_title(subject: _Page) -> set[str]:
    """The organisations a title names; one of one word at its beginning if the text does too."""
    authority, title = subject.authority, subject.title.value
    found = {slug for _, slug in authority.resolved(title, subject.years, subject.counts)}
    if found:
        return found
    opening = authority.resolved(f"of {title}", subject.years, subject.counts)
    return {slug for _, slug in opening if subject.counts[slug] >= _OPENING_MENTIONS}


def _in_title(subject: _Page) -> Organisation | None:
    """The one organisation the title names, if the text names no other more often."""
    named = _named_in_title(subject)
    entry = subject.authority.get(min(named)) if len(named) == 1 else None
    if entry is None or not _existed(entry, subject) or subject.title.value.endswith("?"):
        return None
    times = subject.counts[entry.slug] + (subject.title.value not in subject.lines)
    kin = _kin(entry, subject.authority)
    rivals = (count for slug, count in subject.counts.items() if slug not in (entry.slug, *kin))
    return entry if times >= _TITLE_MENTIONS and times >= max(rivals, default=0) else None


def _from_text(subject: _Page) -> tuple[Attribution, ...]:
    """The organisation named most, if often enough and twice as often as any not its kin."""
    counts = {
        entry: count
        for slug, count in subject.counts.items()
        if (entry := subject.authority.get(slug)) and _existed(entry, subject)
    }
    if not counts:
        return ()
    leader = min(counts, key=lambda entry: (-counts[entry], entry.slug))
    words = len(subject.text.split())
    if counts[leader] < max(_FEWEST_MENTIONS, words / _WORDS_A_MENTION):
        return ()
    kin = _kin(leader, subject.authority)
    rivals = [count for e, count in counts.items() if e != leader and e.slug not in kin]
    if max(rivals, default=0) * _LEAD > counts[leader] or not _headed(leader, subject):
        return ()
    return (_attribution(leader, "text"),)


def _headed(entry: Organisation, subject: _Page) -> bool:
    """Whether the title or a short line names it: articles on something else rarely do."""
    short = (line for line in subject.lines if len(line.split()) <= _SHORT)
    lines = "\n".join((subject.title.value, *short))
    known = subject.counts.keys()
    return entry.slug in subject.authority.mentions(lines, subject.years, known)


def _count(authority: Authority, text: str, years: Sequence[int]) -> Counter[str]:
    """How often each organisation is named; its members ("SWPers") are not it."""
    resolved = authority.resolved(text, years)
    return Counter(slug for m, slug in resolved if not _MEMBER.search(text, m.start, m.end))


def _kin(entry: Organisation, authority: Authority) -> set[str | None]:
    """Those named along with an organisation: its international, what it was and became."""
    before = {other.slug for other in authority.organisations if other.successor == entry.slug}
    return {entry.parent, entry.successor, *before}


def _unresolved(page: CleanPage, subject: _Page) -> Iterator[Candidate]:
    """What page and title say of a publisher that is nobody in the authority file, or several."""
    stated = [value for name, value in page.page.properties if name in _PAGE]
    for value in dict.fromkeys((*subject.title.site, *stated)):
        if len(tokenize(value)) <= 12 and _whole(value, subject) is None:
            yield Candidate("organisations", value, "page", "no one organisation in the file")
    for mention in subject.authority.find(subject.title.value)[:1]:
        if len(mention.slugs) > 1 and _whole(subject.title.value, subject) is None:
            several = ", ".join(mention.slugs)
            yield Candidate("organisations", subject.title.value, "heading", f"may be {several}")
    for slug, count in sorted(subject.counts.items(), key=lambda item: (-item[1], item[0]))[:3]:
        entry = subject.authority.get(slug)
        if entry and count > 1:
            yield Candidate("organisations", entry.name, "text", f"named {count} times")


def _attribution(entry: Organisation, basis: OrganisationBasis) -> Attribution:
    return Attribution(entry.slug, entry.name, basis)


def _candidate(attribution: Attribution, reason: str) -> Candidate:
    return Candidate("organisations", attribution.name, attribution.basis, reason)
