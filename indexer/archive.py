"""The index as a reader has it: whichever generation is in use now, whole and verified."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer import store
from indexer.authority import Authority
from indexer.engines import Engine, Opened, engine_type
from indexer.errors import ConfigError, DamagedError, EngineError
from indexer.manifest import Manifest

ENGINE_FOLDER = "engine"
AUTHORITY_FILE = "organisations.toml"

_Stamp = tuple[int, int, int] | None


@dataclass(frozen=True)
class _State:
    """What was found, and the files it was found from: while these stand, it holds."""

    stamps: Mapping[Path, _Stamp]
    opened: Opened | None
    error: EngineError | None

    def holds(self) -> bool:
        return all(_stamp(path) == stamp for path, stamp in self.stamps.items())


class Archive:
    """Opens the generation in use and moves on when another takes its place.

    Safe to use from several threads. An engine handed out stays usable while
    someone holds it; the garbage collector closes it.
    """

    def __init__(self, index: Path) -> None:
        self.index = index
        self._state: _State | None = None
        self._lock = threading.Lock()

    def current(self) -> Opened:
        """The generation in use, or the one before it if that is damaged, with a notice.

        Every file is verified when a generation is opened, and again when one
        of them changes on disk.

        Raises:
            EngineError: if there is no index, or none of its generations can be used.
        """
        state = self._state
        if state is None or not state.holds():
            with self._lock:
                state = self._state
                if state is None or not state.holds():
                    state = self._state = self._find()
        if state.opened is None:
            raise state.error or EngineError(f"no index in {self.index}")
        return state.opened

    def _find(self) -> _State:
        while True:
            pointer = self.index / store.CURRENT
            stamps = {pointer: _stamp(pointer)}
            state = self._open_current(stamps)
            # A rebuild may switch, and the next one clear, while files are being verified.
            if _stamp(pointer) == stamps[pointer]:
                return state

    def _open_current(self, stamps: dict[Path, _Stamp]) -> _State:
        try:
            generation = store.current(self.index)
            return _State(stamps, Opened(self._open(generation, stamps)), None)
        except DamagedError as damage:
            return self._open_earlier(damage, stamps)
        except EngineError as error:
            return _State(stamps, None, error)

    def _open_earlier(self, damage: DamagedError, stamps: dict[Path, _Stamp]) -> _State:
        for generation in reversed(store.earlier(self.index)):
            try:
                engine = self._open(generation, stamps)
            except EngineError:
                continue  # the damage that is reported is that of the generation in use
            notice = (
                "The current index is damaged. This is the version before it, "
                f"built {engine.info.built}."
            )
            return _State(stamps, Opened(engine, notice), None)
        error = DamagedError(
            f"the index is damaged: {damage}; restore it from a backup "
            "or build it anew with: indexer rebuild --full"
        )
        return _State(stamps, None, error)

    def _open(self, generation: str, stamps: dict[Path, _Stamp]) -> Engine:
        folder = store.generation_folder(self.index, generation)
        # Stamps are taken first: what changes while it is verified is verified again.
        stamps.update((path, _stamp(path)) for path in _watched(folder))
        return open_generation(self.index, store.check(self.index, generation))


def open_generation(index: Path, manifest: Manifest) -> Engine:
    """Open a generation that has been checked.

    Raises:
        EngineError: if it was written by another version of the engine.
    """
    kind = engine_type(manifest.engine)
    if manifest.schema != kind.SCHEMA:
        raise EngineError(
            f"the index in {index} was written by another version of this program "
            f"(schema {manifest.schema}, not {kind.SCHEMA}); build it anew with: indexer rebuild"
        )
    folder = store.generation_folder(index, manifest.id)
    try:
        authority = Authority.parse((folder / AUTHORITY_FILE).read_bytes(), AUTHORITY_FILE)
    except ConfigError as error:
        raise EngineError(
            f"the index in {index} holds an authority file of another version of this program "
            f"({error}); build it anew with: indexer rebuild --full"
        ) from error
    return kind.open(folder / ENGINE_FOLDER, manifest.info, authority)


def open_engine(index: Path) -> Engine:
    """The engine of the generation in use, verified.

    Raises:
        EngineError: if there is no index, or none of its generations can be used.
    """
    return Archive(index).current().engine


def _watched(folder: Path) -> Iterator[Path]:
    """All files and folders of a generation: a file that comes or goes changes its folder."""
    yield folder
    for parent, _, names in os.walk(folder):
        yield Path(parent)
        yield from (Path(parent) / name for name in names)


def _stamp(path: Path) -> _Stamp:
    """Changes when the file does; ``None`` while there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
