"""A document's title: what a librarian would write, not the site's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from indexer.metadata.descriptions import Context, Identity
from indexer.metadata.titles.headings import (
    BANNER,
    fits,
    named_by_tag,
    only_heading,
    opening,
    printed_part,
    subject_of,
    unsigned,
    without_kicker,
    without_label,
)
from indexer.metadata.titles.title_tags import (
    is_site,
    parts_of,
    remainder_of,
    runs_of,
    without_last,
    without_site,
    words_of,
)
from indexer.model import Block, Candidate, CleanPage, ParsedPage

_STATED = (
    "meta:og:title",
    "json-ld:headline",
    "meta:twitter:title",
    "meta:headline",
    "meta:dc.title",
    "meta:dcterms.title",
    "meta:citation_title",
    "meta:title",
)
_SITE_NAMES = (
    "meta:og:site_name",
    "meta:application-name",
    "json-ld:isPartOf",
    "json-ld:publisher",
)
_LONGEST = 30
_INCIPIT = 12
_PROSE = 12


@dataclass(frozen=True)
class Title:
    """The title chosen; ``site`` is what the page calls the place it stands in."""

    value: str
    basis: str
    site: tuple[str, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class _Offer:
    value: str
    basis: str


def choose_title(page: CleanPage, identity: Identity, context: Context) -> Title:
    """The title, by the first that answers.

    ``metadata.csv``, front matter, then the heading, the title element and the
    page's own metadata where they agree or the most telling of them; the first
    heading or line; the file's name.
    """
    site = tuple(_site_names(page.page, identity, context))
    offered = (_tidied(offer, page.page) for offer in _offers(page, identity, context, site))
    offers = [offer for offer in offered if words_of(offer.value)]
    chosen = offers[0] if offers else _Offer("Untitled", "file name")
    lost = dict.fromkeys(o for o in offers[1:] if words_of(o.value) != words_of(chosen.value))
    remainder = remainder_of(page.page.title or _title_line(page), chosen.value)
    return Title(
        chosen.value,
        chosen.basis,
        tuple(dict.fromkeys((*_stated(page.page, _SITE_NAMES), *remainder))),
        tuple(Candidate("title", o.value, o.basis, f"{chosen.basis} goes before") for o in lost),
    )


def _tidied(offer: _Offer, page: ParsedPage) -> _Offer:
    if offer.basis in ("override", "front-matter"):
        return offer
    return _Offer(without_label(unsigned(offer.value), page), offer.basis)


def _offers(
    page: CleanPage, identity: Identity, context: Context, site: Sequence[str]
) -> Iterator[_Offer]:
    """Everything that could be the title, the best first."""
    if context.override and context.override.title:
        yield _Offer(context.override.title, "override")
    for value in _stated(page.page, ("front-matter:title",)):
        yield from (_Offer(text, "front-matter") for text in _turned(value, page.kept[:3]))
        yield _Offer(value, "front-matter")
    if page.page.format == "html":
        yield from _html_offers(page, site)
    if page.page.format == "text":
        yield from _text_offers(page)
    heads = [
        b for b in page.kept if b.kind == "heading" and fits(b.text) and not is_site(b.text, site)
    ]
    yield from (_Offer(block.text, "heading") for block in heads[:1])
    yield from (_Offer(text, "first line") for text in _first_lines(page.kept))
    yield _Offer(_from_name(identity.path), "file name")


def _html_offers(page: CleanPage, site: Sequence[str]) -> Iterator[_Offer]:
    title = page.page.title or ""
    kept = [b.text for b in page.kept if b.level == 1]
    inner = [b.text for b in page.page.blocks if b.level == 1 and not b.tokens & BANNER]
    headings = [t for t in dict.fromkeys((*kept, *inner)) if fits(t) and not is_site(t, site)]
    stated = [without_site(v, site, headings) for v in _stated(page.page, _STATED)]
    stated = [value for value in stated if fits(value) and not is_site(value, site)]
    named = named_by_tag(page.page, title, site)
    tag = without_site(title, site, (*named, *headings, *stated))
    tags = [tag] if fits(tag) and not is_site(tag, site) else []
    headings = list(dict.fromkeys((*named, *headings)))
    said = {tuple(words_of(value)) for value in (*stated, *tags)}
    agreed = [text for text in headings if tuple(words_of(text)) in said]
    if agreed:
        yield _Offer(without_kicker(agreed[0], stated, title), "heading")
    if not headings and not stated:
        printed = (*printed_part(page.page, title, site), *opening(page.kept, title))
        yield from (_Offer(text, "heading") for text in printed)
    shared = _first_shared(stated, (*tags, *_twice(stated, headings)))
    alike = list(only_heading(page.page, title, (*stated, *tags)))
    for group, basis in ((alike, "heading"), (shared, "page"), (headings[:1], "heading")):
        yield from (_Offer(value, basis) for value in group)
    yield from (_Offer(value, "page") for value in (*stated, *tags))


def _twice(stated: Sequence[str], headings: Sequence[str]) -> list[str]:
    """What the metadata say under several names, where no one heading is the page's."""
    said = Counter(tuple(words_of(value)) for value in stated)
    return [v for v in stated if len(headings) > 1 and said[tuple(words_of(v))] > 1]


def _text_offers(page: CleanPage) -> Iterator[_Offer]:
    """A message's subject; the first line, or its part that stands again above the text.

    A scrape often begins with the words of the title tag: title and site.
    """
    yield from (_Offer(text, "heading") for text in subject_of(page.page.blocks))
    line = _title_line(page)
    if not line:
        return
    runs = [words_of(run) for run in runs_of(line)]
    again = [b.text for b in page.page.blocks[1:] if words_of(b.text) in runs and fits(b.text)]
    kept = {block.text for block in page.kept}
    lines = [block.text for block in page.page.blocks]
    heads = [text for text in again if text in kept and _heads_prose(lines, lines.index(text))]
    if heads:
        yield _Offer(max(heads, key=lambda text: len(words_of(text))), "heading")
    yield _Offer(without_last(line, again), "first line")


def _title_line(page: CleanPage) -> str:
    """The first line of plain text, if it is kept, short and made of several parts."""
    first = page.page.blocks[0].text if page.page.blocks else ""
    kept = bool(page.kept) and page.kept[0].text == first
    parts = len(parts_of(first))
    return first if page.page.format == "text" and kept and fits(first) and parts > 1 else ""


def _heads_prose(texts: Sequence[str], index: int) -> bool:
    """Whether a line stands right above text, as a title does and a site's name does not."""
    return any(len(text.split()) >= _PROSE for text in texts[index + 1 : index + 3])


def _first_shared(stated: Sequence[str], tags: Sequence[str]) -> list[str]:
    """What the page's metadata and its title element say alike."""
    keys = {tuple(words_of(tag)) for tag in tags}
    return [value for value in stated if tuple(words_of(value)) in keys][:1]


def _stated(page: ParsedPage, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from (p.value for p in page.properties if p.name == name)


def _site_names(page: ParsedPage, identity: Identity, context: Context) -> Iterator[str]:
    yield from _stated(page, _SITE_NAMES)
    if context.collection and context.collection.title:
        yield context.collection.title
    if identity.url:
        host = (urlsplit(identity.url).hostname or "").removeprefix("www.")
        yield host
        yield host.rpartition(".")[0]
        yield host.split(".")[0]


def _turned(title: str, blocks: Sequence[Block]) -> Iterator[str]:
    """A name the front matter files under its last word, as the text writes it: "Exell Arthur"."""
    words = words_of(title)
    for block in blocks:
        own = words_of(block.text)
        if 2 <= len(words) <= 5 and own != words and sorted(own) == sorted(words):
            yield block.text


def _first_lines(blocks: Sequence[Block]) -> Iterator[str]:
    """A short line that opens the text; else its first words."""
    texts = [block.text for block in blocks[:3] if words_of(block.text)]
    for text in texts[:1]:
        if len(words_of(text)) <= _LONGEST and not text.rstrip().endswith((",", ";")):
            yield text
        else:
            yield " ".join(text.split()[:_INCIPIT]) + " …"


def _from_name(path: str) -> str:
    """The file's name as words; the folder's where the file is an index."""
    name = PurePosixPath(unquote(path))
    stem = (
        name.parent.name
        if name.stem.lower() in ("index", "default") and name.parent.name
        else name.stem
    )
    return " ".join(re.sub(r"[-_+.]+", " ", stem).split()) or path
