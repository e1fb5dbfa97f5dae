"""The engine of a request: all of an answer comes from one generation.

If that generation proves damaged, the whole request is answered again from the
one before it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g
from flask.typing import ResponseReturnValue

from indexer.engines import Engine, Opened
from indexer.errors import DamagedError
from indexer.model import ArchiveInfo

Made = TypeVar("Made")
Current = Callable[[], Opened]
"""Gives the engine to answer from; raises EngineError if there is none."""

_CURRENT = "pressmark-current"
_CACHE = "pressmark-cache"


class Room(Flask):
    """A Flask application that repeats a request on another generation if one is damaged."""

    def dispatch_request(self) -> ResponseReturnValue:
        try:
            return super().dispatch_request()
        except DamagedError as damage:
            met: Opened | None = g.pop("opened", None)
            if met is None:
                raise
            self.logger.error("%s; rebuild the index with: indexer rebuild --full", damage)
            met.leave(damage)
            return self.preprocess_request() or super().dispatch_request()


def provide(app: Flask, current: Current) -> None:
    """Set where an application gets its engines."""
    app.extensions[_CURRENT] = current
    app.extensions[_CACHE] = {}


def opened() -> Opened:
    """The engine of this request, with what readers should know about it.

    Raises:
        EngineError: if there is no index that can be read.
    """
    if "opened" not in g:
        current: Current = current_app.extensions[_CURRENT]
        g.opened = current()
    found: Opened = g.opened
    return found


def engine() -> Engine:
    """The engine of this request; raises as ``opened`` does."""
    return opened().engine


def cached_per_generation(make: Callable[[Engine], Made]) -> Made:
    """The result of ``make`` for this request's engine, computed once per generation."""
    known: dict[Any, tuple[ArchiveInfo, Any]] = current_app.extensions[_CACHE]
    info = engine().info
    found = known.get(make)
    if found is None or found[0] != info:
        found = known[make] = (info, make(engine()))
    made: Made = found[1]
    return made
