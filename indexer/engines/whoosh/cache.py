"""What is kept for the next query, under a limit of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from indexer.engines.vocabulary import Form

Value = TypeVar("Value")


OVERHEAD = 500
"""Bytes a value is taken to need beside its own, so that there is an end to empty ones too."""


def bytes_of(forms: Iterable[Form]) -> int:
    """The memory of some forms, as a key or a value; a little more than it can be."""
    return sum(130 + sum(90 + 4 * len(term) for term in form.terms) for form in forms)


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
        size: Callable[[Value], int | None],
        keep: bool = True,
    ) -> Value:
        """The value kept under ``key``, made if there is none; ``size`` is asked of a new one.

        The size is that of the key as well, if that may be large; ``None`` is not
        kept, nor is any new one without ``keep``.
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
