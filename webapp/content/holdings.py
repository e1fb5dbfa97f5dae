"""What the archive holds of each organisation, and searches to begin with."""

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

    ``entry`` is ``None`` if the authority file has none. ``by`` counts documents
    by the organisation, ``mentioning`` those that mention it.
    """

    slug: str
    name: str
    entry: Organisation | None
    by: int
    mentioning: int


@dataclass(frozen=True)
class FirstSearch:
    """A search to begin with; it always finds something."""

    label: str
    meaning: str
    documents: int
    query: Query


@dataclass(frozen=True)
class Relatives:
    """An organisation's predecessors, successor, parent and members."""

    before: tuple[Organisation, ...]
    after: Organisation | None
    parent: Organisation | None
    members: tuple[Organisation, ...]


def all_documents(engine: Engine) -> Results:
    """The search for all documents, for its counts."""
    return engine.search(Query(size=1))


def holdings(results: Results, authority: Authority) -> tuple[Holding, ...]:
    """Every organisation in the authority file or in the results, by name."""
    by, mentioning = _values(results, "organisation"), _values(results, "mentions")
    entries = {entry.slug: entry for entry in authority.organisations}
    slugs = entries.keys() | by.keys() | mentioning.keys()
    return tuple(
        sorted(
            (
                _holding(slug, entries.get(slug), by.get(slug), mentioning.get(slug))
                for slug in slugs
            ),
            key=lambda holding: (holding.name.casefold(), holding.slug),
        )
    )


def relatives(slug: str, authority: Authority) -> Relatives:
    """The organisations to which the authority file links this one."""
    entry = authority.get(slug)
    others = authority.organisations
    return Relatives(
        before=tuple(other for other in others if other.successor == slug),
        after=authority.get(entry.successor) if entry and entry.successor else None,
        parent=authority.get(entry.parent) if entry and entry.parent else None,
        members=tuple(other for other in others if other.parent == slug),
    )


def mentioned_in(entry: Entry, authority: Authority) -> tuple[tuple[str, str], ...]:
    """Slug and name of the organisations a document mentions but is not by, in order of name."""
    own = {attribution.slug for attribution in entry.document.organisations}
    slugs = {slug for passage in entry.passages for slug in passage.mentions} - own
    known = ((slug, authority.get(slug)) for slug in slugs)
    names = [(slug, found.name if found else slug) for slug, found in known]
    return tuple(sorted(names, key=lambda pair: pair[1].casefold()))


def first_searches(engine: Engine) -> tuple[FirstSearch, ...]:
    """Up to three searches that find something in this archive, each of a different kind."""
    results = all_documents(engine)
    found = (make(engine, results) for make in (_mentioned, _by_in_decade, _year_mentioned))
    return tuple(search for search in found if search is not None)


def _values(results: Results, name: str) -> dict[str, FacetValue]:
    return {str(value.value): value for value in results.facet(name).values}


def _holding(
    slug: str, entry: Organisation | None, by: FacetValue | None, mentioning: FacetValue | None
) -> Holding:
    label = next((value.label for value in (by, mentioning) if value is not None), slug)
    return Holding(
        slug=slug,
        name=entry.name if entry else label,
        entry=entry,
        by=by.count if by else 0,
        mentioning=mentioning.count if mentioning else 0,
    )


def _first_search(engine: Engine, query: Query, label: str, meaning: str) -> FirstSearch | None:
    documents = engine.search(replace(query, size=1)).documents
    return FirstSearch(label, meaning, documents, query) if documents else None


def _most(values: Iterable[FacetValue]) -> FacetValue | None:
    return max(values, key=lambda value: value.count, default=None)


def _mentioned(engine: Engine, results: Results) -> FirstSearch | None:
    most = _most(results.facet("mentions").values)
    if most is None:
        return None
    query = Query(filters=Filters(Selection(mentions=(most.value,))))
    return _first_search(engine, query, most.label, "mentioning it under any of its names")


def _by_in_decade(engine: Engine, results: Results) -> FirstSearch | None:
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
    return _first_search(
        engine,
        query,
        f"{most.label} in the {first}s",
        "by one organisation from one decade",
    )


def _year_mentioned(engine: Engine, results: Results) -> FirstSearch | None:
    most = _most(results.facet("mentioned_year").values)
    if most is None:
        return None
    query = Query(filters=Filters(Selection(mentioned_year=(most.value,)), date="mentioned"))
    return _first_search(
        engine,
        query,
        f"The year {most.value}",
        "mentioning it, whenever written",
    )
