"""The report of a rebuild, which accounts for every file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from indexer.model import Report, Unread
from indexer.rebuilding.inventory import Inventory, indexed, with_fate
from indexer.rebuilding.previous import Previous
from indexer.rebuilding.sources import Listing
from indexer.store.manifest import Manifest


def make_report(
    previous: Previous, listing: Listing, after: Inventory, manifest: Manifest | None
) -> Report:
    """The changes from the inventory of ``previous`` to ``after``, counted in documents.

    ``manifest`` is that of the generation with the inventory ``after``, ``None`` if there is
    none yet. ``seconds`` is left at 0.
    """
    before = previous.inventory
    old, new = indexed(before), indexed(after)
    both = old & new
    kept = [key for key in both if after[key] is before[key]]
    same = len(kept) + sum(after[key].same_outcome(before[key]) for key in both.difference(kept))
    return Report(
        documents=len(new),
        passages=manifest.passages if manifest else 0,
        added=len(new - old),
        changed=len(both) - same,
        removed=len(old - new),
        unchanged=same,
        skipped=_merge(listing.skipped, with_fate(after.values(), "skipped")),
        failed=_merge(listing.failed, with_fate(after.values(), "failed")),
        seconds=0.0,
        generation=manifest.id if manifest else "",
    )


def report_json(report: Report) -> Mapping[str, Any]:
    """A report as ``rebuild --json`` prints it."""
    values = asdict(report)
    values["seconds"] = round(report.seconds, 3)
    return values


def _merge(*parts: tuple[Unread, ...]) -> tuple[Unread, ...]:
    return tuple(sorted((unread for part in parts for unread in part), key=lambda u: u.path))
