"""The organisations of an archive, as the command line lists them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from indexer import sources, store
from indexer.archive import Archive
from indexer.authority import Authority, Organisation, shipped
from indexer.catalogue import read_catalogue
from indexer.engines import Engine
from indexer.settings import Settings


@dataclass(frozen=True)
class Row:
    """An organisation with the number of its documents, ``None`` while there is no index."""

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


def list_organisations(settings: Settings) -> tuple[Row, ...]:
    """All entries of the authority file in use, in its order, then the names it does not have.

    In use is the one of the index; before there is an index, that of the
    corpus, else the shipped one.
    """
    if not store.exists(settings.index):
        return tuple(Row(entry, None) for entry in _without_index(settings).organisations)
    engine = Archive(settings.index).current().engine
    return tuple(_with_counts(engine))


def _without_index(settings: Settings) -> Authority:
    if not settings.corpus.is_dir():
        return shipped()
    inside = settings.corpus / "organisations.toml"
    described = sources.descriptions_above(inside, settings.corpus)
    return read_catalogue(described, settings.file_megabytes).authority


def _with_counts(engine: Engine) -> Iterable[Row]:
    given = [a for card in engine.cards() for a in card.organisations]
    counts = Counter(attribution.slug for attribution in given)
    names = {attribution.slug: attribution.name for attribution in given}
    for entry in engine.authority.organisations:
        names.pop(entry.slug, None)
        yield Row(entry, counts[entry.slug])
    for slug, name in sorted(names.items()):
        yield Row(Organisation(slug=slug, name=name), counts[slug])
