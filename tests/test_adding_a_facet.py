"""A facet on a value that exists is one entry of ``FACETS``: everything else follows from it.

Each case adds an entry to a copy of the program, rebuilds an index with the copy's
own command, and uses the facet in every way there is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.corpora import ROOT
from tests.page import words

PAGES = {
    "boats.html": ("The boats of spring", "1961"),
    "lamps.html": ("Lamps on the quay", "1968"),
    "stoves.html": ("Stoves for the hall", "1983"),
    "tea.html": ("Tea without a date", ""),
}
TITLED = "lamps.html"
"""The page whose title stands in metadata.csv."""

USE = """
import json, sys
from pathlib import Path
from indexer import open_engine, parse_query
from webapp import create_app
filters, addresses = json.loads(sys.argv[1])
engine = open_engine(Path("index"))
client = create_app().test_client()
print(json.dumps({
    "found": [engine.search(parse_query("", **chosen)).documents for chosen in filters],
    "pages": [client.get(address).text for address in addresses],
}))
"""


@dataclass(frozen=True)
class Case:
    """An entry of ``FACETS``, and what it says of ``PAGES``."""

    entry: str
    name: str
    label: str
    help: str
    counts: Mapping[str, int]
    """How many documents have each value, as readers see it."""
    none: int
    value: str
    shown: str
    """One of the values, as it is asked for and as readers see it."""


DECADE = Case(
    entry="""
    FacetField(
        name="decade",
        label="Decade",
        kind="number",
        values=lambda entry: tuple(year // 10 * 10 for year in _year(entry)),
        chip="from the",
        none="No decade",
        help="of ten years",
        order="value",
        written=lambda decade: f"{decade}s",
    ),
""",
    name="decade",
    label="Decade",
    help="of ten years",
    counts={"1960s": 2, "1980s": 1},
    none=1,
    value="1960",
    shown="1960s",
)
TITLE_BASIS = Case(
    entry="""
    FacetField(
        name="title_basis",
        label="Title from",
        kind="text",
        values=lambda entry: (entry.document.title_basis,),
        chip="title from",
        none="No title",
        help="whose title was found in one way",
    ),
""",
    name="title_basis",
    label="Title from",
    help="whose title was found in one way",
    counts={"heading": 3, "override": 1},
    none=0,
    value="heading",
    shown="heading",
)


@pytest.fixture(params=[DECADE, TITLE_BASIS], ids=lambda case: str(case.name))
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture
def program(case: Case, tmp_path: Path) -> Path:
    """A copy of the program with the entry, and a corpus that it and its earlier self indexed."""
    for package in ("indexer", "webapp"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    rows = ["path,title,year"]
    for name, (title, year) in PAGES.items():
        told = f"<p>{title}: a page that says what was said in the hall that evening.</p>" * 3
        (corpus / name).write_text(f"<h1>{title}</h1>{told}", "utf-8")
        rows.append(f"{name},{title if name == TITLED else ''},{year}")
    (corpus / "metadata.csv").write_text("\n".join(rows), "utf-8")
    rebuild = ("-m", "indexer", "rebuild", "corpus", "--jobs", "1", "-q")
    run(tmp_path, *rebuild)
    table = tmp_path / "indexer" / "facets.py"
    before, opening, after = table.read_text("utf-8").partition("\nFACETS = (")
    entries, closing, rest = after.partition("\n)\n")
    table.write_text(before + opening + entries + case.entry + closing + rest, "utf-8")
    run(tmp_path, *rebuild)
    return tmp_path


def run(folder: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if "PRESSMARK" not in name}
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def search(folder: Path, *options: str) -> Any:
    return json.loads(run(folder, "-m", "indexer", "search", "", "--json", *options))


def changed(folder: Path) -> list[str]:
    """The files of the copy that are not as they are here."""
    return [
        path.relative_to(folder).as_posix()
        for package in ("indexer", "webapp")
        for path in sorted((folder / package).rglob("*"))
        if path.is_file() and path.read_bytes() != (ROOT / path.relative_to(folder)).read_bytes()
    ]


def test_a_facet_is_one_entry(case: Case, program: Path) -> None:
    chosen, excluded = case.counts[case.shown], len(PAGES) - case.counts[case.shown]
    asked = [{case.name: case.value}, {case.name: f"-{case.value}"}, {case.name: "none"}]
    addresses = [
        f"/search?{case.name}={case.value}",
        f"/search?{case.name}=-{case.value}",
        "/help",
        "/opensearch.xml",
    ]

    assert changed(program) == ["indexer/facets.py"]

    counted = search(program)["facets"][case.name]
    assert counted["label"] == case.label
    assert {v["label"]: v["count"] for v in counted["values"]} == case.counts
    assert counted["none"] == case.none

    option = f"--{case.name}"
    assert search(program, option, case.value)["total"]["documents"] == chosen
    left = search(program, option, f"-{case.value}")
    assert left["total"]["documents"] == excluded
    value = int(case.value) if case.value.isdecimal() else case.value
    assert left["query"]["excluded"] == {case.name: [{"value": value, "label": case.shown}]}
    described = " ".join(run(program, "-m", "indexer", "search", "--help").split())
    assert f"Documents {case.help}." in described

    used = json.loads(run(program, "-c", USE, json.dumps([asked, addresses])))
    assert used["found"] == [chosen, excluded, case.none]
    with_value, without, help_page, opensearch = used["pages"]
    check_page(case, with_value, chosen, "")
    check_page(case, without, excluded, "Not ")
    assert case.label in help_page
    assert case.help in help_page
    assert f'name="{case.name}"' in opensearch


def check_page(case: Case, source: str, documents: int, negation: str) -> None:
    """The page of a search by the facet: its total, its chip, its group of values."""
    page = html.fromstring(source)
    assert words(page.cssselect(".found h1")[0]).startswith(f"{documents} document")
    (chip,) = page.cssselect(".chips a")
    said = f"{negation}{words(chip.cssselect('.quiet')[0]).removeprefix(negation)} {case.shown}"
    assert words(chip) == f"{said} (remove)"
    assert chip.get("href") == "/search"
    assert case.label in [words(head) for head in page.cssselect(".facet > summary, legend")]
    left_out = {case.shown} if negation else set()
    listed = page.cssselect(f'label:has(input[name="{case.name}"]) .label')
    assert {words(label) for label in listed} >= set(case.counts) - left_out
