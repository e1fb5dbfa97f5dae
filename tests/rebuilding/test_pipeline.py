"""The rebuild: only changes are read, every file is accounted for, a shrunken corpus is refused."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.engines import Counts, engine_type
from indexer.engines import reference as memory
from indexer.errors import (
    ConfigError,
    EngineError,
    LockedError,
    ShrunkenCorpusError,
    SourceError,
    UnwritableError,
    VerifyError,
)
from indexer.model import Entry, Report
from indexer.query.parameters import parse_query
from indexer.rebuilding.pipeline import Options, rebuild
from indexer.store import generations
from indexer.store.inspection import inspect
from indexer.store.reader import open_engine
from indexer.store.trial import usable
from tests.corpora import build, page, settings_for, write_corpus
from tests.store.test_generations import flip

FULL = Options(full=True)
REMOVALS = Options(allow_removals=True)
OLD = 1_600_000_000


def tally(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def found(folder: Path, query: str) -> list[str]:
    """The paths of the documents a query finds."""
    results = open_engine(folder / "index").search(parse_query(query, size=100))
    return sorted(hit.card.path for hit in results.hits)


def entry_of(folder: Path, path: str) -> Entry:
    engine = open_engine(folder / "index")
    entry = next(engine.entry(card.id) for card in engine.cards() if card.path == path)
    assert entry is not None
    return entry


def age(folder: Path) -> None:
    """Make all files of a corpus old enough for their times to be trusted."""
    for path in (folder / "corpus").rglob("*"):
        os.utime(path, (OLD, OLD))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    write_corpus(folder / "corpus")
    build(folder)
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """A corpus of five pages, indexed once."""
    shutil.copytree(template, tmp_path / "work")
    return tmp_path / "work"


def test_the_first_rebuild_indexes_everything(folder: Path) -> None:
    assert found(folder, "meeting") == [f"page{n}.html" for n in range(5)]
    assert found(folder, "gulls3") == ["page3.html"]
    assert inspect(folder / "index").problems == ()


def test_when_nothing_changed_nothing_is_written(folder: Path) -> None:
    before = generations.current(folder / "index")

    report = build(folder)

    assert tally(report) == (0, 0, 0, 5)
    assert report.generation == before
    assert (report.documents, report.exit_status) == (5, 0)
    assert report.passages == open_engine(folder / "index").info.passages
    assert generations.ids(folder / "index") == (before,)


def test_added_changed_removed_and_unchanged_are_counted(folder: Path) -> None:
    (folder / "corpus" / "new.html").write_text(page("New page", "herring"))
    (folder / "corpus" / "page1.html").write_text(page("Meeting number 1", "lanterns"))
    (folder / "corpus" / "page2.html").unlink()

    report = build(folder)

    assert tally(report) == (1, 1, 1, 3)
    assert report.documents == 5
    assert found(folder, "herring") == ["new.html"]
    assert found(folder, "lanterns") == ["page1.html"]
    assert found(folder, "gulls1 OR gulls2") == []
    assert found(folder, "gulls0") == ["page0.html"]


def test_incremental_and_full_rebuild_answer_alike(folder: Path) -> None:
    (folder / "corpus" / "page1.html").write_text(page("Meeting number 1", "lanterns"))
    build(folder)
    cards = list(open_engine(folder / "index").cards())
    entries = [open_engine(folder / "index").entry(card.id) for card in cards]

    report = build(folder, FULL)

    assert tally(report) == (0, 0, 0, 5)
    assert [open_engine(folder / "index").entry(card.id) for card in cards] == entries
    assert generations.current(folder / "index") == report.generation


def test_a_touched_file_is_unchanged_and_a_changed_one_of_equal_size_and_old_time_is_not(
    folder: Path,
) -> None:
    age(folder)
    build(folder, FULL)
    touched, rewritten = folder / "corpus" / "page1.html", folder / "corpus" / "page2.html"
    os.utime(touched, (OLD + 5, OLD + 5))
    rewritten.write_text(rewritten.read_text().replace("gulls2", "gullz2"))

    report = build(folder)

    assert tally(report) == (0, 1, 0, 4)
    assert found(folder, "gullz2") == ["page2.html"]


def test_a_file_rewritten_in_the_moment_it_was_read_is_noticed(folder: Path) -> None:
    rewritten = folder / "corpus" / "page2.html"
    status = rewritten.stat()
    rewritten.write_text(rewritten.read_text().replace("gulls2", "gullz2"))
    os.utime(rewritten, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert tally(build(folder)) == (0, 1, 0, 4)


def test_a_new_pipeline_version_reads_everything_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.rebuilding.changes.pipeline_version", lambda: "another")

    assert tally(build(folder)) == (0, 5, 0, 0)
    assert tally(build(folder)) == (0, 0, 0, 5)


def test_a_line_of_metadata_causes_only_its_document_to_be_read_again(folder: Path) -> None:
    (folder / "corpus" / "metadata.csv").write_text("path,title,year\npage3.html,A title,1931\n")

    report = build(folder)

    assert tally(report) == (0, 1, 0, 4)
    entry = entry_of(folder, "page3.html")
    assert entry.document.title == "A title"
    assert entry.document.published is not None
    assert entry.document.published.basis == "override"


def test_a_line_of_metadata_without_a_file_is_reported(folder: Path) -> None:
    described = folder / "corpus" / "metadata.csv"
    described.write_text("path,title\nnothing.html,A title\n")
    few = build(folder).notices
    described.write_text("path,title\n" + "".join(f"nothing{n}.html,A title\n" for n in range(9)))
    many = build(folder).notices

    assert few == ("metadata.csv describes nothing.html, which is not in the corpus.",)
    assert len(many) == 6
    assert many[-1] == "It describes 4 more of that kind."


def test_metadata_and_collections_of_a_folder_apply_below_it(folder: Path) -> None:
    deep = folder / "corpus" / "papers" / "1931"
    deep.mkdir(parents=True)
    (deep / "strike.html").write_text(page("The strike"))
    (folder / "corpus" / "papers" / "collection.toml").write_text(
        'organisation = "Harbour Club"\nurl = "https://papers.example.org/"\n'
    )
    (deep / "collection.toml").write_text("year = 1931\n")
    (deep / "metadata.csv").write_text("path,title\nstrike.html,Strike!\n")

    build(folder)

    entry = entry_of(folder, "papers/1931/strike.html")
    assert entry.document.title == "Strike!"
    assert [o.name for o in entry.document.organisations] == ["Harbour Club"]
    assert entry.document.published is not None
    assert entry.document.published.year == 1931
    assert entry.document.url == "https://papers.example.org/1931/strike.html"


def test_a_corpus_with_its_own_authority_file_uses_it(folder: Path) -> None:
    (folder / "corpus" / "organisations.toml").write_text(
        '[[organisation]]\nname = "Harbour Club"\nslug = "harbour-club"\n'
    )

    report = build(folder)

    assert tally(report) == (0, 5, 0, 0)
    authority = open_engine(folder / "index").authority
    assert [entry.slug for entry in authority.organisations] == ["harbour-club"]


def test_a_bad_description_file_stops_the_rebuild_and_is_named(folder: Path) -> None:
    before = generations.current(folder / "index")
    (folder / "corpus" / "new.html").write_text(page("New page"))
    (folder / "corpus" / "collection.toml").write_text("year = 'soon'\n")

    with pytest.raises(ConfigError, match=r"collection\.toml: year is 'soon'"):
        build(folder)
    (folder / "corpus" / "metadata.csv").write_bytes(b"x" * ((1 << 20) + 1))
    with pytest.raises(SourceError, match=r"metadata\.csv is larger than 1 MB"):
        build(folder, file_megabytes=1)

    assert generations.current(folder / "index") == before


def test_every_file_is_accounted_for(folder: Path) -> None:
    (folder / "corpus" / "empty.html").write_text("")
    (folder / "corpus" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "corpus" / ".hidden").write_text("x")
    (folder / "corpus" / "big.html").write_bytes(b"<p>x" * 400_000)

    report = build(folder, file_megabytes=1)

    assert report.documents == 5
    assert sorted(item.path for item in report.skipped) == [".hidden", "empty.html", "picture.png"]
    assert [item.path for item in report.failed] == ["big.html"]
    assert "larger than 1 MB" in report.failed[0].reason
    assert report.exit_status == 1


def test_skipped_files_are_remembered_and_failed_ones_retried(folder: Path) -> None:
    (folder / "corpus" / "empty.html").write_text("")
    (folder / "corpus" / "big.html").write_text(page("Big", "x" * (1 << 20)))
    first = build(folder, file_megabytes=1)

    again = build(folder, file_megabytes=1)
    mended = build(folder)

    assert (again.skipped, again.failed) == (first.skipped, first.failed)
    assert again.generation == first.generation
    assert again.exit_status == 1
    assert (tally(mended), mended.failed) == ((1, 0, 0, 5), ())


def test_a_page_over_its_time_fails_alone(folder: Path) -> None:
    (folder / "corpus" / "slow.html").write_text("<div>" * 300_000 + "<p>text")

    report = build(folder, page_seconds=0.2, jobs=2)

    assert tally(report) == (0, 0, 0, 5)
    assert [item.path for item in report.failed + report.skipped] == ["slow.html"]


def test_a_document_that_can_no_longer_be_read_is_removed(folder: Path) -> None:
    (folder / "corpus" / "page1.html").write_text(page("Big", "x" * (1 << 20)))

    report = build(folder, file_megabytes=1)

    assert tally(report) == (0, 0, 1, 4)
    assert [item.path for item in report.failed] == ["page1.html"]
    assert found(folder, "meeting") == [f"page{n}.html" for n in (0, 2, 3, 4)]


@pytest.mark.parametrize("gone", [3, 5])
def test_a_corpus_that_lost_most_documents_is_refused(folder: Path, gone: int) -> None:
    before = generations.current(folder / "index")
    for n in range(gone):
        (folder / "corpus" / f"page{n}.html").unlink()

    with pytest.raises(ShrunkenCorpusError, match="--allow-removals"):
        build(folder)
    assert generations.current(folder / "index") == before
    report = build(folder, REMOVALS)

    assert tally(report) == (0, 0, gone, 5 - gone)
    assert len(found(folder, "")) == 5 - gone


def test_a_corpus_that_lost_half_of_its_documents_is_accepted(folder: Path) -> None:
    for n in range(2):
        (folder / "corpus" / f"page{n}.html").unlink()

    assert tally(build(folder)) == (0, 0, 2, 3)


def test_another_corpus_in_its_place_is_refused(folder: Path) -> None:
    for n in range(5):
        (folder / "corpus" / f"page{n}.html").rename(folder / "corpus" / f"other{n}.html")

    with pytest.raises(ShrunkenCorpusError, match="5 of the 5 documents indexed before are gone"):
        build(folder)


def test_documents_that_turn_out_unreadable_count_as_lost(folder: Path) -> None:
    before = generations.current(folder / "index")
    for n in range(3):
        (folder / "corpus" / f"page{n}.html").write_bytes(b"")

    with pytest.raises(ShrunkenCorpusError, match="3 of the 5"):
        build(folder)

    assert generations.current(folder / "index") == before
    assert generations.ids(folder / "index") == (before,)


def test_files_that_fail_are_reported_with_reasons_rather_than_as_missing(folder: Path) -> None:
    for n in range(3):
        (folder / "corpus" / f"page{n}.html").write_bytes(b"")

    with pytest.raises(ShrunkenCorpusError) as caught:
        build(folder)

    assert "3 files there could not be indexed (page0.html: is empty; page1" in str(caught.value)
    assert "mounted" not in str(caught.value)


def test_a_corpus_in_which_nothing_is_a_document_says_why(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "empty.html").touch()
    (corpus / "cut.html.gz").write_bytes(gzip.compress(page("A meeting").encode())[:20])
    (corpus / "metadata.csv").write_text("path\n")

    with pytest.raises(ShrunkenCorpusError) as caught:
        build(tmp_path)

    assert "2 files there could not be indexed" in str(caught.value)
    assert "cut.html.gz: is cut short" in str(caught.value)
    assert "empty.html: is empty" in str(caught.value)
    assert "mounted" not in str(caught.value)
    assert not generations.exists(tmp_path / "index")


def test_files_that_are_never_documents_do_not_hide_a_missing_disk(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / ".Trash").mkdir()
    (corpus / "metadata.csv").write_text("path\n")

    with pytest.raises(ShrunkenCorpusError, match="is its disk mounted"):
        build(tmp_path)


def test_bad_lines_of_descriptions_are_reported_and_the_others_used(folder: Path) -> None:
    (folder / "corpus" / "metadata.csv").write_text(
        "path;title;year\npage0.html;Lamps;c. 1930\npage1.html;Boats;14 May 1976\n;x\n"
    )

    for report in (build(folder), build(folder)):  # the second has nothing else to do
        assert [(bad.path, bad.line) for bad in report.descriptions] == [
            ("metadata.csv", 2),
            ("metadata.csv", 4),
        ]
        assert report.exit_status == 1
    lamps, boats = (entry_of(folder, f"page{n}.html").document for n in (0, 1))
    assert (lamps.title, lamps.published) == ("Lamps", None)
    assert (boats.title, boats.published and boats.published.value) == ("Boats", "1976-05-14")


def test_an_empty_corpus_is_refused_the_first_time_too(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()

    with pytest.raises(ShrunkenCorpusError, match="no documents in the corpus"):
        build(tmp_path)

    assert not generations.exists(tmp_path / "index")
    assert build(tmp_path, REMOVALS).documents == 0


def test_without_a_corpus_no_index_is_made(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no corpus folder"):
        build(tmp_path)

    assert not (tmp_path / "index").exists()


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(folder: Path) -> None:
    (folder / "corpus" / "new.html").write_text(page("New page"))
    (folder / "corpus" / "page2.html").unlink()
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    report = build(folder, Options(dry_run=True))

    assert report.dry_run
    assert tally(report) == (1, 0, 1, 4)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_dry_run_needs_no_index(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus")

    report = build(tmp_path, Options(dry_run=True))

    assert tally(report) == (5, 0, 0, 0)
    assert not (tmp_path / "index").exists()


def test_a_second_rebuild_is_refused_at_once(folder: Path) -> None:
    with generations.locked(folder / "index"), pytest.raises(LockedError):
        build(folder)


def test_only_the_generation_in_use_and_the_one_before_it_are_kept(folder: Path) -> None:
    made = [generations.current(folder / "index")]
    for n in range(3):
        (folder / "corpus" / "page0.html").write_text(page("Meeting", f"lanterns{n}"))
        made.append(build(folder).generation)
    (folder / "index" / "generations" / "000099-20200101T000000Z").mkdir()

    report = build(folder)

    assert report.generation == made[-1]
    assert generations.ids(folder / "index") == tuple(made[-2:])


def test_a_damaged_index_is_rebuilt_while_readers_keep_the_previous_generation(
    folder: Path,
) -> None:
    first = generations.current(folder / "index")
    (folder / "corpus" / "new.html").write_text(page("New page"))
    second = build(folder).generation
    flip(generations.generation_folder(folder / "index", second) / "files.json")

    report = build(folder)

    assert "files.json is altered" in report.notices[0]
    assert "all files are read anew" in report.notices[0]
    assert generations.ids(folder / "index") == (first, report.generation)
    assert inspect(folder / "index").checked == (report.generation, first)
    assert len(found(folder, "")) == 6
    assert build(folder).notices == ()


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an index of one segment, which is altered and counts as large."""
    monkeypatch.setattr("indexer.rebuilding.previous.LARGE", 0)
    write_corpus(tmp_path / "corpus")
    build(tmp_path, engine="whoosh")
    (segment,) = (tmp_path / "index").rglob("*.arrays")
    flip(segment)
    return tmp_path


def test_a_large_file_is_not_read_where_there_is_nothing_to_do(damaged: Path) -> None:
    generation = generations.current(damaged / "index")

    report = build(damaged, engine="whoosh")

    assert (report.generation, tally(report), report.notices) == (generation, (0, 0, 0, 5), ())
    assert len(inspect(damaged / "index").problems) == 1


@pytest.mark.parametrize("engine", ["whoosh", "memory"])
@pytest.mark.parametrize("full", [False, True])
def test_a_large_file_is_verified_before_anything_is_written(
    damaged: Path, engine: str, full: bool
) -> None:
    (damaged / "corpus" / "new.html").write_text(page("New page"))
    planned = build(damaged, Options(full, dry_run=True), engine=engine)

    report = build(damaged, Options(full), engine=engine)

    for told in (planned, report):
        assert "is altered" in told.notices[0]
        assert "all files are read anew" in told.notices[0]
    assert inspect(damaged / "index").problems == ()
    assert len(found(damaged, "meeting")) == 6


@pytest.mark.parametrize("damage", [Path.unlink, flip])
def test_without_an_intact_generation_everything_is_built_anew(folder: Path, damage: Any) -> None:
    generation = generations.current(folder / "index")
    damage(folder / "index" / "CURRENT")
    flip(generations.generation_folder(folder / "index", generation) / "files.json")

    report = build(folder)

    assert tally(report) == (5, 0, 0, 0)
    assert "CURRENT" in report.notices[0]
    assert len(found(folder, "")) == 5


def test_another_schema_is_built_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = engine_type("memory").SCHEMA
    monkeypatch.setattr("indexer.engines.reference.SCHEMA", "0")

    report = build(folder)

    assert f"another version of this program (schema {built}, not 0)" in report.notices[0]
    assert tally(report) == (0, 0, 0, 5)
    assert open_engine(folder / "index").info.version == report.generation


def test_after_a_rollback_the_next_rebuild_builds_upon_that_generation(folder: Path) -> None:
    first = generations.current(folder / "index")
    (folder / "corpus" / "new.html").write_text(page("New page"))
    second = build(folder).generation
    generations.rollback(folder / "index", usable)

    report = build(folder)

    assert tally(report) == (1, 0, 0, 5)
    assert report.generation > second
    assert generations.ids(folder / "index") == (first, report.generation)


def test_a_wrong_number_of_documents_is_not_switched_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = generations.current(folder / "index")
    write = memory.write

    def miscount(
        base: Path | None, removed: Iterable[str], added: Iterable[Entry], to: Path
    ) -> Counts:
        counts = write(base, removed, added, to)
        return replace(counts, documents=counts.documents - 1)

    monkeypatch.setattr(memory, "write", miscount)

    with pytest.raises(VerifyError, match="holds 4 documents instead of 5; nothing was switched"):
        build(folder, FULL)

    assert generations.ids(folder / "index") == (before,)


def test_a_generation_that_does_not_open_is_not_switched_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = generations.current(folder / "index")

    def fail(*_: object) -> None:
        raise EngineError("the segment is odd")

    monkeypatch.setattr(memory, "open", fail)

    with pytest.raises(VerifyError, match="cannot be opened: the segment is odd"):
        build(folder, FULL)

    assert generations.ids(folder / "index") == (before,)


def test_a_full_disk_is_reported_and_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = generations.current(folder / "index")

    def full(_: Path | None, __: Iterable[str], ___: Iterable[Entry], to: Path) -> None:
        raise OSError(28, "No space left on device", str(to / "segment"))

    monkeypatch.setattr(memory, "write", full)

    with pytest.raises(UnwritableError, match=r"no space left on the disk of .*segment"):
        build(folder, FULL)

    assert generations.ids(folder / "index") == (before,)


def test_an_unknown_engine_is_named(folder: Path) -> None:
    with pytest.raises(ConfigError, match="no engine called 'steam'"):
        rebuild(settings_for(folder, engine="steam"))
