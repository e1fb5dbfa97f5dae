"""Golden pages: every file in ``pages/`` with a neighbour of the same stem ending in ``.toml``.

``keep`` are strings that must be in the cleaned text or its headline, ``drop`` strings that
must not, ``rules`` names of rules that must have fired. White space counts as
one space.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from indexer.cleaning import clean
from indexer.formats import parse
from indexer.model import CleanPage

PAGES = Path(__file__).parent / "pages"
EXPECTATIONS = sorted(PAGES.glob("*.toml"))


def page_of(expectation: Path) -> Path:
    (page,) = (p for p in PAGES.glob(f"{expectation.stem}.*") if p != expectation)
    return page


def read(expectation: Path) -> tuple[CleanPage, dict[str, Any]]:
    page = page_of(expectation)
    wanted = tomllib.loads(expectation.read_text("utf-8"))
    return clean(parse(page.read_bytes(), page.name)), wanted


def test_every_page_has_its_expectations() -> None:
    pages = {path.stem for path in PAGES.iterdir() if path.suffix != ".toml"}

    assert pages == {path.stem for path in EXPECTATIONS}
    assert len(pages) >= 25


@pytest.mark.parametrize("expectation", EXPECTATIONS, ids=lambda path: path.stem)
def test_a_page_keeps_its_document_and_loses_the_rest(expectation: Path) -> None:
    cleaned, wanted = read(expectation)

    titles = [block.text for block in cleaned.dropped if block.rule == "headline"]
    text = " ".join([*titles, *(block.text for block in cleaned.kept)])
    assert [string for string in wanted["keep"] if string not in text] == []
    assert [string for string in wanted.get("drop", ()) if string in text] == []


@pytest.mark.parametrize("expectation", EXPECTATIONS, ids=lambda path: path.stem)
def test_a_page_names_the_rules_that_fired(expectation: Path) -> None:
    cleaned, wanted = read(expectation)

    fired = {block.rule for block in cleaned.dropped}
    assert set(wanted.get("rules", ())) - fired == set()


@pytest.mark.parametrize("expectation", EXPECTATIONS, ids=lambda path: path.stem)
def test_all_text_of_a_page_is_kept_or_dropped(expectation: Path) -> None:
    cleaned, _ = read(expectation)

    before = sorted(word for block in cleaned.page.blocks for word in _letters(block.text))
    after = [letter for block in cleaned.kept for letter in _letters(block.text)]
    after += [letter for block in cleaned.dropped for letter in _letters(block.text)]
    assert sorted(after) == before


def _letters(text: str) -> str:
    return "".join(text.split())
