"""``collection.toml``: bytes in, the description of a folder out, or a message with the remedy."""

from __future__ import annotations

import datetime
import unicodedata
from pathlib import PurePosixPath

from indexer.errors import ConfigError
from indexer.metadata.calendar import Day
from indexer.metadata.descriptions.typed_dates import A_DATE, read_typed_date
from indexer.metadata.descriptions.values import Collection
from indexer.toml_files import read_toml, shown

_KEYS = ("organisation", "year", "url", "title")


def parse_collection(data: bytes, name: str) -> Collection:
    """Read a ``collection.toml``; ``name`` is its path relative to the corpus.

    Raises:
        ConfigError: naming file, key, what was found and the remedy.
    """
    table = read_toml(data, name)
    for key in table:
        if key not in _KEYS:
            raise ConfigError(f"{name}: unknown key {shown(key)}; known are {', '.join(_KEYS)}")
    folder = str(PurePosixPath(name).parent)
    return Collection(
        organisations=_names(table.get("organisation"), name),
        published=_date(table.get("year"), name),
        url=_text(table.get("url"), "url", name),
        url_folder="" if folder == "." else folder,
        title=_text(table.get("title"), "title", name),
    )


def _date(value: object, name: str) -> Day | None:
    if value is None:
        return None
    if isinstance(value, datetime.date):
        value = value.isoformat()[:10]
    if type(value) is int and 0 <= value <= 9999:
        value = str(value)
    if not isinstance(value, str):
        raise ConfigError(f"{name}: year is {shown(value)}; {A_DATE}")
    try:
        return read_typed_date(value)
    except ValueError as error:
        raise ConfigError(f"{name}: year is {shown(value)}, {error}") from error


def _names(value: object, name: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    names = (_text(one, "organisation", name) for one in values)
    return tuple(text for text in names if text)


def _text(value: object, key: str, name: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{name}: {key} is {shown(value)}; write text in quotes, or leave it out")
    return unicodedata.normalize("NFC", " ".join(value.split()))
