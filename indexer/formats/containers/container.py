"""What a container format is: how its files are recognised, surveyed and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Protocol


@dataclass(frozen=True)
class Survey:
    """What a container holds.

    ``pages`` are the locators of records that may be pages, in the order of the
    file, ``damaged`` those of others with the reason. ``others`` is a sentence
    about the records that are sound and no pages, "" if there are none.
    """

    pages: tuple[str, ...]
    damaged: tuple[tuple[str, str], ...]
    others: str


@dataclass(frozen=True)
class ContainedPage:
    """A page taken out of a container.

    ``name`` is a file name or path it might have, with the suffix of its type
    where that is known; ``charset`` is what its server declared, ``captured`` an
    ISO 8601 date.
    """

    content: bytes
    url: str
    name: str
    charset: str | None = None
    captured: str | None = None


class ContainerReader(Protocol):
    """Reads pages out of one file, fastest in the order of the survey."""

    def read(self, locator: str) -> ContainedPage:
        """The page at a locator that the survey found.

        Raises:
            PageError: if it cannot be read, or is larger than allowed once decompressed.
        """


@dataclass(frozen=True)
class Container:
    """A format of files that hold many pages; an entry of ``CONTAINERS``.

    A *locator* is a short string that identifies a record inside its file for
    as long as the file does not change; it is part of the document's id.

    Attributes:
        label: a file of this format in a sentence, with its article.
        recognise: whether a file is one, by its first ``HEAD`` bytes and its name.
        survey: looks through a file; takes the stream, the largest page in
            megabytes, and a function to be called at each record.
        open: a reader for the stream, and the largest page in megabytes.
    """

    label: str
    recognise: Callable[[bytes, str], bool]
    survey: Callable[[BinaryIO, int, Callable[[], None]], Survey]
    open: Callable[[BinaryIO, int], ContainerReader]
