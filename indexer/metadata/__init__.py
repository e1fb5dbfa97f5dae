"""A clean page in, a described document out: title, date and organisations, each with its basis."""

from __future__ import annotations

from dataclasses import replace

from indexer.metadata.attribution import choose_organisations
from indexer.metadata.captures import CaptureNote, read_capture
from indexer.metadata.dates import choose_date
from indexer.metadata.descriptions import Context, Identity
from indexer.metadata.titles import choose_title
from indexer.model import CleanPage, Document, ParsedPage

__all__ = ["address_of", "describe"]


def describe(page: CleanPage, identity: Identity, context: Context) -> Document:
    """Choose title, date and organisations; what was considered and lost are candidates."""
    capture = read_capture(page.page, identity.url)
    if identity.captured is None and capture.day:
        identity = replace(identity, captured=capture.day.value)
    address = _given_address(identity, context) or _stated_address(page.page, capture)
    title = choose_title(page, identity, context)
    dating = choose_date(page, replace(identity, url=address), context, title.value)
    attributed = choose_organisations(page, context, title, dating.published)
    return Document(
        id=identity.id,
        path=identity.path,
        title=title.value,
        title_basis=title.basis,
        url=address,
        published=dating.published,
        captured=identity.captured,
        organisations=attributed.organisations,
        blocks=page.kept,
        dropped=page.dropped,
        candidates=(*title.candidates, *dating.candidates, *attributed.candidates),
    )


def address_of(page: ParsedPage, identity: Identity, context: Context) -> str | None:
    """The address of a page: as described by hand, as fetched, or as a capture or the page says."""
    return _given_address(identity, context) or _stated_address(page, read_capture(page))


def _given_address(identity: Identity, context: Context) -> str | None:
    """The address that is known without looking at the page."""
    if context.override and context.override.url:
        return context.override.url
    if identity.url:
        return identity.url
    return context.collection.address(identity.path) if context.collection else None


def _stated_address(page: ParsedPage, capture: CaptureNote) -> str | None:
    if capture.url:
        return capture.url
    stated = {name: value for name, value in reversed(page.properties)}
    for name in ("front-matter:url", "link:canonical", "meta:og:url"):
        value = stated.get(name, "")
        if value.startswith(("http://", "https://")):
            return value
    return None
