"""A document explained line by line: how each value is known, and the page in page order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from indexer.model import Attribution, Block, Document, DroppedBlock, Entry, Published

BASES = {
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
"""Where a date or an organisation comes from, in words."""

COMMENTS = "readers-comments"
"""The rule of what readers wrote below a page: not the document, but not boilerplate either."""


@dataclass(frozen=True)
class Line:
    """One line of an explanation.

    ``mark`` is "+" for what was kept or chosen, "-" for what was dropped or lost,
    " " for what there was no choice about; ``strong`` marks headings.
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


def explain(entry: Entry) -> Iterator[Line]:
    """A document's values, each with the candidates that lost, then its page from top to bottom."""
    yield from _values(entry)
    yield Line(" ", "", "")
    for block in page_order(entry.document):
        if isinstance(block, DroppedBlock):
            yield Line("-", block.rule, block.text)
        else:
            label = f"heading {block.level}" if block.kind == "heading" else block.kind
            yield Line("+", label, block.text, strong=block.kind == "heading")
    yield Line(" ", "", "")
    yield Line(" ", "kept", _count(len(entry.document.blocks), "block"))
    yield Line(" ", "dropped", _dropped(entry.document))


def page_order(document: Document) -> Iterator[Block | DroppedBlock]:
    """All blocks of the page, kept and dropped, as they stood."""
    dropped = sorted(document.dropped, key=lambda block: block.after)
    places = {after: list(blocks) for after, blocks in groupby(dropped, lambda block: block.after)}
    yield from places.pop(0, ())
    for number, block in enumerate(document.blocks, 1):
        yield block
        yield from places.pop(number, ())
    for blocks in places.values():
        yield from blocks


def removed(document: Document) -> tuple[Stretch, ...]:
    """What was dropped, ``comments`` apart, in page order."""
    apart = {COMMENTS} if comments(document) else set()
    rest = [block for block in document.dropped if block.rule not in apart]
    groups = groupby(sorted(rest, key=lambda b: b.after), lambda b: (b.after, b.rule))
    return tuple(
        Stretch(after, rule, tuple(block.text for block in blocks))
        for (after, rule), blocks in groups
    )


def comments(document: Document) -> tuple[str, ...]:
    """The lines readers wrote below the page, in page order; none if there is but a heading."""
    lines = tuple(block.text for block in document.dropped if block.rule == COMMENTS)
    return lines if len(lines) > 1 else ()


def written_organisations(organisations: tuple[Attribution, ...]) -> str:
    """Names with their bases, or "no organisation"."""
    named = (f"{o.name} ({_basis(o.basis)})" for o in organisations)
    return ", ".join(named) or "no organisation"


def written_date(published: Published | None) -> str:
    """A date with its basis, or "undated"."""
    if published is None:
        return "undated"
    return f"{published.value} ({_basis(published.basis)})"


def _basis(basis: str) -> str:
    return BASES.get(basis, basis)


def _values(entry: Entry) -> Iterator[Line]:
    document = entry.document
    yield Line(" ", "path", document.path)
    yield Line(" ", "id", document.id)
    yield Line(" ", "address", document.url or "unknown")
    yield Line(" ", "captured", document.captured or "unknown")
    yield Line(" ", "passages", str(len(entry.passages)))
    yield Line("+", "title", f"{document.title} ({_basis(document.title_basis)})", strong=True)
    yield from _lost(document, "title")
    yield Line("+", "published", written_date(document.published), strong=True)
    yield from _lost(document, "published")
    yield Line("+", "organisations", written_organisations(document.organisations), strong=True)
    yield from _lost(document, "organisations")


def _lost(document: Document, field: str) -> Iterator[Line]:
    for candidate in document.candidates:
        if candidate.field == field:
            told = f"{candidate.value} ({_basis(candidate.basis)}): {candidate.reason}"
            yield Line("-", field, told)


def _dropped(document: Document) -> str:
    rules = Counter(block.rule for block in document.dropped).most_common()
    told = ", ".join(f"{rule} {count}" for rule, count in rules)
    return _count(len(document.dropped), "piece") + (f": {told}" if told else "")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
