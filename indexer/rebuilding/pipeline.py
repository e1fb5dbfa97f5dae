"""Rebuild: the straight line from the corpus folder to the generation in use."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

from indexer.collecting import gc_disabled
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
from indexer.rebuilding.report import make_report
from indexer.rebuilding.sites import write_sites
from indexer.rebuilding.sources import Listing, readable
from indexer.rebuilding.spool import Spool
from indexer.rebuilding.versions import pipeline_version
from indexer.rebuilding.workers.readers import Readers
from indexer.settings import Settings
from indexer.store import generations
from indexer.store.draft import Draft
from indexer.store.manifest import Manifest
from indexer.store.reader import AUTHORITY_FILE, ENGINE_FOLDER
from indexer.store.trial import smoke_test

_SPOOL = "pages.tmp"


@dataclass(frozen=True)
class Options:
    """How a rebuild is done.

    ``full`` reads every file anew, ``allow_removals`` accepts a corpus that has lost most
    of its documents, ``dry_run`` writes nothing.
    """

    full: bool = False
    allow_removals: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class _RebuildPlan:
    """The state of index and corpus before any page is read, and what is to be done.

    ``base`` is the generation to build upon, empty if everything is read anew;
    ``number`` is that of the next generation.
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
        """Whether there is nothing to do, as far as is known before reading pages."""
        return self.has_current_schema and self.changes.nothing(self.base.inventory)

    @property
    def has_current_schema(self) -> bool:
        """Whether there is a base, and its schema is the one that would be written now."""
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
        VerifyError: if the new generation fails verification.
        LockedError: if another rebuild is running.
    """
    options, progress = options or Options(), progress or Progress()
    sources.check(settings.corpus)
    if options.dry_run:
        plan = _inspect(settings, options)
        report = _expected_report(plan)
    else:
        generations.claim(settings.index, settings.corpus)
        with generations.locked(settings.index):
            plan = _inspect(settings, options)
            generations.clear(settings.index, plan.previous.keep)
            report = _bring_up_to_date(plan, progress)
    catalogue = plan.catalogue
    notices = (*plan.previous.notices, *catalogue.notices, *catalogue.strays(plan.listing))
    return replace(
        report, seconds=progress.seconds, notices=notices, descriptions=catalogue.bad_lines
    )


def _inspect(settings: Settings, options: Options) -> _RebuildPlan:
    """Compare index and corpus; if there is anything to do, verify every byte of the index."""
    plan = _compare(settings, options, verify_all=False)
    before = plan.previous.manifest
    if plan.up_to_date or before is None:
        return plan
    try:
        generations.check_files(settings.index, before)
    except DamagedError:
        return _compare(settings, options, verify_all=True)
    previous = replace(plan.previous, sums=generations.sums(settings.index, before))
    return replace(plan, previous=previous, base=previous if plan.base.manifest else plan.base)


@gc_disabled(freeze=True)
def _compare(settings: Settings, options: Options, verify_all: bool) -> _RebuildPlan:
    with ThreadPoolExecutor(1) as thread:  # verifying keeps the processor busy, listing waits
        listed = thread.submit(sources.scan, settings.corpus, settings.index)
        previous = find_previous(settings.index, settings.engine, verify_all)
        listing = listed.result()
    number = generations.next_number(settings.index)
    base = Previous() if options.full or previous.folder is None else previous
    catalogue = read_catalogue(listing.descriptions, settings.file_megabytes)
    changes = compare(listing, catalogue, base.inventory)
    if not options.allow_removals:
        unread = (*listing.failed, *listing.skipped)
        check_shrinkage(previous.inventory, changes.possible, settings.corpus, unread)
    return _RebuildPlan(settings, options, previous, base, listing, catalogue, changes, number)


def _expected_report(plan: _RebuildPlan) -> Report:
    previous = plan.previous
    report = make_report(previous, plan.listing, expected(plan.changes), previous.manifest)
    return replace(report, dry_run=True)


def _bring_up_to_date(plan: _RebuildPlan, progress: Progress) -> Report:
    base, changes = plan.base, plan.changes
    if plan.up_to_date:
        return make_report(plan.previous, plan.listing, changes.kept, base.manifest)
    with Draft(plan.settings.index, plan.number, base.sums) as draft:
        with gc_disabled(freeze=True):
            sites = sites_of(base)
        ledger = Ledger(changes, sites, plan.listing.scanned)
        counts = _fill(plan, draft, ledger, progress)
        if counts is None:
            return make_report(plan.previous, plan.listing, ledger.inventory, base.manifest)
        return _commit(plan, draft, ledger, counts)


def _fill(plan: _RebuildPlan, draft: Draft, ledger: Ledger, progress: Progress) -> Counts | None:
    """Write the engine's files; ``None`` if files were only retried, and failed again."""
    settings, base = plan.settings, plan.base
    readers = Readers(plan.catalogue.authority, settings)
    with readers, Spool(draft.folder / _SPOOL) as spool:
        ledger.read(readers, spool, progress)
        entries: Iterable[Entry] = ledger.entries(readers, spool, progress)
        if plan.has_current_schema and plan.changes.only_retries(base.inventory):
            entries = tuple(entries)
            if same_outcomes(ledger.inventory, base.inventory):
                return None
        folder = draft.make_folder(ENGINE_FOLDER)
        with writing(folder):
            return engine_type(settings.engine).write(base.folder, ledger.removed, entries, folder)


def _commit(plan: _RebuildPlan, draft: Draft, ledger: Ledger, counts: Counts) -> Report:
    """Complete the new generation, verify it and switch to it."""
    settings, inventory = plan.settings, ledger.inventory
    manifest = _manifest(plan, draft, counts)
    report = make_report(plan.previous, plan.listing, inventory, manifest)
    if not plan.options.allow_removals:
        unread = (*report.failed, *report.skipped)
        check_shrinkage(plan.previous.inventory, indexed(inventory), settings.corpus, unread)
    draft.write(INVENTORY_FILE, write_inventory(inventory))
    draft.write(SITES_FILE, write_sites(ledger.sites))
    draft.write(AUTHORITY_FILE, plan.catalogue.authority_bytes)
    draft.commit(manifest)
    _smoke_test(settings, manifest, inventory)
    draft.publish()
    generations.clear(settings.index, {manifest.id, manifest.previous})
    return report


def _manifest(plan: _RebuildPlan, draft: Draft, counts: Counts) -> Manifest:
    before = plan.previous.manifest
    return Manifest(
        id=draft.id,
        created=draft.created,
        previous=before.id if before else None,
        corpus=readable(os.fsencode(plan.settings.corpus.resolve())),
        documents=counts.documents,
        passages=counts.passages,
        pipeline=pipeline_version(),
        engine=plan.settings.engine,
        schema=engine_type(plan.settings.engine).SCHEMA,
    )


def _smoke_test(settings: Settings, manifest: Manifest, inventory: Inventory) -> None:
    """Open and search what was written, before it is put to use."""
    documents = len(indexed(inventory))
    if manifest.documents != documents:
        raise VerifyError(
            f"the new generation holds {manifest.documents} documents instead of "
            f"{documents}; nothing was switched"
        )
    try:
        smoke_test(settings.index, manifest)
    except EngineError as error:
        raise VerifyError(f"the new generation cannot be opened: {error}") from error
