"""Which hosts this site answers for.

The Host header is chosen by the client. URLs built from it (in the sitemap,
robots.txt, the OpenSearch description, redirects) may be cached and served to
others, so requests for unknown hosts are refused before anything uses the name.
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
"""Key in the WSGI environment for the reason why a host was refused."""
HEALTH = "/healthz"
"""Answered for every host: monitoring may know only an IP address, and no URL is built."""

EVERY_HOST = frozenset({"*"})
OWN_ADDRESS = "own address"
"""Stands for the address a connection was made to, if the server is bound to all addresses."""

log = logging.getLogger("webapp.serving.host_check")


def bound_hosts(host: str, sockets: Iterable[socket.socket]) -> frozenset[str]:
    """The hosts a server bound to these sockets answers for by default: its own names.

    On a loopback address every host is accepted: only a local proxy, which
    checks names itself, can reach it there.
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
    """Normalise the host in a WSGI environment if it is trusted, else remove it.

    The reason is then in the environment under ``REFUSED``.
    """
    given = environ.get("HTTP_HOST")
    if given is None:
        if environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
            environ[REFUSED] = "The request has no Host header, which HTTP/1.1 requires."
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
        environ[REFUSED] = "This site does not answer for the host named in the request."
        log.warning(
            "answered 400 to a request for the host %r; if this site has that name, add it "
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
