"""One page, from bytes to a described document and its passages."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.authority import shipped
from indexer.cleaning import clean
from indexer.cleaning.judges.repetition import drop_repeated
from indexer.cleaning.site_traces import site_of, trace_of
from indexer.collecting import gc_disabled
from indexer.formats import MAX_MEGABYTES, parse
from indexer.identifiers import document_id
from indexer.metadata import address_of, describe
from indexer.metadata.descriptions import Context, Identity
from indexer.model import CleanPage, Document, Entry, Repeated, Trace
from indexer.passages import split_document


@dataclass(frozen=True)
class PageHints:
    """What is known of the bytes of a page, as ``parse`` takes it.

    ``name`` is the path by default; ``megabytes`` limits the size of the page.
    """

    name: str | None = None
    charset: str | None = None
    megabytes: int = MAX_MEGABYTES


def read_page(
    data: bytes, identity: Identity, context: Context, hints: PageHints | None = None
) -> tuple[CleanPage, Trace]:
    """Parse and clean one page; its trace has the lines that may repeat on its site.

    Raises:
        NotADocument: if the file is no page or holds no text.
        PageError: if it cannot be read.
    """
    hints = hints or PageHints()
    parsed = parse(data, hints.name or identity.path, hints.charset, hints.megabytes)
    with gc_disabled():
        page = clean(parsed)
    return page, trace_of(page, site_of(identity.path, address_of(page.page, identity, context)))


def make_entry(
    page: CleanPage, identity: Identity, context: Context, repeated: Repeated = frozenset()
) -> Entry:
    """Drop what repeats on its site, then describe and split a page."""
    with gc_disabled():
        document = describe(drop_repeated(page, repeated), identity, context)
        return Entry(document, split_document(document, context.authority))


def read_document(data: bytes, name: str, url: str | None = None) -> Document:
    """Parse, clean and describe one page on its own, with the shipped authority file.

    Args:
        data: the bytes of the page.
        name: its file name or path, a hint at its type and date.
        url: its address, if known.

    Raises:
        PageError: if it cannot be read.
    """
    identity = Identity(document_id(name.encode("utf-8", "surrogateescape")), name, url)
    page = parse(data, name)
    with gc_disabled():
        return describe(clean(page), identity, Context(shipped()))
