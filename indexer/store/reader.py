"""The index as readers see it: always the generation in use, unless that is damaged.

When a generation is opened, the sizes of all its files are checked; small files and
those that the engine does not check itself are hashed. The engine checks the rest as
it reads it. Where damage is found, the previous generation is opened instead.
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
"""Bytes; files up to this size are always hashed when a generation is opened."""

PAUSE = 1.0
"""The least number of seconds between attempts to open what could not be opened."""
_BACKOFF = 20
"""The next attempt waits this many times as long as the last one took, which bounds the time spent
on attempts to a twentieth. Chosen by hand."""
_REMIND = 600.0
"""Seconds after which the log repeats that an older engine is answering. Chosen by hand."""
_KEEPS_ENGINE = (UnavailableError, UnreadableSchema)
"""Errors of opening that do not concern the engine that is already open: it keeps answering."""

_log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _State:
    """What was opened or why not, valid while the files it was found from do not change.

    With both ``opened`` and ``error``, an older engine keeps answering because the
    generation in use could not be opened; ``pointer`` is then the stamp of ``CURRENT``
    that named the latter. ``retry`` is when to try again whatever the stamps say, on
    the clock of ``time.monotonic``.
    """

    stamps: Stamps
    opened: Opened | None
    error: EngineError | None = None
    retry: float = math.inf
    pointer: Mapping[str, Stamp] = field(default_factory=dict)

    @property
    def outdated(self) -> bool:
        """Whether an older engine answers in place of the generation in use."""
        return self.opened is not None and self.error is not None

    def is_valid(self) -> bool:
        """Whether there is no reason to look at the index again."""
        if self.retry < math.inf and time.monotonic() >= self.retry:
            return False
        return unchanged(self.pointer, CONTENT) if self.outdated else self.is_unchanged()

    def is_unchanged(self) -> bool:
        """Whether no file has changed in a way that matters here; see ``stamps.py``."""
        sound = self.opened is not None and self.opened.notice is None
        return unchanged(self.stamps, CONTENT if sound else EVERYTHING)


class Archive:
    """Opens the generation in use, and the next one when it is switched to.

    Safe to use from several threads. An engine that was returned stays usable as long
    as it is referenced; the garbage collector closes it.
    """

    def __init__(self, index: Path) -> None:
        self.index = index
        self._state: _State | None = None
        self._lock = threading.Lock()
        self._reminded = -math.inf

    def current(self) -> Opened:
        """The generation in use, or the previous one with a notice if that is damaged.

        Files are checked when a generation is opened, and again when one of them
        changes on disk. The previous generation is opened only if all of its files
        verify. If damage is found in what was opened, call its ``leave``.

        If the generation in use cannot be read for a reason that may be temporary,
        the engine opened before keeps answering, and the log says so. Then, and if
        there is no engine at all, opening is tried again, at most every ``PAUSE``.

        Raises:
            EngineError: if there is no index, or none of its generations can be used.
        """
        state = self._state
        if state is None or not state.is_valid():
            with self._lock:
                state = self._state
                if state is None or not state.is_valid():
                    state = self._state = self._refresh(state)
        if state.opened is None:
            error = state.error or EngineError(f"no index in {self.index}; {generations.REMEDY}")
            raise error.with_traceback(None)  # which would grow each time the error is raised
        return state.opened

    def answer(self, ask: Callable[[Opened], Answer]) -> Answer:
        """The result of ``ask`` on the generation in use; called again if that proves damaged.

        Raises:
            EngineError: for the reasons of ``current``, or if there is not enough memory.
        """
        opened = self.current()
        with reading(self.index):
            try:
                return ask(opened)
            except DamagedError as damage:
                opened.leave(damage)
                return ask(self.current())

    def _leave(self, engine: Engine, damage: DamagedError) -> None:
        """Open the previous generation, unless ``engine`` is no longer in use."""
        with self._lock:
            state = self._state
            if state is not None and state.opened is not None and state.opened.engine is engine:
                began = time.monotonic()
                state = self._open_earlier(damage, dict(state.stamps))
                if isinstance(state.error, UnavailableError):
                    state = replace(state, retry=_next(began))
                self._state = state

    def _refresh(self, before: _State | None) -> _State:
        """Open what can be opened; ``before`` is the state until now."""
        began = time.monotonic()
        state = (before and self._resumed(before)) or self._find()
        if before and before.opened and not state.opened and isinstance(state.error, _KEEPS_ENGINE):
            pointer = self._pointer()
            state = replace(before, error=state.error, pointer={pointer: state.stamps[pointer]})
        if state.error is not None:
            state = replace(state, retry=_next(began))
        self._log_change(before, state)
        return state

    def _resumed(self, before: _State) -> _State | None:
        """The outdated engine, if its generation is in use again and can be read again."""
        if before.outdated and before.is_unchanged():
            return replace(before, error=None, retry=math.inf, pointer={})
        return None

    def _log_change(self, before: _State | None, state: _State) -> None:
        """Log when an outdated engine begins to answer, from time to time, and when it stops."""
        was_outdated = before is not None and before.outdated
        if state.opened is not None and state.error is not None:
            now, built = time.monotonic(), state.opened.engine.info.built
            same = was_outdated and before is not None and str(before.error) == str(state.error)
            if not same or now - self._reminded > _REMIND:
                self._reminded = now
                _log.warning("going on with the index built %s: %s", built, state.error)
        elif was_outdated and state.opened is not None:
            _log.warning("the index in use can be read again")

    def _pointer(self) -> str:
        return os.fspath(self.index / generations.CURRENT)

    def _find(self) -> _State:
        while True:
            pointer = self._pointer()
            stamps = {pointer: stamp_of(pointer)}
            state = self._open_current(stamps)
            # Rebuilds may switch generations and delete this one while its files are verified.
            if stamp_of(pointer) == stamps[pointer]:
                return state

    def _open_current(self, stamps: dict[str, Stamp]) -> _State:
        try:
            generation = generations.current(self.index)
            engine = self._open(generation, stamps, verify_all=False)
            return _State(stamps, Opened(engine, None, partial(self._leave, engine)))
        except DamagedError as damage:
            state = self._open_earlier(damage, stamps)
            if state.opened is not None:  # the notice for readers does not name files
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
                engine = self._open(generation, stamps, verify_all=True)
            except UnavailableError as error:
                reported = error  # it may be intact: do not advise to restore anything yet
                continue
            except EngineError:
                continue  # the damage reported is that of the generation in use
            notice = (
                "The current index is damaged. This is the newest version that is whole, "
                f"built {engine.info.built}."
            )
            return _State(stamps, Opened(engine, notice, partial(self._leave, engine)))
        return _State(stamps, None, reported)

    def _open(self, generation: str, stamps: dict[str, Stamp], verify_all: bool) -> Engine:
        """Open a generation; with ``verify_all`` every byte is verified first."""
        folder = generations.generation_folder(self.index, generation)
        with reading(folder):
            # Stamps are taken first, so that a file that changes meanwhile is verified again.
            stamps.update((path, stamp_of(path)) for path in files_and_folders(folder))
            manifest = generations.load(self.index, generation)
            kind = reader_of(self.index, manifest.engine, manifest.schema)
            read = every if verify_all else _hashed_when_opened(kind)
            generations.check_files(self.index, manifest, read=read)
            return open_generation(self.index, manifest)


def _next(began: float) -> float:
    """When to try again after an attempt that began at ``began`` and ends now."""
    now = time.monotonic()
    return now + max(PAUSE, _BACKOFF * (now - began))


def _hashed_when_opened(kind: EngineType) -> Choice:
    """The files to hash when opening: not those that the engine checks or only rebuilds read."""

    def chosen(name: str, size: int) -> bool:
        opened = name == AUTHORITY_FILE or name.startswith(f"{ENGINE_FOLDER}/")
        return size <= SMALL or (opened and not name.endswith(kind.CHECKED))

    return chosen


def open_generation(index: Path, manifest: Manifest) -> Engine:
    """Open a generation whose files have been verified.

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

    Damage found later is raised as DamagedError; ``Archive.answer`` continues with the
    previous generation.

    Raises:
        EngineError: if there is no index, or none of its generations can be used.
    """
    return Archive(index).current().engine
