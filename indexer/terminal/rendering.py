"""Reports, results and documents as plain text; nothing in it can act on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from indexer.model import BadLine, Fragment, Hit, Report, Results, Unread
from indexer.presentation.explanation import Finding, written_date, written_organisations
from indexer.store.inspection import Inspection, Status
from indexer.terminal.console import LABEL, printable

_SHOWN = 20
"""Skipped or failed files listed without ``-v``."""


def report_text(report: Report, all_files: bool) -> Iterator[str]:
    """The report of a rebuild, line by line."""
    if report.dry_run:
        yield "Nothing was written. A rebuild would read the corpus like this:"
    yield (
        f"{_count(report.documents, 'document')}: {report.added} added, {report.changed} changed, "
        f"{report.unchanged} unchanged; {report.removed} removed"
    )
    if not report.dry_run:
        yield (
            f"{_count(report.passages, 'passage')} in generation {report.generation}, "
            f"after {report.seconds:.1f} s"
        )
    yield from _unread("skipped", report.skipped, len(report.skipped) if all_files else 0)
    yield from _unread("failed", report.failed, len(report.failed) if all_files else _SHOWN)
    lines = report.descriptions
    yield from _bad_lines(lines, len(lines) if all_files else _SHOWN)


def status_text(status: Status) -> Iterator[str]:
    """What an index holds, line by line."""
    manifest = status.manifest
    yield f"generation  {manifest.id}"
    yield f"built       {manifest.created}"
    yield f"corpus      {printable(manifest.corpus)}"
    yield f"documents   {manifest.documents}"
    yield f"passages    {manifest.passages}"
    yield f"engine      {manifest.engine}, schema {manifest.schema}"
    yield f"previous    {status.previous or 'none'}"
    yield from (f"note        {printable(notice)}" for notice in status.notices)


def inspection_text(inspection: Inspection) -> Iterator[str]:
    """The result of verifying an index, line by line."""
    for sentence in (*inspection.problems, *inspection.notices):
        yield printable(sentence)
    generations = ", ".join(inspection.checked) or "no generation"
    verdict = _count(len(inspection.problems), "problem") if inspection.problems else "all is well"
    yield f"verified {generations}: {verdict}"


def results_text(results: Results, marks: tuple[str, str]) -> Iterator[str]:
    """A page of results, line by line; ``marks`` stand before and after what matched."""
    yield (
        f"{_count(results.documents, 'document')}, {_count(results.passages, 'passage')}: "
        f"{printable(results.reading)}"
    )
    for hit in results.hits:
        yield ""
        yield from _hit(hit, marks)
    if results.pages > 1:
        yield ""
        yield f"page {results.query.page} of {results.pages}; go on with --page"
    for suggestion in results.suggestions:
        yield f"try: {printable(suggestion.text)} ({_count(suggestion.documents, 'document')})"


def findings_text(findings: Iterable[Finding]) -> Iterator[str]:
    """An explanation as text, one finding a line, however long."""
    for line in findings:
        yield f"{line.mark} {line.label:<{LABEL}} {printable(line.text)}".rstrip()


def table_text(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows in columns as wide as their widest cell."""
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _hit(hit: Hit, marks: tuple[str, str]) -> Iterator[str]:
    card = hit.card
    yield f"{hit.rank}. {printable(card.title)}"
    known = f"{written_organisations(card.organisations)} · {written_date(card.published)}"
    yield f"   {printable(known)}"
    yield f"   {printable(card.path)} ({card.id})"
    for fragment in hit.fragments:
        yield f"   {_marked(fragment, marks)}"


def _marked(fragment: Fragment, marks: tuple[str, str]) -> str:
    """A fragment with its marks, and a dot where one block ends and another begins."""
    signs = [(start, 1, marks[0]) for start, _ in fragment.marks]
    signs += [(end, 0, marks[1]) for _, end in fragment.marks]
    signs += [(at, 2, " ·") for at in fragment.breaks]
    pieces, done = [], 0
    for at, _, sign in sorted(signs):
        pieces += [printable(fragment.text[done:at]), sign]
        done = at
    return "".join([*pieces, printable(fragment.text[done:])])


def _unread(what: str, files: tuple[Unread, ...], shown: int) -> Iterator[str]:
    if files:
        yield f"{_count(len(files), 'file')} {what}" + (":" if shown else "")
    yield from (f"  {printable(f.path)}: {printable(f.reason)}" for f in files[:shown])
    if 0 < shown < len(files):
        yield f"  … and {len(files) - shown} more; -v lists all"


def _bad_lines(lines: tuple[BadLine, ...], shown: int) -> Iterator[str]:
    if lines:
        yield f"{_count(len(lines), 'mistake')} in descriptions; the rest of them was used:"
    yield from (
        f"  {printable(b.path)}, line {b.line}: {printable(b.reason)}" for b in lines[:shown]
    )
    if shown < len(lines):
        yield f"  … and {len(lines) - shown} more; -v lists all"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
