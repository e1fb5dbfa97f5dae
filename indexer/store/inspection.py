"""What an index folder holds and whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer.engines import can_extend, reader_of
from indexer.errors import DamagedError, EngineError, UnreadableSchema
from indexer.store import generations
from indexer.store.manifest import Manifest


@dataclass(frozen=True)
class Status:
    """The generation in use, and the one that ``rollback`` would go back to.

    ``notices`` are sentences about what the next rebuild will make of it.
    """

    manifest: Manifest
    previous: str | None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """Which generations were read through, and a sentence for each thing that is wrong.

    ``notices`` are about what is as it was written and cannot be used all the same.
    """

    checked: tuple[str, ...]
    problems: tuple[str, ...]
    notices: tuple[str, ...] = ()


def look_up(index: Path, engine: str) -> Status:
    """What is there, from the manifest alone; ``engine`` is that of the settings.

    Raises:
        EngineError: if there is no index, or its manifest is damaged.
    """
    try:
        manifest = generations.load(index, generations.current(index))
    except DamagedError as error:
        raise DamagedError(f"{error}; mend the index with: indexer rebuild") from error
    before = generations.earlier(index)
    return Status(manifest, before[-1] if before else None, remarks(index, manifest, engine))


def remarks(index: Path, manifest: Manifest, engine: str) -> tuple[str, ...]:
    """What there is to know of a generation if another engine or version is in use now."""
    try:
        kind = reader_of(index, manifest.engine, manifest.schema)
    except UnreadableSchema as error:
        return (str(error),)
    if manifest.engine != engine:
        return (
            f"the index was built with the engine {manifest.engine}, the setting is {engine}: "
            "it is searched as it is, and the next rebuild reads all files anew",
        )
    if can_extend(engine, manifest.schema):
        return ()
    return (
        f"the index is of the earlier schema {manifest.schema}, not {kind.SCHEMA}: "
        "it is searched as it is, and the next rebuild reads all files anew",
    )


def inspect(index: Path) -> Inspection:
    """Verify every byte of the generation in use and of the one before it.

    Raises:
        EngineError: if there is no index.
    """
    while True:
        generations.require(index)
        present = generations.ids(index)
        inspection = _inspect(index)
        # A rebuild may have cleared away what was being verified.
        if generations.ids(index) == present:
            return inspection


def _inspect(index: Path) -> Inspection:
    found: list[str] = []
    notices: list[str] = []
    earlier = generations.earlier(index)[-1:]
    checked = earlier
    try:
        checked = (generations.current(index), *earlier)
    except EngineError as error:
        found.append(str(error))
    for generation in checked:
        try:
            found.extend(_problems(index, generation))
        except UnreadableSchema as error:
            if generation in earlier:
                notices.append(
                    f"generation {generation} was built by another version of this program "
                    f"({error.found}), which alone can go back to it"
                )
            else:
                found.append(str(error))
    return Inspection(checked, tuple(found), tuple(notices))


def _problems(index: Path, generation: str) -> tuple[str, ...]:
    """What is wrong with a generation.

    Raises:
        UnreadableSchema: if nothing is, but this version of the program cannot read it.
    """
    try:
        manifest = generations.load(index, generation)
        problems = generations.problems(index, manifest)
    except UnreadableSchema:
        raise
    except EngineError as error:
        return (str(error),)
    if not problems:
        reader_of(index, manifest.engine, manifest.schema)
    return problems
