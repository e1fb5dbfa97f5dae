"""All errors that a person can act on, in one tree.

    SearchError
    ├── ConfigError     a flag, setting or description file is wrong          exit 2
    ├── SourceError     the corpus or a named file cannot be found or read    exit 3
    │   └── ShrunkenCorpusError   most of the corpus has vanished             exit 3
    ├── UnwritableError the index folder cannot be written                    exit 3
    ├── PageError       one page cannot be read; a rebuild reports it and continues
    │   └── NotADocument    the file is not a document: an image, an empty file
    ├── EngineError     the index is absent, damaged or of another schema     exit 4
    │   ├── DamagedError      a file of the index is missing or altered       exit 4
    │   ├── UnavailableError  the index cannot be read now, which may pass    exit 4
    │   └── UnreadableSchema  written by a version this one cannot read       exit 4
    ├── VerifyError     a new generation was built but does not verify        exit 5
    ├── LockedError     another rebuild is running                            exit 6
    └── QueryError      a query or parameter that cannot be answered          exit 2, HTTP 400
        └── QueryTimeout   a query that took longer than its limit

A message names the thing, what was found, and the remedy.
"""


class SearchError(Exception):
    """The root; ``exit_status`` is that of the command."""

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
    """The file is not a document (an image, empty, …): skipped, not failed."""


class EngineError(SearchError):
    """The index is absent, damaged or of another schema.

    ``public`` is the message for visitors of the web site, which must not name files of
    the server; empty where they are only told that the archive is closed.
    """

    exit_status = 4
    public = ""


class DamagedError(EngineError):
    """A file of the index is missing or was altered."""


class UnreadableSchema(EngineError):
    """The index was written by a version of the program whose format this one cannot read.

    ``what`` is the index or the file that shows it, ``found`` a few words on what it says.
    """

    public = (
        "The index was built by another version of this program and cannot be read by this one; "
        "build it anew with: indexer rebuild"
    )

    def __init__(self, what: object, found: str) -> None:
        super().__init__(
            f"{what} was built by another version of this program ({found}); "
            "build it anew with: indexer rebuild"
        )
        self.found = found


class UnavailableError(EngineError):
    """The index cannot be read for a reason that may be temporary: permissions, memory, ….

    It says nothing about the state of the files. So it is not remembered, and no other
    generation is opened in place of the one in use.
    """


class VerifyError(SearchError):
    """A new generation was built and failed verification; nothing was switched."""

    exit_status = 5


class LockedError(SearchError):
    """Another rebuild is running and holds the lock."""

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
    """The query took longer than its time limit."""
