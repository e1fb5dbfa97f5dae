"""The pipeline version: that of the code that turns the bytes of a page into passages.

It is a hash of that code without comments and docstrings, of the tables shipped
with the code, and of the versions of libraries and of Python. When it differs,
the next rebuild reads every page anew.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

READING = tuple(
    "analysis authority/countries authority/file authority/register authority/mentions"
    " authority/name_tree authority/name_words authority/namesakes cleaning formats identifiers"
    " notation metadata model/documents model/pages model/traces passages reading"
    " rebuilding/sites rebuilding/sources rebuilding/workers/worker toml_files".split()
)
"""The packages and modules of ``indexer`` that decide what is read from a page, by path.

Every module that is imported to read a page belongs here, unless
``tests/rebuilding/test_versions.py`` gives the reason why it cannot change a document.
"""

LIBRARIES = tuple(
    "babel beautifulsoup4 charset-normalizer courlan ftfy htmldate jusText lxml lxml_html_clean"
    " markdown-it-py mdurl python-dateutil PyYAML soupsieve tld trafilatura urllib3 warcio"
    " wcwidth".split()
)
"""The distributions whose behaviour can change a document."""

_AUTHORITY = "organisations.toml"
"""An input like the corpus; its content is compared file by file (``changes.py``)."""
_COMPILED = "__pycache__"


@cache
def pipeline_version() -> str:
    """16 hex digits that differ whenever a page might be read differently than before.

    The minor version of Python counts, as it brings other Unicode tables and another
    HTML parser, and an incremental rebuild must give the same as a full one.
    """
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for library in LIBRARIES:
        digest.update(f"{library} {_version_of(library)}\n".encode())
    for name, content in sources(files("indexer")):
        meaning = code(content) if name.endswith(".py") else content
        digest.update(f"{name} {len(meaning)}\n".encode() + meaning)
    return digest.hexdigest()[:16]


def _version_of(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:  # other libraries no longer require it
        return "none"


def code(source: bytes) -> bytes:
    """A module's syntax tree without comments, docstrings and line numbers."""
    words: list[str] = []
    _add(ast.parse(source), words)
    return "\0".join(words).encode("utf-8", "surrogatepass")


def _add(value: object, words: list[str]) -> None:
    if isinstance(value, ast.AST):
        words.append(type(value).__name__)
        for field in value._fields:
            _add(getattr(value, field, None), words)
    elif isinstance(value, list):
        words.append("[")
        for item in value:
            if not _is_docstring(item):
                _add(item, words)
        words.append("]")
    else:
        words.append(repr(value))


def _is_docstring(node: object) -> bool:
    """Whether a statement is a mere string; docstrings of constants are that too."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def sources(package: Traversable) -> Iterator[tuple[str, bytes]]:
    """The modules of ``READING`` and the tables inside its packages, by name, in order."""
    for name in READING:
        folder = package / name
        if folder.is_dir():
            yield from _below(folder, name)
        else:
            yield f"{name}.py", (package / f"{name}.py").read_bytes()


def _below(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir() and item.name != _COMPILED:
            yield from _below(item, f"{name}/{item.name}")
        elif item.is_file() and item.name != _AUTHORITY:
            yield f"{name}/{item.name}", item.read_bytes()
