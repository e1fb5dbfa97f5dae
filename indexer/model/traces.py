"""Traces: what a page contributes to the repetition profile of its site."""

from __future__ import annotations

import base64
import sys
from array import array
from collections.abc import Iterable
from typing import NamedTuple

Repeated = frozenset[int]
"""The hashes of the lines that repeat on a site: its repetition profile."""


class Trace(NamedTuple):
    """The hashes that a page contributes to the profile of its site.

    ``page`` is the hash of its whole text, so that copies count once. ``packed`` are the
    hashes of its lines in the form in which they are stored, since few are ever read.
    """

    site: str
    page: str
    packed: str

    @classmethod
    def of(cls, site: str, page: int, lines: Iterable[int]) -> Trace:
        """The trace of a page by hashes of its text and of its lines, ascending."""
        return cls(site, pack([page]), pack(lines))

    @property
    def lines(self) -> tuple[int, ...]:
        """The hashes of its lines, ascending."""
        return unpack(self.packed)


def pack(hashes: Iterable[int]) -> str:
    """64-bit hashes as base64 of little-endian bytes."""
    packed = array("Q", hashes)
    if sys.byteorder == "big":
        packed.byteswap()
    return base64.b64encode(packed.tobytes()).decode("ascii")


def unpack(text: str) -> tuple[int, ...]:
    """The hashes in a text made by ``pack``."""
    packed = array("Q", base64.b64decode(text))
    if sys.byteorder == "big":
        packed.byteswap()
    return tuple(packed)
