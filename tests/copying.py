"""Copies of the program to which something is added, for tests of how little that takes."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.corpora import ROOT


def copy_program(folder: Path) -> Path:
    """Copy the package ``indexer`` into a folder; returns the copy."""
    shutil.copytree(
        ROOT / "indexer", folder / "indexer", ignore=shutil.ignore_patterns("__pycache__")
    )
    return folder / "indexer"


def insert(path: Path, after: str, text: str) -> None:
    """Insert a text into a file, behind the only place where ``after`` stands."""
    content = path.read_text("utf-8")
    assert content.count(after) == 1
    path.write_text(content.replace(after, after + text), "utf-8")


def differing(copy: Path) -> set[str]:
    """The files, and whole folders, in which a copy of ``indexer`` differs from the program."""
    return set(_differing(ROOT / "indexer", copy))


def _differing(one: Path, other: Path) -> Iterator[str]:
    compared = filecmp.dircmp(one, other, ignore=["__pycache__"])
    yield from (*compared.left_only, *compared.right_only, *compared.diff_files)
    for name in compared.common_dirs:
        yield from (f"{name}/{found}" for found in _differing(one / name, other / name))


def run_copy(folder: Path, *arguments: str, **variables: str) -> str:
    """What Python prints with these arguments in a folder that holds a copy."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **variables},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
