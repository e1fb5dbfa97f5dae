"""What a server holds on to: nothing of generations it left, little of what strangers send."""

from __future__ import annotations

import gc
import os
import random
import shutil
import weakref
from functools import partial
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from indexer.authority import shipped
from indexer.engines.vocabulary import Form
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.searching.cache import ByteCache, bytes_of
from indexer.model import ArchiveInfo
from indexer.query.parameters import parse_query
from indexer.rebuilding.pipeline import rebuild
from indexer.settings import load_settings
from tests.conftest import CORPUS
from tests.webapp.test_cli import get, running

MEGABYTE = 1 << 20
INFO = ArchiveInfo("000001", "2026-11-22T10:02:11Z", 0, 0)
PAGES = (
    "",
    "search?q=the",
    "search?q=strik*",
    "search?q=strkie",
    "search.csv?q=the+party&match=any",
)

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="memory is measured in /proc"
)


def memory(process: int) -> int:
    """Bytes of a process that are its own, files it has mapped aside."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) * 1024
    raise ValueError("the system does not tell of anonymous memory")


def held(process: int) -> tuple[int, int]:
    """How many descriptors and mapped ranges a process has."""
    maps = Path(f"/proc/{process}/maps").read_text("utf-8", "replace").splitlines()
    return len(os.listdir(f"/proc/{process}/fd")), len(maps)


@pytest.fixture(scope="module")
def two_generations(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """An index of two generations, and what CURRENT holds for each."""
    folder = tmp_path_factory.mktemp("switched")
    shutil.copytree(CORPUS, folder / "corpus")
    settings = load_settings({}, folder, corpus=folder / "corpus", index=folder / "index")
    rebuild(settings)
    first = (settings.index / "CURRENT").read_text("ascii")
    (settings.corpus / "urn.html").write_text("<title>A urn</title><p>The urn was mended again.")
    rebuild(settings)
    return settings.index, [first, (settings.index / "CURRENT").read_text("ascii")]


def switch(index: Path, current: str) -> None:
    new = index / "CURRENT.new"
    new.write_text(current, "ascii")
    new.replace(index / "CURRENT")


@needs_proc
def test_a_server_holds_nothing_of_the_generations_it_has_left(
    two_generations: tuple[Path, list[str]],
) -> None:
    index, generations = two_generations

    with running(index.parent, "--index", str(index), "--processes", "1") as (address, process):

        def read_and_switch(times: int) -> None:
            for number in range(times):
                for page in PAGES:
                    assert get(address + page)[0] == 200
                switch(index, generations[number % 2])

        read_and_switch(10)
        before, (files, maps) = memory(process.pid), held(process.pid)
        read_and_switch(26)
        after, (files_after, maps_after) = memory(process.pid), held(process.pid)

    assert after - before < 3 * MEGABYTE
    assert files_after <= files + 4
    assert maps_after <= maps + 8


def test_an_engine_goes_with_its_last_reader(two_generations: tuple[Path, list[str]]) -> None:
    index, generations = two_generations
    folder = index / "generations" / generations[1].strip() / "engine"
    gc.collect()
    gc.disable()
    try:
        engine = WhooshEngine(folder, INFO, shipped())
        for text in ("the", "strik*", "strkie", '"the party" OR urn', "title:the -party"):
            for match in ("all", "any"):
                engine.search(parse_query(text, match=match))
                engine.search(parse_query(text, match=match, year=1990, sort="newest"))
        card = next(iter(engine.cards()))
        engine.entry(card.id)
        left = weakref.ref(engine)

        del engine

        assert left() is None
    finally:
        gc.enable()


def hostile(number: int) -> str:
    """A query nobody sent before, as long as its kind may be or longer."""
    chance = random.Random(number)

    def word(length: int, letters: str) -> str:
        return "".join(chance.choices(letters, k=length))

    kinds = (
        lambda: f"organisation={word(60_000, 'abcdefgh')}",
        lambda: f"organisation={word(200, 'abcdefgh')}&mentions={word(200, 'abcdefgh')}",
        lambda: f"match=any&q={quote_plus(word(4_000, 'абвгдежз'))}",
        lambda: f"match=any&q={' '.join(word(31, 'vwxyz') for _ in range(120))}".replace(" ", "+"),
        lambda: f"match=any&q=%22{'+'.join(word(7, 'abcdefgh') for _ in range(500))}%22",
        lambda: f"match=any&q={'-'.join(word(3, 'abcdefgh') for _ in range(1_000))}",
    )
    return kinds[number % len(kinds)]()


@needs_proc
def test_hundreds_of_long_queries_leave_little_behind(sample_index: Path) -> None:
    with running(sample_index.parent, "--index", str(sample_index), "--processes", "1") as (
        address,
        process,
    ):

        def ask(numbers: range) -> set[int]:
            return {get(f"{address}search?{hostile(number)}")[0] for number in numbers}

        ask(range(60))
        before = memory(process.pid)
        statuses = ask(range(60, 540))
        after = memory(process.pid)

    assert statuses == {200, 400}
    assert after - before < 30 * MEGABYTE


def test_a_cache_counts_the_memory_of_its_keys() -> None:
    cache = ByteCache(1_000_000)
    made: list[int] = []

    def phrase(number: int) -> tuple[Form, ...]:
        return (Form(tuple(f"term{number}x{n}" for n in range(500))),)

    for number in (*range(100), 0):
        key = phrase(number)
        size = bytes_of(key)
        cache.get(key, partial(made.append, number), lambda _, size=size: size)  # type: ignore[misc]

    assert made == [*range(100), 0]
