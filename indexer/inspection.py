"""What an index folder holds and whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer import store
from indexer.engines import engine_type
from indexer.errors import ConfigError, DamagedError, EngineError
from indexer.manifest import Manifest


@dataclass(frozen=True)
class Status:
    """The generation in use, and the one that ``rollback`` would go back to."""

    manifest: Manifest
    previous: str | None


@dataclass(frozen=True)
class Inspection:
    """Which generations were read through, and a sentence for each thing that is wrong."""

    checked: tuple[str, ...]
    problems: tuple[str, ...]


def look_up(index: Path) -> Status:
    """What is there, from the manifest alone.

    Raises:
        EngineError: if there is no index, or its manifest is damaged.
    """
    try:
        manifest = store.load(index, store.current(index))
    except DamagedError as error:
        raise DamagedError(f"{error}; mend the index with: indexer rebuild") from error
    before = store.earlier(index)
    return Status(manifest, before[-1] if before else None)


def inspect(index: Path) -> Inspection:
    """Verify every byte of the generation in use and of the one before it.

    Raises:
        EngineError: if there is no index.
    """
    while True:
        store.require(index)
        generations = store.generations(index)
        inspection = _inspect(index)
        # A rebuild may have cleared away what was being verified.
        if store.generations(index) == generations:
            return inspection


def _inspect(index: Path) -> Inspection:
    found: list[str] = []
    checked = store.earlier(index)[-1:]
    try:
        checked = (store.current(index), *checked)
    except EngineError as error:
        found.append(str(error))
    for generation in checked:
        found.extend(_problems(index, generation))
    return Inspection(checked, tuple(found))


def _problems(index: Path, generation: str) -> tuple[str, ...]:
    try:
        manifest = store.load(index, generation)
        schema = engine_type(manifest.engine).SCHEMA
    except (EngineError, ConfigError) as error:
        return (str(error),)
    problems = store.problems(index, manifest)
    if manifest.schema != schema:
        folder = store.generation_folder(index, generation)
        return (*problems, f"{folder} is of schema {manifest.schema}, this program's is {schema}")
    return problems
