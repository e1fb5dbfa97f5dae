"""Status and verification of an index, for the commands ``status`` and ``verify``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer.engines import can_extend, reader_of
from indexer.errors import DamagedError, EngineError, UnreadableSchema
from indexer.store import generations
from indexer.store.manifest import Manifest


@dataclass(frozen=True)
class Status:
    """The generation in use, and the id of the one that ``rollback`` would switch to.

    ``notices`` are sentences about what the next rebuild will do with it.
    """

    manifest: Manifest
    previous: str | None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """The generations that were verified, and a sentence for each problem.

    ``notices`` are about generations that are intact and still cannot be used.
    """

    checked: tuple[str, ...]
    problems: tuple[str, ...]
    notices: tuple[str, ...] = ()


def look_up(index: Path, engine: str) -> Status:
    """The status of an index by its manifest; ``engine`` is that of the settings.

    Raises:
        EngineError: if there is no index, or its manifest is damaged.
    """
    try:
        manifest = generations.load(index, generations.current(index))
    except DamagedError as error:
        raise DamagedError(f"{error}; repair the index with: indexer rebuild") from error
    before = generations.earlier(index)
    return Status(manifest, before[-1] if before else None, remarks(index, manifest, engine))


def remarks(index: Path, manifest: Manifest, engine: str) -> tuple[str, ...]:
    """Notices about a generation that another engine or version of the program wrote."""
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
        # Otherwise a rebuild may have deleted what was being verified.
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
                    f"({error.found}), which alone can roll back to it"
                )
            else:
                found.append(str(error))
    return Inspection(checked, tuple(found), tuple(notices))


def _problems(index: Path, generation: str) -> tuple[str, ...]:
    """What is wrong with a generation.

    Raises:
        UnreadableSchema: if it is intact but this version of the program cannot read it.
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
