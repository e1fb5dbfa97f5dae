"""The manifest of a generation, by which damage to its files is detected."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import Any

from indexer.errors import DamagedError, UnreadableSchema
from indexer.model import ArchiveInfo

FORMAT = 1
"""The version of a generation's layout, the engine's files aside; raised by hand when
``tests/store/test_stored_shape.py`` says that it has changed. A key may be added to the manifest
without that: one that is missing takes its default, one that is unknown is ignored."""

NAME = re.compile(r"(\d{6,9})-\d{8}T\d{6}Z")
"""The id of a generation: its number and when it was begun, in UTC."""


@dataclass(frozen=True)
class FileSum:
    """Size in bytes and SHA-256 of a file."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """One complete version of the index.

    ``created`` is ISO 8601 UTC; ``previous`` is the id of the generation this
    one replaced; ``pipeline`` is the version of the code that read the pages;
    ``files`` are by name inside the generation's folder, with ``/``.
    """

    id: str
    created: str
    previous: str | None
    corpus: str
    documents: int
    passages: int
    pipeline: str
    engine: str
    schema: str
    files: Mapping[str, FileSum] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return number_of(self.id)

    @property
    def info(self) -> ArchiveInfo:
        return ArchiveInfo(self.id, self.created, self.documents, self.passages)


def number_of(generation: str) -> int:
    """The number at the start of a generation's id; 0 if it is not such an id."""
    match = NAME.fullmatch(generation)
    return int(match[1]) if match else 0


def write_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON, with a checksum of itself."""
    values = {"format": FORMAT, **asdict(manifest)}
    return _encode({**values, "checksum": _checksum(values)})


def read_manifest(content: bytes, name: str) -> Manifest:
    """A manifest from its JSON; ``name`` is for messages.

    Raises:
        DamagedError: if it is not what was written.
        UnreadableSchema: if it was written by a version of the program this one cannot read.
    """
    try:
        values = json.loads(content)
        checksum = values.pop("checksum")
        whole = (
            checksum == _checksum(values) and _encode({**values, "checksum": checksum}) == content
        )
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise DamagedError(f"{name} is damaged: it is not a manifest") from error
    if not whole:
        raise DamagedError(f"{name} is damaged: it is not what was written")
    if values.get("format") != FORMAT:
        raise UnreadableSchema(name, f"format {values.get('format')}, not {FORMAT}")
    return _from(values, name)


def _from(values: Mapping[str, Any], name: str) -> Manifest:
    known = {item.name: values[item.name] for item in fields(Manifest) if item.name in values}
    missing = [name for name in _REQUIRED if name not in known]
    if missing:
        raise UnreadableSchema(name, f"it does not say {missing[0]!r}")
    known["files"] = {path: FileSum(**entry) for path, entry in values["files"].items()}
    return Manifest(**known)


_REQUIRED = tuple(item.name for item in fields(Manifest) if item.default is MISSING)


def _encode(values: Mapping[str, object]) -> bytes:
    return json.dumps(values, indent=1, sort_keys=True).encode() + b"\n"


def _checksum(values: Mapping[str, object]) -> str:
    return hashlib.sha256(_encode(values)).hexdigest()
