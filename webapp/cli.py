"""The command ``webapp``: the reading room served by waitress."""

from __future__ import annotations

import sys
from pathlib import Path
from socket import gethostname
from typing import Any, NoReturn

import click

from indexer import signals
from indexer.errors import EngineError, SearchError
from indexer.settings import Settings, load_settings
from indexer.store.reader import Archive
from webapp import create_app
from webapp.serving import log, processes
from webapp.serving.host_check import bound_hosts
from webapp.serving.server import Server, connection_limit

FORWARDED = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--index", type=click.Path(path_type=Path), help="Folder of the index  [./index]")
@click.option("--host", help="Address to listen at  [127.0.0.1]")
@click.option("--port", type=int, help="Port to listen at; 0 takes a free one  [8000]")
@click.option("--processes", type=int, help="Processes that answer  [one a processor, at most 4]")
@click.option("--threads", type=int, help="Requests each of them answers at once  [8]")
@click.option("--url-prefix", help="Path the site lives under, as in /archive")
@click.option(
    "--trusted-proxy",
    metavar="ADDRESS",
    help="Believe the X-Forwarded headers of the proxy at this address",
)
@click.option(
    "--trusted-host",
    "trusted_hosts",
    metavar="HOST",
    multiple=True,
    help="Answer for this host name only; repeatable, .example.org is all below it"
    "  [the names it listens at; any on 127.0.0.1]",
)
def main(trusted_hosts: tuple[str, ...], **flags: Any) -> None:
    """Serve the reading room of an index.

    It can be started before there is an index, and moves on by itself when
    the index is rebuilt. Each option can be set by a variable (PRESSMARK_PORT,
    PRESSMARK_TRUSTED_HOSTS, …) or in pressmark.toml as well (port = 8080,
    trusted_hosts = ["archive.example.org"]).

    \b
    Examples:
      webapp
      webapp --index /srv/archive/index --port 8080
      webapp --trusted-proxy 127.0.0.1 --trusted-host archive.example.org
    """
    signals.install(status=0)
    log.start()
    try:
        settings = load_settings(**flags, trusted_hosts=trusted_hosts or None)
    except SearchError as error:
        _fail(str(error), error.exit_status)
    _warn(settings.index)
    serve(settings)


def _warn(index: Path) -> None:
    """Say what is wrong with an index; it may be put right while the server runs."""
    try:
        Archive(index).current().engine.close()
    except EngineError as error:
        click.echo(f"Warning: {error}. Until then every page answers 503.", err=True)


def serve(settings: Settings) -> None:
    """Listen until interrupted or terminated; say where, once connections are taken.

    Each process opens the index itself, since open files must not be shared.
    """
    where = f"{settings.host}:{settings.port}"
    try:
        sockets = processes.bind(settings.host, settings.port)
    except OSError as error:
        _fail(f"cannot listen at {where} ({error}); choose another with --host or --port", 2)
    for taken in sockets:
        taken.listen(processes.BACKLOG)
    address = _address(settings.host, sockets[0].getsockname()[1])
    click.echo(f"Reading room at {address}{settings.url_prefix}/")
    sys.stdout.flush()
    limit = connection_limit()
    hosts = frozenset(settings.trusted_hosts) or bound_hosts(settings.host, sockets)

    def answer() -> None:
        app = create_app(Archive(settings.index).current, hosts)
        Server(app, sockets, limit, **_told(settings)).run()

    if settings.processes > 1 and processes.possible():
        processes.run(answer, settings.processes)
    else:
        answer()


def _told(settings: Settings) -> dict[str, Any]:
    """What waitress is told."""
    proxy: dict[str, Any] = {}
    if settings.trusted_proxy:
        proxy = {"trusted_proxy": settings.trusted_proxy, "trusted_proxy_headers": FORWARDED}
    named = [host for host in settings.trusted_hosts if not host.startswith((".", "*"))]
    own = gethostname() if settings.host in ("0.0.0.0", "::") else settings.host
    return {
        "server_name": (named or [own])[0].strip("[]"),
        "backlog": processes.BACKLOG,
        "threads": settings.threads,
        "url_prefix": settings.url_prefix,
        "clear_untrusted_proxy_headers": True,
        "ident": "Pressmark",
        **proxy,
    }


def _address(host: str, port: int) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _fail(message: str, status: int) -> NoReturn:
    click.echo(f"Error: {message}", err=True)
    sys.exit(status)
