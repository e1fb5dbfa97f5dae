"""Host names and addresses in Host headers and in the settings of the web server."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_PORT = re.compile(r":([1-9][0-9]{0,4})")
MAX_NAME = 253
MAX_PORT = 65_535


def split_host(given: str) -> tuple[str, int | None]:
    """The normalised host, and the port, of ``host``, ``host:port`` or ``[address]:port``.

    A normalised host is in lower case, without a dot at the end; an IPv6 address is in
    brackets and in its shortest form.

    Raises:
        ValueError: saying what is wrong with it.
    """
    bracket = given.find("]") + 1 if given.startswith("[") else 0
    host, colon, port = given[bracket:].partition(":")
    if bracket:
        if host:
            raise ValueError("there is something after the bracket of its address")
        return _address(given[1 : bracket - 1]), _port(colon + port)
    return host_name(host), _port(colon + port)


def host_name(given: str) -> str:
    """A host name or IPv4 address, normalised.

    Raises:
        ValueError: saying what is wrong with it.
    """
    name = given.lower().removesuffix(".")
    if not 0 < len(name) <= MAX_NAME:
        raise ValueError(f"its name has {len(name)} characters; 1 to {MAX_NAME} are possible")
    for label in name.split("."):
        if not _LABEL.fullmatch(label):
            raise ValueError(
                "a part of its name is empty, longer than 63 characters, "
                "or not of letters a–z, digits and hyphens within"
            )
    return name


def trusted_host(given: str) -> str:
    """An entry of the setting ``trusted_hosts``, normalised for ``is_trusted``.

    It is a host name, which need not be ASCII; a dot and a host name, which stand for that
    host and all its subdomains; an address; or ``*`` for every host.

    Raises:
        ValueError: if it is none of these.
    """
    given = given.strip()
    if given == "*":
        return given
    if given.count(":") > 1:
        return _address(given.removeprefix("[").removesuffix("]"))
    dot = "." if given.startswith(".") else ""
    return dot + host_name(given.removeprefix(".").encode("idna").decode("ascii"))


def is_trusted(host: str, trusted: frozenset[str]) -> bool:
    """Whether a host from ``split_host`` is trusted, by itself or as a subdomain."""
    if host in trusted or "*" in trusted:
        return True
    labels = host.split(".")
    return any(f".{'.'.join(labels[start:])}" in trusted for start in range(len(labels)))


def _address(given: str) -> str:
    try:
        return f"[{IPv6Address(given).compressed}]"
    except AddressValueError as error:
        raise ValueError("it is not an IPv6 address") from error


def _port(given: str) -> int | None:
    if not given:
        return None
    found = _PORT.fullmatch(given)
    if found is None or int(found[1]) > MAX_PORT:
        raise ValueError(f"its port is not a number from 1 to {MAX_PORT}")
    return int(found[1])
