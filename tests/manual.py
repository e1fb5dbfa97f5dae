"""The manual as the tests read it: its pages, and the fenced blocks, tables and links in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PAGES = (
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
)
NOTES = (ROOT / "CHANGELOG.md", *sorted((ROOT / "tests").rglob("README.md")))
"""What is written besides the manual, for those who work on the program."""

_FENCED = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")


class Fenced(NamedTuple):
    """A fenced block: its language, what stands after that, and its text."""

    language: str
    name: str
    text: str


def page(name: str) -> str:
    """The text of a page, by its path."""
    return (ROOT / name).read_text("utf-8")


def fenced(text: str) -> list[Fenced]:
    """The fenced blocks of a page, in order."""
    return [Fenced(*(group or "" for group in match.groups())) for match in _FENCED.finditer(text)]


def links(text: str) -> list[str]:
    """The targets of all links."""
    return _LINK.findall(_FENCED.sub("", text))


def anchors(text: str) -> set[str]:
    """The anchors that a page's headings have, as GitHub makes them."""
    headings = _HEADING.findall(_FENCED.sub("", text))
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def code_spans(text: str) -> list[str]:
    """What stands between single backticks."""
    return _CODE.findall(_FENCED.sub("", text))


def rows(text: str, first: str) -> Iterator[list[str]]:
    """The rows of the table whose first column is called ``first``, without its head."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith(f"| {first} |"):
            next(lines)
            break
    for line in lines:
        if not line.startswith("|"):
            return
        cells = re.split(r"(?<!\\)\|", line)[1:-1]
        yield [cell.strip() for cell in cells]
