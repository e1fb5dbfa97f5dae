"""The report of a rebuild: every file accounted for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from indexer.model import Report, Unread
from indexer.rebuilding.inventory import Inventory, indexed, with_fate
from indexer.rebuilding.previous import Previous
from indexer.rebuilding.sources import Listing
from indexer.settings import Settings, as_rows
from indexer.store.inspection import Inspection, Status
from indexer.store.manifest import Manifest


def make_report(
    previous: Previous, listing: Listing, after: Inventory, manifest: Manifest | None
) -> Report:
    """What changed between the inventory of ``previous`` and ``after``, in documents.

    ``manifest`` is that of the generation which holds ``after``; ``None`` if there is none yet.
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


def write_report(report: Report) -> bytes:
    """A report as it is kept with a generation."""
    return json.dumps(report_json(report), indent=1).encode() + b"\n"


def manifest_json(manifest: Manifest) -> Mapping[str, Any]:
    """What a generation says of itself, without its files."""
    return {
        "generation": manifest.id,
        "built": manifest.created,
        "documents": manifest.documents,
        "passages": manifest.passages,
        "corpus": manifest.corpus,
        "engine": manifest.engine,
        "schema": manifest.schema,
        "pipeline": manifest.pipeline,
    }


def status_json(status: Status, settings: Settings) -> Mapping[str, Any]:
    """What there is, and the settings with where each came from."""
    rows = {name: {"value": value, "origin": origin} for name, value, origin in as_rows(settings)}
    return {
        **manifest_json(status.manifest),
        "previous": status.previous,
        "notices": list(status.notices),
        "settings": rows,
    }


def inspection_json(inspection: Inspection) -> Mapping[str, Any]:
    """What was verified, and what is wrong."""
    return {
        "ok": not inspection.problems,
        "checked": list(inspection.checked),
        "problems": list(inspection.problems),
        "notices": list(inspection.notices),
    }


def _merge(*parts: tuple[Unread, ...]) -> tuple[Unread, ...]:
    return tuple(sorted((unread for part in parts for unread in part), key=lambda u: u.path))
