"""The generation a rebuild builds upon, and which ones on disk must be kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from indexer.engines import can_extend, engine_type
from indexer.errors import DamagedError, EngineError, UnavailableError, UnreadableSchema
from indexer.os_errors import reading
from indexer.rebuilding.inventory import Inventory, read_inventory
from indexer.rebuilding.sites import Sites, read_sites
from indexer.store import generations
from indexer.store.durable import Sums
from indexer.store.manifest import Manifest
from indexer.store.reader import ENGINE_FOLDER
from indexer.store.verifying import Choice, every

INVENTORY_FILE = "files.json"
SITES_FILE = "sites.json"
LARGE = 32 << 20
"""Bytes; larger files of the engine are verified only by a rebuild with something to do."""


@dataclass(frozen=True)
class Previous:
    """The state of the index before a rebuild.

    ``manifest`` and ``inventory`` are those of the newest generation that
    verifies. ``folder`` holds the engine files to build upon, ``None`` if all
    must be written anew; ``notices`` say why. ``keep`` are the generations
    that must not be deleted yet. ``sums`` are the checksums of files that may be
    hard-linked, set once every byte of them is verified.
    """

    manifest: Manifest | None = None
    inventory: Inventory = field(default_factory=dict)
    folder: Path | None = None
    keep: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()
    sums: Sums = field(default_factory=dict)


def find_previous(index: Path, engine: str, verify_all: bool = True) -> Previous:
    """Inspect an index folder and verify the generation in use.

    With ``verify_all`` every byte is verified; without, large files only by their sizes:
    enough to tell that there is nothing to do, not enough to build upon.

    Raises:
        UnavailableError: if it cannot be read now; files are not read anew because of that.
    """
    if not generations.exists(index):
        return Previous()
    try:
        manifest = generations.load(index, generations.current(index))
        generations.check_files(
            index, manifest, read=every if verify_all else _all_but_large(engine)
        )
    except UnavailableError:
        raise
    except EngineError as error:
        return _after_damage(index, error)
    keep = frozenset(filter(None, (manifest.id, manifest.previous)))
    inventory = _inventory(index, manifest)
    notice = _why_anew(manifest, engine)
    if notice:
        return Previous(manifest, inventory, None, keep, (notice,))
    folder = generations.generation_folder(index, manifest.id) / ENGINE_FOLDER
    return Previous(manifest, inventory, folder, keep)


def _why_anew(manifest: Manifest, engine: str) -> str | None:
    """Why the engine's files cannot be built upon; ``None`` if they can."""
    if manifest.engine != engine:
        return (
            f"The index was built with the engine {manifest.engine}, the setting is {engine}: "
            "all files are read anew."
        )
    if not can_extend(engine, manifest.schema):
        return _of_another_version(f"schema {manifest.schema}, not {engine_type(engine).SCHEMA}")
    return None


def _of_another_version(found: str) -> str:
    return (
        f"The index was built by another version of this program ({found}): "
        "all files are read anew."
    )


def _all_but_large(engine: str) -> Choice:
    checked = engine_type(engine).CHECKED
    return lambda name, size: size <= LARGE or not name.endswith(checked)


def sites_of(previous: Previous) -> Sites:
    """The sites that the documents to build upon were cleaned with; none if there are none."""
    if previous.folder is None:
        return Sites()
    path = previous.folder.parent / SITES_FILE
    with reading(path):
        return read_sites(path.read_bytes())


def _after_damage(index: Path, error: EngineError) -> Previous:
    """What is left of an index whose current generation is damaged, and why.

    The newest earlier generation that verifies is what readers see now. The damaged one is
    kept until it is replaced.
    """
    notice = f"The index could not be built upon ({error}): all files are read anew."
    if isinstance(error, UnreadableSchema):
        notice = _of_another_version(error.found)
    broken = _current_or_none(index)
    for generation in reversed(generations.earlier(index)):
        try:
            manifest = generations.check(index, generation)
        except UnavailableError:
            raise  # it may be intact, and what is not kept is deleted
        except EngineError:
            continue  # the notice is about the current generation, not about this one
        keep = frozenset(filter(None, (manifest.id, broken)))
        return Previous(manifest, _inventory(index, manifest), None, keep, (notice,))
    return Previous(keep=frozenset(filter(None, (broken,))), notices=(notice,))


def _current_or_none(index: Path) -> str | None:
    try:
        return generations.current(index)
    except DamagedError:
        return None


def _inventory(index: Path, manifest: Manifest) -> Inventory:
    path = generations.generation_folder(index, manifest.id) / INVENTORY_FILE
    with reading(path):
        return read_inventory(path.read_bytes())
