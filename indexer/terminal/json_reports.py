"""What commands print with ``--json``, apart from results and documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.rebuilding.report import report_json
from indexer.settings import Settings, as_rows
from indexer.store.inspection import Inspection, Status
from indexer.store.manifest import Manifest

__all__ = ["inspection_json", "manifest_json", "report_json", "status_json"]


def manifest_json(manifest: Manifest) -> Mapping[str, Any]:
    """The manifest of a generation, without its files."""
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
    """The generation in use, and the settings with the origin of each."""
    rows = {name: {"value": value, "origin": origin} for name, value, origin in as_rows(settings)}
    return {
        **manifest_json(status.manifest),
        "previous": status.previous,
        "notices": list(status.notices),
        "settings": rows,
    }


def inspection_json(inspection: Inspection) -> Mapping[str, Any]:
    """The generations verified, and what is wrong with them."""
    return {
        "ok": not inspection.problems,
        "checked": list(inspection.checked),
        "problems": list(inspection.problems),
        "notices": list(inspection.notices),
    }
