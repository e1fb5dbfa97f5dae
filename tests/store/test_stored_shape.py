"""The stored format changes only together with its version number."""

from __future__ import annotations

import difflib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.engines import engine_type
from indexer.store.manifest import FORMAT
from tests.corpora import ROOT
from tests.stored_shape import SHAPES, shapes

NUMBERS = {
    f"{engine_type('whoosh').SCHEMA}.txt": ("NUMBER", "indexer/engines/whoosh/__init__.py"),
    f"{engine_type('memory').SCHEMA}.txt": ("SCHEMA", "indexer/engines/reference/__init__.py"),
    f"generation-{FORMAT}.txt": ("FORMAT", "indexer/store/manifest.py"),
}
"""The version number that each file is named after, and the module it is in."""

INSTRUCTIONS = """
{shape}
What an index holds on disk is no longer what tests/shapes/{name} says: an index written by an
earlier version must not be taken for one written by this. If that was not meant, undo it. Else:

1. Raise {number} in {module} by one; for a new facet, bring FACETS_OF_NUMBER beside it up to date.
2. Not for FORMAT: put the number that was into OLDER beside it, as Older.SAME if `write` can build
   upon old segments and merge them with new ones, as Older.READ if `open` reads them and a rebuild
   writes all anew. Left out, every page is 503 from the upgrade to the end of a rebuild. For one
   put in, keep an index written by the code before the change: see tests/indexes/README.md.
3. python -m tests.stored_shape     writes the new file; the old one stays, it says what was.
4. A line in CHANGELOG.md: what indexes of earlier versions need (docs/upgrading.md).

The number may stay, and the file be deleted and written anew, only if no released version wrote
that number, or if a key was added to manifest.json that has a default.
"""


@pytest.mark.parametrize("name", NUMBERS)
def test_the_stored_shape_is_the_one_its_number_stands_for(name: str) -> None:
    path = SHAPES / name
    known = path.read_text("utf-8") if path.exists() else ""

    lines = difflib.unified_diff(known.splitlines(), shapes()[name].splitlines(), lineterm="")
    shape = "\n".join(lines)

    number, module = NUMBERS[name]
    assert not shape, INSTRUCTIONS.format(shape=shape, name=name, number=number, module=module)


CHANGES = {
    "a field of a document": (
        "model/documents.py",
        "    candidates: tuple[Candidate, ...] = ()\n",
        "    candidates: tuple[Candidate, ...] = ()\n    language: str = ''\n",
        {"whoosh", "memory"},
    ),
    "the order of two fields": (
        "model/pages.py",
        "    tokens: frozenset[str] = frozenset()\n    tags: frozenset[str] = frozenset()\n",
        "    tags: frozenset[str] = frozenset()\n    tokens: frozenset[str] = frozenset()\n",
        {"whoosh", "memory"},
    ),
    "the type of an array": (
        "engines/whoosh/indexing/building.py",
        'arrays["sizes"] = np.array(self._sizes, dtype=np.int32)',
        'arrays["sizes"] = np.array(self._sizes, dtype=np.int64)',
        {"whoosh"},
    ),
    "an array left out": (
        "engines/whoosh/indexing/building.py",
        'arrays["ranks"] = ranks(self._paths, self._ids)\n',
        "\n",
        {"whoosh"},
    ),
    "what a number means": (
        "engines/whoosh/indexing/building.py",
        "date_number(value, 99)",
        "date_number(value, 31)",
        {"whoosh"},
    ),
    "a facet": (
        "facets.py",
        "FACETS = (\n",
        'FACETS = (\n    FacetField("own_year", "Own", "number", _year, "", "", ""),\n',
        {"whoosh"},
    ),
    "how a word is folded": ("analysis.py", ".casefold()", ".lower()", {"whoosh"}),
    "which words are forms of one": (
        "engines/related.py",
        '("grey", "gray"),',
        '("grey", "gray"), ("internal", "inner"),',
        {"whoosh"},
    ),
    "how a record is written": (
        "engines/whoosh/stored_records.py",
        "zlib.compress(content, 6)",
        "b'z' + zlib.compress(content, 6)",
        {"whoosh"},
    ),
    "the layout of a file": (
        "engines/whoosh/arrays.py",
        "ALIGNMENT = 64",
        "ALIGNMENT = 32",
        {"whoosh"},
    ),
    "a pickled attribute": (
        "engines/whoosh/codec.py",
        "        self.deleted_rows = rows\n",
        "        self.deleted_rows = rows\n        self.rows_left = rows\n",
        {"whoosh"},
    ),
    "a record of a file": (
        "rebuilding/inventory.py",
        '    container: str = ""\n',
        '    container: str = ""\n    language: str = ""\n',
        {"generation"},
    ),
    "a key of the manifest": (
        "store/manifest.py",
        "    schema: str\n",
        '    schema: str\n    language: str = ""\n',
        {"generation"},
    ),
}
"""What is changed in a module, and the shapes in which that must be noticed."""

COMPARE = """
from tests.stored_shape import SHAPES, shapes
for name, text in shapes().items():
    path = SHAPES / name
    if not path.exists() or path.read_text("utf-8") != text:
        print(name.split("-")[0])
"""


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_to_what_is_stored_is_noticed(tmp_path: Path, change: str) -> None:
    module, old, new, noticed = CHANGES[change]
    shutil.copytree(ROOT / "indexer", tmp_path / "indexer")
    shutil.copytree(ROOT / "tests", tmp_path / "tests", ignore=shutil.ignore_patterns("pages"))
    path = tmp_path / "indexer" / module
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")

    done = subprocess.run(
        [sys.executable, "-c", COMPARE], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert set(done.stdout.split()) == noticed


def test_a_recorded_shape_is_not_overwritten(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "indexer", tmp_path / "indexer")
    shutil.copytree(ROOT / "tests", tmp_path / "tests", ignore=shutil.ignore_patterns("pages"))
    written = tmp_path / "tests" / "shapes"
    other, missing = (written / name for name in NUMBERS if not name.startswith("whoosh"))
    other.write_text("another shape\n")
    missing.unlink()

    done = subprocess.run(
        [sys.executable, "-m", "tests.stored_shape"], cwd=tmp_path, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "raise the number first" in done.stderr
    assert other.read_text() == "another shape\n"
    assert missing.read_bytes() == (SHAPES / missing.name).read_bytes()
