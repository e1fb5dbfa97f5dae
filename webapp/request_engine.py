"""The engine a request is answered from: one generation from its first line to its last.

A request that meets damage in its generation is answered from its first line on
by the generation before.
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
"""Gives the engine to answer from now; raises EngineError where there is none."""

_CURRENT = "pressmark-current"
_CACHE = "pressmark-cache"


class Room(Flask):
    """An app whose requests go on with another generation where one proves damaged."""

    def dispatch_request(self) -> ResponseReturnValue:
        try:
            return super().dispatch_request()
        except DamagedError as damage:
            met: Opened | None = g.pop("opened", None)
            if met is None:
                raise
            self.logger.error("%s; build the index anew with: indexer rebuild --full", damage)
            met.leave(damage)
            return self.preprocess_request() or super().dispatch_request()


def provide(app: Flask, current: Current) -> None:
    """Tell an app where its engines come from."""
    app.extensions[_CURRENT] = current
    app.extensions[_CACHE] = {}


def opened() -> Opened:
    """What the present request is answered from.

    Raises:
        EngineError: if there is no index that can be read.
    """
    if "opened" not in g:
        current: Current = current_app.extensions[_CURRENT]
        g.opened = current()
    found: Opened = g.opened
    return found


def engine() -> Engine:
    """The engine of the present request; raises as ``opened`` does."""
    return opened().engine


def cached_per_generation(make: Callable[[Engine], Made]) -> Made:
    """What ``make`` gives for the engine of the present request; computed once a generation."""
    known: dict[Any, tuple[ArchiveInfo, Any]] = current_app.extensions[_CACHE]
    info = engine().info
    found = known.get(make)
    if found is None or found[0] != info:
        found = known[make] = (info, make(engine()))
    made: Made = found[1]
    return made
