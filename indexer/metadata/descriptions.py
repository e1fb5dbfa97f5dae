"""What people say about documents: ``metadata.csv`` and ``collection.toml``."""

from __future__ import annotations

import csv
import datetime
import io
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote

from indexer.authority import Authority
from indexer.errors import ConfigError
from indexer.metadata.calendar import LATEST_YEAR, Day, make_day, read_date

_COLUMNS = ("path", "title", "organisation", "year", "url")
_KEYS = ("organisation", "year", "url", "title")
_A_DATE = "write a year, a month or a day: 1976, 1976-05 or 1976-05-14"


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


def parse_overrides(data: bytes, name: str) -> Mapping[str, Override]:
    """Read a ``metadata.csv`` with a header line; by the paths as written, with ``/``.

    Columns may be in any order; all but ``path`` may be absent, and any cell empty.

    Raises:
        ConfigError: naming file, line, what was found and the remedy.
    """
    reader = csv.reader(io.StringIO(_decode(data, name), newline=""), strict=True)
    try:
        rows = [(reader.line_num, [_tidy(cell) for cell in row]) for row in reader]
    except csv.Error as error:
        where = f"{name}, line {reader.line_num}"
        raise ConfigError(f"{where} is not valid CSV: {error}; check its quotes") from error
    rows = [(line, row) for line, row in rows if any(row)]
    if not rows:
        return {}
    header = _header(rows[0][1], name)
    overrides: dict[str, Override] = {}
    for line, row in rows[1:]:
        path, override = _override(header, row, f"{name}, line {line}")
        if path in overrides:
            raise ConfigError(f"{name}, line {line}: {path} was described above; keep one line")
        overrides[path] = override
    return overrides


def parse_collection(data: bytes, name: str) -> Collection:
    """Read a ``collection.toml``; ``name`` is its path relative to the corpus.

    Raises:
        ConfigError: naming file, key, what was found and the remedy.
    """
    try:
        table = tomllib.loads(_decode(data, name))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} is not valid TOML: {error}; mend that line") from error
    for key in table:
        if key not in _KEYS:
            raise ConfigError(f"{name}: unknown key {key!r}; known are {', '.join(_KEYS)}")
    folder = str(PurePosixPath(name).parent)
    return Collection(
        organisations=_organisations(table.get("organisation"), name),
        published=_date(table.get("year"), name),
        url=_text(table.get("url"), "url", name),
        url_folder="" if folder == "." else folder,
        title=_text(table.get("title"), "title", name),
    )


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name} is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _header(row: list[str], name: str) -> list[str]:
    header = [cell.lower() for cell in row]
    if "path" not in header:
        found = ", ".join(row)
        raise ConfigError(
            f"{name}, line 1: no column is called path, only {found};"
            f" begin with a line naming the columns, between commas: {','.join(_COLUMNS)}"
        )
    for cell in header:
        if cell not in _COLUMNS:
            raise ConfigError(
                f"{name}, line 1: unknown column {cell!r}; known are {', '.join(_COLUMNS)}"
            )
        if header.count(cell) > 1:
            raise ConfigError(f"{name}, line 1: two columns are called {cell!r}; keep one")
    return header


def _override(header: list[str], row: list[str], where: str) -> tuple[str, Override]:
    if len(row) > len(header):
        raise ConfigError(
            f"{where} has {len(row)} cells, the header {len(header)};"
            " put text that holds a comma between double quotes"
        )
    cells = dict(zip(header, row, strict=False))
    path = cells["path"].removeprefix("./") if cells.get("path") else ""
    if not path:
        raise ConfigError(f"{where} has no path; name the document it describes")
    names = (name.strip() for name in cells.get("organisation", "").split(";"))
    return path, Override(
        title=cells.get("title") or None,
        organisations=tuple(name for name in names if name),
        published=_date(cells.get("year") or None, where),
        url=cells.get("url") or None,
    )


def _date(value: object, where: str) -> Day | None:
    if value is None:
        return None
    if isinstance(value, datetime.date):
        day = make_day(value.year, value.month, value.day)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        text = str(value).strip()
        plain = text.replace("-", "").isdigit() and len(text) in (4, 7, 10)
        day = read_date(text) if plain else None
    else:
        day = None
    if day is None:
        raise ConfigError(f"{where}: year is {str(value)!r}; {_A_DATE}")
    return day


def _organisations(value: object, name: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    names = (_text(one, "organisation", name) for one in values)
    return tuple(text for text in names if text)


def _text(value: object, key: str, name: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{name}: {key} is {value!r}; write text in quotes, or leave it out")
    return _tidy(value)
