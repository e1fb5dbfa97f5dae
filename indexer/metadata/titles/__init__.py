"""A document's title: what a librarian would write, not the site's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from indexer.metadata.descriptions import Context, Identity
from indexer.metadata.titles.headings import fits, without_label, without_link_sign
from indexer.metadata.titles.html_titles import html_titles
from indexer.metadata.titles.text_titles import (
    first_lines,
    name_in_text_order,
    text_titles,
    title_from_path,
    title_line,
)
from indexer.metadata.titles.title_candidates import SITE_NAMES, TitleCandidate, stated_values
from indexer.metadata.titles.title_tags import is_site, remainder_of, words_of
from indexer.model import Candidate, CleanPage, ParsedPage


@dataclass(frozen=True)
class Title:
    """The title chosen; ``site`` are the names the page gives its site."""

    value: str
    basis: str
    site: tuple[str, ...]
    candidates: tuple[Candidate, ...]


def choose_title(page: CleanPage, identity: Identity, context: Context) -> Title:
    """The title, by the first that answers.

    ``metadata.csv``, front matter, then the heading, the title element and the
    page's own metadata where they agree or the most telling of them; the first
    heading or line; the file's name.
    """
    site = tuple(_site_names(page.page, identity, context))
    found = (_tidied(c, page.page) for c in _candidates(page, identity, context, site))
    candidates = [candidate for candidate in found if words_of(candidate.value)]
    chosen = candidates[0] if candidates else TitleCandidate("Untitled", "file name")
    words = words_of(chosen.value)
    lost = dict.fromkeys(c for c in candidates[1:] if words_of(c.value) != words)
    remainder = remainder_of(page.page.title or title_line(page), chosen.value)
    return Title(
        chosen.value,
        chosen.basis,
        tuple(dict.fromkeys((*stated_values(page.page, SITE_NAMES), *remainder))),
        tuple(Candidate("title", c.value, c.basis, f"{chosen.basis} goes before") for c in lost),
    )


def _tidied(candidate: TitleCandidate, page: ParsedPage) -> TitleCandidate:
    if candidate.basis in ("override", "front-matter"):
        return candidate
    value = without_label(without_link_sign(candidate.value), page)
    return TitleCandidate(value, candidate.basis)


def _candidates(
    page: CleanPage, identity: Identity, context: Context, site: Sequence[str]
) -> Iterator[TitleCandidate]:
    """Everything that could be the title, the best first."""
    if context.override and context.override.title:
        yield TitleCandidate(context.override.title, "override")
    for value in stated_values(page.page, ("front-matter:title",)):
        for text in name_in_text_order(value, page.kept):
            yield TitleCandidate(text, "front-matter")
        yield TitleCandidate(value, "front-matter")
    if page.page.format == "html":
        yield from html_titles(page, site)
    if page.page.format == "text":
        yield from text_titles(page)
    yield from _first_heading(page, site)
    yield from (TitleCandidate(text, "first line") for text in first_lines(page.kept))
    yield TitleCandidate(title_from_path(identity.path), "file name")


def _first_heading(page: CleanPage, site: Sequence[str]) -> Iterator[TitleCandidate]:
    headings = (block.text for block in page.kept if block.kind == "heading")
    own = (text for text in headings if fits(text) and not is_site(text, site))
    first = next(own, None)
    if first is not None:
        yield TitleCandidate(first, "heading")


def _site_names(page: ParsedPage, identity: Identity, context: Context) -> Iterator[str]:
    yield from stated_values(page, SITE_NAMES)
    if context.collection and context.collection.title:
        yield context.collection.title
    if identity.url:
        host = (urlsplit(identity.url).hostname or "").removeprefix("www.")
        yield host
        yield host.rpartition(".")[0]
        yield host.split(".")[0]
