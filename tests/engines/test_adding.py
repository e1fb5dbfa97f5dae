"""An engine is one package and one line; a field of a document is one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.engines import ENGINES
from tests.copying import copy_program, differing, insert, run_copy
from tests.corpora import write_corpus

PACKAGE = '''"""Answers as the reference engine does."""

from indexer.engines.reference import CHECKED, open, write

SCHEMA = "added-1"
OLDER = {}
'''
LINE = '    "added": "indexer.engines.added",\n'


def test_an_engine_is_one_package_and_one_line(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", 3)
    program = copy_program(tmp_path)
    (program / "engines" / "added").mkdir()
    (program / "engines" / "added" / "__init__.py").write_text(PACKAGE, "utf-8")
    insert(program / "engines" / "__init__.py", "ENGINES = {\n", LINE)

    built, found, told = (
        run_copy(tmp_path, "-m", "indexer", *arguments, PRESSMARK_ENGINE="added")
        for arguments in (("rebuild", "corpus", "--json"), ("search", "gulls1"), ("status",))
    )

    assert '"documents": 3' in built
    assert "Meeting number 1" in found
    assert "added, schema added-1" in told
    assert differing(program) == {"engines/__init__.py", "engines/added"}


LAST_FIELD = "    candidates: tuple[Candidate, ...] = ()\n"
FIELD = '    language: str = "en"\n'
READ_BACK = """
import sys
from dataclasses import replace
from pathlib import Path
from indexer import rebuild
from indexer.engines import engine_type
from indexer.settings import Settings
from indexer.store.reader import open_engine

name = sys.argv[1]
rebuild(Settings(corpus=Path("corpus"), index=Path("index"), engine=name, jobs=1))
engine = open_engine(Path("index"))
entries = [engine.entry(card.id) for card in engine.cards()]
changed = [replace(entry, document=replace(entry.document, language="cy")) for entry in entries]
folder = Path("engine")
folder.mkdir()
engine_type(name).write(None, (), changed, folder)
again = engine_type(name).open(folder, engine.info, engine.authority)
read = [again.entry(entry.document.id) for entry in entries]
print(*(entry.document.language for entry in entries + read), read == changed)
"""


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_a_field_of_a_document_is_one_line(tmp_path: Path, name: str) -> None:
    write_corpus(tmp_path / "corpus", 2)
    program = copy_program(tmp_path)
    insert(program / "model" / "documents.py", LAST_FIELD, FIELD)

    read = run_copy(tmp_path, "-c", READ_BACK, name)

    assert read.split() == ["en", "en", "cy", "cy", "True"]
    assert differing(program) == {"model/documents.py"}
