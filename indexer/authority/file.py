"""``organisations.toml``: bytes in, organisations out, or a message with the remedy."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.analysis import fold
from indexer.errors import ConfigError
from indexer.toml_files import read_toml, shown

_TEXTS = ("slug", "name", "successor", "parent", "place")
_LISTS = ("acronyms", "other_names", "publications")
_YEARS = ("first", "last")
_KEYS = (*_TEXTS, *_LISTS, *_YEARS)
FIRST_YEAR, LAST_YEAR = 1800, 2100
MAX_SLUG = 200
"""Characters of a slug, at most: slugs are part of URLs. Chosen by hand."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Organisation:
    """An entry of the authority file.

    ``name`` may end in a bracket that only tells it from others of that name.
    ``first`` and ``last`` are the years it existed under this name, ``None`` where
    unknown or, for ``last``, not ended. ``successor`` and ``parent`` are slugs.
    ``place`` is its country, ``None`` for Britain as a whole, or "international".
    """

    slug: str
    name: str
    acronyms: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    successor: str | None = None
    publications: tuple[str, ...] = ()
    parent: str | None = None
    place: str | None = None


def slugify(name: str) -> str:
    """Lower-case ASCII letters and digits joined by hyphens; "organisation" if none are left."""
    ascii_name = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name.replace("'", "")).strip("-")
    return slug[:MAX_SLUG].rstrip("-") or "organisation"


def is_slug(text: str) -> bool:
    """Whether a text can be the result of ``slugify``; at most ``MAX_SLUG`` characters are read."""
    return len(text) <= MAX_SLUG and _SLUG.fullmatch(text) is not None


def parse_organisations(data: bytes, name: str) -> tuple[Organisation, ...]:
    """Read an authority file; ``name`` is the file's, for messages. In the file's order.

    Raises:
        ConfigError: naming file, entry, what was found and the remedy.
    """
    content = read_toml(data, name)
    tables = content.pop("organisation", [])
    if content:
        keys = ", ".join(sorted(content))
        raise ConfigError(f"{name}: unknown at the top: {keys}; write [[organisation]] entries")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigError(f"{name}: write each entry under [[organisation]], in double brackets")
    organisations = tuple(
        _read_entry(table, f"{name}, entry {n}") for n, table in enumerate(tables, 1)
    )
    _check_links(organisations, name)
    return organisations


def _read_entry(table: Mapping[str, Any], where: str) -> Organisation:
    where = f"{where} ({_called(table)})"
    for key in table:
        if key not in _KEYS:
            raise ConfigError(f"{where}: unknown key {shown(key)}; known are {', '.join(_KEYS)}")
    texts = {key: _text(table[key], key, where) for key in _TEXTS if key in table}
    lists = {key: _texts(table[key], key, where) for key in _LISTS if key in table}
    years = {key: _year(table[key], key, where) for key in _YEARS if key in table}
    if "name" not in texts:
        raise ConfigError(f'{where}: there is no name; add name = "…"')
    slug = _checked_slug(texts.pop("slug", slugify(texts["name"])), where)
    if years.keys() == {"first", "last"} and years["first"] > years["last"]:
        first, last = years["first"], years["last"]
        raise ConfigError(f"{where}: first {first} is after last {last}; swap or correct them")
    # The keys of the three tables are those of the dataclass, which mypy cannot see.
    return Organisation(slug=slug, **texts, **lists, **years)  # type: ignore[arg-type]


def _checked_slug(slug: str, where: str) -> str:
    if slug != slugify(slug):
        raise ConfigError(f"{where}: slug {slug!r} is not plain; write {slugify(slug)!r}")
    if slug == "none":
        raise ConfigError(f"{where}: the slug 'none' has a meaning in searches; choose another")
    return slug


def _called(table: Mapping[str, Any]) -> str:
    name = table.get("name") or table.get("slug")
    return name if isinstance(name, str) else "without name"


def _text(value: object, key: str, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{where}: {key} is {shown(value)}; write text in quotes")
    return unicodedata.normalize("NFC", " ".join(value.split()))


def _texts(value: object, key: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ConfigError(f'{where}: {key} is {shown(value)}; write a list, as in ["…", "…"]')
    return tuple(_text(item, key, where) for item in value)


def _year(value: object, key: str, where: str) -> int:
    if type(value) is int and FIRST_YEAR <= value <= LAST_YEAR:
        return value
    raise ConfigError(
        f"{where}: {key} is {shown(value)}; write a year of four digits, without quotes"
    )


def _check_links(organisations: tuple[Organisation, ...], name: str) -> None:
    slugs = Counter(organisation.slug for organisation in organisations)
    for slug, count in slugs.items():
        if count > 1:
            raise ConfigError(f"{name}: {count} entries have the slug {slug!r}; give each its own")
    for organisation in organisations:
        for key, target in (("successor", organisation.successor), ("parent", organisation.parent)):
            if target is None:
                continue
            where = f"{name} ({organisation.name}): {key} {target!r}"
            if target == organisation.slug:
                raise ConfigError(f"{where} is the entry itself; remove it")
            if target not in slugs:
                raise ConfigError(f"{where} is no entry's slug; correct it or add the entry")
