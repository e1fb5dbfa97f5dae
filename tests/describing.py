"""Pages for the tests of metadata: parsed, cleaned and described like any other."""

from __future__ import annotations

from indexer.authority import shipped
from indexer.cleaning import clean
from indexer.formats import parse
from indexer.metadata import describe
from indexer.metadata.descriptions import Collection, Context, Identity, Override
from indexer.model import Document

PROSE = (
    "The committee of the reading circle met again to settle what should be printed in the coming"
    " season, and after some talk about paper and postage it was agreed to go on as before."
)


def describe_page(
    content: str,
    path: str = "page.html",
    url: str | None = None,
    override: Override | None = None,
    collection: Collection | None = None,
    captured: str | None = None,
) -> Document:
    """Describe a page of the given text with the shipped authority file."""
    page = clean(parse(content.encode(), path))
    context = Context(shipped(), override, collection)
    return describe(page, Identity("d1", path, url, captured), context)


def html_page(
    title: str = "", head: str = "", body: str = f"<h1>Minutes of the circle</h1><p>{PROSE}</p>"
) -> str:
    """A page of HTML; ``body`` is prose without any date or organisation unless given."""
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><main>{body}</main></body></html>"
    )


def dated(document: Document) -> tuple[str, str] | None:
    """The date's value and basis."""
    published = document.published
    return (published.value, published.basis) if published else None


def attributed(document: Document) -> list[tuple[str, str]]:
    """Slug and basis of each organisation."""
    return [(a.slug, a.basis) for a in document.organisations]
