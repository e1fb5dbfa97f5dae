"""What the archive holds, organisation by organisation, and where to begin reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from indexer.authority import Authority, Organisation
from indexer.engines import Engine
from indexer.model import Entry, FacetValue, Filters, Query, Results, Selection


@dataclass(frozen=True)
class Holding:
    """An organisation as the archive knows it.

    ``entry`` is ``None`` where the authority file does not have it. ``by`` and
    ``naming`` count documents by it and documents that name it.
    """

    slug: str
    name: str
    entry: Organisation | None
    by: int
    naming: int


@dataclass(frozen=True)
class Start:
    """A search to begin with: always one that finds something."""

    label: str
    meaning: str
    documents: int
    query: Query


@dataclass(frozen=True)
class Relatives:
    """The organisations before, after, above and below one."""

    before: tuple[Organisation, ...]
    after: Organisation | None
    parent: Organisation | None
    members: tuple[Organisation, ...]


def everything(engine: Engine) -> Results:
    """All documents, for their counts."""
    return engine.search(Query(size=1))


def holdings(results: Results, authority: Authority) -> tuple[Holding, ...]:
    """Every organisation in the authority file or in the results, by name."""
    by, naming = _values(results, "organisation"), _values(results, "mentions")
    entries = {entry.slug: entry for entry in authority.organisations}
    slugs = entries.keys() | by.keys() | naming.keys()
    return tuple(
        sorted(
            (_holding(slug, entries.get(slug), by.get(slug), naming.get(slug)) for slug in slugs),
            key=lambda holding: (holding.name.casefold(), holding.slug),
        )
    )


def relatives(slug: str, authority: Authority) -> Relatives:
    """How an organisation is linked to others in the authority file."""
    entry = authority.get(slug)
    others = authority.organisations
    return Relatives(
        before=tuple(other for other in others if other.successor == slug),
        after=authority.get(entry.successor) if entry and entry.successor else None,
        parent=authority.get(entry.parent) if entry and entry.parent else None,
        members=tuple(other for other in others if other.parent == slug),
    )


def named_in(entry: Entry, authority: Authority) -> tuple[tuple[str, str], ...]:
    """Slug and name of the organisations a document names and is not by, by name."""
    own = {attribution.slug for attribution in entry.document.organisations}
    slugs = {slug for passage in entry.passages for slug in passage.mentions} - own
    known = ((slug, authority.get(slug)) for slug in slugs)
    names = [(slug, found.name if found else slug) for slug, found in known]
    return tuple(sorted(names, key=lambda pair: pair[1].casefold()))


def starts(engine: Engine) -> tuple[Start, ...]:
    """Up to three searches that find something in this archive, each of another kind."""
    results = everything(engine)
    found = (make(engine, results) for make in (_named, _by_in_decade, _naming_year))
    return tuple(start for start in found if start is not None)


def _values(results: Results, name: str) -> dict[str, FacetValue]:
    return {str(value.value): value for value in results.facet(name).values}


def _holding(
    slug: str, entry: Organisation | None, by: FacetValue | None, naming: FacetValue | None
) -> Holding:
    label = next((value.label for value in (by, naming) if value is not None), slug)
    return Holding(
        slug=slug,
        name=entry.name if entry else label,
        entry=entry,
        by=by.count if by else 0,
        naming=naming.count if naming else 0,
    )


def _start(engine: Engine, query: Query, label: str, meaning: str) -> Start | None:
    documents = engine.search(replace(query, size=1)).documents
    return Start(label, meaning, documents, query) if documents else None


def _most(values: Iterable[FacetValue]) -> FacetValue | None:
    return max(values, key=lambda value: value.count, default=None)


def _named(engine: Engine, results: Results) -> Start | None:
    most = _most(results.facet("mentions").values)
    if most is None:
        return None
    query = Query(filters=Filters(Selection(mentions=(most.value,))))
    return _start(engine, query, most.label, "everything that names it, under any of its names")


def _by_in_decade(engine: Engine, results: Results) -> Start | None:
    most = _most(results.facet("organisation").values)
    if most is None:
        return None
    by = Filters(Selection(organisation=(most.value,)))
    decades: Counter[int] = Counter()
    for value in engine.search(Query(filters=by, size=1)).facet("year").values:
        decades[int(value.value) // 10 * 10] += value.count
    if not decades:
        return None
    first, _ = decades.most_common(1)[0]
    query = Query(filters=replace(by, first=first, last=first + 9))
    return _start(
        engine, query, f"{most.label} in the {first}s", "by one organisation, in one decade"
    )


def _naming_year(engine: Engine, results: Results) -> Start | None:
    most = _most(results.facet("mentioned_year").values)
    if most is None:
        return None
    query = Query(filters=Filters(Selection(mentioned_year=(most.value,)), date="mentioned"))
    return _start(
        engine, query, f"The year {most.value}", "everything that tells of it, whenever written"
    )
