"""Passages written out as a corpus: a page a document, described in metadata.csv."""

from __future__ import annotations

import csv
import html
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tests.benchmarks.passages import Line, read_lines

PAGES_A_FOLDER = 500


def write_corpus(passages: Path, folder: Path) -> int:
    """Write the documents of a file of passages into an empty folder; returns their number."""
    rows = []
    for number, lines in enumerate(_documents(passages)):
        path = f"{number // PAGES_A_FOLDER:03}/{number:06}.html"
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_page(lines), "utf-8")
        rows.append((path, lines[0].organisation, lines[0].year or ""))
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.writer(sheet)
        writer.writerow(("path", "organisation", "year"))
        writer.writerows(rows)
    return len(rows)


def change_pages(folder: Path, number: int) -> None:
    """Add a sentence to the first pages of a corpus that ``write_corpus`` wrote."""
    for file in sorted(folder.glob("*/*.html"))[:number]:
        text = file.read_text("utf-8")
        file.write_text(text.replace("</body>", "<p>A late addition.</p>\n</body>"), "utf-8")


def _documents(passages: Path) -> Iterator[list[Line]]:
    for _, lines in groupby(read_lines(passages), key=lambda line: line.document):
        yield list(lines)


def _page(lines: list[Line]) -> str:
    title = html.escape(lines[0].title)
    paragraphs = "\n".join(f"<p>{html.escape(line.text)}</p>" for line in lines)
    return (
        '<!doctype html>\n<html lang="en">\n'
        f'<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body>\n<h1>{title}</h1>\n{paragraphs}\n</body>\n</html>\n"
    )
