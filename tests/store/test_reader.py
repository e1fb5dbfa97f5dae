"""The index as readers see it: the generation in use, or the previous one if that is damaged."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.engines import Engine
from indexer.errors import DamagedError, EngineError
from indexer.query.parameters import parse_query
from indexer.store import generations
from indexer.store.reader import Archive, open_engine
from indexer.store.trial import usable
from tests.corpora import build, write_corpus
from tests.store.test_generations import flip, truncate


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of three pages, then of four."""
    folder = tmp_path_factory.mktemp("template")
    for names in (3, 4):
        write_corpus(folder / "corpus", names)
        build(folder)
    return folder


@pytest.fixture
def ids(template: Path, tmp_path: Path) -> tuple[str, str]:
    """The ids of the two generations in ``tmp_path / "index"``, a copy of the template's."""
    shutil.copytree(template / "index", tmp_path / "index")
    first, second = generations.ids(tmp_path / "index")
    return first, second


def count(engine: Engine, query: str) -> int:
    return engine.search(parse_query(query)).documents


def test_a_reader_follows_when_a_rebuild_switches(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", 3)
    build(tmp_path)
    archive = Archive(tmp_path / "index")
    before = archive.current().engine

    write_corpus(tmp_path / "corpus", 4)
    build(tmp_path)
    after = archive.current().engine

    assert (count(before, "meeting"), count(after, "meeting")) == (3, 4)
    assert archive.current().engine is after
    assert archive.current().notice is None
    assert after.info.version == generations.current(tmp_path / "index")


@pytest.mark.usefixtures("ids")
def test_a_rollback_is_followed(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "index")
    assert count(archive.current().engine, "meeting") == 4

    generations.rollback(tmp_path / "index", usable)

    assert count(archive.current().engine, "meeting") == 3
    assert archive.current().notice is None


FILES = (
    "manifest.json",
    "files.json",
    "organisations.toml",
    "sites.json",
    "engine/entries.pickle",
)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", [flip, truncate, Path.unlink])
@pytest.mark.parametrize("opened_before", [False, True])
def test_the_previous_generation_replaces_a_damaged_one(
    tmp_path: Path,
    ids: tuple[str, str],
    name: str,
    damage: Callable[[Path], None],
    opened_before: bool,
) -> None:
    first, second = ids
    archive = Archive(tmp_path / "index")
    if opened_before:
        assert archive.current().engine.info.version == second

    damage(generations.generation_folder(tmp_path / "index", second) / name)
    opened = archive.current()

    assert opened.engine.info.version == first
    assert count(opened.engine, "meeting") == 3
    assert opened.notice is not None
    assert "damaged" in opened.notice
    assert opened.engine.info.built in opened.notice
    assert archive.current() is opened


@pytest.mark.parametrize("damage", [flip, truncate, Path.unlink])
def test_a_damaged_pointer_leaves_the_newest_intact_generation(
    tmp_path: Path, ids: tuple[str, str], damage: Callable[[Path], None]
) -> None:
    _, second = ids
    damage(tmp_path / "index" / "CURRENT")

    assert Archive(tmp_path / "index").current().notice is not None
    assert open_engine(tmp_path / "index").info.version == second


def test_the_previous_generation_replaces_a_deleted_one(
    tmp_path: Path, ids: tuple[str, str]
) -> None:
    first, second = ids
    archive = Archive(tmp_path / "index")
    archive.current()

    shutil.rmtree(generations.generation_folder(tmp_path / "index", second))

    assert archive.current().engine.info.version == first


def test_damage_that_is_repaired_is_noticed(tmp_path: Path, ids: tuple[str, str]) -> None:
    first, second = ids
    manifest = generations.generation_folder(tmp_path / "index", second) / "manifest.json"
    archive = Archive(tmp_path / "index")
    manifest.rename(tmp_path / "aside")
    assert archive.current().engine.info.version == first

    (tmp_path / "aside").rename(manifest)

    assert archive.current().engine.info.version == second
    assert archive.current().notice is None


def test_without_an_intact_generation_damage_and_remedy_are_named(
    tmp_path: Path, ids: tuple[str, str]
) -> None:
    first, second = ids
    for generation in (first, second):
        flip(generations.generation_folder(tmp_path / "index", generation) / "files.json")
    archive = Archive(tmp_path / "index")

    for _ in range(2):
        with pytest.raises(DamagedError, match=r"files\.json is altered.*indexer rebuild --full"):
            archive.current()


def test_an_index_built_later_is_found(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "index")
    with pytest.raises(EngineError, match=r"no index in .*; build it with: indexer rebuild"):
        archive.current()

    write_corpus(tmp_path / "corpus", 3)
    build(tmp_path)

    assert count(archive.current().engine, "meeting") == 3


def test_another_schema_says_to_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_corpus(tmp_path / "corpus", 3)
    monkeypatch.setattr("indexer.engines.reference.SCHEMA", "0")
    build(tmp_path)
    monkeypatch.undo()

    with pytest.raises(EngineError, match=r"another version of this program .schema 0"):
        open_engine(tmp_path / "index")


def test_an_authority_file_of_another_version_says_to_rebuild(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_corpus(tmp_path / "corpus", 3)
    build(tmp_path)
    monkeypatch.setattr("indexer.authority.file._KEYS", ("name",))

    with pytest.raises(
        EngineError, match=r"another version of this program .its authority file: .* unknown key"
    ):
        open_engine(tmp_path / "index")


@pytest.mark.usefixtures("ids")
def test_many_threads_get_the_same_engine(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "index")
    together = threading.Barrier(8)
    engines: list[Engine] = []

    def read() -> None:
        together.wait()
        engines.append(archive.current().engine)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(engines) == 8
    assert len(set(map(id, engines))) == 1


@pytest.mark.usefixtures("ids")
def test_readers_write_nothing(tmp_path: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "index").rglob("*")}

    count(open_engine(tmp_path / "index"), "meeting")

    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "index").rglob("*")} == before
