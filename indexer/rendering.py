"""Reports, results and documents as text for people; nothing in it can act on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from indexer.console import printable
from indexer.inspection import Inspection, Status
from indexer.model import (
    Attribution,
    Entry,
    Fragment,
    Hit,
    Published,
    Report,
    Results,
    Unread,
)

_BASIS = {
    "override": "from metadata.csv",
    "collection": "from collection.toml",
    "front-matter": "from its front matter",
    "page": "from the page's own metadata",
    "address": "from its address",
    "printed": "printed in the text",
    "items": "not before, from its latest item",
    "heading": "from its heading",
    "text": "from its text",
}
_SHOWN = 20
"""Skipped or failed files listed unless all are asked for."""


def report_text(report: Report, all_files: bool) -> Iterator[str]:
    """What a rebuild did, a line at a time."""
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


def status_text(status: Status) -> Iterator[str]:
    """What an index holds, a line at a time."""
    manifest = status.manifest
    yield f"generation  {manifest.id}"
    yield f"built       {manifest.created}"
    yield f"corpus      {printable(manifest.corpus)}"
    yield f"documents   {manifest.documents}"
    yield f"passages    {manifest.passages}"
    yield f"engine      {manifest.engine}, schema {manifest.schema}"
    yield f"previous    {status.previous or 'none'}"


def inspection_text(inspection: Inspection) -> Iterator[str]:
    """What verifying found, a line at a time."""
    for problem in inspection.problems:
        yield printable(problem)
    generations = ", ".join(inspection.checked) or "no generation"
    verdict = _count(len(inspection.problems), "problem") if inspection.problems else "all is well"
    yield f"verified {generations}: {verdict}"


def results_text(results: Results, marks: tuple[str, str]) -> Iterator[str]:
    """A page of results, a line at a time; ``marks`` go before and after what matched."""
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


def entry_text(entry: Entry) -> Iterator[str]:
    """A document, how each thing about it is known, and what was dropped."""
    document = entry.document
    yield f"title         {printable(document.title)} ({printable(document.title_basis)})"
    yield f"path          {printable(document.path)}"
    yield f"id            {document.id}"
    yield f"address       {printable(document.url or 'unknown')}"
    yield f"published     {_published(document.published)}"
    yield f"captured      {printable(document.captured or 'unknown')}"
    yield f"organisations {_organisations(document.organisations)}"
    for lost in document.candidates:
        yield (
            f"not chosen    {lost.field}: {printable(lost.value)} "
            f"({printable(lost.basis)}: {printable(lost.reason)})"
        )
    yield f"passages      {len(entry.passages)}"
    yield ""
    yield from (f"  {printable(block.text)}" for block in document.blocks)
    yield ""
    yield f"dropped       {len(document.dropped)}"
    yield from (f"  [{block.rule}] {printable(block.text)}" for block in document.dropped)


def table_text(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows in columns as wide as their widest cell."""
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _hit(hit: Hit, marks: tuple[str, str]) -> Iterator[str]:
    card = hit.card
    yield f"{hit.rank}. {printable(card.title)}"
    yield f"   {_organisations(card.organisations)} · {_published(card.published)}"
    yield f"   {printable(card.path)} ({card.id})"
    for fragment in hit.fragments:
        yield f"   {_marked(fragment, marks)}"


def _marked(fragment: Fragment, marks: tuple[str, str]) -> str:
    pieces, at = [], 0
    for start, end in fragment.marks:
        pieces += [printable(fragment.text[at:start]), marks[0]]
        pieces += [printable(fragment.text[start:end]), marks[1]]
        at = end
    return "".join([*pieces, printable(fragment.text[at:])])


def _organisations(organisations: tuple[Attribution, ...]) -> str:
    named = (f"{printable(o.name)} ({_BASIS.get(o.basis, o.basis)})" for o in organisations)
    return ", ".join(named) or "no organisation"


def _published(published: Published | None) -> str:
    if published is None:
        return "undated"
    return f"{published.value} ({_BASIS.get(published.basis, published.basis)})"


def _unread(what: str, files: tuple[Unread, ...], shown: int) -> Iterator[str]:
    if files:
        yield f"{_count(len(files), 'file')} {what}" + (":" if shown else "")
    yield from (f"  {printable(f.path)}: {printable(f.reason)}" for f in files[:shown])
    if 0 < shown < len(files):
        yield f"  … and {len(files) - shown} more; -v lists all"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
