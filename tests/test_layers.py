"""Which libraries are imported where, and who reads files. Packages: `[tool.importlinter]`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*ROOT.glob("indexer/**/*.py"), *ROOT.glob("webapp/**/*.py")])
HOMES = {
    "bs4": ("indexer/formats/",),
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


PURE = (
    "analysis authority cleaning facets formats identifiers notation metadata model passages"
    " presentation query reading"
).split()
"""What is a function of its arguments; the modules that ``pyproject.toml`` keeps from ``os``."""

OUTSIDE = frozenset("open read_bytes read_text write_bytes write_text now today utcnow".split())
"""Calls that reach files or the clock."""

SHIPPED = "indexer/authority/register.py"
"""Reads the authority file that is part of the program."""


def calls(source: Path) -> Iterator[str]:
    """The names of the functions and methods that a module calls."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name):
                yield function.id
            elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
                yield function.attr


@pytest.mark.parametrize("name", PURE)
def test_a_pure_package_reads_no_file_and_no_clock(name: str) -> None:
    package = ROOT / "indexer" / name
    sources = [*package.rglob("*.py")] or [package.with_suffix(".py")]
    sources = [source for source in sources if source.relative_to(ROOT).as_posix() != SHIPPED]

    strays = {(source.name, call) for source in sources for call in calls(source)}

    assert sources
    assert not {stray for stray in strays if stray[1] in OUTSIDE}
