"""The pipeline version: a hash of all code that reads pages, and of nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from importlib.resources import files
from pathlib import Path

import pytest

from indexer.rebuilding.versions import LIBRARIES, READING, code, pipeline_version, sources
from tests.corpora import ROOT

ASK = "from indexer.rebuilding.versions import pipeline_version; print(pipeline_version())"

WITHOUT_EFFECT = {
    "authority": "names its modules' public values",
    "collecting": "disables the garbage collector",
    "errors": "classes of errors; their messages come from elsewhere",
    "model": "names its modules' public values",
    "model/queries": "what is asked of an index",
    "model/reports": "what became of the files",
    "model/results": "what an index answers",
    "os_errors": "errors of the system as ours",
    "rebuilding": "empty",
    "rebuilding/spool": "stores cleaned pages and gives them back",
    "rebuilding/workers": "empty",
    "rebuilding/workers/jobs": "says what to do with a file and what came of it",
    "rebuilding/workers/pool": "runs the work in processes",
}
"""Modules that a process reading pages imports and that cannot change a document."""

UNHEARD = {
    "certifi": "certificates, for downloads that nobody makes",
    "click": "command line",
    "platformdirs": "where settings lie",
    "pressmark": "this program; its code is looked at module by module",
    "setuptools": "how packages are found",
    "six": "names of Python 2, for python-dateutil",
    "typing_extensions": "types",
}
"""Distributions that are imported with those of ``LIBRARIES`` and cannot change a document."""

READ_PAGES = """
import sys
import indexer.rebuilding.workers.worker
from indexer.reading import read_document

page = b"<html><head><title>Tea</title></head><body><p>The urn was mended.</p></body></html>"
read_document(page, "tea.html")
read_document(b"The urn was mended on 4 May 1926.\\n", "tea.txt")
read_document(b"---\\ntitle: Tea\\n---\\n# Tea\\n\\nThe urn was mended.\\n", "tea.md")
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def imported() -> frozenset[str]:
    """Every module that is imported in a process that has read pages, as workers do."""
    done = subprocess.run(
        [sys.executable, "-c", READ_PAGES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return frozenset(done.stdout.split())


def path_of(module: str) -> str:
    """A module as ``READING`` names it."""
    return module.partition(".")[2].replace(".", "/")


def is_listed(module: str) -> bool:
    """Whether a module of ``indexer``, or a package it is in, is in ``READING``."""
    parts = path_of(module).split("/")
    return any("/".join(parts[:end]) in READING for end in range(1, len(parts) + 1))


def test_every_module_that_reading_a_page_imports_counts_or_is_exempt(
    imported: frozenset[str],
) -> None:
    own = {name for name in imported if name.startswith("indexer.")}

    strays = {m for m in own if not is_listed(m) and path_of(m) not in WITHOUT_EFFECT}

    assert {"indexer.formats.containers.warc", "indexer.cleaning", "indexer.passages"} <= own
    assert strays == set(), (
        "add them to READING in indexer/rebuilding/versions.py, or say here why not"
    )


def test_no_exemption_is_unused(imported: frozenset[str]) -> None:
    assert WITHOUT_EFFECT.keys() <= {path_of(name) for name in imported}
    assert not WITHOUT_EFFECT.keys() & set(READING)


def test_every_library_that_reading_a_page_imports_counts_or_is_exempt(
    imported: frozenset[str],
) -> None:
    installed = packages_distributions()
    found = {d for name in imported for d in installed.get(name.partition(".")[0], ())}

    strays = {d for d in found if d not in LIBRARIES and d not in UNHEARD}

    assert {"lxml", "trafilatura", "warcio"} <= found
    assert strays == set(), (
        "add them to LIBRARIES in indexer/rebuilding/versions.py, or say here why not"
    )
    assert set(LIBRARIES) <= found


def version_of(root: Path) -> str:
    """The version that the code in a folder computes of itself."""
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=root, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "indexer", tmp_path / "indexer")
    return tmp_path


def test_comments_and_docstrings_change_nothing_in_any_module(copy: Path) -> None:
    for module in sorted((copy / "indexer").rglob("*.py")):
        text = module.read_text("utf-8").replace('"""', '"""Edited: ', 1)
        module.write_text(f"{text}\n\n# a remark\n", "utf-8")

    assert version_of(copy) == pipeline_version()


def test_code_that_only_searches_or_serves_changes_nothing(copy: Path) -> None:
    for name in ("cli.py", "authority/suggestions.py", "engines/ranking.py", "store/draft.py"):
        with (copy / "indexer" / name).open("a") as stream:
            stream.write("\nOTHER = 1\n")

    assert version_of(copy) == pipeline_version()


def test_each_module_that_is_listed_counts() -> None:
    modules = {m.relative_to(ROOT / "indexer") for m in (ROOT / "indexer").rglob("*.py")}
    listed = {m for m in modules if is_listed(".".join(("indexer", *m.with_suffix("").parts)))}

    assert {Path(name) for name, _ in sources(files("indexer"))} == listed
    assert len(listed) > 50


@pytest.mark.parametrize(
    "name", ["model/pages.py", "formats/html/__init__.py", "metadata/__init__.py"]
)
def test_code_of_a_module_that_counts_changes_the_version(copy: Path, name: str) -> None:
    with (copy / "indexer" / name).open("a") as stream:
        stream.write("\nOTHER = 1\n")

    assert version_of(copy) != pipeline_version()


def test_a_table_shipped_with_the_code_counts(copy: Path) -> None:
    (copy / "indexer" / "cleaning" / "words.toml").write_text('words = ["menu"]\n')

    assert version_of(copy) != pipeline_version()


def test_the_authority_file_does_not_count(copy: Path) -> None:
    with (copy / "indexer" / "authority" / "organisations.toml").open("a") as stream:
        stream.write("# a remark\n")

    assert version_of(copy) == pipeline_version()
    assert len(pipeline_version()) == 16


PLAIN = b"""
from dataclasses import dataclass
SIZE = 3
@dataclass
class Page:
    text: str
    def words(self, least=1):
        return self.text.split()[:SIZE]
"""

SAID = b'''"""A module."""

from dataclasses import dataclass

SIZE = 3  # as many as fit
"""Words."""


@dataclass
class Page:
    """A page."""

    text: str
    """Its text."""

    def words(self, least=1):
        """Its words."""
        # the first ones
        return self.text.split()[
            :SIZE
        ]
'''


def test_comments_and_docstrings_are_not_code() -> None:
    assert code(PLAIN) == code(SAID)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"= 3", b"= 4"), (b"SIZE]", b"]"), (b"least=1", b"least=2"), (b"@dataclass\n", b"\n")],
)
def test_a_change_of_code_is_noticed(old: bytes, new: bytes) -> None:
    assert code(PLAIN.replace(old, new)) != code(PLAIN)


def test_a_string_that_is_a_value_is_code() -> None:
    assert code(b"RULE = 'menu'") != code(b"RULE = 'foot'")
