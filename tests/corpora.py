"""Small corpora and indexes on disk, for tests of the rebuild."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from indexer.model import Report
from indexer.rebuilding.pipeline import Options, rebuild
from indexer.settings import Settings

ROOT = Path(__file__).parents[1]

PAGE = """<html><head><title>{title}</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>{title}</h1><p>The quay was loud with {word} that morning, and nobody went home
before the meeting in the hall had heard the delegates and voted by a show of hands.</p>
<p>A second meeting was called for the week after, to hear the answer of the owners.</p>
</article></body></html>
"""


def page(title: str, word: str = "gulls") -> str:
    """An HTML page; ``word`` is found on no other unless it is asked for there too."""
    return PAGE.format(title=title, word=word)


def write_corpus(folder: Path, names: int = 5, word: str = "gulls") -> Path:
    """A corpus of pages ``page0.html`` … in ``folder``; page n holds the word ``<word>n``."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(names):
        (folder / f"page{n}.html").write_text(page(f"Meeting number {n}", f"{word}{n}"))
    return folder


def settings_for(folder: Path, **values: Any) -> Settings:
    """Settings with ``folder / "corpus"`` and ``folder / "index"``, and the engine of tests."""
    given = {"engine": "memory", "jobs": 1, **values}
    return Settings(corpus=folder / "corpus", index=folder / "index", **given)


def build(folder: Path, options: Options | None = None, **values: Any) -> Report:
    """Rebuild ``folder / "index"`` from ``folder / "corpus"``."""
    return rebuild(settings_for(folder, **values), options)


MAIN = "from indexer.cli import main; main()"

AS_ANYONE = """
import ctypes, os, sys
for capability in (1, 2):  # to write and to read whatever the permissions
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-c", %r, *sys.argv[1:]])
"""
"""Permissions do not bind root; without these capabilities they do."""


def command(*arguments: str | Path, anyone: bool = False) -> list[str]:
    """The command line of ``indexer``; ``anyone`` is bound by permissions even as root."""
    program = AS_ANYONE % MAIN if anyone else MAIN
    return [sys.executable, "-c", program, *map(str, arguments)]


def environment(**values: str) -> dict[str, str]:
    """The variables for the command, with the engine of tests."""
    path = os.pathsep.join([str(ROOT), *sys.path])
    return {**os.environ, "PYTHONPATH": path, "PRESSMARK_ENGINE": "memory", **values}


def run_indexer(
    *arguments: str | Path, anyone: bool = False, folder: Path | None = None, **values: str
) -> tuple[int, str, str]:
    """The command in a process of its own: exit status, standard output, standard error."""
    done = subprocess.run(
        command(*arguments, anyone=anyone),
        capture_output=True,
        text=True,
        env=environment(**values),
        cwd=folder,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


def last_json(output: str) -> Any:
    """The value on the last line of an output."""
    return json.loads(output.strip().splitlines()[-1])
