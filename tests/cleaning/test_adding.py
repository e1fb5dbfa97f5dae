"""To add a rule of boilerplate takes a line in its table and a golden page, tried in a copy."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from indexer.cleaning import clean
from indexer.formats import parse
from tests.corpora import ROOT

PAGE = """<!doctype html><html><head><title>The winter programme</title></head><body>
<h1>The winter programme</h1>
<p>The reading circle met in the back room and settled, after some talk about paper and postage,
what should be printed in the coming season and who should carry it.</p>
<div class="{token}">{line}</div>
</body></html>
"""

EXPECTATIONS = """title = "The winter programme"
rules = ["{rule}"]
keep = ["The reading circle met in the back room"]
drop = ["{line}"]
content = ["The reading circle met in the back room and settled, after some talk about paper and \
postage, what should be printed in the coming season and who should carry it."]
"""


class Addition(NamedTuple):
    """A line for a table, to be put below the line with ``below``, and what it drops."""

    table: str
    below: str
    entry: str
    rule: str
    line: str
    token: str = "plain"


ADDITIONS = (
    Addition(
        "lines.py", "go to top | back to top", "up you go |", "go-to-top", "Up you go", "plain"
    ),
    Addition(
        "patterns.py",
        "(?:posted|filed|published|veröffentlicht|abgelegt",
        'r"shelved by .{1,40} (?:in|under) .{1,40}",',
        "post-meta",
        "Shelved by the librarian under Evening Classes",
    ),
    Addition(
        "selectors.py",
        "newsletter newsletter-signup",
        "pigeon-post-box",
        "sign-up",
        "We will send a bird with the next number to every subscriber of this paper.",
        "pigeon-post-box",
    ),
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program with its golden pages and their test."""
    shutil.copytree(ROOT / "indexer", tmp_path / "indexer")
    shutil.copytree(ROOT / "tests" / "pages", tmp_path / "tests" / "pages")
    for name in ("__init__.py", "golden.py", "test_pages.py"):
        shutil.copy(ROOT / "tests" / name, tmp_path / "tests" / name)
    return tmp_path


def golden_test_passes(root: Path) -> bool:
    """Whether the test of golden pages passes on the new one."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "programme"]
    done = subprocess.run(
        [*command, "tests/test_pages.py"], cwd=root, capture_output=True, text=True, check=False
    )
    assert " passed" in done.stdout, done.stdout + done.stderr
    return done.returncode == 0


def add_entry(table: Path, addition: Addition) -> None:
    lines = table.read_text("utf-8").split("\n")
    (row,) = (number for number, line in enumerate(lines) if addition.below in line)
    while addition.table == "patterns.py" and not lines[row].endswith('",'):
        row += 1
    lines.insert(row + 1, f"        {addition.entry}")
    table.write_text("\n".join(lines), "utf-8")


def changed(root: Path) -> Iterator[str]:
    """The files of the copy that are new or other than ours."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and "__pycache__" not in name.parts:
            ours = ROOT / name
            if not ours.is_file() or not filecmp.cmp(path, ours, shallow=False):
                yield name.as_posix()


@pytest.mark.parametrize("addition", ADDITIONS, ids=lambda addition: addition.table)
def test_a_rule_is_a_line_of_its_table_and_a_golden_page(copy: Path, addition: Addition) -> None:
    page = copy / "tests" / "pages" / "winter-programme.html"
    page.write_text(PAGE.format(token=addition.token, line=addition.line), "utf-8")
    page.with_suffix(".toml").write_text(
        EXPECTATIONS.format(rule=addition.rule, line=addition.line), "utf-8"
    )
    before = {block.rule for block in clean(parse(page.read_bytes(), page.name)).dropped}

    add_entry(copy / "indexer" / "cleaning" / "rules" / addition.table, addition)

    assert addition.rule not in before
    assert golden_test_passes(copy)
    assert list(changed(copy)) == [
        f"indexer/cleaning/rules/{addition.table}",
        "tests/pages/winter-programme.html",
        "tests/pages/winter-programme.toml",
    ]
