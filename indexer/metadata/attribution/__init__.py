"""Whom a document is by or wholly about, and how that is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.analysis import tokenize
from indexer.authority.register import Organisation, slugify
from indexer.metadata.attribution.evidence import AttributionEvidence, gather_evidence
from indexer.metadata.attribution.named_in_text import named_in_heading, named_most
from indexer.metadata.descriptions import Context
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
"""Keys of front matter that hold the publisher, the most trusted first."""
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
"""Properties in which pages state their publisher, the most trusted first."""
_MOST = 2
"""Organisations of one statement that are taken."""
_STATEMENT_WORDS = 12
"""Words of a statement that is shown as a candidate. Both numbers were chosen by hand."""


@dataclass(frozen=True)
class Attributed:
    """The organisations chosen, at most two unless described by hand, and those that lost."""

    organisations: tuple[Attribution, ...]
    candidates: tuple[Candidate, ...]


def choose_organisations(
    page: CleanPage, context: Context, title: Title, published: Published | None
) -> Attributed:
    """The organisations, by the first basis that answers.

    ``metadata.csv``, ``collection.toml``, front matter, the page's metadata and
    the rest of its title element, heading and first lines, the one the text is
    chiefly about if it clearly leads. Only the first two may name one that is
    not in the authority file.
    """
    evidence = gather_evidence(page, context.authority, title, published)
    answers = [answer for answer in _answers(page, context, evidence) if answer]
    chosen = answers[0] if answers else ()
    slugs = {attribution.slug for attribution in chosen}
    lost = [
        Candidate("organisations", a.name, a.basis, f"{chosen[0].basis} goes before")
        for answer in answers[1:]
        for a in answer
        if a.slug not in slugs
    ]
    return Attributed(chosen, tuple(dict.fromkeys((*lost, *_unresolved(page, evidence)))))


def _answers(
    page: CleanPage, context: Context, evidence: AttributionEvidence
) -> Iterator[tuple[Attribution, ...]]:
    """What each basis says, the most trusted first."""
    override, collection = context.override, context.collection
    if override and override.organisations:
        yield _by_description(override.organisations, "override", evidence)
    if collection and collection.organisations:
        yield _by_description(collection.organisations, "collection", evidence)
    keys = [f"front-matter:{key}" for key in _FRONT_MATTER]
    yield _by_property(page, keys, "front-matter", evidence)
    yield _by_property(page, _PAGE, "page", evidence) or _by_site(evidence)
    for entry, basis in _found_in_text(evidence):
        yield (_attribution(entry, basis),)


def _found_in_text(
    evidence: AttributionEvidence,
) -> Iterator[tuple[Organisation, OrganisationBasis]]:
    if in_heading := named_in_heading(evidence):
        yield in_heading, "heading"
    if most := named_most(evidence):
        yield most, "text"


def _by_description(
    names: Iterable[str], basis: OrganisationBasis, evidence: AttributionEvidence
) -> tuple[Attribution, ...]:
    """Organisations named by hand; one not in the authority file is kept as it is."""
    authority = evidence.authority
    found = []
    for name in names:
        entry = authority.named(name) or authority.resolve(name, evidence.years, evidence.text)
        found.append(
            _attribution(entry, basis) if entry else Attribution(slugify(name), name, basis)
        )
    return tuple(dict.fromkeys(found))


def _by_property(
    page: CleanPage, names: Sequence[str], basis: OrganisationBasis, evidence: AttributionEvidence
) -> tuple[Attribution, ...]:
    """The organisations of the first property that names any."""
    for name in names:
        values = [value for stated, value in page.page.properties if stated == name]
        entries = [entry for value in values if (entry := evidence.named_alone(value))]
        if entries:
            return tuple(dict.fromkeys(_attribution(e, basis) for e in entries))[:_MOST]
    return ()


def _by_site(evidence: AttributionEvidence) -> tuple[Attribution, ...]:
    """The organisation that the name of the site is."""
    entries = (evidence.named_alone(part) for part in evidence.title.site)
    return tuple(dict.fromkeys(_attribution(e, "page") for e in entries if e))[:1]


def _attribution(entry: Organisation, basis: OrganisationBasis) -> Attribution:
    return Attribution(entry.slug, entry.name, basis)


def _unresolved(page: CleanPage, evidence: AttributionEvidence) -> Iterator[Candidate]:
    """What page and title say of publishers that are no one entry, and the most mentioned ones."""
    stated = [value for name, value in page.page.properties if name in _PAGE]
    for value in dict.fromkeys((*evidence.title.site, *stated)):
        if len(tokenize(value)) <= _STATEMENT_WORDS and evidence.named_alone(value) is None:
            yield Candidate("organisations", value, "page", "no one organisation in the file")
    yield from _ambiguous_title(evidence)
    often = sorted(evidence.counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    for slug, count in often:
        entry = evidence.authority.get(slug)
        if entry and count > 1:
            yield Candidate("organisations", entry.name, "text", f"named {count} times")


def _ambiguous_title(evidence: AttributionEvidence) -> Iterator[Candidate]:
    title = evidence.title.value
    for mention in evidence.authority.find(title)[:1]:
        if len(mention.slugs) > 1 and evidence.named_alone(title) is None:
            several = ", ".join(mention.slugs)
            yield Candidate("organisations", title, "heading", f"may be {several}")
