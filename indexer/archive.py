"""The index as a reader has it: whichever generation is in use now, never a damaged one.

When a generation is opened, all its files must have their sizes, and the small
ones and those that no engine checks are hashed. The engine checks the rest as it
reads it; a generation in which damage is met is left for the one before it.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from indexer import store
from indexer.authority import Authority
from indexer.engines import Engine, EngineType, Opened, reader_of
from indexer.errors import ConfigError, DamagedError, EngineError, UnreadableSchema
from indexer.manifest import Manifest

ENGINE_FOLDER = "engine"
AUTHORITY_FILE = "organisations.toml"
SMALL = 1 << 20
"""Bytes; files up to this size are hashed whenever a generation is opened."""

_log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

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

        Files are looked at when a generation is opened, and again when one of
        them changes on disk. The one before is opened only if all of its files
        verify. If damage is met in what was opened, call its ``leave``.

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

    def answer(self, ask: Callable[[Opened], Answer]) -> Answer:
        """What ``ask`` makes of the generation in use; asked again if that proves damaged.

        Raises:
            EngineError: as ``current`` does.
        """
        opened = self.current()
        try:
            return ask(opened)
        except DamagedError as damage:
            opened.leave(damage)
            return ask(self.current())

    def _leave(self, engine: Engine, damage: DamagedError) -> None:
        """Open the generation before, unless the engine is no longer in use."""
        with self._lock:
            state = self._state
            if state is not None and state.opened is not None and state.opened.engine is engine:
                self._state = self._open_earlier(damage, dict(state.stamps))

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
            engine = self._open(generation, stamps, whole=False)
            return _State(stamps, Opened(engine, None, partial(self._leave, engine)), None)
        except DamagedError as damage:
            return self._open_earlier(damage, stamps)
        except UnreadableSchema as error:
            return _State(stamps, self._kept(error), error)
        except EngineError as error:
            return _State(stamps, None, error)

    def _kept(self, error: UnreadableSchema) -> Opened | None:
        """The engine that is open, if any: a newer program has put its generation in use."""
        kept = self._state.opened if self._state else None
        if kept is not None:
            _log.warning(
                "%s; going on with the version built %s, which is open",
                error,
                kept.engine.info.built,
            )
        return kept

    def _open_earlier(self, damage: DamagedError, stamps: dict[Path, _Stamp]) -> _State:
        for generation in reversed(store.earlier(self.index)):
            try:
                engine = self._open(generation, stamps, whole=True)
            except EngineError:
                continue  # the damage that is reported is that of the generation in use
            notice = (
                "The current index is damaged. This is the version before it, "
                f"built {engine.info.built}."
            )
            return _State(stamps, Opened(engine, notice, partial(self._leave, engine)), None)
        error = DamagedError(
            f"the index is damaged: {damage}; restore it from a backup "
            "or build it anew with: indexer rebuild --full"
        )
        return _State(stamps, None, error)

    def _open(self, generation: str, stamps: dict[Path, _Stamp], whole: bool) -> Engine:
        """Open a generation; ``whole`` says whether every byte is verified first."""
        folder = store.generation_folder(self.index, generation)
        # Stamps are taken first: what changes while it is verified is verified again.
        stamps.update((path, _stamp(path)) for path in _watched(folder))
        manifest = store.load(self.index, generation)
        kind = reader_of(self.index, manifest.engine, manifest.schema)
        read = store.every if whole else _to_hash(kind)
        store.check_files(self.index, manifest, read=read)
        return open_generation(self.index, manifest)


def _to_hash(kind: EngineType) -> store.Choice:
    """Which files are hashed for opening: what only a rebuild reads, it verifies itself."""

    def chosen(name: str, size: int) -> bool:
        opened = name == AUTHORITY_FILE or name.startswith(f"{ENGINE_FOLDER}/")
        return size <= SMALL or (opened and not name.endswith(kind.CHECKED))

    return chosen


def open_generation(index: Path, manifest: Manifest) -> Engine:
    """Open a generation whose files have been checked.

    Raises:
        UnreadableSchema: if it was written by a version of the program this one cannot read.
    """
    kind = reader_of(index, manifest.engine, manifest.schema)
    folder = store.generation_folder(index, manifest.id)
    try:
        authority = Authority.parse((folder / AUTHORITY_FILE).read_bytes(), AUTHORITY_FILE)
    except ConfigError as error:
        raise UnreadableSchema(f"the index in {index}", f"its authority file: {error}") from error
    return kind.open(folder / ENGINE_FOLDER, manifest.info, authority)


def open_engine(index: Path) -> Engine:
    """The engine of the generation in use.

    Damage met later is raised as DamagedError; see ``Archive.answer`` for going
    on with the generation before.

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
