"""Damage in the files of a real index: found where it is first read, and never answered from."""

from __future__ import annotations

import json
import os
import random
import shutil
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from flask.testing import FlaskClient

from indexer.engines import Engine, Opened, engine_type
from indexer.engines.whoosh.arrays import BLOCK
from indexer.errors import DamagedError
from indexer.model import ArchiveInfo, Card, Entry, Results
from indexer.query.parameters import parse_query
from indexer.store import generations
from indexer.store.draft import Draft
from indexer.store.inspection import inspect
from indexer.store.manifest import Manifest
from indexer.store.reader import AUTHORITY_FILE, ENGINE_FOLDER, SMALL, Archive
from indexer.store.trial import usable
from tests.building import AUTHORITY, a_document
from tests.engines.whoosh.test_arrays import alter
from tests.store.test_generations import truncate
from tests.terminal.test_commands import call
from webapp import create_app

INFO = ArchiveInfo("000001-test", "2026-01-01T00:00:00Z", 0, 0)
KIND = engine_type("whoosh")
DOCUMENTS = 500
PASSAGES = 3
SLUGS = ("harbour-workers-union", "league-for-lower-rents")
AUTHORITY_BYTES = b"""
[[organisation]]
slug = "league-for-lower-rents"
name = "League for Lower Rents"
acronyms = ["LLR"]

[[organisation]]
slug = "harbour-workers-union"
name = "Harbour Workers Union"
"""
QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("", {}),
    ("", {"sort": "oldest"}),
    ("harbour", {"size": "100"}),
    ("harbour", {"sort": "newest", "from": "1905", "to": "1915"}),
    ("harbour OR quay", {"organisation": [SLUGS[0]], "date": "mentioned", "year": ["1950"]}),
    ('"the quay of the harbour"', {}),
    ('title:"minutes of the"', {}),
    ("title:shopfloor shopfloor", {}),
    ("quay* -harbour", {"forms": "exact"}),
    ("harbours quay the of", {"match": "any"}),
    ("harbuor", {}),
)


def entries(count: int) -> Iterator[Entry]:
    """Documents of random words, two of which are common."""
    lot = random.Random(11)
    words = [f"{a}{b}{c}" for a in "bdlmnrst" for b in ("ar", "ei", "ol", "un") for c in "dkmt"]
    common = ["the", "of", "harbour", "quay", "quays", "shop-floor"]
    for n in range(count):
        texts = [
            " ".join([*lot.choices(words, k=150), *lot.choices(common, k=60)]) + f" page{n}x{i}."
            for i in range(PASSAGES)
        ]
        texts[0] += " The quay of the harbour." * (n % 2)
        yield a_document(
            f"{n:04}",
            *texts,
            title=f"Minutes of the shop-floor, {n}",
            organisations=SLUGS[n % 3 :],
            mentions=SLUGS[: n % 3],
            published=("1901", "1908-03", "1914-11-09")[n % 3] if n % 4 else None,
            years=[1900 + n % 20, 1950] if n % 2 else [],
        )


def generation(index: Path, documents: int, base: str | None = None) -> str:
    """A generation of enough documents for a segment that is too large to be hashed when opened."""
    with Draft(index, generations.next_number(index)) as draft:
        folder = draft.make_folder(ENGINE_FOLDER)
        counts = KIND.write(None, (), entries(documents), folder)
        draft.write(AUTHORITY_FILE, AUTHORITY_BYTES)
        told = (draft.id, draft.created, base, "corpus", counts.documents, counts.passages)
        draft.commit(Manifest(*told, "pipeline", "whoosh", KIND.SCHEMA))
        draft.publish()
        return draft.id


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two generations, the second of one document more."""
    index = tmp_path_factory.mktemp("template")
    generation(index, DOCUMENTS, generation(index, DOCUMENTS - 1))
    return index


@pytest.fixture
def index(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template, tmp_path / "index")
    return tmp_path / "index"


def segment_of(index: Path, which: int) -> Path:
    """The one segment of the first (0) or the second generation (1)."""
    folder = generations.generation_folder(index, generations.ids(index)[which]) / ENGINE_FOLDER
    (segment,) = folder.glob("*.arrays")
    assert segment.stat().st_size > SMALL
    return segment


def places(segment: Path) -> dict[str, tuple[int, int]]:
    """The offset and size in bytes of each array that is not empty."""
    content = segment.read_bytes()
    _, directory = struct.unpack("<QQ", content[-20:-4])
    listed = json.loads(content[directory:-20])
    return {
        name: (start, length * np.dtype(kind).itemsize)
        for name, (kind, start, length) in listed.items()
        if length
    }


def alter_array(segment: Path, name: str) -> None:
    """Flip the bits of a byte in every block of an array."""
    start, size = places(segment)[name]
    content = bytearray(segment.read_bytes())
    for place in range(start, start + size, BLOCK):
        content[place] ^= 255
    segment.write_bytes(content)


class Told(NamedTuple):
    """One request of each kind that an engine can answer."""

    results: list[Results]
    cards: list[Card]
    entries: list[Entry | None]
    owners: list[str | None]


def ask(engine: Engine) -> Told:
    results = [engine.search(parse_query(text, **given)) for text, given in QUESTIONS]
    cards = list(engine.cards())
    read = [engine.entry(card.id) for card in cards]
    owners = [engine.document_of(entry.passages[-1].id) for entry in read if entry]
    return Told(results, cards, read, owners)


def documents(opened: Opened) -> int:
    """The number of documents, after every kind of request."""
    return len(ask(opened.engine).cards)


# ---------------------------------------------------------------- the engine


UNREAD = {"text_compounds.positions", "title_compounds.positions"}
"""Only Whoosh's own queries ask for the positions of compounds."""


def test_an_altered_array_is_noticed_when_it_is_read(tmp_path: Path) -> None:
    KIND.write(None, (), entries(80), tmp_path)
    (segment,) = tmp_path.glob("*.arrays")
    met = []

    for name in places(segment):
        alter_array(segment, name)
        try:
            ask(KIND.open(tmp_path, INFO, AUTHORITY))
        except DamagedError as error:
            met.append(str(error))
        alter_array(segment, name)

    read = [name for name in places(segment) if name not in UNREAD]
    assert met == [f"{segment} ({name}) is altered: it is not what was written" for name in read]


def test_an_altered_bit_anywhere_changes_no_answer(tmp_path: Path) -> None:
    KIND.write(None, (), entries(80), tmp_path)
    (segment,) = tmp_path.glob("*.arrays")
    whole = ask(KIND.open(tmp_path, INFO, AUTHORITY))
    lot = random.Random(5)
    met = []

    for _ in range(100):
        place, bits = lot.randrange(segment.stat().st_size), 1 << lot.randrange(8)
        alter(segment, place, bits)
        try:
            assert ask(KIND.open(tmp_path, INFO, AUTHORITY)) == whole
        except DamagedError as error:
            met.append(str(error))
        alter(segment, place, bits)

    assert len(met) > 50
    assert all(message.startswith(str(segment)) for message in met)


def test_intact_files_are_answered_from_beside_damaged_ones(tmp_path: Path) -> None:
    KIND.write(None, (), entries(40), tmp_path)
    (segment,) = tmp_path.glob("*.arrays")
    start, size = places(segment)["texts"]
    alter(segment, start + size - 1)

    engine = KIND.open(tmp_path, INFO, AUTHORITY)

    assert engine.search(parse_query("page0x0")).hits[0].card.path == "0000"
    assert engine.entry("d-0000") is not None
    for _ in range(2):
        with pytest.raises(DamagedError, match=r"\(texts\) is altered"):
            engine.search(parse_query("page39x2"))
        with pytest.raises(DamagedError, match=r"\(texts\) is altered"):
            engine.entry("d-0039")


# ---------------------------------------------------------------- the archive

READ = ("text.rows", "text.counts", "text.positions", "text.terms", "texts", "cards", "records")


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("opened_before", [False, True])
def test_the_previous_generation_is_opened_where_damage_is_found(
    index: Path, name: str, opened_before: bool
) -> None:
    first, second = generations.ids(index)
    archive = Archive(index)
    if opened_before:
        archive.current()
    alter_array(segment_of(index, 1), name)

    before = archive.current()
    answered = archive.answer(documents)
    after = archive.current()

    assert (before.engine.info.version, before.notice) == (second, None)
    assert answered == DOCUMENTS - 1
    assert after.engine.info.version == first
    assert after.notice is not None
    assert "The current index is damaged" in after.notice
    assert archive.current() is after


def test_a_truncated_segment_is_noticed_when_it_is_opened(index: Path) -> None:
    truncate(segment_of(index, 1))

    opened = Archive(index).current()

    assert opened.engine.info.version == generations.ids(index)[0]
    assert opened.notice is not None


def test_the_previous_generation_is_opened_only_if_every_byte_verifies(index: Path) -> None:
    alter_array(segment_of(index, 0), "texts")
    alter_array(segment_of(index, 1), "cards")
    archive = Archive(index)

    for _ in range(2):
        with pytest.raises(DamagedError, match=r"the index is damaged: .*indexer rebuild --full"):
            archive.answer(documents)


def test_damage_to_a_file_of_both_generations_leaves_none(index: Path) -> None:
    shared, other = segment_of(index, 1), segment_of(index, 0)
    alter_array(shared, "texts")
    other.unlink()
    os.link(shared, other)

    with pytest.raises(DamagedError, match="indexer rebuild --full"):
        Archive(index).answer(documents)


def test_repaired_damage_is_noticed(index: Path) -> None:
    archive = Archive(index)
    alter_array(segment_of(index, 1), "texts")
    assert archive.answer(documents) == DOCUMENTS - 1

    alter_array(segment_of(index, 1), "texts")

    assert archive.answer(documents) == DOCUMENTS
    assert archive.current().notice is None


def test_a_rebuild_is_followed_after_damage(index: Path) -> None:
    archive = Archive(index)
    alter_array(segment_of(index, 1), "texts")
    archive.answer(documents)

    generation(index, DOCUMENTS, generations.current(index))

    assert archive.answer(documents) == DOCUMENTS
    assert archive.current().notice is None


def test_threads_that_find_damage_continue_with_one_engine(index: Path) -> None:
    alter_array(segment_of(index, 1), "texts")
    archive = Archive(index)
    together = threading.Barrier(8)
    answered: list[int] = []

    def read() -> None:
        together.wait()
        answered.append(archive.answer(documents))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answered == [DOCUMENTS - 1] * 8


def test_damage_reported_late_does_not_close_the_engine_open_now(index: Path) -> None:
    archive = Archive(index)
    old = archive.current()
    generations.rollback(index, usable)
    now = archive.current()

    old.leave(DamagedError("a segment is altered"))

    assert archive.current() is now


def test_files_that_no_engine_checks_are_hashed_when_opened_however_large(tmp_path: Path) -> None:
    for content in (b"", b"x" * 2 * SMALL):
        with Draft(tmp_path, generations.next_number(tmp_path)) as draft:
            kind = engine_type("memory")
            kind.write(None, (), entries(300), draft.make_folder(ENGINE_FOLDER))
            draft.write(AUTHORITY_FILE, AUTHORITY_BYTES + b"#" + content)
            told = (draft.id, draft.created, None, "corpus", 300, 900)
            draft.commit(Manifest(*told, "pipeline", "memory", kind.SCHEMA))
            draft.publish()
    first, second = generations.ids(tmp_path)
    folder = generations.generation_folder(tmp_path, second)

    for path in (folder / AUTHORITY_FILE, folder / ENGINE_FOLDER / "entries.pickle"):
        assert path.stat().st_size > SMALL
        alter(path, SMALL)
        assert Archive(tmp_path).current().engine.info.version == first
        alter(path, SMALL)
    assert Archive(tmp_path).current().engine.info.version == second


def test_rollback_and_verify_read_every_byte(index: Path) -> None:
    alter_array(segment_of(index, 0), "texts")

    (problem,) = inspect(index).problems

    assert str(segment_of(index, 0)) in problem
    with pytest.raises(DamagedError, match="its content is not what was written"):
        generations.rollback(index, usable)


# ---------------------------------------------------------------- pages and commands


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return create_app(Archive(index).current).test_client()


def test_a_page_answered_from_the_previous_generation_says_so(
    index: Path, client: FlaskClient
) -> None:
    first = generations.ids(index)[0]
    whole = client.get("/search?q=harbour")
    alter_array(segment_of(index, 1), "text.positions")

    left = client.get('/search?q="quay+of+the"')
    after = client.get("/search?q=harbour")

    assert client.get("/healthz").get_json()["generation"] == first
    assert f"{DOCUMENTS} documents" in whole.text
    assert "The current index is damaged" not in whole.text
    for page in (left, after):
        assert page.status_code == 200
        assert "The current index is damaged" in page.text
    assert f"{DOCUMENTS - 1} documents" in after.text
    assert after.headers["ETag"] != whole.headers["ETag"]
    assert (
        client.get(
            "/search?q=harbour", headers={"If-None-Match": after.headers["ETag"]}
        ).status_code
        == 304
    )


@pytest.mark.parametrize("address", ["/d/d-0250", "/d/d-0250.txt", "/search.csv?q=page250x1"])
def test_any_first_request_is_answered_from_the_previous_generation(
    index: Path, client: FlaskClient, address: str
) -> None:
    alter_array(segment_of(index, 1), "cards")
    alter_array(segment_of(index, 1), "texts")

    answer = client.get(address)

    assert answer.status_code == 200
    assert client.get("/healthz").get_json()["documents"] == DOCUMENTS - 1


@pytest.mark.parametrize("address", ["/search?q=harbour", "/search.json?q=harbour", "/"])
def test_with_no_intact_generation_every_page_is_503(
    index: Path, client: FlaskClient, address: str
) -> None:
    for which in (0, 1):
        alter_array(segment_of(index, which), "texts")
        alter_array(segment_of(index, which), "cards")

    answers = [client.get(address) for _ in range(2)]

    for answer in answers:
        assert answer.status_code == 503
        assert "indexer rebuild" in answer.text
        assert str(index) not in answer.text  # that and the damage are told in the log
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "arguments",
    [("search", "harbour"), ("explain", "d-0250"), ("organisations", "suggest")],
)
def test_a_command_is_answered_from_the_previous_generation(
    index: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    whole = call(capsys, *arguments, "--index", index)
    generations.rollback(index, usable)
    before = call(capsys, *arguments, "--index", index)
    generations.switch(index, generations.ids(index)[1])
    alter_array(segment_of(index, 1), "texts")

    ran = call(capsys, *arguments, "--index", index)

    assert (ran.status, ran.out) == (0, before.out)
    if arguments[0] == "search":
        assert ran.out != whole.out
        assert "The current index is damaged" in ran.err


def test_a_command_without_an_intact_generation_names_the_remedy(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for which in (0, 1):
        alter_array(segment_of(index, which), "texts")

    ran = call(capsys, "search", "harbour", "--index", index)

    assert ran.status == 4
    assert "indexer rebuild --full" in ran.err
