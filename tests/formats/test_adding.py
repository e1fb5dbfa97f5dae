"""Adding a format or a container takes one module and one entry in a table, as is shown here."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.corpora import ROOT

TOY_FORMAT = '''
"""Pages that begin with "%TOY" and have a paragraph a line."""

from __future__ import annotations

from indexer.formats.raw import Evidence, Parser, RawPage
from indexer.model import Block, ParsedPage

MAGIC = b"%TOY\\0"


def evidence(raw: RawPage) -> Evidence:
    return Evidence.CERTAIN if raw.data.startswith(MAGIC) else Evidence.NONE


def parse(raw: RawPage) -> ParsedPage:
    lines = raw.data.removeprefix(MAGIC).decode().splitlines()
    return ParsedPage("toy", None, (), tuple(Block(line) for line in lines))


TOY = Parser("toy", evidence, parse)
'''

TOY_CONTAINER = '''
"""Files of plain text pages with "%BOX" above each."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from indexer.errors import PageError
from indexer.formats.containers.container import ContainedPage, Container, Survey

MARK = b"%BOX\\n"


def is_box(head: bytes, name: str) -> bool:
    return head.startswith(MARK)


def survey(stream: BinaryIO, megabytes: int, tick: Callable[[], None]) -> Survey:
    count = stream.read().count(MARK)
    return Survey(tuple(map(str, range(1, count + 1))), (), "")


class BoxReader:
    def __init__(self, stream: BinaryIO, megabytes: int) -> None:
        self.pages = stream.read().split(MARK)

    def read(self, locator: str) -> ContainedPage:
        if not locator.isdecimal() or int(locator) >= len(self.pages):
            raise PageError(f"has no page {locator}")
        url = f"https://example.org/{locator}.txt"
        return ContainedPage(self.pages[int(locator)], url, f"{locator}.txt")


BOX = Container("a box of pages", is_box, survey, BoxReader)
'''


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a copy of the program to add to."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "indexer", tmp_path / "indexer", ignore=ignored)
    return tmp_path


def add(copy: Path, module: str, code: str, table: str, first_line: str, entry: str) -> None:
    """Write a module of the copy, and enter what it defines at the head of a table."""
    (copy / "indexer" / module).write_text(code)
    path, name = copy / "indexer" / table, module.removesuffix(".py").replace("/", ".")
    text = path.read_text()
    assert text.count(first_line) == 1
    path.write_text(
        text.replace(first_line, f"from indexer.{name} import {entry}\n{first_line}{entry}, ")
    )


def changed_files(copy: Path) -> set[str]:
    """The files of the copy that differ from the program's or are not in it."""
    old, new = ROOT / "indexer", copy / "indexer"
    names = {p.relative_to(new) for p in new.rglob("*") if p.is_file() and p.suffix != ".pyc"}
    return {
        name.as_posix()
        for name in names
        if not (old / name).exists() or not filecmp.cmp(old / name, new / name, shallow=False)
    }


def indexer(copy: Path, *arguments: str) -> str:
    """What the copy's command prints."""
    done = subprocess.run(
        [sys.executable, "-m", "indexer", *arguments, "--index", "index"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_format_is_one_module_and_one_entry_of_a_table(copy: Path) -> None:
    add(
        copy,
        *("formats/toy.py", TOY_FORMAT),
        *("formats/__init__.py", "PARSERS: tuple[Parser, ...] = (", "TOY"),
    )
    corpus = copy / "corpus"
    corpus.mkdir()
    (corpus / "tea.toy").write_bytes(b"%TOY\0The tea urn\nThe urn was mended by Thursday.\n")

    indexer(copy, "rebuild", "corpus")

    found = indexer(copy, "search", "mended thursday")
    assert "tea.toy" in found
    assert "The urn was [mended] by [Thursday]." in found
    assert changed_files(copy) == {"formats/toy.py", "formats/__init__.py"}


def test_a_container_is_one_module_and_one_entry_of_a_table(copy: Path) -> None:
    add(
        copy,
        *("formats/containers/box.py", TOY_CONTAINER),
        *("formats/containers/__init__.py", "CONTAINERS: tuple[Container, ...] = (", "BOX"),
    )
    corpus = copy / "corpus"
    corpus.mkdir()
    (corpus / "lot.box").write_bytes(
        b"%BOX\nThe tea urn\n\nThe urn was mended by Thursday.\n"
        b"%BOX\nThe coal scuttle\n\nThe scuttle was lost by Friday.\n"
    )

    indexer(copy, "rebuild", "corpus")

    found = indexer(copy, "search", "scuttle friday")
    assert "lot.box#2" in found
    assert "lot.box#1" not in found
    assert changed_files(copy) == {"formats/containers/box.py", "formats/containers/__init__.py"}
