"""What people say about documents: the values of ``metadata.csv``, and ``collection.toml``."""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote

from indexer.authority import Authority
from indexer.errors import ConfigError
from indexer.metadata.calendar import LATEST_YEAR, Day
from indexer.metadata.stated import A_DATE, read_stated
from indexer.toml_files import read_toml, shown

_KEYS = ("organisation", "year", "url", "title")


@dataclass(frozen=True)
class Identity:
    """Which page it is. ``path`` is relative to the corpus; ``captured`` an ISO 8601 date."""

    id: str
    path: str
    url: str | None = None
    captured: str | None = None


@dataclass(frozen=True)
class Override:
    """One line of ``metadata.csv``: what is said of one document; empty means nothing is."""

    title: str | None = None
    organisations: tuple[str, ...] = ()
    published: Day | None = None
    url: str | None = None


@dataclass(frozen=True)
class Collection:
    """A ``collection.toml``, or several nested ones merged: what is said of a whole folder.

    ``title`` is the collection's or site's name. ``url`` is the address of
    ``url_folder``, a path relative to the corpus.
    """

    organisations: tuple[str, ...] = ()
    published: Day | None = None
    url: str | None = None
    url_folder: str = ""
    title: str | None = None

    def within(self, outer: Collection | None) -> Collection:
        """This description, with what it leaves open taken from that of an outer folder."""
        if outer is None:
            return self
        merged = replace(
            self,
            organisations=self.organisations or outer.organisations,
            published=self.published or outer.published,
            title=self.title or outer.title,
        )
        if self.url is None:
            merged = replace(merged, url=outer.url, url_folder=outer.url_folder)
        return merged

    def address(self, path: str) -> str | None:
        """The address of the document at ``path`` (relative to the corpus), if one is given."""
        if self.url is None:
            return None
        inner = path.removeprefix(self.url_folder).lstrip("/")
        separator = "" if self.url.endswith(("/", "=", "?")) else "/"
        return self.url + separator + quote(inner, safe="/~:@!$&'()*+,;=")


@dataclass(frozen=True)
class Context:
    """All that is known about a page besides its content.

    ``latest_year`` is the last year a document can be from.
    """

    authority: Authority
    override: Override | None = None
    collection: Collection | None = None
    latest_year: int = LATEST_YEAR


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
        organisations=_organisations(table.get("organisation"), name),
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
        return read_stated(value)
    except ValueError as error:
        raise ConfigError(f"{name}: year is {shown(value)}, {error}") from error


def _organisations(value: object, name: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    names = (_text(one, "organisation", name) for one in values)
    return tuple(text for text in names if text)


def _text(value: object, key: str, name: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{name}: {key} is {shown(value)}; write text in quotes, or leave it out")
    return unicodedata.normalize("NFC", " ".join(value.split()))
