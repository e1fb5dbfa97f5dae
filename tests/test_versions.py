"""The pipeline's version counts every module a page passes through."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from indexer.versions import _WITHOUT_EFFECT, pipeline_version
from tests.corpora import ROOT

ASK = "from indexer.versions import pipeline_version; print(pipeline_version())"


def version_of(root: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=root, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_every_module_that_reading_a_page_imports_counts() -> None:
    program = "import sys, indexer.reading; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = {name.split(".")[1] for name in done.stdout.split() if name.startswith("indexer.")}

    assert {"formats", "cleaning", "metadata", "passages"} <= names
    assert names & _WITHOUT_EFFECT <= {"errors"}


def test_only_code_that_reads_pages_changes_the_version(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "indexer", tmp_path / "indexer")
    before = version_of(tmp_path)

    for name in ("cli.py", "engines/memory.py"):
        with (tmp_path / "indexer" / name).open("a") as stream:
            stream.write("# a remark\n")
    same = version_of(tmp_path)
    with (tmp_path / "indexer" / "cleaning" / "__init__.py").open("a") as stream:
        stream.write("# a remark\n")
    other = version_of(tmp_path)

    assert before == same != other
    assert len(before) == 16
    assert pipeline_version() == pipeline_version()
