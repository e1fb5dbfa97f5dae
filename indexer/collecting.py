"""Python's cyclic garbage collector, switched off where it costs time and frees nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_disabled(freeze: bool = False) -> Iterator[None]:
    """Disable cyclic GC while allocating many objects that stay in use.

    With ``freeze`` the objects that exist at the end are exempt from later
    collections too. What has become garbage by then is freed by the next one.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if freeze:
            gc.freeze()
        if enabled:
            gc.enable()
