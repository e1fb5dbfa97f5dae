"""Which hosts this site answers for: only their names may stand in what it says.

The Host header is the visitor's word. Whatever is made of it (sitemap, robots.txt,
OpenSearch description, redirects) may be kept by caches and read by others, so a
host that is not ours is refused before anything sees it.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

from indexer.hosts import host_name, is_trusted, split_host
from webapp.serving.server import LOCAL_ADDRESS

REFUSED = "pressmark.refused_host"
"""Where a refused host's reason stands in a WSGI environment."""
HEALTH = "/healthz"
"""Answered for every host: it names none, and is asked by programs that know an address only."""

EVERY_HOST = frozenset({"*"})
OWN_ADDRESS = "own address"
"""Stands for the address a connection was made to, in a server bound to all of its addresses."""

log = logging.getLogger("webapp.serving.host_check")


def bound_hosts(host: str, sockets: Iterable[socket.socket]) -> frozenset[str]:
    """The hosts a server bound to these sockets answers for unless told: its own names.

    Every host on the loopback address: nobody else can reach it there, but a
    proxy that has names of its own.
    """
    addresses = {ip_address(str(bound.getsockname()[0]).partition("%")[0]) for bound in sockets}
    if all(address.is_loopback for address in addresses):
        return EVERY_HOST
    hosts = {f"[{a.compressed}]" if a.version == 6 else str(a) for a in addresses}
    names = [host]
    if any(address.is_unspecified for address in addresses):
        hosts |= {OWN_ADDRESS, "[::1]"}
        names += ["localhost", "127.0.0.1", socket.gethostname()]
    return frozenset(hosts | {name for given in names for name in _named(given)})


def check_host(environ: dict[str, Any], trusted: frozenset[str]) -> None:
    """Leave in a WSGI environment a host that may be spoken of: the one asked for, or none.

    Why it was refused is then told under ``REFUSED``.
    """
    given = environ.get("HTTP_HOST")
    if given is None:
        if environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
            environ[REFUSED] = "The request names no host; HTTP/1.1 asks for a Host header."
        return
    try:
        host, port = split_host(given)
    except ValueError as error:
        environ[REFUSED] = f"The Host header of the request is not valid: {error}."
    else:
        if _answers_for(host, environ, trusted):
            environ["HTTP_HOST"] = host if port is None else f"{host}:{port}"
            return
        if environ.get("PATH_INFO") == HEALTH:
            del environ["HTTP_HOST"]
            return
        environ[REFUSED] = "This site does not answer for the host that the request asks for."
        log.warning(
            "answered 400 to a request for the host %r; if it is this site's, say so "
            "with --trusted-host or trusted_hosts in pressmark.toml",
            host[:100],
        )
    del environ["HTTP_HOST"]


def _answers_for(host: str, environ: dict[str, Any], trusted: frozenset[str]) -> bool:
    if is_trusted(host, trusted):
        return True
    own = str(environ.get(LOCAL_ADDRESS, "")).partition("%")[0].removeprefix("::ffff:")
    return OWN_ADDRESS in trusted and host.strip("[]") == own


def _named(given: str) -> list[str]:
    try:
        return [host_name(given)]
    except ValueError:  # an IPv6 address, or a name that no Host header can hold
        return []
