"""Arrays kept for the next query, under a limit of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")


OVERHEAD = 500
"""Bytes a value is taken to need beside its own, so that there is an end to empty ones too."""


class ByteCache:
    """The values used last, together at most ``limit`` bytes; safe in several threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._items: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self,
        key: Hashable,
        make: Callable[[], Value],
        size: Callable[[Value], int],
        keep: bool = True,
    ) -> Value:
        """The value kept under ``key``, made if there is none; ``size`` is asked of a new one.

        ``keep`` is whether a new one is kept.
        """
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
                kept: Value = self._items[key][1]
                return kept
        value = make()
        if not keep:
            return value
        with self._lock:
            if key not in self._items:
                self._items[key] = (size(value) + OVERHEAD, value)
                self._size += self._items[key][0]
            while self._size > self._limit:
                self._size -= self._items.popitem(last=False)[1][0]
        return value
