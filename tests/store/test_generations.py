"""Generations on disk: complete or absent; damage is named; only one rebuild at a time."""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engines import engine_type
from indexer.errors import (
    ConfigError,
    DamagedError,
    EngineError,
    LockedError,
    UnwritableError,
    VerifyError,
)
from indexer.os_errors import writing
from indexer.store import durable, generations
from indexer.store.draft import Draft
from indexer.store.durable import file_sum, files_below, identity, sum_of
from indexer.store.inspection import Status, inspect, look_up
from indexer.store.manifest import FORMAT, Manifest, number_of, read_manifest, write_manifest

SCHEMA = engine_type("memory").SCHEMA


def make(index: Path, content: bytes = b"posting lists", *, publish: bool = True) -> str:
    """A generation with a few files; its id."""
    (index / generations.GENERATIONS).mkdir(parents=True, exist_ok=True)
    with Draft(index, generations.next_number(index)) as draft:
        folder = draft.make_folder("engine")
        (folder / "segment").write_bytes(content)
        draft.write("files.json", b"[]")
        draft.commit(manifest_of(draft, index))
        if publish:
            draft.publish()
            return draft.id
        shutil.copytree(draft.folder, index / "saved")
    (index / "saved").rename(draft.folder)
    return draft.id


def manifest_of(draft: Draft, index: Path) -> Manifest:
    try:
        previous = generations.current(index)
    except EngineError:
        previous = None
    return Manifest(draft.id, draft.created, previous, "corpus", 1, 2, "p", "memory", SCHEMA)


def roll_back(index: Path) -> Manifest:
    """Verifies the files only, as these generations have no engine to open."""
    return generations.rollback(index, generations.check)


def status(index: Path) -> Status:
    return look_up(index, "memory")


def place(index: Path, generation: str, name: str) -> Path:
    return index / "generations" / generation / name


def test_a_published_generation_is_current_and_verifies(tmp_path: Path) -> None:
    generation = make(tmp_path)

    manifest = generations.check(tmp_path, generations.current(tmp_path))

    assert manifest.id == generation
    assert sorted(manifest.files) == ["engine/segment", "files.json"]
    assert manifest.info.documents == 1
    assert inspect(tmp_path).problems == ()


def test_numbers_are_above_all_that_exist(tmp_path: Path) -> None:
    numbers = [number_of(make(tmp_path)) for _ in range(3)]
    (tmp_path / "generations" / "000041-20200101T000000Z").mkdir()

    assert numbers == [1, 2, 3]
    assert number_of(make(tmp_path)) == 42


def test_a_draft_left_early_leaves_nothing(tmp_path: Path) -> None:
    first = make(tmp_path)

    with pytest.raises(UnwritableError), Draft(tmp_path, 9) as draft:
        draft.write("no/such/folder", b"")

    assert generations.ids(tmp_path) == (first,)
    assert generations.current(tmp_path) == first


def test_a_draft_that_was_altered_before_it_is_published_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make(tmp_path)

    def alter_after_sync(path: Path) -> None:
        durable.sync(path)
        segment = path / draft.id / "engine" / "segment"
        if segment.exists():
            segment.write_bytes(b"something else")

    monkeypatch.setattr("indexer.store.draft.sync", alter_after_sync)
    with Draft(tmp_path, 9) as draft:
        (draft.make_folder("engine") / "segment").write_bytes(b"posting lists")
        with pytest.raises(VerifyError, match=r"does not verify: .*segment is altered"):
            draft.commit(manifest_of(draft, tmp_path))

    assert generations.current(tmp_path) == first
    assert generations.ids(tmp_path) == (first,)


NAMES = ("engine/segment", "files.json", "manifest.json")


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    bit = random.Random(content).randrange(8 * len(content))
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def grow(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("damage", [flip, truncate, grow, Path.unlink])
def test_damage_to_any_file_is_named(
    tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    generation = make(tmp_path)
    damaged = place(tmp_path, generation, name)
    damage(damaged)

    (problem,) = inspect(tmp_path).problems

    assert str(damaged) in problem
    with pytest.raises(DamagedError, match=damaged.name):
        generations.check(tmp_path, generation)


@pytest.mark.parametrize("seed", range(64))
def test_any_flipped_bit_of_a_manifest_is_noticed(tmp_path: Path, seed: int) -> None:
    generation = make(tmp_path)
    path = place(tmp_path, generation, "manifest.json")
    content = bytearray(path.read_bytes())
    bit = random.Random(seed).randrange(8 * len(content))
    content[bit // 8] ^= 1 << bit % 8

    with pytest.raises(DamagedError, match="is damaged"):
        read_manifest(bytes(content), str(path))


def test_any_flipped_bit_of_the_pointer_is_noticed(tmp_path: Path) -> None:
    make(tmp_path)
    make(tmp_path)
    pointer = tmp_path / "CURRENT"
    whole = pointer.read_bytes()

    for bit in range(8 * len(whole)):
        content = bytearray(whole)
        content[bit // 8] ^= 1 << bit % 8
        pointer.write_bytes(content)

        with pytest.raises(DamagedError, match="CURRENT is damaged"):
            generations.current(tmp_path)
        assert any("CURRENT is damaged" in problem for problem in inspect(tmp_path).problems)


def test_a_missing_pointer_is_named(tmp_path: Path) -> None:
    generation = make(tmp_path)
    (tmp_path / "CURRENT").unlink()

    inspection = inspect(tmp_path)

    assert inspection.checked == (generation,)
    assert inspection.problems == (f"{tmp_path}/CURRENT is missing",)


def test_a_file_that_does_not_belong_is_named(tmp_path: Path) -> None:
    generation = make(tmp_path)
    place(tmp_path, generation, "engine/_MAIN_9.toc").write_text("stray")

    (problem,) = inspect(tmp_path).problems

    assert problem.endswith("engine/_MAIN_9.toc does not belong to the index")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    generation = make(tmp_path)
    place(tmp_path, generation, "files.json").unlink()
    place(tmp_path, generation, "files.json").mkdir()

    assert "files.json: Is a directory" in inspect(tmp_path).problems[0]


def test_damage_to_the_generation_before_is_named_too(tmp_path: Path) -> None:
    first, second = make(tmp_path), make(tmp_path)
    flip(place(tmp_path, first, "engine/segment"))

    inspection = inspect(tmp_path)

    assert inspection.checked == (second, first)
    assert first in inspection.problems[0]


def test_several_problems_are_counted_in_one_message(tmp_path: Path) -> None:
    generation = make(tmp_path)
    for name in ("engine/segment", "files.json"):
        place(tmp_path, generation, name).unlink()

    with pytest.raises(DamagedError, match=r"segment is missing .and 1 more."):
        generations.check(tmp_path, generation)


def test_a_manifest_of_another_generation_is_damage(tmp_path: Path) -> None:
    first, second = make(tmp_path), make(tmp_path)
    shutil.copy(place(tmp_path, first, "manifest.json"), place(tmp_path, second, "manifest.json"))

    with pytest.raises(DamagedError, match=f"is the manifest of {first}"):
        generations.load(tmp_path, second)


def test_another_format_says_to_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = generations.load(tmp_path, make(tmp_path))
    monkeypatch.setattr("indexer.store.manifest.FORMAT", FORMAT + 1)
    newer = write_manifest(manifest)
    monkeypatch.undo()

    with pytest.raises(EngineError, match=r"another version .* indexer rebuild") as caught:
        read_manifest(newer, "manifest.json")

    assert not isinstance(caught.value, DamagedError)


def test_another_schema_is_a_problem(tmp_path: Path) -> None:
    generation = make(tmp_path)
    manifest = replace(generations.load(tmp_path, generation), schema="0")
    place(tmp_path, generation, "manifest.json").write_bytes(write_manifest(manifest))

    assert (
        f"another version of this program (schema 0, not {SCHEMA})" in inspect(tmp_path).problems[0]
    )


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"checksum": 3}', b"nul"])
def test_content_that_is_not_a_manifest_is_damage(content: bytes) -> None:
    with pytest.raises(DamagedError):
        read_manifest(content, "manifest.json")


def test_without_an_index_the_remedy_is_named(tmp_path: Path) -> None:
    for function in (generations.current, inspect, status, roll_back):
        for place in (tmp_path, tmp_path / "nowhere"):
            with pytest.raises(EngineError, match=r"no index in .*build it with: indexer rebuild"):
                function(place)
    assert list(tmp_path.iterdir()) == []


def test_an_index_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    generation = make(tmp_path)
    place(tmp_path, generation, "manifest.json").unlink()
    place(tmp_path, generation, "manifest.json").mkdir()
    with pytest.raises(EngineError, match=r"cannot read .*manifest.json: Is a directory"):
        generations.load(tmp_path, generation)
    (tmp_path / "CURRENT").unlink()
    (tmp_path / "CURRENT").mkdir()
    with pytest.raises(EngineError, match=r"cannot read .*CURRENT: Is a directory"):
        generations.current(tmp_path)
    shutil.rmtree(tmp_path / "generations")
    (tmp_path / "generations").write_text("")
    with pytest.raises(EngineError, match=r"cannot read .*generations: Not a directory"):
        generations.ids(tmp_path)


def test_rolling_back_goes_to_the_previous_generation_if_there_is_one(tmp_path: Path) -> None:
    first, second = make(tmp_path), make(tmp_path)
    make(tmp_path, publish=False)

    assert generations.current(tmp_path) == second
    assert roll_back(tmp_path).id == first
    assert generations.current(tmp_path) == first
    with pytest.raises(EngineError, match="no earlier generation"):
        roll_back(tmp_path)


def test_rolling_back_to_a_damaged_generation_is_refused(tmp_path: Path) -> None:
    first, second = make(tmp_path), make(tmp_path)
    flip(place(tmp_path, first, "engine/segment"))

    with pytest.raises(DamagedError):
        roll_back(tmp_path)

    assert generations.current(tmp_path) == second


def test_a_generation_number_is_free_again_only_above_a_rolled_back_one(tmp_path: Path) -> None:
    make(tmp_path)
    make(tmp_path)
    roll_back(tmp_path)

    assert number_of(make(tmp_path)) == 3


def test_clearing_deletes_generations_and_nothing_else(tmp_path: Path) -> None:
    first, second = make(tmp_path), make(tmp_path)
    make(tmp_path, publish=False)
    strange = tmp_path / "generations" / "notes"
    strange.mkdir()
    (tmp_path / "CURRENT.new").write_text("half")

    generations.clear(tmp_path, {second})

    assert generations.ids(tmp_path) == (second,)
    assert strange.exists()
    assert not (tmp_path / "CURRENT.new").exists()
    assert not (tmp_path / "generations" / first).exists()


def test_the_lock_is_held_by_one_and_free_afterwards(tmp_path: Path) -> None:
    refused = pytest.raises(LockedError, match="another rebuild is at work")
    with generations.locked(tmp_path), refused, generations.locked(tmp_path):
        pass

    with generations.locked(tmp_path):
        assert (tmp_path / "pressmark.lock").exists()


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    index = tmp_path / "photographs"
    index.mkdir()
    (index / "summer.jpg").write_text("x")

    with pytest.raises(ConfigError, match=r"photographs is not empty and holds no index"):
        generations.claim(index, tmp_path / "corpus")

    assert list(files_below(index)) == ["summer.jpg"]


def test_a_foreign_folder_named_generations_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index" / "generations" / "000001-20200101T000000Z").mkdir(parents=True)

    with pytest.raises(ConfigError, match="holds no index of this program"):
        generations.claim(tmp_path / "index", tmp_path / "corpus")


@pytest.mark.parametrize("index", [".", "corpus", "corpus/../corpus"])
def test_an_index_over_the_corpus_is_refused(tmp_path: Path, index: str) -> None:
    (tmp_path / "corpus").mkdir()

    with pytest.raises(ConfigError, match="would contain the corpus"):
        generations.claim(tmp_path / index, tmp_path / "corpus")


def test_an_index_may_be_inside_the_corpus_or_empty(tmp_path: Path) -> None:
    index = tmp_path / "corpus" / "index"

    generations.claim(index, tmp_path / "corpus")
    generations.claim(index, tmp_path / "corpus")

    assert list(index.iterdir()) == []


def test_an_index_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("")

    with pytest.raises(ConfigError, match="is not a folder"):
        generations.claim(tmp_path / "index", tmp_path / "corpus")


def test_a_failure_to_write_names_the_path(tmp_path: Path) -> None:
    with (
        pytest.raises(UnwritableError, match=r"cannot write .*/no/such: No such file"),
        writing(tmp_path),
    ):
        (tmp_path / "no" / "such").write_text("")

    with (
        pytest.raises(UnwritableError, match=f"no space left on the disk of {tmp_path}; free some"),
        writing(tmp_path),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_linked_file_is_hashed_again_only_if_it_was_written_to(tmp_path: Path) -> None:
    first = place(tmp_path, make(tmp_path), "engine/segment")
    known = generations.sums(tmp_path, generations.check(tmp_path, generations.current(tmp_path)))
    linked = tmp_path / "linked"
    linked.hardlink_to(first)

    assert known[identity(linked)] == sum_of(linked, known) == file_sum(first)

    first.write_bytes(b"posting lusts")

    assert identity(linked) not in known
    assert sum_of(linked, known) == file_sum(first)
    with pytest.raises(DamagedError, match="segment is altered"):
        generations.check(tmp_path, generations.current(tmp_path), known)
