"""``metadata.csv``: what is said of single documents. Every line that can be used is.

The file comes from spreadsheets of all kinds, so its encoding and separator are detected.
A line that cannot be understood costs that line, a cell that cannot be understood that
cell; each is reported.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.metadata.calendar import Day
from indexer.metadata.descriptions.typed_dates import NO_DATE, read_typed_date
from indexer.metadata.descriptions.values import Override
from indexer.model import BadLine
from indexer.toml_files import shown

_COLUMNS = ("path", "title", "organisation", "year", "url")
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_LISTED_NAMES = 5
"""Column names that a message lists; chosen by hand."""
_UTF_16 = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"p\0": "utf-16-le",
    b"\0p": "utf-16-be",
}
"""UTF-16 by a file's first two bytes: a byte order mark, or "p" for ``path`` without one."""

_Row = tuple[int, list[str]]
"""The line a row begins in, from 1, and its cells without the empty ones at its end."""
_Report = Callable[[int, str], None]
"""Takes a line and the reason why it cannot be used."""


@dataclass(frozen=True)
class Overrides:
    """The lines of a ``metadata.csv`` by their paths as written, with ``/``; and its faults.

    ``notices`` are about what was understood but should be corrected.
    """

    by_path: Mapping[str, Override]
    bad_lines: tuple[BadLine, ...] = ()
    notices: tuple[str, ...] = ()


def parse_overrides(data: bytes, name: str) -> Overrides:
    """Read a ``metadata.csv`` with a header line; ``name`` is its path in the corpus.

    Columns may be in any order; all but ``path`` may be absent, and any cell empty. Without
    a usable header no line can be used.
    """
    text, notices = _decode(data, name)
    bad: list[BadLine] = []

    def report(line: int, reason: str) -> None:
        bad.append(BadLine(name, line, reason))

    by_path = _read_lines(text, report)
    return Overrides(by_path, tuple(sorted(bad, key=lambda b: b.line)), notices)


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    wide = _UTF_16.get(data[:2])
    if wide:
        return data.decode(wide, "replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    said = f"{name}, line {line} is not UTF-8: the file was read as Windows-1252 (Latin-1)."
    return text, (f"{said} If names look wrong, save it as UTF-8.",)


def _read_lines(text: str, report: _Report) -> dict[str, Override]:
    lines = list(io.StringIO(text, newline=""))  # ends at CR, LF and CRLF, and nowhere else
    start = 1 if lines and lines[0].lower().startswith("sep=") else 0  # a spreadsheet's own line
    first = next((line for line in lines[start:] if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    rows = _rows(lines, start, separator, report)
    header = next(rows, None)
    columns = _columns(*header, report) if header else []
    overrides: dict[str, Override] = {}
    for line, row in rows if "path" in columns else ():
        wrong = _wrong_row(row, len(columns), _SEPARATORS[separator])
        cells = dict(zip(columns, row, strict=False))
        path = cells.get("path", "").removeprefix("./")
        wrong = wrong or _wrong_path(path, overrides)
        if wrong:
            report(line, wrong)
        else:
            overrides[path] = _override(cells, line, report)
    return overrides


def _wrong_row(row: Sequence[str], columns: int, separator: str) -> str | None:
    if any("\0" in cell for cell in row):
        return "holds a NUL character; take it out"
    if len(row) > columns:
        return (
            f"has {len(row)} cells, the header {columns}; put text that holds a"
            f" {separator} between double quotes"
        )
    return None


def _rows(lines: Sequence[str], start: int, separator: str, report: _Report) -> Iterator[_Row]:
    """The rows that are not empty.

    A quote that is not closed would include all lines up to the next quote or the end: the
    line it is in is given up, and reading continues below it.
    """
    while start < len(lines):
        numbers = range(start, len(lines))
        reader = csv.reader((lines[n] for n in numbers), delimiter=separator, strict=True)
        begun = start
        try:
            for row in reader:
                cells = [_tidy(cell) for cell in row]
                while cells and not cells[-1]:
                    cells.pop()
                if cells:
                    yield begun + 1, cells
                begun = start + reader.line_num
            return
        except csv.Error as error:
            several = start + reader.line_num > begun + 1
            report(begun + 1, _UNCLOSED if several else f"{_explained(error)}; {_QUOTES}")
            start = begun + 1


_QUOTES = 'put the cell between double quotes and write "" for each quote in it'
_UNCLOSED = "a double quote is opened here and not closed in this line; close it"


def _explained(error: csv.Error) -> str:
    said = str(error)
    if "expected after" in said:
        return "text goes on after a closing double quote"
    if "end of data" in said:
        return "a double quote is opened and not closed"
    if "field limit" in said:
        return f"a cell has over {csv.field_size_limit()} characters"
    return f"is not valid CSV ({said})"


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _columns(line: int, row: list[str], report: _Report) -> list[str]:
    """The columns by their names, "" for those that are left out; [] without a path."""
    names = [cell.lower() for cell in row]
    names = ["organisation" if cell == "organization" else cell for cell in names]
    known = ", ".join(_COLUMNS)
    if "path" not in names:
        begin = f"begin with a line naming the columns: {','.join(_COLUMNS)}"
        report(line, f"no column is called path, only {_listed(row)}; no line was used; {begin}")
        return []
    unknown = list(dict.fromkeys(name for name in names if name and name not in _COLUMNS))
    if unknown:
        report(line, f"unknown column {_listed(unknown)}, left out; known are {known}")
    repeated = [(name, count) for name, count in Counter(names).items() if count > 1]
    for name, count in repeated:
        if name in _COLUMNS:
            report(line, f"{count} columns are called {name!r}, and none was used; keep one")
    usable = set(_COLUMNS) - dict(repeated).keys()
    return [name if name in usable else "" for name in names]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED_NAMES} more" if len(names) > _LISTED_NAMES else ""
    return ", ".join(map(shown, names[:_LISTED_NAMES])) + more


def _wrong_path(path: str, known: Mapping[str, Override]) -> str | None:
    if not path:
        return "has no path; name the document it describes"
    if path in known:
        return f"describes {shown(path)} again, and the first line holds; keep one"
    return None


def _override(cells: Mapping[str, str], line: int, report: _Report) -> Override:
    names = (name.strip() for name in cells.get("organisation", "").split(";"))
    return Override(
        title=cells.get("title") or None,
        organisations=tuple(name for name in names if name),
        published=_published(cells.get("year", ""), line, report),
        url=cells.get("url") or None,
    )


def _published(text: str, line: int, report: _Report) -> Day | None:
    if not text or text.lower() in NO_DATE:
        return None
    try:
        return read_typed_date(text)
    except ValueError as error:
        report(line, f"year is {shown(text)}, {error}")
        return None
