"""The version of the code that turns a file into passages, computed from the code itself."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGES = tuple(
    "beautifulsoup4 charset-normalizer ftfy htmldate lxml lxml_html_clean markdown-it-py PyYAML"
    " trafilatura warcio".split()
)
"""Libraries whose behaviour shows in the text of a document."""

_WITHOUT_EFFECT = frozenset(
    (
        "archive",
        "catalogue",
        "changes",
        "cli",
        "console",
        "disk",
        "draft",
        "engines",
        "errors",
        "explanation",
        "facets",
        "grammar",
        "hosts",
        "inspection",
        "intake",
        "inventory",
        "ledger",
        "listing",
        "manifest",
        "organisations",
        "pipeline",
        "present",
        "previous",
        "progress",
        "query",
        "rendering",
        "reporting",
        "settings",
        "spool",
        "store",
        "tasks",
        "versions",
        "workers",
    )
)
"""Modules that cannot change what is read from a page; all others count."""


@cache
def pipeline_version() -> str:
    """Differs whenever a page might be read differently than before; 16 hex digits."""
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    for module in sorted(files("indexer").iterdir(), key=lambda item: item.name):
        if module.name.removesuffix(".py") not in _WITHOUT_EFFECT:
            _add(digest, module)
    return digest.hexdigest()[:16]


def _add(digest: hashlib._Hash, item: Traversable) -> None:
    if item.is_dir():
        for child in sorted(item.iterdir(), key=lambda child: child.name):
            _add(digest, child)
    elif item.name.endswith(".py"):
        digest.update(item.name.encode() + b"\0" + item.read_bytes())
