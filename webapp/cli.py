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
@click.option("--host", help="Address to listen on  [127.0.0.1]")
@click.option("--port", type=int, help="Port to listen on; 0 takes a free one  [8000]")
@click.option("--processes", type=int, help="Worker processes  [one per processor, at most 4]")
@click.option("--threads", type=int, help="Requests that each process answers at once  [8]")
@click.option("--url-prefix", help="Path under which the site is served, such as /archive")
@click.option(
    "--trusted-proxy",
    metavar="ADDRESS",
    help="Trust the X-Forwarded headers of the proxy at this address",
)
@click.option(
    "--trusted-host",
    "trusted_hosts",
    metavar="HOST",
    multiple=True,
    help="Answer requests for this host name only; repeatable; .example.org includes subdomains"
    "  [the names it listens on; any on 127.0.0.1]",
)
def main(trusted_hosts: tuple[str, ...], **flags: Any) -> None:
    """Serve the reading room of an index.

    It can be started before there is an index, and switches to a new index as
    soon as one is built. Each option can also be set by an environment variable
    (PRESSMARK_PORT, PRESSMARK_TRUSTED_HOSTS, …) or in pressmark.toml
    (port = 8080, trusted_hosts = ["archive.example.org"]).

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
    """Warn about an unusable index; it may be repaired while the server runs."""
    try:
        Archive(index).current().engine.close()
    except EngineError as error:
        click.echo(f"Warning: {error}. Until then every page answers with status 503.", err=True)


def serve(settings: Settings) -> None:
    """Serve until interrupted or terminated; print the address once connections are accepted.

    Each process opens the index itself, since open files must not be shared.
    """
    where = f"{settings.host}:{settings.port}"
    try:
        sockets = processes.bind(settings.host, settings.port)
    except OSError as error:
        _fail(f"cannot listen on {where} ({error}); choose another with --host or --port", 2)
    for bound in sockets:
        bound.listen(processes.BACKLOG)
    address = _address(settings.host, sockets[0].getsockname()[1])
    click.echo(f"Reading room at {address}{settings.url_prefix}/")
    sys.stdout.flush()
    limit = connection_limit()
    hosts = frozenset(settings.trusted_hosts) or bound_hosts(settings.host, sockets)

    def answer() -> None:
        app = create_app(Archive(settings.index).current, hosts)
        Server(app, sockets, limit, **_waitress_options(settings)).run()

    if settings.processes > 1 and processes.possible():
        processes.run(answer, settings.processes)
    else:
        answer()


def _waitress_options(settings: Settings) -> dict[str, Any]:
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
