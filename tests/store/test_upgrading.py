"""Indexes of other versions: served until they are rebuilt, or the remedy is named."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.engines import Engine, Older, can_extend, engine_type, reader_of
from indexer.errors import DamagedError, EngineError, UnreadableSchema
from indexer.query.parameters import parse_query
from indexer.rebuilding.pipeline import rebuild
from indexer.settings import Settings
from indexer.store import generations
from indexer.store.inspection import inspect
from indexer.store.manifest import FORMAT
from indexer.store.reader import ENGINE_FOLDER, Archive, open_engine
from indexer.store.trial import usable
from indexer.store.verifying import MANIFEST
from tests.corpora import ROOT, build, page, run_indexer, write_corpus
from tests.terminal.test_commands import Ran, call
from tests.webapp.test_cli import get, running

INDEXES = ROOT / "tests" / "indexes"
SCHEMA = engine_type("whoosh").SCHEMA
OLDER = engine_type("whoosh").OLDER
REMEDY = "build it anew with: indexer rebuild"
UNREADABLE: dict[str, dict[str, Any]] = {
    "a schema": {"schema": "memory-99"},
    "an engine": {"engine": "sundial", "schema": "sundial-1"},
    "a format": {"format": FORMAT + 1},
    "a key less": {"created": None},
}
"""What another version may have written into the manifest; ``None`` removes a key."""


@pytest.fixture(autouse=True)
def _engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSMARK_ENGINE", "memory")


def rewrite(index: Path, generation: str, **values: Any) -> None:
    """Have a manifest say something else, as another version of the program would write it."""
    path = generations.generation_folder(index, generation) / MANIFEST
    told = {**json.loads(path.read_bytes()), **values}
    gone = {"checksum", *(key for key, value in values.items() if value is None)}
    told = {key: value for key, value in told.items() if key not in gone}
    told["checksum"] = hashlib.sha256(encoded(told)).hexdigest()
    path.write_bytes(encoded(told))


def encoded(values: dict[str, Any]) -> bytes:
    return json.dumps(values, indent=1, sort_keys=True).encode() + b"\n"


def count(engine: Engine, query: str = "") -> int:
    return engine.search(parse_query(query)).documents


# ---------------------------------------------------------------- an index of an earlier version


@pytest.fixture(params=sorted(OLDER))
def schema(request: pytest.FixtureRequest) -> str:
    given: str = request.param
    return given


@pytest.fixture
def old(tmp_path: Path, schema: str) -> Path:
    """A folder with a corpus, and the index that an earlier version made of it."""
    shutil.unpack_archive(INDEXES / f"{schema}.zip", tmp_path)
    assert (
        generations.load(tmp_path / "index", generations.current(tmp_path / "index")).schema
        == schema
    )
    return tmp_path


def indexer(*arguments: str | Path) -> tuple[int, str, str]:
    return run_indexer(*arguments, PRESSMARK_ENGINE="whoosh")


def test_an_index_of_an_earlier_version_is_searched(old: Path) -> None:
    engine = open_engine(old / "index")
    found = engine.search(parse_query("unity", organisation=["british-socialist-party"]))

    assert count(engine) == 9
    assert [hit.card.title for hit in found.hits] == ["British Socialist Party"]
    assert count(engine, '"free trade hall"') == 1
    assert count(engine, "spgb") > 0
    for card in engine.cards():
        entry = engine.entry(card.id)
        assert entry is not None
        assert " ".join(p.text for p in entry.passages).split() == entry.document.text.split()
        assert all(entry.document.text[p.start : p.end] == p.text for p in entry.passages)


def test_the_commands_read_an_index_of_an_earlier_version(old: Path, schema: str) -> None:
    found = indexer("search", "unity", "--index", old / "index", "--json")
    status = indexer("status", "--index", old / "index", "--json")
    verified = indexer("verify", "--index", old / "index")

    assert json.loads(found[1])["total"]["documents"] == 4
    assert json.loads(status[1])["schema"] == schema
    assert json.loads(status[1])["notices"] == []
    assert [command[0] for command in (found, status, verified)] == [0, 0, 0]
    assert "all is well" in verified[1]


class Reader(threading.Thread):
    """Requests pages of a site, one after the other, until it is stopped."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.statuses: set[int] = set()
        self.versions: set[str] = set()
        self.asked = 0
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            status, body = get(self.address + "search.json?q=unity")
            self.statuses |= {status, get(self.address + "search?q=unity")[0]}
            self.versions.add(json.loads(body).get("archive", {}).get("version", body))
            self.asked += 1


@contextmanager
def reading(address: str) -> Iterator[Reader]:
    reader = Reader(address)
    reader.start()
    try:
        yield reader
    finally:
        reader.stopped.set()
        reader.join()


def version_at(address: str) -> str:
    version: str = json.loads(get(address + "healthz")[1])["generation"]
    return version


def test_a_site_goes_through_an_upgrade_and_back_without_a_gap(old: Path, schema: str) -> None:
    index = old / "index"
    before = generations.current(index)

    with running(old, "--index", "index", "--processes", "1") as (address, _):
        assert version_at(address) == before
        with reading(address) as reader:
            rebuilt = indexer("rebuild", old / "corpus", "--index", index, "--json")
            after = version_at(address)
            back = indexer("rollback", "--index", index)
            again = version_at(address)

    assert (rebuilt[0], back[0]) == (0, 0)
    report = json.loads(rebuilt[1].splitlines()[-1])
    assert (report["documents"], report["failed"]) == (9, [])
    assert (report["generation"], again) == (after, before)
    assert reader.asked > 0
    assert reader.statuses == {200}
    assert reader.versions <= {before, after}
    assert generations.load(index, after).schema == SCHEMA
    assert generations.load(index, before).schema == schema


def test_segments_of_an_earlier_version_are_built_upon(
    old: Path, schema: str, tmp_path: Path
) -> None:
    if OLDER[schema] is not Older.SAME:
        pytest.skip("this schema is only read")
    base = (
        generations.generation_folder(old / "index", generations.current(old / "index"))
        / ENGINE_FOLDER
    )
    engine = open_engine(old / "index")
    gone = next(engine.cards()).id
    folder = tmp_path / "next"
    folder.mkdir()

    counts = engine_type("whoosh").write(base, [gone], (), folder)
    written = engine_type("whoosh").open(folder, engine.info, engine.authority)

    assert counts.documents == 8
    assert [c for c in engine.cards() if c.id != gone] == list(written.cards())
    assert {p.stat().st_ino for p in folder.glob("*.arrays")} & {
        p.stat().st_ino for p in base.glob("*.arrays")
    }


def test_segments_of_an_earlier_version_are_merged_with_new_ones(
    old: Path, schema: str, tmp_path: Path
) -> None:
    if OLDER[schema] is not Older.SAME:
        pytest.skip("this schema is only read")
    base = (
        generations.generation_folder(old / "index", generations.current(old / "index"))
        / ENGINE_FOLDER
    )
    engine = open_engine(old / "index")
    before = [entry for card in engine.cards() if (entry := engine.entry(card.id)) is not None]
    added = [replace(e, document=replace(e.document, id=f"{e.document.id}-2")) for e in before]
    folder = tmp_path / "next"
    folder.mkdir()

    engine_type("whoosh").write(base, (), added, folder)
    written = engine_type("whoosh").open(folder, engine.info, engine.authority)

    assert len([*folder.glob("*.arrays")]) == 1
    assert len(before) == 9
    assert [written.entry(entry.document.id) for entry in before + added] == before + added


def test_every_earlier_schema_is_tested_and_its_shape_recorded() -> None:
    assert {path.stem for path in INDEXES.glob("*.zip")} == set(OLDER)


def whoosh_settings(folder: Path) -> Settings:
    return Settings(corpus=folder / "corpus", index=folder / "index", jobs=1)


SAME = [schema for schema, what in OLDER.items() if what is Older.SAME]


@pytest.mark.parametrize("older", SAME)
def test_a_rebuild_with_nothing_to_read_brings_the_index_to_the_new_schema(
    tmp_path: Path, older: str
) -> None:
    write_corpus(tmp_path / "corpus", 6)
    first = rebuild(whoosh_settings(tmp_path)).generation
    rewrite(tmp_path / "index", first, schema=older)
    engine_folder = generations.generation_folder(tmp_path / "index", first) / ENGINE_FOLDER
    before = {path.stat().st_ino for path in engine_folder.glob("*.arrays")}

    second = rebuild(whoosh_settings(tmp_path))
    third = rebuild(whoosh_settings(tmp_path))

    made = generations.generation_folder(tmp_path / "index", second.generation) / ENGINE_FOLDER
    assert (second.unchanged, second.notices) == (6, ())
    assert {path.stat().st_ino for path in made.glob("*.arrays")} == before
    assert generations.load(tmp_path / "index", second.generation).schema == SCHEMA
    assert third.generation == second.generation


@pytest.mark.parametrize("older", SAME)
def test_a_changed_page_is_added_to_an_index_of_the_earlier_schema(
    tmp_path: Path, older: str
) -> None:
    write_corpus(tmp_path / "corpus", 6)
    rewrite(tmp_path / "index", rebuild(whoosh_settings(tmp_path)).generation, schema=older)
    (tmp_path / "corpus" / "page0.html").write_text(page("Changed", "otters"))

    report = rebuild(whoosh_settings(tmp_path))

    assert (report.changed, report.unchanged, report.notices) == (1, 5, ())
    assert count(open_engine(tmp_path / "index"), "otters") == 1
    assert count(open_engine(tmp_path / "index"), "meeting") == 6


def test_an_earlier_schema_that_is_only_read_is_served_and_then_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_corpus(tmp_path / "corpus", 3)
    rewrite(tmp_path / "index", build(tmp_path).generation, schema="memory-0")
    monkeypatch.setattr("indexer.engines.reference.OLDER", {"memory-0": Older.READ})

    served = count(open_engine(tmp_path / "index"), "meeting")
    status = inspect(tmp_path / "index")
    report = build(tmp_path)

    assert (served, status.problems) == (3, ())
    assert not can_extend("memory", "memory-0")
    assert "built by another version of this program (schema memory-0" in report.notices[0]
    assert (report.changed, report.unchanged) == (0, 3)


# ---------------------------------------------------------------- an index that cannot be read


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two generations by the memory engine, of three pages and of four."""
    folder = tmp_path_factory.mktemp("template") / "work"
    for names in (3, 4):
        write_corpus(folder / "corpus", names)
        build(folder)
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """A copy of the template."""
    shutil.copytree(template, tmp_path / "work")
    return tmp_path / "work"


@pytest.fixture
def index(folder: Path) -> Path:
    return folder / "index"


@pytest.mark.parametrize("what", UNREADABLE)
def test_an_unreadable_index_is_reported_with_the_remedy(index: Path, what: str) -> None:
    rewrite(index, generations.current(index), **UNREADABLE[what])

    for _ in range(2):
        with pytest.raises(UnreadableSchema, match="another version of this program") as caught:
            open_engine(index)
        assert str(caught.value).endswith(REMEDY)


@pytest.mark.parametrize("what", UNREADABLE)
def test_commands_say_in_one_sentence_what_to_run(
    index: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(index, generations.current(index), **UNREADABLE[what])

    for command in (("search", "meeting"), ("organisations", "suggest")):
        ran = call(capsys, *command, "--index", index)

        assert (ran.status, ran.out) == (4, "")
        assert len(ran.err.splitlines()) == 1
        assert "another version of this program" in ran.err
        assert REMEDY in ran.err


@pytest.mark.parametrize("what", ["a schema", "an engine"])
def test_status_reports_an_unreadable_index(
    index: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(index, generations.current(index), **UNREADABLE[what])

    ran = call(capsys, "status", "--index", index)

    assert ran.status == 0
    assert "another version of this program" in ran.out
    assert REMEDY in ran.out


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_is_explained_whatever_the_index_is(
    folder: Path, index: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(index, generations.current(index), **UNREADABLE[what])

    ran = call(capsys, "explain", folder / "corpus" / "page0.html", "--index", index)

    assert (ran.status, ran.err) == (0, "")
    assert "Meeting number 0" in ran.out


@pytest.mark.parametrize("what", UNREADABLE)
def test_verify_reports_an_unreadable_index(
    index: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = generations.ids(index)
    rewrite(index, second, **UNREADABLE[what])
    current = call(capsys, "verify", "--index", index)
    generations.switch(index, first)
    shutil.rmtree(generations.generation_folder(index, second))
    before = build(index.parent).generation
    rewrite(index, first, **UNREADABLE[what])
    earlier = call(capsys, "verify", "--index", index)

    assert current.status == 4
    assert "another version of this program" in current.out
    assert earlier.status == 0, "it is what was written, and not in use"
    assert f"{first} was built by another version of this program" in earlier.out
    assert before in earlier.out


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_rebuild_replaces_an_unreadable_index(folder: Path, index: Path, what: str) -> None:
    unreadable = generations.current(index)
    rewrite(index, unreadable, **UNREADABLE[what])

    report = build(folder)

    assert len(report.notices) == 1
    assert "read anew" in report.notices[0]
    assert "indexer rebuild" not in report.notices[0]
    assert count(open_engine(index), "meeting") == 4


@pytest.mark.parametrize("what", UNREADABLE)
def test_an_open_engine_answers_after_a_newer_program_has_switched(
    folder: Path, index: Path, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = generations.ids(index)
    generations.switch(index, first)
    archive = Archive(index)
    kept = archive.current()
    rewrite(index, second, **UNREADABLE[what])
    generations.switch(index, second)

    going_on = [archive.current() for _ in range(3)]
    said = [record.getMessage() for record in caplog.records]
    build(folder)
    moved = archive.current()

    assert all(opened is kept for opened in going_on)
    assert len(said) == 1
    assert "another version of this program" in said[0]
    assert kept.engine.info.built in said[0]
    assert count(moved.engine, "meeting") == 4


def test_a_site_stays_up_while_a_newer_program_rebuilds_and_rolls_back(
    folder: Path, index: Path
) -> None:
    first, second = generations.ids(index)
    with running(folder, "--index", "index", "--processes", "1") as (address, process):
        assert version_at(address) == second
        with reading(address) as reader:
            (folder / "corpus" / "new.html").write_text(page("New page"))
            newer = build(folder).generation
            rewrite(index, newer, schema="memory-99")
            assert version_at(address) in (second, newer)
        generations.switch(index, second)
        assert version_at(address) == second
        generations.switch(index, newer)
        with reading(address) as unreadable:
            answers = {get(address)[0], get(address + "search?q=meeting")[0]}
            version = version_at(address)
        process.terminate()
        _, log = process.communicate(timeout=20)

    assert reader.statuses | unreadable.statuses | answers == {200}
    assert version == second
    assert unreadable.versions <= {second}
    assert "going on with the index built" in log
    assert first in generations.ids(index) or newer in generations.ids(index)


def test_a_site_without_a_readable_index_says_what_to_run_and_then_opens(
    folder: Path, index: Path
) -> None:
    for generation in generations.ids(index):
        rewrite(index, generation, schema="memory-99")

    with running(folder, "--index", str(index), "--processes", "1") as (address, process):
        answers = [get(address + path) for path in ("", "search?q=meeting", "healthz", "d/d1.json")]
        ready = run_indexer("rebuild", folder / "corpus", "--index", index)
        opened = get(address + "search?q=meeting")
        process.terminate()
        _, log = process.communicate(timeout=20)

    for status, body in answers:
        assert status == 503
        assert REMEDY in body
        assert str(folder) not in body
        assert "memory-99" not in body
    assert (ready[0], opened[0]) == (0, 200)
    assert "schema memory-99" in log
    assert REMEDY in log
    assert "Traceback" not in log


# ---------------------------------------------------------------- going back


@pytest.mark.parametrize("what", UNREADABLE)
def test_rolling_back_to_an_unreadable_generation_is_refused(
    index: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = generations.ids(index)
    rewrite(index, first, **UNREADABLE[what])

    ran = call(capsys, "rollback", "--index", index)

    assert (ran.status, ran.out, generations.current(index)) == (4, "", second)
    assert f"cannot roll back to generation {first}" in ran.err
    assert "another version of this program" in ran.err
    assert "nothing was switched" in ran.err


@pytest.mark.parametrize("what", UNREADABLE)
def test_an_older_program_rolls_back_from_a_generation_it_cannot_read(
    index: Path, what: str
) -> None:
    first, second = generations.ids(index)
    rewrite(index, second, **UNREADABLE[what])

    assert generations.rollback(index, usable).id == first
    assert count(open_engine(index)) == 3


@pytest.mark.parametrize(
    "values", [{"documents": 7}, {"engine": "whoosh", "schema": SCHEMA}], ids=["counts", "files"]
)
def test_rolling_back_smoke_tests_the_generation_first(
    index: Path, values: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """A generation whose files verify and that still cannot be used."""
    first, second = generations.ids(index)
    rewrite(index, first, **values)
    generations.check(index, first)

    ran = call(capsys, "rollback", "--index", index)

    assert (ran.status, generations.current(index)) == (4, second)
    assert f"cannot roll back to generation {first}" in ran.err
    assert "nothing was switched" in ran.err
    assert "Traceback" not in ran.err


def test_rolling_back_to_damage_is_refused(index: Path) -> None:
    first, second = generations.ids(index)
    os.truncate(generations.generation_folder(index, first) / ENGINE_FOLDER / "entries.pickle", 9)

    with pytest.raises(
        DamagedError, match=rf"cannot roll back to generation {first}: .*is altered"
    ):
        generations.rollback(index, usable)

    assert generations.current(index) == second


# ---------------------------------------------------------------- another engine


@pytest.mark.parametrize(("setting", "built"), [("whoosh", "memory"), ("memory", "whoosh")])
def test_another_engine_is_named(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    built: str,
) -> None:
    """An index is searched with the engine it was built with; the setting is for the next one."""
    index = tmp_path / "index"
    for names in (3, 4):
        write_corpus(tmp_path / "corpus", names)
        build(tmp_path, engine=built)

    monkeypatch.setenv("PRESSMARK_ENGINE", setting)

    def run(*arguments: str | Path) -> Ran:
        return call(capsys, *arguments, "--index", index)

    found = run("search", "meeting", "--json")
    status = run("status")
    verified = run("verify")
    back = run("rollback")
    rebuilt = run("rebuild", tmp_path / "corpus", "-q")
    settled = run("status")
    returned = run("rollback")

    ran = (found, status, verified, back, rebuilt, settled, returned)
    assert {command.status for command in ran} == {0}
    assert json.loads(found.out)["total"]["documents"] == 4
    said = f"the index was built with the engine {built}, the setting is {setting}"
    for told in (status.out, back.err, returned.err):
        assert said in told
        assert "the next rebuild reads all files anew" in told
    assert f"{said[:1].upper()}{said[1:]}: all files are read anew." in rebuilt.err
    assert not any("another version" in r.out + r.err for r in (status, back, rebuilt))
    assert "note" not in settled.out
    assert "4 documents" in rebuilt.out


def test_a_key_of_a_newer_manifest_is_ignored(index: Path) -> None:
    rewrite(index, generations.current(index), colour="grey")

    assert count(open_engine(index)) == 4


def test_an_unknown_engine_and_an_unknown_schema_are_named() -> None:
    for name, schema in (("sundial", "1"), ("memory", "memory-99")):
        with pytest.raises(EngineError, match=f"another version of this program .*{name}"):
            reader_of(Path("index"), name, schema)
    assert not can_extend("memory", "memory-99")
