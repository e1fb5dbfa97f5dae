"""Names of months and separators: one table each, which every reader of dates and titles uses."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.cleaning.rules.menus import MONTH_ENTRY
from indexer.metadata.calendar import Day
from indexer.metadata.date_forms import read_date
from indexer.metadata.titles.title_tags import parts_of
from indexer.notation import separators
from indexer.notation.calendar_words import MONTH_NAMES, MONTH_SPELLINGS, WEEKDAY_NAMES, WEEKDAYS
from tests.corpora import ROOT

READ = "from indexer.metadata.date_forms import read_date; print(read_date('3 maggio 1926'))"


@pytest.mark.parametrize(("name", "number"), MONTH_SPELLINGS)
def test_every_spelling_of_a_month_is_read(name: str, number: int) -> None:
    assert read_date(f"3 {name} 1926") == Day(1926, number, 3)
    assert read_date(f"{name.upper()} 1926") == Day(1926, number)


def test_every_full_name_of_a_month_makes_an_entry_of_an_archive() -> None:
    assert len(MONTH_NAMES) == 12
    assert all(MONTH_ENTRY.fullmatch(f"{name} # (#") for names in MONTH_NAMES for name in names)


def test_weekdays_are_known_by_their_first_letters() -> None:
    assert {WEEKDAYS.get(name[:3], WEEKDAYS.get(name[:2])) for name in WEEKDAY_NAMES} == {*range(7)}


def test_the_name_of_a_month_is_a_word_of_one_table(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "indexer", tmp_path / "indexer")
    table = tmp_path / "indexer" / "notation" / "calendar_words.py"
    text = table.read_text("utf-8")

    table.write_text(text.replace("may mai mayo", "may mai mayo maggio"), "utf-8")

    done = subprocess.run(
        [sys.executable, "-c", READ], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert read_date("3 maggio 1926") is None
    assert "month=5, day=3" in done.stdout


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Minutes – The Walk", ["Minutes", "The Walk"]),
        ("Minutes | 1926 » The Walk", ["Minutes", "1926", "The Walk"]),
        ("The Walk::Minutes", ["The Walk", "Minutes"]),
        ("Shop-floor minutes: part 2", ["Shop-floor minutes: part 2"]),
    ],
)
def test_separators_divide_a_title_and_hyphens_do_not(title: str, parts: list[str]) -> None:
    assert parts_of(title) == parts


def test_a_colon_divides_titles_from_subtitles_only_where_phrases_are_compared() -> None:
    assert separators.BETWEEN_TITLE_PHRASES.split("Minutes: part 2") == ["Minutes", "part 2"]
    assert separators.BETWEEN_TITLE_PARTS.split("Minutes: part 2") == ["Minutes: part 2"]


@pytest.mark.parametrize("line", ["Home | About | Links", "Home · About · Links"])
def test_menus_are_divided_by_bars_and_not_by_hyphens(line: str) -> None:
    assert separators.BETWEEN_ENTRIES.split(line) == ["Home", "About", "Links"]
    assert separators.BETWEEN_ENTRIES.split("Home - About") == ["Home - About"]
    assert separators.BETWEEN_LINKS.split("Home - About") == ["Home", "About"]
