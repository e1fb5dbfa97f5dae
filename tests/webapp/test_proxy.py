"""The nginx configuration of docs/deploying.md, before a real server."""

from __future__ import annotations

import getpass
import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.settings import load_settings
from tests.manual import fenced, page
from tests.webapp.test_cli import running

NAME = "archive.example.org"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")

AROUND = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{servers}
}}
"""


def shown(language: str) -> str:
    """The block of that language in the manual."""
    return next(b.text for b in fenced(page("docs/deploying.md")) if b.language == language)


@pytest.fixture
def nginx() -> str:
    if NGINX is None:
        reason = "nginx is not installed (Debian: apt-get install nginx-light)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(f"THE CONFIGURATION IN docs/deploying.md IS NOT TESTED: {reason}")
    return NGINX


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def proxying(nginx: str, folder: Path, address: str, **changed: str) -> Iterator[int]:
    """The manual's nginx before the server at ``address``; gives its port."""
    port = free_port()
    servers = shown("nginx")
    inner = re.search(r":(\d+)/", address)
    assert inner is not None
    changes = {"listen 80": f"listen 127.0.0.1:{port}", "127.0.0.1:8000": f"127.0.0.1:{inner[1]}"}
    for old, new in (changes | changed).items():
        assert old in servers
        servers = servers.replace(old, new)
    user = f"user {getpass.getuser()};" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(user=user, folder=folder, servers=servers))
    command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        _await(port, process)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _await(port: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 20
    while True:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise AssertionError(f"nginx does not start: {process.communicate()[1]}")
        time.sleep(0.05)


def ask(port: int, path: str, host: str, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request("GET", path, headers={"Host": host, **named})
        with connection.getresponse() as response:
            return response.status, response.read().decode()
    finally:
        connection.close()


def test_behind_nginx_the_site_is_known_by_its_outer_name_alone(
    nginx: str, tmp_path: Path, sample_index: Path
) -> None:
    told = ("--trusted-proxy", "127.0.0.1", "--trusted-host", NAME)
    lies = {"X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "gopher", "Forwarded": "x"}

    with running(tmp_path, "--index", str(sample_index), *told) as (address, _):
        inner = int(address.rsplit(":", 1)[1].strip("/"))
        with proxying(nginx, tmp_path, address) as port:
            robots = ask(port, "/robots.txt", NAME)
            lied = ask(port, "/opensearch.xml", NAME.upper(), **lies)
            long = ask(port, f"/search?match=any&q={'%D0%B6' * 4000}", NAME)
            with pytest.raises(http.client.RemoteDisconnected):
                ask(port, "/robots.txt", "evil.example")
            past_it = ask(inner, "/robots.txt", "evil.example")
            lied_past_it = ask(inner, "/robots.txt", "evil.example", X_Forwarded_Host=NAME)

    assert robots[0] == 200
    assert f"Sitemap: http://{NAME}:{port}/sitemap.xml" in robots[1]
    assert lied[0] == 200
    assert f'template="http://{NAME}:{port}/search?q=' in lied[1]
    assert "evil" not in lied[1]
    assert long[0] == 200
    assert past_it[0] == 400
    assert "evil" not in past_it[1]
    assert lied_past_it[0] == 200


def test_behind_nginx_the_site_may_live_under_a_path(
    nginx: str, tmp_path: Path, sample_index: Path
) -> None:
    told = ("--trusted-proxy", "127.0.0.1", "--trusted-host", NAME, "--url-prefix", "/archive")
    under = {"location / {": "location /archive/ {"}

    with (
        running(tmp_path, "--index", str(sample_index), *told) as (address, _),
        proxying(nginx, tmp_path, address, **under) as port,
    ):
        home, outside = ask(port, "/archive/", NAME), ask(port, "/", NAME)
        robots = ask(port, "/archive/robots.txt", NAME)

    assert home[0] == 200
    assert 'href="/archive/search' in home[1]
    assert outside[0] == 404
    assert f"http://{NAME}:{port}/archive/sitemap.xml" in robots[1]


def test_the_settings_shown_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "pressmark.toml").write_text(shown("toml"))

    settings = load_settings({}, tmp_path)

    assert settings.trusted_hosts == (NAME,)
    assert settings.trusted_proxy == "127.0.0.1"
