"""Settings: flags take precedence over the environment, then pressmark.toml, then defaults."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from indexer.errors import ConfigError
from indexer.hosts import trusted_host
from indexer.toml_files import read_toml, shown

FILE_NAME = "pressmark.toml"
DEFAULT = "default"
MAX_PROCESSES = 4
"""The default number of web server processes is not above this: each has memory of its own."""


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class Settings:
    """All settings of a run. ``origins`` says for each one that is set where its value is from.

    ``page_seconds`` and ``page_megabytes`` limit the time and the additional memory
    of reading one page; ``file_megabytes`` is the largest file that is read.
    ``url_prefix`` starts with a slash and does not end with one. Empty
    ``trusted_hosts`` mean the address that the server is bound to.
    """

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    engine: str = "whoosh"
    jobs: int = field(default_factory=_processors)
    page_seconds: float = 10.0
    page_megabytes: int = 512
    file_megabytes: int = 64
    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = field(default_factory=lambda: min(_processors(), MAX_PROCESSES))
    threads: int = 8
    url_prefix: str = ""
    trusted_proxy: str | None = None
    trusted_hosts: tuple[str, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)

    def origin(self, name: str) -> str:
        """Where the value of ``name`` is from: a flag, a variable, the file or ``default``."""
        return self.origins.get(name, DEFAULT)


def _folder(value: Any) -> Path:
    text = _text(value)
    if "\0" in text:
        raise ValueError
    path = Path(text).expanduser()
    try:
        path.exists()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise ValueError from error
    return path


def _text(value: Any) -> str:
    if not isinstance(value, str | Path) or not str(value).strip():
        raise ValueError
    return str(value)


def _between(low: int, high: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        if isinstance(value, bool | float):
            raise ValueError
        number = int(value)
        if not low <= number <= high:
            raise ValueError
        return number

    return parse


def _seconds(value: Any) -> float:
    if isinstance(value, bool):
        raise ValueError
    number = float(value)
    if not 0.1 <= number <= 3600:
        raise ValueError
    return number


_PREFIX = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")


def _prefix(value: Any) -> str:
    """A path without a slash at its end; the root is the empty string."""
    if not isinstance(value, str) or not value.startswith("/"):
        raise ValueError
    prefix = value.rstrip("/")
    if not _PREFIX.fullmatch(prefix):
        raise ValueError
    return prefix


def _proxy(value: Any) -> str:
    text = _text(value).strip()
    return text if text == "*" else ip_address(text.removeprefix("[").removesuffix("]")).compressed


def _hosts(value: Any) -> tuple[str, ...]:
    """Hosts from a list, or from a string with commas or spaces between them."""
    given = re.split(r"[,\s]+", value.strip()) if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or not given:
        raise ValueError
    return tuple(dict.fromkeys(trusted_host(_text(host)) for host in given))


@dataclass(frozen=True)
class _Setting:
    """How a value is parsed, and what it should be, for messages.

    ``flag`` is how a command line gives it, where that is not ``--name``.
    """

    parse: Callable[[Any], object]
    wanted: str
    flag: str | None = None


_SETTINGS = {
    "corpus": _Setting(_folder, "the path of a folder", "CORPUS"),
    "index": _Setting(_folder, "the path of a folder"),
    "engine": _Setting(_text, "the name of an engine"),
    "jobs": _Setting(_between(1, 1024), "a whole number from 1 to 1024"),
    "page_seconds": _Setting(_seconds, "a number of seconds from 0.1 to 3600"),
    "page_megabytes": _Setting(_between(16, 1 << 20), "a whole number of megabytes, at least 16"),
    "file_megabytes": _Setting(_between(1, 1 << 12), "a whole number from 1 to 4096"),
    "host": _Setting(_text, "a host name or address"),
    "port": _Setting(_between(0, 65535), "a whole number from 0 to 65535"),
    "processes": _Setting(_between(1, 64), "a whole number from 1 to 64"),
    "threads": _Setting(_between(1, 256), "a whole number from 1 to 256"),
    "url_prefix": _Setting(
        _prefix, "a path that begins with a slash, as in /archive; letters, digits and . _ ~ -"
    ),
    "trusted_proxy": _Setting(
        _proxy, "the IP address the proxy connects from, as in 127.0.0.1, or * for any"
    ),
    "trusted_hosts": _Setting(
        _hosts,
        "host names without port, as in archive.example.org, or .example.org with all below it; "
        "* for any",
        "--trusted-host",
    ),
}


def load_settings(
    environment: Mapping[str, str] | None = None, folder: Path | None = None, **flags: Any
) -> Settings:
    """Settings from ``flags``, ``PRESSMARK_…`` variables and pressmark.toml.

    Args:
        environment: that of the process by default.
        folder: where pressmark.toml is, to which paths in it are relative; the working
            folder by default.
        flags: by name; ``None`` counts as not given.

    Raises:
        ConfigError: if a value cannot be used or pressmark.toml cannot be read.
    """
    environment = os.environ if environment is None else environment
    folder = Path() if folder is None else folder
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    written = _read_file(folder / FILE_NAME)
    for name, setting in _SETTINGS.items():
        found = _find(name, flags, environment, written)
        if found is not None:
            origins[name] = found[0]
            values[name] = _parse(setting, name, *found)
            if origins[name] == FILE_NAME and isinstance(values[name], Path):
                values[name] = folder / values[name]
    return Settings(**values, origins=origins)


def names() -> list[tuple[str, str, str]]:
    """The names of every setting in pressmark.toml, on the command line and in the environment."""
    return [(name, _flag(name), _variable(name)) for name in _SETTINGS]


def as_rows(settings: Settings) -> list[tuple[str, str, str]]:
    """Name, value and origin of every setting, to be displayed."""
    return [
        (item.name, _written(getattr(settings, item.name)), settings.origin(item.name))
        for item in fields(settings)
        if item.name != "origins"
    ]


def _flag(name: str) -> str:
    return _SETTINGS[name].flag or f"--{name.replace('_', '-')}"


def _variable(name: str) -> str:
    return f"PRESSMARK_{name.upper()}"


def _written(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _find(
    name: str, flags: Mapping[str, Any], environment: Mapping[str, str], written: Mapping[str, Any]
) -> tuple[str, Any] | None:
    if flags.get(name) is not None:
        return _flag(name), flags[name]
    variable = _variable(name)
    if environment.get(variable):
        return variable, environment[variable]
    return (FILE_NAME, written[name]) if name in written else None


def _parse(setting: _Setting, name: str, origin: str, value: Any) -> object:
    try:
        return setting.parse(value)
    except (ValueError, TypeError, RuntimeError, OverflowError) as error:
        given = _written(value) if isinstance(value, list | tuple) else value
        raise ConfigError(
            f"{name} is {shown(given)} (from {origin}); set it to {setting.wanted}"
        ) from error


def _read_file(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
    written = read_toml(data, str(path))
    unknown = sorted(written.keys() - _SETTINGS.keys())
    if unknown:
        known = ", ".join(_SETTINGS)
        raise ConfigError(f"unknown setting {shown(unknown[0])} in {path}; choose from {known}")
    return written
