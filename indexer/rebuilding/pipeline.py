"""Rebuild: the straight line from the corpus folder to the generation in use."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

from indexer.engines import Counts, engine_type
from indexer.errors import DamagedError, EngineError, VerifyError
from indexer.model import Entry, Report
from indexer.os_errors import writing
from indexer.rebuilding import sources
from indexer.rebuilding.catalogue import Catalogue, read_catalogue
from indexer.rebuilding.changes import Changes, check_shrinkage, compare, expected
from indexer.rebuilding.inventory import Inventory, indexed, same_outcomes, write_inventory
from indexer.rebuilding.ledger import Ledger
from indexer.rebuilding.previous import (
    INVENTORY_FILE,
    SITES_FILE,
    Previous,
    find_previous,
    sites_of,
)
from indexer.rebuilding.progress import Progress
from indexer.rebuilding.readers import Readers
from indexer.rebuilding.report import make_report, write_report
from indexer.rebuilding.sites import write_sites
from indexer.rebuilding.sources import Listing, readable
from indexer.rebuilding.spool import Spool
from indexer.rebuilding.versions import pipeline_version
from indexer.settings import Settings
from indexer.store import generations
from indexer.store.draft import Draft
from indexer.store.manifest import Manifest
from indexer.store.reader import AUTHORITY_FILE, ENGINE_FOLDER
from indexer.store.trial import try_out

REPORT_FILE = "report.json"
_SPOOL = "pages.tmp"


@dataclass(frozen=True)
class Options:
    """How a rebuild is done: all read anew, a shrunken corpus believed, or nothing written."""

    full: bool = False
    allow_removals: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class _View:
    """What there is before anything is read.

    ``base`` is empty if everything is read anew; ``number`` is the next generation's.
    """

    settings: Settings
    options: Options
    previous: Previous
    base: Previous
    listing: Listing
    catalogue: Catalogue
    changes: Changes
    number: int

    @cached_property
    def up_to_date(self) -> bool:
        """Whether there is nothing to do, as far as can be told without reading."""
        return self.of_this_schema and self.changes.nothing(self.base.inventory)

    @property
    def of_this_schema(self) -> bool:
        """Whether the base, if any, is in the shape that would be written now."""
        before = self.base.manifest
        return before is not None and before.schema == engine_type(before.engine).SCHEMA


def rebuild(
    settings: Settings, options: Options | None = None, progress: Progress | None = None
) -> Report:
    """Bring the index up to date with the corpus.

    Raises:
        ConfigError: if a setting or a description file cannot be used.
        SourceError: if the corpus cannot be read, or most of it has vanished.
        UnwritableError: if the index folder cannot be written.
        VerifyError: if the new generation is not what was written.
        LockedError: if another rebuild is at work.
    """
    options, progress = options or Options(), progress or Progress()
    sources.check(settings.corpus)
    if options.dry_run:
        view = _look(settings, options)
        report = _plan(view)
    else:
        generations.claim(settings.index, settings.corpus)
        with generations.locked(settings.index):
            view = _look(settings, options)
            generations.clear(settings.index, view.previous.keep)
            report = _bring_up_to_date(view, progress)
    catalogue = view.catalogue
    notices = (*view.previous.notices, *catalogue.notices, *catalogue.strays(view.listing))
    return replace(
        report, seconds=progress.seconds, notices=notices, descriptions=catalogue.bad_lines
    )


@contextmanager
def _without_sweeps() -> Iterator[None]:
    """Make many lasting objects: looking for cycles among them takes longer than making them."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # nor are they looked through later
        gc.enable()


def _look(settings: Settings, options: Options) -> _View:
    """See what there is; unless nothing is to be done, every byte of the index is verified."""
    view = _compare(settings, options, whole=False)
    before = view.previous.manifest
    if view.up_to_date or before is None:
        return view
    try:
        generations.check_files(settings.index, before)
    except DamagedError:
        return _compare(settings, options, whole=True)
    previous = replace(view.previous, sums=generations.sums(settings.index, before))
    return replace(view, previous=previous, base=previous if view.base.manifest else view.base)


@_without_sweeps()
def _compare(settings: Settings, options: Options, whole: bool) -> _View:
    with ThreadPoolExecutor(1) as beside:  # verifying is arithmetic, listing is waiting
        listed = beside.submit(sources.scan, settings.corpus, settings.index)
        previous = find_previous(settings.index, settings.engine, whole)
        listing = listed.result()
    number = generations.next_number(settings.index)
    base = Previous() if options.full or previous.folder is None else previous
    catalogue = read_catalogue(listing.descriptions, settings.file_megabytes)
    changes = compare(listing, catalogue, base.inventory)
    if not options.allow_removals:
        unread = (*listing.failed, *listing.skipped)
        check_shrinkage(previous.inventory, changes.possible, settings.corpus, unread)
    return _View(settings, options, previous, base, listing, catalogue, changes, number)


def _plan(view: _View) -> Report:
    previous = view.previous
    report = make_report(previous, view.listing, expected(view.changes), previous.manifest)
    return replace(report, dry_run=True)


def _bring_up_to_date(view: _View, progress: Progress) -> Report:
    base, changes = view.base, view.changes
    if view.up_to_date:
        return make_report(view.previous, view.listing, changes.kept, base.manifest)
    with Draft(view.settings.index, view.number, base.sums) as draft:
        with _without_sweeps():
            sites = sites_of(base)
        ledger = Ledger(changes, sites, view.listing.scanned)
        counts = _fill(view, draft, ledger, progress)
        if counts is None:
            return make_report(view.previous, view.listing, ledger.inventory, base.manifest)
        return _offer(view, draft, ledger, counts)


def _fill(view: _View, draft: Draft, ledger: Ledger, progress: Progress) -> Counts | None:
    """Write the engine's files; ``None`` if what was tried again came to nothing again."""
    settings, base = view.settings, view.base
    readers = Readers(view.catalogue.authority, settings)
    with readers, Spool(draft.folder / _SPOOL) as spool:
        ledger.read(readers, spool, progress)
        entries: Iterable[Entry] = ledger.entries(readers, spool, progress)
        if view.of_this_schema and view.changes.only_retries(base.inventory):
            entries = tuple(entries)
            if same_outcomes(ledger.inventory, base.inventory):
                return None
        folder = draft.make_folder(ENGINE_FOLDER)
        with writing(folder):
            return engine_type(settings.engine).write(base.folder, ledger.removed, entries, folder)


def _offer(view: _View, draft: Draft, ledger: Ledger, counts: Counts) -> Report:
    """Complete a generation, verify it and switch to it."""
    settings, inventory = view.settings, ledger.inventory
    manifest = _manifest(view, draft, counts)
    report = make_report(view.previous, view.listing, inventory, manifest)
    if not view.options.allow_removals:
        unread = (*report.failed, *report.skipped)
        check_shrinkage(view.previous.inventory, indexed(inventory), settings.corpus, unread)
    draft.write(INVENTORY_FILE, write_inventory(inventory))
    draft.write(SITES_FILE, write_sites(ledger.sites))
    draft.write(AUTHORITY_FILE, view.catalogue.authority_bytes)
    draft.write(REPORT_FILE, write_report(report))
    draft.commit(manifest)
    _try_out(settings, manifest, inventory)
    draft.publish()
    generations.clear(settings.index, {manifest.id, manifest.previous})
    return report


def _manifest(view: _View, draft: Draft, counts: Counts) -> Manifest:
    before = view.previous.manifest
    return Manifest(
        id=draft.id,
        created=draft.created,
        previous=before.id if before else None,
        corpus=readable(os.fsencode(view.settings.corpus.resolve())),
        documents=counts.documents,
        passages=counts.passages,
        pipeline=pipeline_version(),
        engine=view.settings.engine,
        schema=engine_type(view.settings.engine).SCHEMA,
    )


def _try_out(settings: Settings, manifest: Manifest, inventory: Inventory) -> None:
    """Open what was written, before readers do."""
    expected_count = len(indexed(inventory))
    if manifest.documents != expected_count:
        raise VerifyError(
            f"the new generation holds {manifest.documents} documents instead of "
            f"{expected_count}; nothing was switched"
        )
    try:
        try_out(settings.index, manifest)
    except EngineError as error:
        raise VerifyError(f"the new generation cannot be opened: {error}") from error
