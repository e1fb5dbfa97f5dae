"""An engine is one package in ``engines/`` and one line in its table."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.corpora import ROOT, write_corpus

PACKAGE = '''"""Answers as the reference engine does."""

from indexer.engines.reference import CHECKED, open, write

SCHEMA = "added-1"
OLDER = {}
'''
LINE = '    "added": "indexer.engines.added",\n'
TABLE = "ENGINES = {\n"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the program to which an engine was added."""
    shutil.copytree(
        ROOT / "indexer", tmp_path / "indexer", ignore=shutil.ignore_patterns("__pycache__")
    )
    engines = tmp_path / "indexer" / "engines"
    (engines / "added").mkdir()
    (engines / "added" / "__init__.py").write_text(PACKAGE, "utf-8")
    table = engines / "__init__.py"
    text = table.read_text("utf-8")
    assert TABLE in text
    table.write_text(text.replace(TABLE, TABLE + LINE), "utf-8")
    return tmp_path


def differing(one: Path, other: Path) -> Iterator[str]:
    """What is not the same in two folders, caches of compiled code aside."""
    compared = filecmp.dircmp(one, other, ignore=["__pycache__"])
    for name in (*compared.left_only, *compared.right_only, *compared.diff_files):
        yield name
    for name in compared.common_dirs:
        yield from (f"{name}/{found}" for found in differing(one / name, other / name))


def indexer(folder: Path, *arguments: str) -> str:
    """What a command of the program in ``folder`` prints, told to use the engine added there."""
    done = subprocess.run(
        [sys.executable, "-m", "indexer", *arguments, "--index", "index"],
        cwd=folder,
        env={**os.environ, "PRESSMARK_ENGINE": "added", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_an_engine_is_one_package_and_one_line(copy: Path) -> None:
    write_corpus(copy / "corpus", 3)

    built = indexer(copy, "rebuild", "corpus", "--json")
    found = indexer(copy, "search", "gulls1")
    told = indexer(copy, "status")

    assert '"documents": 3' in built
    assert "Meeting number 1" in found
    assert "added, schema added-1" in told
    assert set(differing(ROOT / "indexer", copy / "indexer")) == {
        "engines/__init__.py",
        "engines/added",
    }
