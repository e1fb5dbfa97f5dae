"""What archivists wrote about a corpus: organisations.toml, metadata.csv, collection.toml."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import PurePosixPath

from indexer.authority import Authority
from indexer.errors import PageError, SourceError
from indexer.metadata.descriptions import Collection, Override, parse_collection
from indexer.metadata.overrides import parse_overrides
from indexer.model import BadLine, SourceFile
from indexer.rebuilding.sources import Listing, parents, read

_AUTHORITY = "organisations.toml"
_STRAYS = 5
"""Stray descriptions that are told one by one."""


@dataclass(frozen=True)
class Catalogue:
    """The authority file in use, and all descriptions.

    ``overrides`` are by the path of the file they describe, ``collections`` by
    folder, those of outer folders merged in; the corpus itself is ``""``.
    ``bad_lines`` are what could not be used of ``metadata.csv``, ``notices``
    what should be mended in it.
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
        """What is said of the file at ``path``, and of the nearest described folder above it."""
        override = self.overrides.get(_spelled(path)) if self.overrides else None
        described = [f for f in parents(path) if f in self.collections] if self.collections else []
        return override, self.collections[described[-1]] if described else None

    def inside(self, path: str) -> Mapping[str, Override]:
        """What is said of single records of the WARC file at ``path``, by their places."""
        return self._inside.get(_spelled(path), {}) if self._inside else {}

    @cached_property
    def _inside(self) -> Mapping[str, Mapping[str, Override]]:
        found: dict[str, dict[str, Override]] = {}
        for path, override in self.overrides.items():
            file, mark, place = path.rpartition("#")
            if mark:
                found.setdefault(file, {})[place] = override
        return found

    def strays(self, listing: Listing) -> tuple[str, ...]:
        """A sentence for each described path at which there is no file; the first few."""
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
    overrides: dict[str, Override] = {}
    bad_lines: list[BadLine] = []
    notices: list[str] = []
    collections: dict[str, Collection] = {}
    # Outer folders first: what is nearer to a file goes before what is further.
    for path in sorted(contents, key=lambda path: (path.count("/"), path)):
        folder, name = str(PurePosixPath(path).parent), PurePosixPath(path).name
        prefix = "" if folder == "." else f"{folder}/"
        if name == "metadata.csv":
            found = parse_overrides(contents[path], path)
            overrides.update({_spelled(prefix + p): said for p, said in found.by_path.items()})
            bad_lines += found.bad_lines
            notices += found.notices
        elif name == "collection.toml":
            outer = [collections[f] for f in parents(path) if f in collections]
            collection = parse_collection(contents[path], path)
            collections[prefix.rstrip("/")] = collection.within(outer[-1] if outer else None)
    return Catalogue(
        Authority.parse(authority, _AUTHORITY),
        authority,
        overrides,
        collections,
        tuple(bad_lines),
        tuple(notices),
    )


def _content(file: SourceFile, megabytes: int) -> bytes:
    try:
        return read(file, megabytes)
    except PageError as error:
        raise SourceError(f"the description file {file.location} {error}") from error


def _spelled(path: str) -> str:
    """A path as ``metadata.csv`` spells it: there, accents are composed and spaces single."""
    return unicodedata.normalize("NFC", " ".join(path.split()))
