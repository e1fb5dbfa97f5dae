"""Who may import whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*ROOT.glob("indexer/**/*.py"), *ROOT.glob("webapp/**/*.py")])
HOMES = {
    "bs4": ("indexer/formats/", "indexer/cleaning/"),
    "flask": ("webapp/",),
    "whoosh": ("indexer/engines/whoosh/",),
    "webapp": ("webapp/",),
}


def imported(source: Path) -> Iterator[str]:
    """The top-level packages a module imports, wherever in it."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield str(node.module).split(".")[0]


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_library_is_imported_only_in_its_home(source: Path) -> None:
    place = source.relative_to(ROOT).as_posix()

    strays = {
        name for name in imported(source) if name in HOMES and not place.startswith(HOMES[name])
    }

    assert not strays


@pytest.mark.parametrize("library", sorted(HOMES))
def test_every_home_is_lived_in(library: str) -> None:
    assert any(library in imported(source) for source in SOURCES)
