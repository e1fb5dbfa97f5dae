"""The command ``webapp``: the reading room served by waitress."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from socket import socket
from typing import Any, NoReturn

import click
from waitress import create_server  # type: ignore[import-untyped]  # it ships no types

from indexer import signals
from indexer.archive import Archive
from indexer.errors import EngineError, SearchError
from indexer.settings import Settings, load_settings
from webapp import create_app, processes

FORWARDED = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--index", type=click.Path(path_type=Path), help="Folder of the index  [./index]")
@click.option("--host", help="Address to listen at  [127.0.0.1]")
@click.option("--port", type=int, help="Port to listen at; 0 takes a free one  [8000]")
@click.option("--processes", type=int, help="Processes that answer  [one a processor, at most 4]")
@click.option("--threads", type=int, help="Requests each of them answers at once  [8]")
@click.option("--url-prefix", default="", help="Path the site lives under, as in /archive")
@click.option(
    "--trusted-proxy",
    metavar="ADDRESS",
    help="Believe the X-Forwarded headers of the proxy at this address",
)
def main(url_prefix: str, trusted_proxy: str | None, **flags: Any) -> None:
    """Serve the reading room of an index.

    It can be started before there is an index, and moves on by itself when
    the index is rebuilt.

    \b
    Examples:
      webapp
      webapp --index /srv/archive/index --port 8080
      webapp --host 127.0.0.1 --trusted-proxy 127.0.0.1 --url-prefix /archive
    """
    signals.install(status=0)
    logging.basicConfig(format="[%(asctime)s] %(levelname)s in %(module)s: %(message)s")
    try:
        settings = load_settings(**flags)
    except SearchError as error:
        _fail(str(error), error.exit_status)
    _warn(settings.index)
    serve(settings, url_prefix, trusted_proxy)


def _warn(index: Path) -> None:
    """Say what is wrong with an index; it may be put right while the server runs."""
    try:
        Archive(index).current().engine.close()
    except EngineError as error:
        click.echo(f"Warning: {error}. Until then every page answers 503.", err=True)


def serve(settings: Settings, url_prefix: str, trusted_proxy: str | None) -> None:
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
    prefix = url_prefix.rstrip("/")
    click.echo(f"Reading room at {_address(settings.host, sockets[0].getsockname()[1])}{prefix}/")
    sys.stdout.flush()
    # It would say at each request that one is waiting, as they do where many read at once.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)

    def answer() -> None:
        app = create_app(Archive(settings.index).current)
        create_server(app, **_adjustments(settings, sockets, prefix, trusted_proxy)).run()

    if settings.processes > 1 and processes.possible():
        processes.run(answer, settings.processes)
    else:
        answer()


def _adjustments(
    settings: Settings, sockets: list[socket], prefix: str, trusted_proxy: str | None
) -> dict[str, Any]:
    """What waitress is told."""
    proxy: dict[str, Any] = {}
    if trusted_proxy:
        proxy = {"trusted_proxy": trusted_proxy, "trusted_proxy_headers": FORWARDED}
    return {
        "sockets": sockets,
        "backlog": processes.BACKLOG,
        "threads": settings.threads,
        "url_prefix": prefix,
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
