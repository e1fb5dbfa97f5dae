"""The engine a request is answered from: one generation from its first line to its last."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app, g

from indexer.engines import Engine, Opened

Current = Callable[[], Opened]
"""Gives the engine to answer from now; raises EngineError where there is none."""

_KEY = "pressmark"


def provide(app: Flask, current: Current) -> None:
    """Tell an app where its engines come from."""
    app.extensions[_KEY] = current


def opened() -> Opened:
    """What the present request is answered from.

    Raises:
        EngineError: if there is no index that can be read.
    """
    if "opened" not in g:
        current: Current = current_app.extensions[_KEY]
        g.opened = current()
    found: Opened = g.opened
    return found


def engine() -> Engine:
    """The engine of the present request; raises as ``opened`` does."""
    return opened().engine
