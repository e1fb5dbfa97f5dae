"""A document explained: how each value is known, and every block in page order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from indexer.model import Attribution, Block, Document, DroppedBlock, Entry, Published
from indexer.presentation.bases import basis_in_words

COMMENTS = "readers-comments"
"""The rule that drops readers' comments: not part of the document, but not boilerplate either."""


@dataclass(frozen=True)
class Finding:
    """One line of an explanation.

    ``mark`` is "+" for what was kept or chosen, "-" for what was dropped or lost,
    " " for plain facts; ``strong`` emphasises headings and chosen values.
    """

    mark: Literal["+", "-", " "]
    label: str
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Stretch:
    """Neighbouring blocks dropped by one rule, after as many kept blocks as ``after`` says."""

    after: int
    rule: str
    texts: tuple[str, ...]


def explain(entry: Entry) -> Iterator[Finding]:
    """A document's values, each with the candidates that lost, then its blocks in page order."""
    yield from _values(entry)
    yield Finding(" ", "", "")
    for block in page_order(entry.document):
        if isinstance(block, DroppedBlock):
            yield Finding("-", block.rule, block.text)
        else:
            label = f"heading {block.level}" if block.kind == "heading" else block.kind
            yield Finding("+", label, block.text, strong=block.kind == "heading")
    yield Finding(" ", "", "")
    yield Finding(" ", "kept", _count(len(entry.document.blocks), "block"))
    yield Finding(" ", "dropped", _dropped(entry.document))


def page_order(document: Document) -> Iterator[Block | DroppedBlock]:
    """All blocks of the page, kept and dropped, in their original order."""
    dropped = sorted(document.dropped, key=lambda block: block.after)
    places = {after: list(blocks) for after, blocks in groupby(dropped, lambda block: block.after)}
    yield from places.pop(0, ())
    for number, block in enumerate(document.blocks, 1):
        yield block
        yield from places.pop(number, ())
    for blocks in places.values():
        yield from blocks


def removed(document: Document) -> tuple[Stretch, ...]:
    """What was dropped, except readers' comments, in page order."""
    apart = {COMMENTS} if comments(document) else set()
    rest = [block for block in document.dropped if block.rule not in apart]
    groups = groupby(sorted(rest, key=lambda b: b.after), lambda b: (b.after, b.rule))
    return tuple(
        Stretch(after, rule, tuple(block.text for block in blocks))
        for (after, rule), blocks in groups
    )


def comments(document: Document) -> tuple[str, ...]:
    """Readers' comments below the page, in page order; empty if there is only a heading."""
    lines = tuple(block.text for block in document.dropped if block.rule == COMMENTS)
    return lines if len(lines) > 1 else ()


def written_organisations(organisations: tuple[Attribution, ...]) -> str:
    """Names with their bases, or "no organisation"."""
    named = (f"{o.name} ({basis_in_words(o.basis, 'organisations')})" for o in organisations)
    return ", ".join(named) or "no organisation"


def written_date(published: Published | None) -> str:
    """A date with its basis, or "undated"."""
    if published is None:
        return "undated"
    return f"{published.value} ({basis_in_words(published.basis, 'published')})"


def _values(entry: Entry) -> Iterator[Finding]:
    document = entry.document
    yield Finding(" ", "path", document.path)
    yield Finding(" ", "id", document.id)
    yield Finding(" ", "address", document.url or "unknown")
    yield Finding(" ", "captured", document.captured or "unknown")
    yield Finding(" ", "passages", str(len(entry.passages)))
    basis = basis_in_words(document.title_basis, "title")
    yield Finding("+", "title", f"{document.title} ({basis})", strong=True)
    yield from _lost(document, "title")
    yield Finding("+", "published", written_date(document.published), strong=True)
    yield from _lost(document, "published")
    yield Finding("+", "organisations", written_organisations(document.organisations), strong=True)
    yield from _lost(document, "organisations")


def _lost(document: Document, field: str) -> Iterator[Finding]:
    for candidate in document.candidates:
        if candidate.field == field:
            basis = basis_in_words(candidate.basis, field)
            yield Finding("-", field, f"{candidate.value} ({basis}): {candidate.reason}")


def _dropped(document: Document) -> str:
    rules = Counter(block.rule for block in document.dropped).most_common()
    told = ", ".join(f"{rule} {count}" for rule, count in rules)
    return _count(len(document.dropped), "piece") + (f": {told}" if told else "")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
