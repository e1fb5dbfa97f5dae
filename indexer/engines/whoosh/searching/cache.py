"""A least-recently-used cache bounded in bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from indexer.engines.vocabulary import Form

Value = TypeVar("Value")


OVERHEAD = 500
"""Bytes charged for each entry beside its value's; chosen by hand, so empty ones count too."""


def bytes_of(forms: Iterable[Form]) -> int:
    """An upper estimate of the memory of some forms, as a key or a value."""
    return sum(130 + sum(90 + 4 * len(term) for term in form.terms) for form in forms)


class ByteCache:
    """The most recently used values, at most ``limit`` bytes in all; thread-safe."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._items: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self,
        key: Hashable,
        make: Callable[[], Value],
        size: Callable[[Value], int | None],
        keep: bool = True,
    ) -> Value:
        """The value cached under ``key``, or a new one, whose bytes are ``size(value)``.

        The size should include the key if that may be large. A value whose size is
        ``None`` is not cached, nor is a new one without ``keep``.
        """
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
                kept: Value = self._items[key][1]
                return kept
        value = make()
        bytes_ = size(value) if keep else None
        if bytes_ is None:
            return value
        with self._lock:
            if key not in self._items:
                self._items[key] = (bytes_ + OVERHEAD, value)
                self._size += self._items[key][0]
            while self._size > self._limit:
                self._size -= self._items.popitem(last=False)[1][0]
        return value
