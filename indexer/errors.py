"""Every error a person can act on, in one tree.

    SearchError
    ├── ConfigError     a flag, setting or description file is wrong          exit 2
    ├── SourceError     the corpus or a named file cannot be found or read    exit 3
    │   └── ShrunkenCorpusError   most of the corpus has vanished             exit 3
    ├── UnwritableError the index folder cannot be written                    exit 3
    ├── PageError       one page cannot be read; a rebuild reports it and goes on
    │   └── NotADocument    a file that is no document: an image, an empty file
    ├── EngineError     the index is absent, damaged or of another schema     exit 4
    │   ├── DamagedError      a file of the index is missing or altered       exit 4
    │   ├── UnavailableError  the index cannot be read now, which may pass    exit 4
    │   └── UnreadableSchema  written by a version this one cannot read       exit 4
    ├── VerifyError     a new generation was built but does not verify        exit 5
    ├── LockedError     another rebuild is at work                            exit 6
    └── QueryError      a query or parameter that cannot be answered          exit 2, HTTP 400
        └── QueryTimeout   a query that took longer than its limit

A message names the thing, what was found, and the remedy.
"""


class SearchError(Exception):
    """The root; ``exit_status`` is what the command ends with."""

    exit_status = 1


class ConfigError(SearchError):
    """A flag, a setting or a description file cannot be used."""

    exit_status = 2


class SourceError(SearchError):
    """The corpus or a file named by the user is absent or unreadable."""

    exit_status = 3


class ShrunkenCorpusError(SourceError):
    """The corpus is empty or has lost over half of its documents."""


class UnwritableError(SearchError):
    """A file or folder of the index cannot be written; the message names it."""

    exit_status = 3


class PageError(SearchError):
    """One page cannot be read; the message is its reason in the report."""


class NotADocument(PageError):
    """The file is no document (an image, empty, …): skipped, not failed."""


class EngineError(SearchError):
    """The index is absent, damaged or of another schema.

    ``public`` is what visitors of the site are told, where that is more than that it
    is closed: the message itself may name files of the server.
    """

    exit_status = 4
    public = ""


class DamagedError(EngineError):
    """A file of the index is missing or is not what was written."""


class UnreadableSchema(EngineError):
    """The index was written in a shape that this version of the program cannot read.

    ``place`` is the index or the file that says so, ``found`` what it says, in a
    few words. ``public`` is the same for visitors of the site.
    """

    public = (
        "The index was built by another version of this program and cannot be read by this one; "
        "build it anew with: indexer rebuild"
    )

    def __init__(self, place: object, found: str) -> None:
        super().__init__(
            f"{place} was built by another version of this program ({found}); "
            "build it anew with: indexer rebuild"
        )
        self.found = found


class UnavailableError(EngineError):
    """The index cannot be read for a reason that may pass: permissions, descriptors, memory.

    It says nothing about the files, so nothing may be concluded from it: it is
    not remembered, and no other generation is taken in place of the one in use.
    """


class VerifyError(SearchError):
    """A new generation was built and failed its own check; nothing was switched."""

    exit_status = 5


class LockedError(SearchError):
    """Another rebuild holds the lock."""

    exit_status = 6


class QueryError(SearchError):
    """A query or one of its parameters cannot be answered.

    ``parameter`` is the URL parameter at fault.
    """

    exit_status = 2

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class QueryTimeout(QueryError):
    """The query took longer than the time limit."""
