"""The index as a reader has it: whichever generation is in use now, never a damaged one.

When a generation is opened, all its files must have their sizes, and the small
ones and those that no engine checks are hashed. The engine checks the rest as it
reads it; a generation in which damage is met is left for the one before it.
"""

from __future__ import annotations

import logging
import math
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from indexer.authority import Authority
from indexer.engines import Engine, EngineType, Opened, reader_of
from indexer.errors import (
    ConfigError,
    DamagedError,
    EngineError,
    UnavailableError,
    UnreadableSchema,
)
from indexer.os_errors import reading
from indexer.store import generations
from indexer.store.manifest import Manifest
from indexer.store.stamps import (
    CONTENT,
    EVERYTHING,
    Stamp,
    Stamps,
    files_and_folders,
    stamp_of,
    unchanged,
)
from indexer.store.verifying import Choice, every

ENGINE_FOLDER = "engine"
AUTHORITY_FILE = "organisations.toml"
SMALL = 1 << 20
"""Bytes; files up to this size are hashed whenever a generation is opened."""

PAUSE = 1.0
"""Seconds at least from one attempt to open what cannot be opened to the next."""
_SHARE = 20
"""The next attempt waits so many times as long as the last one took."""
_REMIND = 600.0
"""Seconds after which the log says once more that an older engine is answering."""
_GOES_ON = (UnavailableError, UnreadableSchema)
"""Errors of opening that say nothing against the engine that is open: it goes on answering."""

_log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _State:
    """What was found, and the files it was found from: while these stand, it holds.

    With an ``error`` beside what is ``opened``, that is of the generation before
    the one in use, which could not be opened; ``pointer`` is then the stamp of
    ``CURRENT`` that named that one. ``retry`` is when to look again, whatever the
    files say, on the clock of ``time.monotonic``.
    """

    stamps: Stamps
    opened: Opened | None
    error: EngineError | None = None
    retry: float = math.inf
    pointer: Mapping[str, Stamp] = field(default_factory=dict)

    @property
    def going_on(self) -> bool:
        return self.opened is not None and self.error is not None

    def holds(self) -> bool:
        if self.retry < math.inf and time.monotonic() >= self.retry:
            return False
        return unchanged(self.pointer, CONTENT) if self.going_on else self.stands()

    def stands(self) -> bool:
        """Whether no file has changed, as far as it matters here; see ``stamps.py``."""
        sound = self.opened is not None and self.opened.notice is None
        return unchanged(self.stamps, CONTENT if sound else EVERYTHING)


class Archive:
    """Opens the generation in use and moves on when another takes its place.

    Safe to use from several threads. An engine handed out stays usable while
    someone holds it; the garbage collector closes it.
    """

    def __init__(self, index: Path) -> None:
        self.index = index
        self._state: _State | None = None
        self._lock = threading.Lock()
        self._reminded = -math.inf

    def current(self) -> Opened:
        """The generation in use, or the one before it if that is damaged, with a notice.

        Files are looked at when a generation is opened, and again when one of
        them changes on disk. The one before is opened only if all of its files
        verify. If damage is met in what was opened, call its ``leave``.

        If the generation in use cannot be read for a reason that may pass, the
        engine opened before goes on answering, and the log says so. That, and
        having no engine at all, are looked into again, at most every ``PAUSE``.

        Raises:
            EngineError: if there is no index, or none of its generations can be used.
        """
        state = self._state
        if state is None or not state.holds():
            with self._lock:
                state = self._state
                if state is None or not state.holds():
                    state = self._state = self._look(state)
        if state.opened is None:
            error = state.error or EngineError(f"no index in {self.index}")
            raise error.with_traceback(None)  # or each time it is raised, it would grow
        return state.opened

    def answer(self, ask: Callable[[Opened], Answer]) -> Answer:
        """What ``ask`` makes of the generation in use; asked again if that proves damaged.

        Raises:
            EngineError: as ``current`` does, or if there is not enough memory.
        """
        opened = self.current()
        with reading(self.index):
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
                began = time.monotonic()
                state = self._open_earlier(damage, dict(state.stamps))
                if isinstance(state.error, UnavailableError):
                    state = replace(state, retry=_next(began))
                self._state = state

    def _look(self, before: _State | None) -> _State:
        """See what can be opened; ``before`` is what there was until now."""
        began = time.monotonic()
        state = (before and self._resumed(before)) or self._find()
        if before and before.opened and not state.opened and isinstance(state.error, _GOES_ON):
            pointer = self._pointer()
            state = replace(before, error=state.error, pointer={pointer: state.stamps[pointer]})
        if state.error is not None:
            state = replace(state, retry=_next(began))
        self._tell(before, state)
        return state

    def _resumed(self, before: _State) -> _State | None:
        """The engine that went on, if its generation is in use again and can be read again."""
        if before.going_on and before.stands():
            return replace(before, error=None, retry=math.inf, pointer={})
        return None

    def _tell(self, before: _State | None, state: _State) -> None:
        """Say in the log when an engine goes on in place of another, and when it ends."""
        told = before is not None and before.going_on
        if state.opened is not None and state.error is not None:
            now, built = time.monotonic(), state.opened.engine.info.built
            same = told and before is not None and str(before.error) == str(state.error)
            if not same or now - self._reminded > _REMIND:
                self._reminded = now
                _log.warning("going on with the index built %s: %s", built, state.error)
        elif told and state.opened is not None:
            _log.warning("the index in use can be read again")

    def _pointer(self) -> str:
        return os.fspath(self.index / generations.CURRENT)

    def _find(self) -> _State:
        while True:
            pointer = self._pointer()
            stamps = {pointer: stamp_of(pointer)}
            state = self._open_current(stamps)
            # A rebuild may switch, and the next one clear, while files are being verified.
            if stamp_of(pointer) == stamps[pointer]:
                return state

    def _open_current(self, stamps: dict[str, Stamp]) -> _State:
        try:
            generation = generations.current(self.index)
            engine = self._open(generation, stamps, whole=False)
            return _State(stamps, Opened(engine, None, partial(self._leave, engine)))
        except DamagedError as damage:
            state = self._open_earlier(damage, stamps)
            if state.opened is not None:  # the notice for readers does not name the file
                _log.warning("%s", damage)
            return state
        except EngineError as error:
            return _State(stamps, None, error)

    def _open_earlier(self, damage: DamagedError, stamps: dict[str, Stamp]) -> _State:
        reported: EngineError = DamagedError(
            f"the index is damaged: {damage}; restore it from a backup "
            "or build it anew with: indexer rebuild --full"
        )
        try:
            earlier = generations.earlier(self.index)
        except EngineError as error:
            return _State(stamps, None, error)
        for generation in reversed(earlier):
            try:
                engine = self._open(generation, stamps, whole=True)
            except UnavailableError as error:
                reported = error  # it may be whole: nothing is to be restored yet
                continue
            except EngineError:
                continue  # the damage that is reported is that of the generation in use
            notice = (
                "The current index is damaged. This is the newest version that is whole, "
                f"built {engine.info.built}."
            )
            return _State(stamps, Opened(engine, notice, partial(self._leave, engine)))
        return _State(stamps, None, reported)

    def _open(self, generation: str, stamps: dict[str, Stamp], whole: bool) -> Engine:
        """Open a generation; ``whole`` says whether every byte is verified first."""
        folder = generations.generation_folder(self.index, generation)
        with reading(folder):
            # Stamps are taken first: what changes while it is verified is verified again.
            stamps.update((path, stamp_of(path)) for path in files_and_folders(folder))
            manifest = generations.load(self.index, generation)
            kind = reader_of(self.index, manifest.engine, manifest.schema)
            read = every if whole else _to_hash(kind)
            generations.check_files(self.index, manifest, read=read)
            return open_generation(self.index, manifest)


def _next(began: float) -> float:
    """When to try again after an attempt that ends now."""
    now = time.monotonic()
    return now + max(PAUSE, _SHARE * (now - began))


def _to_hash(kind: EngineType) -> Choice:
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
    folder = generations.generation_folder(index, manifest.id)
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
