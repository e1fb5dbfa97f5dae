"""Temporary faults: an index that cannot be read now is not damaged, and is read once it can be."""

from __future__ import annotations

import errno
import json
import logging
import os
import resource
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from indexer.engines import Opened
from indexer.errors import DamagedError, EngineError, UnavailableError
from indexer.os_errors import reading
from indexer.rebuilding.pipeline import Options
from indexer.store import generations
from indexer.store.reader import Archive
from tests.corpora import AS_ANYONE, build, environment, write_corpus
from tests.store.test_generations import flip
from tests.store.test_reader import count
from tests.webapp.test_cli import COMMAND, eventually, get, running
from webapp import create_app


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus, and an index of three pages, then of four."""
    folder = tmp_path_factory.mktemp("template")
    for names in (3, 4):
        write_corpus(folder / "corpus", names)
        build(folder, engine="whoosh")
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template, tmp_path / "work", copy_function=shutil.copy2)
    return tmp_path / "work"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once rather than after a second."""
    monkeypatch.setattr("indexer.store.reader.PAUSE", 0.0)
    monkeypatch.setattr("indexer.store.reader._BACKOFF", 0)


@contextmanager
def no_descriptors() -> Iterator[None]:
    """Use up all descriptors of this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        while True:
            try:
                taken.append(os.open(os.devnull, os.O_RDONLY))
            except OSError:
                break
        yield
    finally:
        for handle in taken:
            os.close(handle)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


# ---------------------------------------------------------------- what an error means


@pytest.mark.parametrize(
    "name", ["EACCES", "EPERM", "EMFILE", "ENFILE", "ENOMEM", "ESTALE", "ETIMEDOUT"]
)
def test_a_temporary_error_is_named_and_is_not_damage(tmp_path: Path, name: str) -> None:
    number = getattr(errno, name)

    with pytest.raises(UnavailableError) as caught, reading(tmp_path):
        raise OSError(number, os.strerror(number))

    assert str(tmp_path) in str(caught.value)
    reason = "not enough memory" if name == "ENOMEM" else os.strerror(number)
    assert reason in str(caught.value)


@pytest.mark.parametrize("name", ["ENOENT", "EIO", "EISDIR", "ENOTDIR", "ELOOP"])
def test_a_failing_medium_and_a_path_that_is_not_a_file_are_damage(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(DamagedError, match=str(tmp_path)), reading(tmp_path):
        raise OSError(getattr(errno, name), "as the system says")


def test_a_thread_that_cannot_be_started_means_lack_of_memory(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="no thread can be started"), reading(tmp_path):
        raise RuntimeError("can't start new thread")
    with pytest.raises(RuntimeError, match="a mistake"), reading(tmp_path):
        raise RuntimeError("a mistake")


# ---------------------------------------------------------------- a reader


def test_without_descriptors_nothing_is_concluded(folder: Path) -> None:
    archive = Archive(folder / "index")

    with no_descriptors(), pytest.raises(UnavailableError, match="Too many open files"):
        archive.current()

    assert archive.current().notice is None
    assert count(archive.current().engine, "meeting") == 4


def test_the_open_engine_answers_until_the_next_can_be_opened(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    archive = Archive(folder / "index")
    before = archive.current()
    write_corpus(folder / "corpus", 5)
    build(folder, engine="whoosh")

    with no_descriptors():
        meanwhile = [archive.current() for _ in range(3)]
    after = archive.current()

    assert all(opened is before for opened in meanwhile)
    assert count(before.engine, "meeting") == 4
    assert (count(after.engine, "meeting"), after.notice) == (5, None)
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert len(told) == 2
    assert "going on with the index built" in told[0]
    assert "Too many open files" in told[0]
    assert str(folder) in told[0]
    assert told[1] == "the index in use can be read again"


KEPT = """
import sys
from pathlib import Path
import indexer.store.reader
indexer.store.reader.PAUSE = indexer.store.reader._BACKOFF = 0
index = Path(sys.argv[1])
archive = indexer.store.reader.Archive(index)
before = archive.current()
for closed in (index, index / "generations", index / "CURRENT"):
    mode = closed.stat().st_mode
    closed.chmod(0)
    print(archive.current() is before)
    closed.chmod(mode)
    print(archive.current() is before)
"""


def test_an_engine_whose_files_are_inaccessible_for_a_while_is_kept(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AS_ANYONE % KEPT, folder / "index"],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=60,
    )

    assert done.stdout.split() == ["True"] * 6, done.stderr


def test_attempts_are_a_pause_apart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.store.reader.PAUSE", 3600.0)
    archive = Archive(folder / "index")
    before = archive.current()
    write_corpus(folder / "corpus", 5)
    build(folder, engine="whoosh")
    with no_descriptors():
        archive.current()

    assert archive.current() is before


def test_a_new_hard_link_to_a_file_does_not_reopen_the_index(folder: Path) -> None:
    archive = Archive(folder / "index")
    before = archive.current()
    generation = generations.generation_folder(
        folder / "index", generations.current(folder / "index")
    )

    for path in [path for path in generation.rglob("*") if path.is_file()]:
        (folder / f"link-{path.name}").hardlink_to(path)

    assert archive.current() is before


def test_a_copy_restored_with_its_old_time_is_noticed(folder: Path) -> None:
    index = folder / "index"
    first = generations.ids(index)[0]
    damaged = generations.generation_folder(index, generations.current(index)) / "files.json"
    whole = damaged.read_bytes()
    times = damaged.stat()
    flip(damaged)
    os.utime(damaged, ns=(times.st_atime_ns, times.st_mtime_ns))
    archive = Archive(index)
    assert archive.current().engine.info.version == first

    damaged.write_bytes(whole)
    os.utime(damaged, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert archive.current().notice is None


def test_an_error_that_is_raised_repeatedly_does_not_grow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.store.reader.PAUSE", 3600.0)
    archive = Archive(tmp_path / "index")

    def raised() -> int:
        with pytest.raises(EngineError) as caught:
            archive.current()
        return len(traceback.extract_tb(caught.value.__traceback__))

    assert len({raised() for _ in range(20)}) == 1


# ---------------------------------------------------------------- memory

STARVED = """
import resource, sys
from pathlib import Path
from indexer.store.reader import Archive
from indexer.engines import engine_type
from indexer.errors import UnavailableError
engine_type("whoosh")
archive = Archive(Path(sys.argv[1]))
held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
_, hard = resource.getrlimit(resource.RLIMIT_AS)
resource.setrlimit(resource.RLIMIT_AS, (held + (256 << 10), hard))
try:
    archive.current()
except UnavailableError as error:
    said = str(error)
resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
import indexer.store.reader
archive._state = None
print(said)
print(archive.current().engine.info.documents)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="sizes are read in /proc")
def test_lack_of_memory_is_reported_and_temporary(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARVED, folder / "index"],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    said, documents = done.stdout.splitlines()
    assert "memory" in said
    assert documents == "4"


@pytest.mark.parametrize(
    "error", [MemoryError(), OSError(errno.EMFILE, "Too many open files", "page.html")]
)
def test_a_request_that_lacks_memory_or_descriptors_is_503(error: Exception) -> None:
    def starved() -> Opened:
        raise error

    answer = create_app(starved).test_client().get("/search?q=strike")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "try again" in answer.text


# ---------------------------------------------------------------- commands

COMMANDS = ("status", "verify", "search", "rollback", "rebuild", "dry-run", "organisations")
EACH = """
import io, json, os, shutil, sys
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from indexer.terminal.commands import main

folder = Path(sys.argv[1])
lines = {
    "search": ["search", "meeting"],
    "rebuild": ["rebuild", str(folder / "corpus"), "-q", "--jobs", "1"],
    "dry-run": ["rebuild", str(folder / "corpus"), "-q", "--dry-run"],
}
index = folder / "index"
paths = [index, *sorted(index.rglob("*"))]
for path in [path.relative_to(folder) for path in paths]:
    for command in sys.argv[2:]:
        copy = folder / "copy"
        shutil.copytree(index, copy / "index", symlinks=True)
        closed = copy / path
        mode = closed.stat().st_mode
        closed.chmod(0)
        out = io.TextIOWrapper(io.BytesIO())
        err = io.TextIOWrapper(io.BytesIO())
        status = "none"
        with redirect_stdout(out), redirect_stderr(err):
            try:
                main([*lines.get(command, [command]), "--index", str(copy / "index")])
            except SystemExit as end:
                status = end.code
            except BaseException as error:
                status = repr(error)
        if closed.exists():
            closed.chmod(mode)
        err.flush()
        said = err.buffer.getvalue().decode()
        print(json.dumps([path.as_posix(), command, status, said]), flush=True)
        shutil.rmtree(copy)
"""


def test_every_command_names_the_file_it_may_not_read(folder: Path) -> None:
    (folder / "corpus" / "more.html").write_text("<p>One more page about a meeting.</p>")
    done = subprocess.run(
        [sys.executable, "-c", AS_ANYONE % EACH, folder, *COMMANDS],
        capture_output=True,
        text=True,
        env=environment(PRESSMARK_ENGINE="whoosh"),
        timeout=300,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    generation = f"index/generations/{generations.current(folder / 'index')}"

    assert done.returncode == 0, done.stderr
    assert len(rows) == len(COMMANDS) * len([1 for _ in (folder / "index").rglob("*")]) + 7
    for path, command, status, said in rows:
        what = (path, command, status, said)
        assert status in (0, 3, 4), what
        assert len(said.splitlines()) <= 1 + (status == 0), what
        if path in ("index", "index/generations", "index/CURRENT", generation):
            assert status == 4, what
            if command != "verify":  # which prints what is wrong as its result
                assert f"{path}" in said, what
                assert "Permission denied" in said, what
        if path == f"{generation}/files.json" and command in ("search", "rebuild", "dry-run"):
            assert status == 4, what
            assert "damaged" not in said, what
            assert "anew" not in said, what


# ---------------------------------------------------------------- a server


@pytest.fixture
def closed(folder: Path) -> Iterator[Callable[[int], None]]:
    """Sets the permissions of the newest generation, and restores them at the end."""

    def set_mode(mode: int) -> None:
        index = folder / "index"
        for path in sorted((index / "generations").iterdir())[-1:]:
            path.chmod(mode)

    yield set_mode
    set_mode(0o755)


@contextmanager
def reading_room(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The server of an index, subject to permissions even as root."""
    program = AS_ANYONE % "from webapp.cli import main; main()"
    line = (sys.executable, "-c", program)
    with running(folder, "--processes", "1", command=line) as found:
        yield found


def generation_of(address: str) -> str | None:
    status, body = get(address + "healthz")
    return str(json.loads(body)["generation"]) if status == 200 else None


def test_a_site_survives_a_rebuild_that_it_may_not_read(
    folder: Path, closed: Callable[[int], None]
) -> None:
    with reading_room(folder) as (address, process):
        first = generation_of(address)
        write_corpus(folder / "corpus", 5)
        second = build(folder, engine="whoosh").generation
        closed(0)

        meanwhile = generation_of(address)
        closed(0o755)
        moved_on = eventually(lambda: generation_of(address) == second)

        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=20)

    assert first is not None
    assert meanwhile in (first, second)  # a request may come before the permissions go
    assert moved_on
    assert "Traceback" not in log


@pytest.mark.parametrize("name", ["index", "index/CURRENT", "index/generations"])
def test_a_server_that_may_not_read_its_index_starts_and_answers_once_it_may(
    folder: Path, name: str
) -> None:
    mode = (folder / name).stat().st_mode
    (folder / name).chmod(0)
    try:
        with reading_room(folder) as (address, process):
            before, page = get(address)
            (folder / name).chmod(mode)
            answered = eventually(lambda: get(address)[0] == 200)

            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=20)
    finally:
        (folder / name).chmod(mode)

    assert before == 503
    assert "backup" not in page
    assert answered
    assert f"{name}" in log
    assert "Permission denied" in log
    assert "Traceback" not in log
    assert process.returncode == 0


def test_a_server_without_descriptors_answers_and_switches_later(folder: Path) -> None:
    limit = (48, 48)
    # To a file, as it logs each connection it cannot accept: a pipe without a reader would fill.
    to_file = ("sh", "-c", 'exec "$@" 2>log', "sh", *COMMAND)
    with running(
        folder,
        *("--processes", "1", "--threads", "2"),
        command=to_file,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limit),
    ) as (address, _):
        host = address.split("/")[2]

        def ask() -> str:
            with closing(HTTPConnection(host, timeout=20)) as connection:
                connection.request("GET", "/healthz")
                return str(json.loads(connection.getresponse().read())["generation"])

        first = ask()
        idle = [HTTPConnection(host, timeout=20) for _ in range(60)]
        for connection in idle:
            connection.connect()
        second = build(folder, Options(full=True), engine="whoosh").generation
        meanwhile = ask()
        for connection in idle:
            connection.close()

        moved_on = eventually(lambda: ask() == second)

    assert meanwhile in (first, second)
    assert moved_on
