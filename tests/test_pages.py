"""What must be kept and what must be dropped on each golden page (``golden.py``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.cleaning import clean
from indexer.formats import parse
from indexer.model import CleanPage
from tests.golden import EXPECTATIONS, PAGES, Golden, read

LEAST_PAGES = 60


def cleaned(golden: Golden) -> CleanPage:
    return clean(parse(golden.source, golden.name))


def _stem(path: Path) -> str:
    return path.stem


def test_every_page_has_its_expectations() -> None:
    pages = {path.stem for path in PAGES.iterdir() if path.suffix != ".toml"}

    assert pages == {path.stem for path in EXPECTATIONS}
    assert len(pages) >= LEAST_PAGES


@pytest.mark.parametrize("expectation", EXPECTATIONS, ids=_stem)
def test_a_page_keeps_its_document_and_loses_the_rest(expectation: Path) -> None:
    golden = read(expectation)

    text = " ".join(block.text for block in cleaned(golden).kept)

    assert [string for string in golden.wanted["keep"] if string not in text] == []
    assert [string for string in golden.wanted.get("drop", ()) if string in text] == []


@pytest.mark.parametrize("expectation", EXPECTATIONS, ids=_stem)
def test_a_page_names_the_rules_that_fired(expectation: Path) -> None:
    golden = read(expectation)

    fired = {block.rule for block in cleaned(golden).dropped}

    assert set(golden.wanted.get("rules", ())) - fired == set()


@pytest.mark.parametrize("expectation", EXPECTATIONS, ids=_stem)
def test_all_text_of_a_page_is_kept_or_dropped(expectation: Path) -> None:
    page = cleaned(read(expectation))

    before = sorted(word for block in page.page.blocks for word in _letters(block.text))
    after = [letter for block in page.kept for letter in _letters(block.text)]
    after += [letter for block in page.dropped for letter in _letters(block.text)]

    assert sorted(after) == before


def _letters(text: str) -> str:
    return "".join(text.split())
