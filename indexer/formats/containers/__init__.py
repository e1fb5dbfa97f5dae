"""Files that hold many pages: one module a format, and the table of them.

To add a format, write a module that defines a ``Container`` and enter it in ``CONTAINERS``.
"""

from __future__ import annotations

from indexer.formats.containers.container import (
    ContainedPage,
    Container,
    ContainerReader,
    Survey,
)
from indexer.formats.containers.warc import WARC

__all__ = [
    "CONTAINERS",
    "HEAD",
    "ContainedPage",
    "Container",
    "ContainerReader",
    "Survey",
    "find_container",
]

CONTAINERS: tuple[Container, ...] = (WARC,)
"""The first that recognises a file reads it."""

HEAD = 4096
"""How many of its first bytes tell whether a file is a container."""


def find_container(head: bytes, name: str) -> Container | None:
    """The format of a container, by its first ``HEAD`` bytes and its name; ``None`` if it is none.

    ``name`` counts only where the first bytes leave a doubt.
    """
    return next((kind for kind in CONTAINERS if kind.recognise(head, name)), None)
