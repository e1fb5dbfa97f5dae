"""TOML files written by hand: bytes in, a table out, or an error that names the file."""

from __future__ import annotations

import tomllib
from typing import Any

from indexer.errors import ConfigError

_LONGEST = 60


def read_toml(data: bytes, name: str) -> dict[str, Any]:
    """The table in a TOML file; ``name`` is the file's, for messages.

    Raises:
        ConfigError: if it is not UTF-8 or not TOML, or has a number of thousands of digits or
            brackets nested hundreds deep.
    """
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{name}, line {line} is not UTF-8; save the file as UTF-8") from error
    except RecursionError as error:
        raise ConfigError(f"{name} nests brackets too deeply to be read; correct it") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} is not valid TOML: {error}; correct that line") from error
    except ValueError as error:  # Python refuses to convert numbers of over 4,300 digits
        raise ConfigError(f"{name} holds a number with too many digits; correct it") from error


def shown(value: object) -> str:
    """A value for a message: its ``repr``, shortened; never raises."""
    try:
        text = repr(value)
    except ValueError:
        return "a number with too many digits"
    except RecursionError:
        return "a value nested too deep"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
