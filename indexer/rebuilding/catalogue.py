"""The description files of a corpus: organisations.toml, metadata.csv, collection.toml."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import PurePosixPath

from indexer.authority import Authority
from indexer.errors import PageError, SourceError
from indexer.metadata.descriptions import Collection, Override, parse_collection
from indexer.metadata.descriptions.metadata_csv import Overrides, parse_overrides
from indexer.model import BadLine, SourceFile
from indexer.rebuilding.sources import Listing, parents, read

_AUTHORITY = "organisations.toml"
_TABLE = "metadata.csv"
_COLLECTION = "collection.toml"
_STRAYS = 5
"""Stray descriptions that are reported one by one."""


@dataclass(frozen=True)
class Catalogue:
    """The authority file in use, and all descriptions.

    ``overrides`` are by the path of the file they describe. ``collections`` are
    by folder, with what outer folders say merged in; the corpus itself is ``""``.
    ``bad_lines`` are the lines of ``metadata.csv`` that cannot be used,
    ``notices`` advise what to correct in it.
    """

    authority: Authority
    authority_bytes: bytes
    overrides: Mapping[str, Override]
    collections: Mapping[str, Collection]
    bad_lines: tuple[BadLine, ...] = ()
    notices: tuple[str, ...] = ()

    @cached_property
    def authority_sha(self) -> str:
        return hashlib.sha256(self.authority_bytes).hexdigest()

    def of(self, path: str) -> tuple[Override | None, Collection | None]:
        """The descriptions of the file at ``path`` and of the nearest described folder above it."""
        override = self.overrides.get(_spelled(path)) if self.overrides else None
        described = [f for f in parents(path) if f in self.collections] if self.collections else []
        return override, self.collections[described[-1]] if described else None

    def inside(self, path: str) -> Mapping[str, Override]:
        """The descriptions of single records of the container at ``path``, by locator."""
        return self._inside.get(_spelled(path), {}) if self._inside else {}

    @cached_property
    def _inside(self) -> Mapping[str, Mapping[str, Override]]:
        found: dict[str, dict[str, Override]] = {}
        for path, override in self.overrides.items():
            file, mark, locator = path.rpartition("#")
            if mark:
                found.setdefault(file, {})[locator] = override
        return found

    def strays(self, listing: Listing) -> tuple[str, ...]:
        """A sentence for each described path without a file; the first few."""
        files = {_spelled(file.path) for file in listing.files} if self.overrides else set()
        records = {p for p in self.overrides if "#" in p and p.rpartition("#")[0] in files}
        strays = sorted(self.overrides.keys() - files - records)
        found = [f"metadata.csv describes {p}, which is not in the corpus." for p in strays]
        more = [f"It describes {len(found) - _STRAYS} more of that kind."]
        return tuple(found if len(found) <= _STRAYS else found[:_STRAYS] + more)


def read_catalogue(descriptions: Iterable[SourceFile], megabytes: int) -> Catalogue:
    """Read description files; the shipped authority file stands in for a missing one.

    Raises:
        ConfigError: if a TOML file among them cannot be understood.
        SourceError: if one cannot be read.
    """
    contents = {file.path: _content(file, megabytes) for file in descriptions}
    authority = contents.get(_AUTHORITY)
    if authority is None:
        authority = files("indexer.authority").joinpath(_AUTHORITY).read_bytes()
    # Outer folders first: a description nearer to a file takes precedence.
    paths = sorted(contents, key=lambda path: (path.count("/"), path))
    tables = [(path, parse_overrides(contents[path], path)) for path in _named(paths, _TABLE)]
    return Catalogue(
        Authority.parse(authority, _AUTHORITY),
        authority,
        _overrides(tables),
        _collections({path: contents[path] for path in _named(paths, _COLLECTION)}),
        tuple(line for _, table in tables for line in table.bad_lines),
        tuple(notice for _, table in tables for notice in table.notices),
    )


def _named(paths: Iterable[str], name: str) -> Iterator[str]:
    return (path for path in paths if PurePosixPath(path).name == name)


def _overrides(tables: Iterable[tuple[str, Overrides]]) -> Mapping[str, Override]:
    """The rows of all ``metadata.csv`` files, by path inside the corpus."""
    found: dict[str, Override] = {}
    for path, table in tables:
        prefix = path.removesuffix(_TABLE)
        found.update({_spelled(prefix + inner): row for inner, row in table.by_path.items()})
    return found


def _collections(contents: Mapping[str, bytes]) -> Mapping[str, Collection]:
    """The collections by folder; outer folders come first in ``contents``."""
    found: dict[str, Collection] = {}
    for path, content in contents.items():
        outer = [found[folder] for folder in parents(path) if folder in found]
        collection = parse_collection(content, path)
        folder = path.removesuffix(_COLLECTION).rstrip("/")
        found[folder] = collection.within(outer[-1] if outer else None)
    return found


def _content(file: SourceFile, megabytes: int) -> bytes:
    try:
        return read(file, megabytes)
    except PageError as error:
        raise SourceError(f"the description file {file.location} {error}") from error


def _spelled(path: str) -> str:
    """A path spelled as in ``metadata.csv``: with composed accents and single spaces."""
    return unicodedata.normalize("NFC", " ".join(path.split()))
