"""The command ``webapp`` as its user starts it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.rebuilding.pipeline import rebuild
from indexer.settings import load_settings

COMMAND = (sys.executable, "-c", "from webapp.cli import main; main()")

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="processes are counted in /proc"
)

PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"


@contextmanager
def running(
    folder: Path,
    *arguments: str,
    command: tuple[str, ...] = COMMAND,
    preexec_fn: Callable[[], None] | None = None,
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The command on a free port, from its announcement to its end; gives its address."""
    process = subprocess.Popen(
        [*command, "--port", "0", *arguments],
        preexec_fn=preexec_fn,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1], process
    finally:
        process.terminate()
        process.communicate(timeout=20)


def get(address: str, **headers: str) -> tuple[int, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, capture_output=True, text=True, timeout=60
    )


def test_without_an_index_it_starts_warns_and_answers_503(tmp_path: Path) -> None:
    with running(tmp_path) as (address, process):
        status, page = get(address)
        health, body = get(address + "healthz")

        process.send_signal(signal.SIGTERM)
        _, warned = process.communicate(timeout=20)

    assert (status, health) == (503, 503)
    assert "The index cannot be read at the moment" in page
    assert str(tmp_path) not in page + body
    assert "index" in json.loads(body)["message"]
    assert json.loads(body)["status"] == "unavailable"
    assert "indexer rebuild" in warned
    assert process.returncode == 0


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        ended = run(tmp_path, "--port", port)

    assert ended.returncode == 2
    assert f"127.0.0.1:{port}" in ended.stderr
    assert "--port" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_none_is_refused(tmp_path: Path) -> None:
    ended = run(tmp_path, "--port", "99999")

    assert ended.returncode == 2
    assert "port" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_site_under_a_prefix_behind_a_proxy_names_the_outer_address(tmp_path: Path) -> None:
    outer = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "archive.example.org"}

    with running(tmp_path, "--url-prefix", "/archive", "--trusted-proxy", "127.0.0.1") as (
        address,
        _,
    ):
        inner = address.removesuffix("archive/")
        trusted = get(inner + "archive/opensearch.xml", **outer)

    assert address.endswith("/archive/")
    assert "https://archive.example.org/archive/search?q=" in trusted[1]


def test_every_option_is_a_setting_too(tmp_path: Path) -> None:
    lines = 'url_prefix = "/archive/"', 'trusted_hosts = ["a.example.org"]', "processes = 1"
    (tmp_path / "pressmark.toml").write_text("\n".join(lines))

    with running(tmp_path, "--trusted-host", "b.example.org") as (address, _):
        by_flag, _ = get(address + "about", Host="b.example.org")
        by_file, _ = get(address + "about", Host="a.example.org")

    assert address.endswith("/archive/")
    assert (by_flag, by_file) == (503, 400)  # a flag goes before the file; there is no index


@pytest.mark.parametrize(
    ("flag", "value", "wanted"),
    [
        ("--url-prefix", "archive", "a path that begins with a slash"),
        ("--trusted-proxy", "localhost", "the IP address the proxy connects from"),
        ("--trusted-host", "a.example.org:80", "host names without port"),
    ],
)
def test_an_option_that_cannot_be_used_says_what_can(
    tmp_path: Path, flag: str, value: str, wanted: str
) -> None:
    ended = run(tmp_path, flag, value)

    assert ended.returncode == 2
    assert f"is {value!r} (from {flag}); set it to {wanted}" in ended.stderr


def test_headers_of_an_untrusted_proxy_are_ignored(tmp_path: Path) -> None:
    with running(tmp_path) as (address, _):
        _, described = get(address + "opensearch.xml", X_Forwarded_Host="evil.example.org")

    assert "evil.example.org" not in described


def test_a_running_server_moves_on_to_a_new_index_and_its_rebuilds(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "one.html").write_text(PAGE.format("Tea", "The urn was mended on a Thursday."))
    settings = load_settings({"PRESSMARK_ENGINE": "memory"}, tmp_path, index=tmp_path / "index")
    settings = replace(settings, corpus=corpus)

    with running(tmp_path) as (address, _):
        before, _ = get(address + "healthz")
        rebuild(settings)
        _, first = get(address + "search.json?q=urn")
        (corpus / "two.html").write_text(PAGE.format("Cake", "The urn stood beside the cake."))
        rebuild(settings)
        _, second = get(address + "search.json?q=urn")

    assert before == 503
    assert [hit["document"]["title"] for hit in json.loads(first)["results"]] == ["Tea"]
    assert json.loads(second)["total"]["documents"] == 2
    assert json.loads(second)["archive"]["version"] != json.loads(first)["archive"]["version"]


def children(process: subprocess.Popen[str]) -> set[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return {int(child) for child in listed.read_text("ascii").split()}


def eventually(happens: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while not happens():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def refuses(address: str) -> bool:
    port = int(address.rsplit(":", 1)[1].strip("/"))
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) != 0


@needs_proc
def test_a_process_that_breaks_is_replaced(tmp_path: Path) -> None:
    with running(tmp_path, "--processes", "2") as (address, process):
        assert eventually(lambda: len(children(process)) == 2)
        first = children(process)

        os.kill(min(first), signal.SIGKILL)

        assert eventually(lambda: len(children(process)) == 2 and children(process) != first)
        assert get(address)[0] == 503


@needs_proc
def test_no_process_outlives_the_command(tmp_path: Path) -> None:
    with running(tmp_path, "--processes", "2") as (address, process):
        assert eventually(lambda: len(children(process)) == 2)

        process.kill()

        assert eventually(lambda: refuses(address))
