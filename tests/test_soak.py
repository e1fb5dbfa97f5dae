"""A little of every long experiment, and that each can tell right from wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.corpora import ROOT, environment
from tests.soak import switches
from tests.soak.__main__ import EXPERIMENTS, SEED
from tests.soak.crowds import Crowd
from tests.soak.editions import Answer, Editions, answer, ask
from tests.soak.flips import _Count, flipped
from tests.soak.fuzz import _Asker
from tests.soak.progress import silent
from tests.soak.report import as_markdown, as_text
from tests.soak.requests import Request
from tests.soak.responses import faults, first_of
from tests.soak.serving import Asked, Server, get, serving, summary, wrong

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/smaps").exists(), reason="what a process holds is read in /proc"
)


COUNTED = {
    "kills": "killed",
    "flips": "named_by_verify",
    "fuzz": "requests",
    "crowds": "slow_held",
    "switches": "switches",
}
"""The figure that says how much of an experiment was done."""


@needs_proc
@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_little_of_an_experiment_finds_nothing_wrong(name: str) -> None:
    experiment = EXPERIMENTS[name]

    figures = experiment.figures(quick=True, seed=SEED, progress=silent, given={})

    assert figures["failures"] == ()
    assert figures[COUNTED[name]] == next(iter(experiment.quick.values()))


# ---------------------------------------------------------------- what counts as wrong

OLD, NEW = "000001-20261128T070000Z", "000002-20261128T070100Z"
HELD = {OLD: 0, NEW: 1}


def asked(given: Answer | str, before: str = OLD, after: str = OLD) -> Asked:
    return Asked("/", before, after, given, 0.0, 0.1)


PAGES = {number: answer(200, f"<p>edition {number}</p>".encode()) for number in (0, 1)}
RIGHT = {number: {"/": page} for number, page in PAGES.items()}


@pytest.mark.parametrize(("before", "after", "edition"), [(OLD, OLD, 0), (OLD, NEW, 1)])
def test_an_answer_of_a_generation_in_use_meanwhile_is_right(
    before: str, after: str, edition: int
) -> None:
    assert wrong([asked(PAGES[edition], before, after)], HELD, RIGHT) == ()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (PAGES[1], "another edition's answer"),
        (answer(200, b"<p>edition"), "no edition's answer"),
        (answer(503, b"<p>edition 0</p>"), "status 503"),
        (answer(200, b'<aside class="notice">x</aside><p>edition 0</p>'), "notice of damage"),
        ("TimeoutError: timed out", "timed out after 0.1 s"),
    ],
)
def test_any_other_answer_is_wrong(given: Answer | str, named: str) -> None:
    (fault,) = wrong([asked(given)], HELD, RIGHT)

    assert named in fault


def test_indexes_of_the_same_pages_answer_alike_and_of_others_do_not(tmp_path: Path) -> None:
    editions = Editions(tmp_path, pages=8, changing=2)
    right = [editions.right(edition) for edition in (0, 1)]
    editions.write(0)
    editions.build()
    editions.write(1)
    editions.build()

    found = ask(editions.index, tuple(right[1]))

    assert found == right[1]
    assert {one.status for one in found.values()} == {200}
    assert sum(found[path] != right[0][path] for path in found) > 5


@pytest.mark.parametrize(
    ("status", "body", "page", "counted"),
    [
        (200, b"<p>now</p>", True, "current"),
        (200, b'<aside class="notice">damage</aside><p>before</p>', True, "before"),
        (200, b"<p>before</p>", False, "before"),
        (503, b"<p>closed</p>", True, "unavailable"),
        (200, b"<p>before</p>", True, "wrong"),
        (200, b"<p>nonsense</p>", False, "wrong"),
        (500, b"<p>now</p>", True, "wrong"),
    ],
)
def test_an_answer_from_a_damaged_index_is_counted_as_what_it_is(
    status: int, body: bytes, page: bool, counted: str
) -> None:
    count = _Count()

    count.judge(
        answer(status, body), answer(200, b"<p>now</p>"), answer(200, b"<p>before</p>"), page, "x"
    )

    assert getattr(count, counted) == 1
    assert len(count.failures) == count.wrong


def test_a_flipped_bit_is_put_back(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc")

    with flipped(path, 9):
        assert path.read_bytes() == b"a`c"

    assert path.read_bytes() == b"abc"


# ---------------------------------------------------------------- responses

PLAIN = b"HTTP/1.1 %d X\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b"


def faults_of(status: int, kind: bytes, body: bytes, method: str = "GET") -> list[str]:
    response, received, _ = first_of(PLAIN % (status, kind, len(body), body), method)
    return list(faults(method, response, received))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (b"application/json", b'{"a": 1}'),
        (b"text/html; charset=utf-8", b"<!doctype html><p>a<br>b</p><svg><path/></svg>"),
        (b"text/csv; charset=utf-8", b"a,b\r\n1,2\r\n"),
        (b"application/xml", b"<a><b/></a>"),
        (b"text/plain", "“x”".encode()),
    ],
)
def test_a_response_that_is_what_it_says_has_no_faults(kind: bytes, body: bytes) -> None:
    assert faults_of(200, kind, body) == []


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (200, b"application/json", b'{"a": 1'),
        (200, b"text/html", b"<!doctype html><div><p>a</p>"),
        (200, b"text/html", b"<div></span></div>"),
        (200, b"text/csv", b"a,b\r\n1\r\n"),
        (200, b"application/xml", b"<a><b></a>"),
        (200, b"text/plain", b"\xff"),
        (200, b"text/plain", b"Traceback (most recent call last):"),
        (200, b"text/plain\r\nContent-Encoding: gzip", b"not compressed"),
        (500, b"text/plain", b"sorry"),
    ],
)
def test_a_response_that_is_not_what_it_says_has_one(status: int, kind: bytes, body: bytes) -> None:
    assert len(faults_of(status, kind, body)) == 1


@pytest.mark.parametrize("received", [b"nonsense\r\n\r\n", PLAIN % (200, b"text/plain", 9, b"cut")])
def test_what_is_no_response_or_cut_short_is_an_error(received: bytes) -> None:
    with pytest.raises(HTTPException):
        first_of(received, "GET")


def test_what_follows_a_response_is_told() -> None:
    whole = PLAIN % (200, b"text/plain", 1, b"x")

    assert first_of(whole + b"more", "GET")[2] == b"more"


# ---------------------------------------------------------------- against a real server


@needs_proc
def test_faults_of_a_real_server_are_noted(tmp_path: Path) -> None:
    with serving(tmp_path / "none", tmp_path / "log") as server:
        with closing(_Asker(server.port)) as asker:
            asker.ask(Request("GET", b"GET /search HTTP/1.1\r\nHost: a\r\n\r\n", whole=True))
            asker.ask(Request("GET", b"GET /search HTTP/1.1\r\nHost: a\r\n\r\n", whole=False))
            asker.ask(Request("GET", b"GET /search HT", whole=False))
        page = get(server.port, "/")

    assert asker.found.keys() == {"status 503 at /search", "status 503 at a broken request"}
    assert asker.statuses == {503: 2, 0: 1}
    assert summary([asked(page), asked(PAGES[0])]).share_answered == 0.5


@needs_proc
def test_a_crowd_is_held_until_it_is_told_to_stop(tmp_path: Path) -> None:
    with serving(tmp_path / "none", tmp_path / "log") as server:
        crowd = Crowd(server.port, 5, slow=True)
        crowd.start()
        while crowd.held < 5:
            crowd.join(0.01)
        crowd.stopped.set()
        crowd.join(20)

    assert not crowd.is_alive()


def test_a_traceback_in_the_log_is_named(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text(
        "fine\nTraceback (most recent call last):\n  File x\n    y()\nKeyError: 'host'\nmore\n"
    )

    assert Server(1, 1, log).complaints() == (
        "the server's log holds a traceback: KeyError: 'host'",
    )


# ---------------------------------------------------------------- growth, report, command


def test_growth_is_named_once_there_are_enough_switches() -> None:
    creeping = switches._slope([100_000, *(120_000 + 500 * n for n in range(40))])

    assert creeping == 500
    assert switches._growth(40, creeping, 0.0, 2.0) == (
        "resident memory grows by 500.0 kB a switch",
        "mapped files grow by 2.0 a switch",
    )
    assert switches._growth(40, 3.0, 0.0, 0.0) == ()
    assert switches._growth(5, creeping, 9.0, 9.0) == ()


def figures() -> dict[str, Any]:
    met = summary([asked(PAGES[0])])
    return {"killed": 1200, "reading": asdict(met), "failures": ["a page was wrong"]}


def test_the_report_shows_every_figure_and_the_failures() -> None:
    one = {"about": "kills under a reader", "made": "2026-11-28T07:00Z", "seed": 1}
    machine = {"processor": "x", "cores": 2, "python": "3.11"}
    told = {"machine": machine, "experiments": {"kills": {**one, "figures": figures()}}}

    text, parts = as_text("kills", figures()), "\n".join(as_markdown(told))

    for shown in ("1,200", "reading, p99 ms", "a page was wrong"):
        assert shown in text
        assert shown in parts
    assert "| reading, share answered | 1.0 |" in parts


def test_the_command_writes_figures_beside_those_of_before(tmp_path: Path) -> None:
    file = tmp_path / "soak.json"
    before = {"about": "x", "made": "2026-11-28T07:00Z", "seed": 1, "figures": figures()}
    file.write_text(json.dumps({"machine": {}, "experiments": {"flips": before}}))

    line = [sys.executable, "-m", "tests.soak", "crowds", "--quick", "--json", str(file)]
    done = subprocess.run(
        [*line, "--set", "slow=3", "--set", "seconds=0.3"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert (done.returncode, "FAILED" in done.stdout) == (0, False), done.stdout + done.stderr
    written = json.loads(file.read_text("utf-8"))["experiments"]
    assert list(written) == ["flips", "crowds"]
    assert written["crowds"]["figures"]["slow"] == 3
    assert f"seed {SEED}" in done.stdout
