"""What ``indexer organisations`` prints: the list, suggested entries, and problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from indexer.authority import Authority, Organisation, shipped
from indexer.authority.check import Problem, check_authority
from indexer.authority.suggestions import SuggestedEntry, as_toml, suggest
from indexer.engines import Engine
from indexer.model import Entry
from indexer.rebuilding import sources
from indexer.rebuilding.catalogue import read_catalogue
from indexer.settings import Settings
from indexer.store import generations
from indexer.store.reader import Archive
from indexer.terminal.console import printable
from indexer.terminal.rendering import table_text


@dataclass(frozen=True)
class ListedOrganisation:
    """An organisation and how many documents it has; ``None`` without an index."""

    organisation: Organisation
    documents: int | None

    @property
    def cells(self) -> tuple[str, ...]:
        entry = self.organisation
        years = f"{entry.first or ''}–{entry.last or ''}" if entry.first or entry.last else ""
        documents = "" if self.documents is None else str(self.documents)
        return entry.slug, entry.name, ", ".join(entry.acronyms), years, documents

    @property
    def values(self) -> Mapping[str, Any]:
        return {**asdict(self.organisation), "documents": self.documents}


def list_organisations(settings: Settings) -> tuple[ListedOrganisation, ...]:
    """All entries of the authority file in use, in its order, then names that have no entry.

    The index has its own copy of the authority file; without an index it is that
    of the corpus, or the one shipped with the program.
    """
    if not generations.exists(settings.index):
        return tuple(
            ListedOrganisation(entry, None) for entry in _without_index(settings).organisations
        )
    return Archive(settings.index).answer(lambda opened: tuple(_with_counts(opened.engine)))


def suggest_organisations(settings: Settings) -> tuple[SuggestedEntry, ...]:
    """Names in the documents of the index that have no entry in its authority file.

    Raises:
        EngineError: if there is no index.
    """
    return Archive(settings.index).answer(
        lambda opened: suggest(_entries(opened.engine), opened.engine.authority)
    )


def check_organisations(settings: Settings) -> tuple[Problem, ...]:
    """Problems of the authority file in use; without an index, of its entries alone."""
    if not generations.exists(settings.index):
        return check_authority(_without_index(settings))
    return Archive(settings.index).answer(lambda opened: _problems(opened.engine))


def _problems(engine: Engine) -> tuple[Problem, ...]:
    described: dict[str, str] = {}
    seen: set[str] = set()
    for entry in _entries(engine):
        described |= {a.slug: a.name for a in entry.document.organisations}
        seen.update(slug for passage in entry.passages for slug in passage.mentions)
    return check_authority(engine.authority, seen | described.keys(), described)


def _entries(engine: Engine) -> Iterator[Entry]:
    for card in engine.cards():
        entry = engine.entry(card.id)
        if entry is not None:
            yield entry


def rows_text(rows: Iterable[ListedOrganisation]) -> Iterator[str]:
    """A table of the list."""
    head = ("slug", "name", "acronyms", "years", "documents")
    return table_text([head, *(row.cells for row in rows)])


def suggestions_text(suggestions: Iterable[SuggestedEntry]) -> Iterator[str]:
    """Entries for an authority file, line by line, or a comment that there are none."""
    lines = [printable(line) for line in as_toml(suggestions)]
    yield from lines or ["# every name found is in the authority file"]


def problems_text(problems: Sequence[Problem]) -> Iterator[str]:
    """Problems to mend, then entries found in no document, and how many of each."""
    for problem in sorted(problems, key=lambda p: not p.to_mend):
        yield printable(f"{problem.kind}: {', '.join(problem.slugs)}: {problem.message}")
    mend = sum(problem.to_mend for problem in problems)
    yield f"{mend} to mend, {len(problems) - mend} in no document"


def _without_index(settings: Settings) -> Authority:
    if not settings.corpus.is_dir():
        return shipped()
    inside = settings.corpus / "organisations.toml"
    described = sources.descriptions_above(inside, settings.corpus)
    return read_catalogue(described, settings.file_megabytes).authority


def _with_counts(engine: Engine) -> Iterable[ListedOrganisation]:
    given = [a for card in engine.cards() for a in card.organisations]
    counts = Counter(attribution.slug for attribution in given)
    names = {attribution.slug: attribution.name for attribution in given}
    for entry in engine.authority.organisations:
        names.pop(entry.slug, None)
        yield ListedOrganisation(entry, counts[entry.slug])
    for slug, name in sorted(names.items()):
        yield ListedOrganisation(Organisation(slug=slug, name=name), counts[slug])
