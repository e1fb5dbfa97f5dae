"""Repeated lines in a rebuild: an incremental and a full one give the same documents."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.cleaning.judges.repetition import RULE
from indexer.model import Entry
from indexer.rebuilding.pipeline import Options, rebuild
from indexer.rebuilding.previous import SITES_FILE
from indexer.rebuilding.progress import Progress
from indexer.store import generations
from indexer.store.reader import open_engine
from tests.corpora import build, settings_for
from tests.crawls import Crawl

NOTE = "These pages are kept for the record only and are no longer looked after by anyone here"
TOP = "To the first of all our pages"
CHANGED = Options(allow_removals=True)
FULL = Options(full=True, allow_removals=True)

Slot = tuple[str, int]
"""A site and the number of one of its pages."""


def a_page(name: str, note: bool, top: bool) -> bytes:
    """A page with the note and the link of its site's template, or without them."""
    return f"""<html><head><title>{name}</title></head><body>
{f"<p>{NOTE}, say the keepers.</p>" if note else ""}<h1>Report {name}</h1>
<p>On the quay at {name} they counted the boats that had come home that night, and found
that two were missing of those which had gone out in the morning after the storm.</p>
<p>{name.capitalize()} was told to wait for news until the harbour master had been asked.</p>
{f'<p><a href="/">{TOP}</a></p>' if top else ""}</body></html>
""".encode()


def put(folder: Path, slot: Slot, content: bytes | None) -> None:
    """Write one page of a site, or delete it."""
    path = folder / "corpus" / f"{slot[0]}.example.org" / f"page{slot[1]}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(content)


def write_site(folder: Path, pages: Mapping[Slot, tuple[bool, bool] | None]) -> None:
    for (site, number), lines in pages.items():
        content = a_page(f"{site}{number}", *lines) if lines else None
        put(folder, (site, number), content)


def entries(folder: Path) -> list[Entry | None]:
    engine = open_engine(folder / "index")
    return [engine.entry(card.id) for card in engine.cards()]


def dropped(folder: Path) -> dict[str, list[str]]:
    """The dropped repeated lines, by path; pages without any are left out."""
    found = {
        entry.document.path: [b.text for b in entry.document.dropped if b.rule == RULE]
        for entry in entries(folder)
        if entry
    }
    return {path: lines for path, lines in found.items() if lines}


def sites_file(folder: Path) -> bytes:
    index = folder / "index"
    return (
        generations.generation_folder(index, generations.current(index)) / SITES_FILE
    ).read_bytes()


def a_site(site: str, pages: int, top: bool = True) -> dict[Slot, tuple[bool, bool] | None]:
    return {(site, number): (False, top) for number in range(pages)}


def test_lines_that_repeat_on_a_site_are_dropped_from_its_pages_only(tmp_path: Path) -> None:
    write_site(tmp_path, a_site("quay", 6) | a_site("slip", 3))

    build(tmp_path)

    assert dropped(tmp_path) == {f"quay.example.org/page{n}.html": [TOP] for n in range(6)}


def test_new_pages_change_the_text_of_old_ones(tmp_path: Path) -> None:
    write_site(tmp_path, a_site("quay", 4))
    build(tmp_path)
    assert dropped(tmp_path) == {}

    write_site(tmp_path, a_site("quay", 6))
    report = build(tmp_path)

    assert len(dropped(tmp_path)) == 6
    assert (report.added, report.removed, report.documents) == (2, 0, 6)


def test_removed_pages_give_old_ones_their_lines_back(tmp_path: Path) -> None:
    write_site(tmp_path, a_site("quay", 6))
    build(tmp_path)

    write_site(tmp_path, {("quay", 0): None, ("quay", 1): None})
    build(tmp_path, CHANGED)

    assert dropped(tmp_path) == {}
    assert all(entry and TOP in entry.document.text for entry in entries(tmp_path))


def test_pages_without_other_repeated_lines_are_not_read_again(tmp_path: Path) -> None:
    write_site(tmp_path, a_site("quay", 8) | {("quay", 8): (False, False)})
    build(tmp_path)
    kept = generations.generation_folder(
        tmp_path / "index", generations.current(tmp_path / "index")
    )

    write_site(tmp_path, {("quay", 9): (False, True)})
    report = build(tmp_path)

    assert (report.added, report.changed, report.unchanged) == (1, 0, 9)
    assert kept.exists()
    assert len(dropped(tmp_path)) == 9


def test_copies_of_one_page_do_not_erase_each_other(tmp_path: Path) -> None:
    for number in range(9):
        put(tmp_path, ("quay", number), a_page("quay", note=True, top=True))

    build(tmp_path)

    assert dropped(tmp_path) == {}


def test_pages_in_a_crawl_are_of_the_site_they_were_fetched_from(tmp_path: Path) -> None:
    crawl = Crawl()
    for number in range(4):
        crawl.add(f"/page{number}.html", a_page(f"slip{number}", note=False, top=True))
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "slip.warc").write_bytes(crawl.content())
    build(tmp_path)
    assert dropped(tmp_path) == {}

    more = Crawl()
    for number in range(4, 8):
        more.add(f"/page{number}.html", a_page(f"slip{number}", note=False, top=True))
    (tmp_path / "corpus" / "more.warc").write_bytes(more.content())
    build(tmp_path)
    incremental = entries(tmp_path), sites_file(tmp_path)
    build(tmp_path, FULL)

    assert len(dropped(tmp_path)) == 8
    assert (entries(tmp_path), sites_file(tmp_path)) == incremental


class Meddling(Progress):
    """Changes a page during a rebuild, just before pages are read again."""

    def __init__(self, folder: Path, slot: Slot, content: bytes | None) -> None:
        super().__init__()
        self.change = (folder, slot, content)

    def more(self, number: int) -> None:
        if number:
            put(*self.change)


@pytest.mark.parametrize("content", [a_page("gull", note=True, top=False), None])
def test_a_page_that_changes_during_a_rebuild_is_read_by_the_next(
    tmp_path: Path, content: bytes | None
) -> None:
    write_site(tmp_path, a_site("quay", 8))
    build(tmp_path)
    write_site(tmp_path, {("quay", number): (True, False) for number in range(3)})

    rebuild(settings_for(tmp_path), CHANGED, Meddling(tmp_path, ("quay", 5), content))
    build(tmp_path, CHANGED)
    incremental = entries(tmp_path), sites_file(tmp_path)
    build(tmp_path, FULL)

    assert (entries(tmp_path), sites_file(tmp_path)) == incremental
    assert len(entries(tmp_path)) == (8 if content else 7)


SLOTS = [(site, number) for site in ("quay", "slip") for number in range(8)]
LINES = st.sampled_from([(True, True), (False, True), (True, True), (True, False), None])
CORPORA = st.fixed_dictionaries({slot: LINES for slot in SLOTS}).filter(any)


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(st.lists(CORPORA, min_size=2, max_size=3))
def test_after_any_changes_the_index_equals_that_of_a_full_rebuild(
    corpora: list[dict[Slot, tuple[bool, bool] | None]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        for pages in corpora:
            write_site(folder, pages)
            build(folder, CHANGED)
        incremental = entries(folder), sites_file(folder)
        build(folder, FULL)

        assert (entries(folder), sites_file(folder)) == incremental
