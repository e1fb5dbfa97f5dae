"""Slow, idle, greedy and too many connections, on real sockets before a real server."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from indexer.hosts import is_trusted, split_host, trusted_host
from tests.corpora import ROOT
from tests.crowd import Crowd, reading
from tests.webapp.test_cli import get, needs_proc, running

HURRIED = """
import sys
from webapp.serving import server
from webapp.cli import main
server._PATIENCE.update({server.RECEIVING: 2, server.IDLE: 3, server.UNREAD: 2})
main(sys.argv[1:])
"""
"""The command with less patience than it has, so that a test need not have as much."""

ONE_THREAD = "import sys; from webapp.cli import main; main([*sys.argv[1:], '--threads', '1'])"

SCARCE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (%d, %d))
from webapp.serving import server
from webapp.cli import main
%s
main(sys.argv[1:])
"""
MORE_THAN_THERE_ARE = "from webapp import cli; cli.connection_limit = lambda: 4096"


@contextmanager
def serving(program: str, index: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server of one process made by a piece of Python; gives its address."""
    command = (sys.executable, "-c", program)
    with running(ROOT, "--processes", "1", "--index", str(index), command=command) as served:
        yield served


def connect(address: str, sent: bytes = b"") -> socket.socket:
    port = int(address.rsplit(":", 1)[1].strip("/"))
    client = socket.create_connection(("127.0.0.1", port), timeout=30)
    client.sendall(sent)
    return client


def everything(client: socket.socket) -> bytes:
    """What comes until the server closes; whoever it forgets waits half a minute in vain."""
    found = b""
    try:
        while data := client.recv(65_536):
            found += data
    except ConnectionResetError:
        pass
    return found


def is_let_go(client: socket.socket, again: bytes) -> bool:
    """Whether the server closes in the end, though something comes now and then."""
    client.settimeout(0.2)
    for _ in range(150):
        try:
            client.sendall(again)
            if not client.recv(100):
                return True
        except TimeoutError:
            pass
        except ConnectionError:
            return True
    return False


def worked(process: int, after: float = 0.0) -> float:
    """Seconds of a processor that a process has taken, in a while."""
    time.sleep(after)
    ticks = Path(f"/proc/{process}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


def eventually(happens: Callable[[], bool]) -> bool:
    until = time.monotonic() + 30
    while not happens():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def test_three_hundred_slow_and_as_many_idle_clients_keep_no_reader_from_a_page(
    sample_index: Path,
) -> None:
    program = "import sys; from webapp.cli import main; main(sys.argv[1:])"

    with (
        serving(program, sample_index) as (address, _),
        Crowd(address, slow=300, idle=300) as crowd,
    ):
        assert crowd.complete.wait(60)
        with reading(address, 4) as readers:
            time.sleep(5)

    assert set(readers.outcomes) == {"200"}
    assert sum(readers.outcomes.values()) >= 4


def test_a_request_has_to_arrive_within_its_time(sample_index: Path) -> None:
    with (
        serving(HURRIED, sample_index) as (address, _),
        connect(address, b"GET / HTTP/1.1\r\n") as slow,
    ):
        assert is_let_go(slow, b"X")
        assert get(address + "about")[0] == 200


def test_empty_lines_do_not_keep_a_connection(sample_index: Path) -> None:
    with serving(HURRIED, sample_index) as (address, _), connect(address) as idle:
        assert is_let_go(idle, b"\r\n")


def test_a_connection_in_use_is_kept_however_long_it_lives(sample_index: Path) -> None:
    with serving(HURRIED, sample_index) as (address, _):
        client = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        client.connect()
        first = client.sock
        for _ in range(5):
            client.request("GET", "/healthz")
            with client.getresponse() as response:
                assert response.read()
            assert client.sock is first
            time.sleep(1)  # five times this is longer than it may be idle
        client.close()


@needs_proc
def test_who_never_reads_an_answer_is_let_go(sample_index: Path) -> None:
    with serving(HURRIED, sample_index) as (address, process):
        before = len(os.listdir(f"/proc/{process.pid}/fd"))
        with Crowd(address, unread=40) as crowd:
            assert crowd.complete.wait(60)
            assert eventually(lambda: len(os.listdir(f"/proc/{process.pid}/fd")) >= before + 20)
            assert eventually(lambda: len(os.listdir(f"/proc/{process.pid}/fd")) < before + 5)
            assert get(address + "about")[0] == 200


@needs_proc
def test_a_client_that_does_not_read_gets_no_further_responses(sample_index: Path) -> None:
    """A thread that waited for this client would be one fewer for all others."""
    greedy = b"GET /search.json?size=100 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 140

    with (
        serving(ONE_THREAD, sample_index) as (address, process),
        connect(address, greedy) as client,
    ):
        assert eventually(lambda: worked(process.pid) == worked(process.pid, after=0.5))

        assert get(address + "about")[0] == 200
        assert 0 < everything(client).count(b"HTTP/1.1 200") < 140


@needs_proc
def test_where_there_is_no_room_the_longest_idle_makes_some(sample_index: Path) -> None:
    with serving(SCARCE % (96, 96, ""), sample_index) as (address, process):
        idle = [connect(address) for _ in range(150)]

        answers = [get(address + "about")[0] for _ in range(5)]
        descriptors = len(os.listdir(f"/proc/{process.pid}/fd"))
        for client in idle:
            client.close()

    assert answers == [200] * 5
    assert descriptors < 80


@needs_proc
def test_used_up_descriptors_fill_no_log_and_no_processor(sample_index: Path) -> None:

    with serving(SCARCE % (64, 64, MORE_THAN_THERE_ARE), sample_index) as (address, process):
        get(address + "about")  # the index is open before there are none left
        idle = [connect(address) for _ in range(150)]

        answers = [get(address + "healthz")[0] for _ in range(3)]
        before = worked(process.pid)
        seconds = worked(process.pid, after=3) - before
        for client in idle:
            client.close()
        process.terminate()
        _, log = process.communicate(timeout=20)

    assert answers == [200] * 3
    assert "Too many open files" in log
    assert len(log) < 2_000
    assert seconds < 1


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /about HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: y\r\n" * 101 + b"\r\n", 400),
        (b"GET /about HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"y" * 80_000 + b"\r\n\r\n", 431),
        (b"GET /search?q=" + b"y" * 65_600 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 70000\r\n\r\n", 413),
        (b"GET /about HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: y\r\n" * 90 + b"\r\n", 200),
        (b"GET /search?q=" + b"y" * 65_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 200),
    ],
)
def test_a_request_over_a_limit_is_refused(server: str, request_: bytes, status: int) -> None:
    with connect(server, request_) as client:
        assert client.recv(65_536).split()[1] == b"%d" % status


@pytest.fixture(scope="module")
def server(sample_index: Path) -> Iterator[str]:
    program = "import sys; from webapp.cli import main; main(sys.argv[1:])"
    with serving(program, sample_index) as (address, _):
        yield address


def status_for(address: str, host: str) -> tuple[int, str]:
    asked = f"GET /sitemap.xml HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    with connect(address, asked.encode("latin-1")) as client:
        answer = everything(client).decode("utf-8", "replace")
    found = re.match(r"HTTP/1.1 (\d+)", answer)
    assert found is not None
    return int(found[1]), answer


@pytest.mark.parametrize(
    "host",
    [
        *("a..b", ".", "", f"{'a' * 64}.org", ".".join(["a" * 60] * 5), "a b", "u@h", "a_b"),
        *("-a.org", "a:b", "a:0", "a:65536", "a:", "[::1", "[::g]", "[::1]x", "é.org", "a,b"),
    ],
)
def test_a_host_that_is_none_is_refused(server: str, host: str) -> None:
    status, answer = status_for(server, host)

    assert status == 400
    assert "<h1>This request cannot be answered</h1>" in answer


@pytest.mark.parametrize(
    ("host", "named"),
    [("Archive.Example.ORG.", "archive.example.org"), ("[0::1]:80", "[::1]"), ("a.b:81", "a.b:81")],
)
def test_on_the_loopback_address_every_proper_host_is_named_in_its_one_spelling(
    server: str, host: str, named: str
) -> None:
    status, answer = status_for(server, host)

    assert status == 200
    assert f"<loc>http://{named}/d/" in answer


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("archive.example.org", 200),
        ("ARCHIVE.example.org.:8080", 200),
        ("a.sub.example.net", 200),
        ("sub.example.net", 200),
        ("[2001:db8::1]:80", 200),
        ("example.org", 400),
        ("evilsub.example.net", 400),
        ("archive.example.org.evil.example", 400),
        ("127.0.0.1", 400),
        ("[2001:db8::2]", 400),
    ],
)
def test_only_trusted_hosts_are_answered_and_named(trusting: str, host: str, status: int) -> None:
    found, answer = status_for(trusting, host)

    assert found == status
    assert status == 200 or host not in answer


@pytest.fixture(scope="module")
def trusting(sample_index: Path) -> Iterator[str]:
    trusted = "archive.example.org .sub.example.net,[2001:DB8::1]"
    program = f"import os, sys; os.environ['PRESSMARK_TRUSTED_HOSTS'] = {trusted!r}\n"
    with serving(f"{program}from webapp.cli import main; main(sys.argv[1:])", sample_index) as (
        address,
        _,
    ):
        yield address


def test_health_is_answered_for_every_host(trusting: str) -> None:
    status, body = get(trusting + "healthz", Host="10.1.2.3")

    assert status == 200
    assert '"status": "ok"' in body
    assert '"built": "20' in body


def test_a_server_at_all_addresses_answers_for_these_and_its_own_name(tmp_path: Path) -> None:
    program = "import sys; from webapp.cli import main; main([*sys.argv[1:], '--host', '0.0.0.0'])"
    with serving(program, tmp_path / "none") as (address, _):
        answers = {
            host: status_for(address, host)[0]
            for host in ("127.0.0.1", "localhost:99", socket.gethostname(), "evil.example")
        }

    assert answers.pop("evil.example") == 400
    assert set(answers.values()) == {503}


def test_a_trusted_host_does_not_cover_hosts_with_the_same_ending() -> None:
    trusted = frozenset(map(trusted_host, ("Example.org.", ".bücher.example", "::1")))

    assert trusted == {"example.org", ".xn--bcher-kva.example", "[::1]"}
    assert is_trusted(split_host("a.xn--bcher-kva.example:80")[0], trusted)
    assert not is_trusted("a.example.org", trusted)
    assert is_trusted("anything", frozenset("*"))


@pytest.mark.parametrize("name", ["", "a..b", "a:80", "http://a", "a b", ".", "*.a.org"])
def test_a_trusted_host_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        trusted_host(name)
