"""A document's title: what a librarian would write, not the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from indexer.analysis import tokenize
from indexer.metadata.descriptions import Context, Identity
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
_SEPARATOR = re.compile(r"\s*(?:\s[-–—|·•:/~]+\s|[|»«›]|::|\s--?\s|\s\|\|?\s)\s*")
_BANNER = frozenset(
    """site-title site-name sitename site-header site-branding masthead logo header-title blog-title
    blogtitle banner navbar-brand brand site-logo""".split()
)
_GENERIC = frozenset(
    """home|homepage|home page|index|index page|untitled|untitled document|no title|new page|page
    |title|page title|title goes here|your title here|enter title here|welcome|blog|news|article
    |articles|print|document|default|start|startseite|accueil|inicio|menu|main menu|search
    |navigation|comments|archive|archives""".replace("\n    ", "").split("|")
)
"""What templates and menus put where a title belongs."""

_LONGEST = 30
_MOST_PARTS = 8
_INCIPIT = 12


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
    offers = [offer for offer in _offers(page, identity, context, site) if _words(offer.value)]
    chosen = offers[0]
    lost = dict.fromkeys(o for o in offers[1:] if _words(o.value) != _words(chosen.value))
    remainder = _remainder(page.page.title or "", chosen.value)
    return Title(
        chosen.value,
        chosen.basis,
        tuple(dict.fromkeys((*_stated(page.page, _SITE_NAMES), *remainder))),
        tuple(Candidate("title", o.value, o.basis, f"{chosen.basis} goes before") for o in lost),
    )


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
    heads = [
        b for b in page.kept if b.kind == "heading" and _fits(b.text) and not _is_site(b.text, site)
    ]
    yield from (_Offer(block.text, "heading") for block in heads[:1])
    yield from (_Offer(text, "first line") for text in _first_lines(page.kept))
    yield _Offer(_from_name(identity.path), "file name")


def _html_offers(page: CleanPage, site: Sequence[str]) -> Iterator[_Offer]:
    kept = [b.text for b in page.kept if b.level == 1]
    inner = [b.text for b in page.page.blocks if b.level == 1 and not b.tokens & _BANNER]
    headings = [t for t in dict.fromkeys((*kept, *inner)) if _fits(t) and not _is_site(t, site)]
    stated = [_without_site(v, site, headings) for v in _stated(page.page, _STATED)]
    stated = [value for value in stated if _fits(value) and not _is_site(value, site)]
    named = _named_by_tag(page, page.page.title or "", site)
    tag = _without_site(page.page.title or "", site, (*named, *headings, *stated))
    tags = [tag] if _fits(tag) and not _is_site(tag, site) else []
    headings = list(dict.fromkeys((*named, *headings)))
    said = {tuple(_words(value)) for value in (*stated, *tags)}
    agreed = [text for text in headings if tuple(_words(text)) in said]
    if agreed:
        yield _Offer(agreed[0], "heading")
    for group, basis in ((_first_shared(stated, tags), "page"), (headings[:1], "heading")):
        yield from (_Offer(value, basis) for value in group)
    yield from (_Offer(value, "page") for value in (*stated, *tags))


def _named_by_tag(page: CleanPage, tag: str, site: Sequence[str]) -> list[str]:
    """The heading that is a part of the title tag.

    Where several are, the site's name is one of them: it is the one that is a
    link, or else the one further up.
    """
    runs = [_words(run) for run in _runs(tag)]
    found = [
        block
        for block in page.page.blocks
        if 1 <= block.level <= 3
        and _fits(block.text)
        and not _is_site(block.text, site)
        and _words(block.text) in runs
    ]
    plain = [block for block in found if block.linked < len(block.text)] or found
    longest = max((len(_words(block.text)) for block in plain[-1:]), default=0)
    return [block.text for block in plain if len(_words(block.text)) == longest][-1:]


def _first_shared(stated: Sequence[str], tags: Sequence[str]) -> list[str]:
    """What the page's metadata and its title element say alike."""
    keys = {tuple(_words(tag)) for tag in tags}
    return [value for value in stated if tuple(_words(value)) in keys][:1]


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


def _words(text: str) -> list[str]:
    return [token.term for token in tokenize(text)]


def _fits(text: str) -> bool:
    words = _words(text)
    return 0 < len(words) <= _LONGEST and " ".join(words) not in _GENERIC


def _is_site(text: str, site: Iterable[str]) -> bool:
    letters = "".join(_words(text))
    return any(letters == "".join(_words(name)) for name in site)


def _without_site(title: str, site: Sequence[str], witnesses: Sequence[str]) -> str:
    """The part of a title tag that is the page's own title.

    A heading that is one or several of the parts decides; else parts that name
    the site go, and of what is left the last, if the first can stand alone.
    """
    parts = [part for part in _SEPARATOR.split(title) if part.strip()]
    if len(parts) < 2:
        return title
    runs = [_words(run) for run in _runs(title)]
    for witness in witnesses:
        if _words(witness) and _words(witness) in runs:
            return witness
    own = [part for part in parts if not _is_site(part, site)]
    if len(own) < len(parts):
        start, end = _extent(title, own)
        return title[start:end] if own else title
    if len(_words(parts[0])) >= 2 or len(parts) > 2:
        start, end = _extent(title, parts[:-1])
        return title[start:end]
    return title


def _runs(title: str) -> Iterator[str]:
    """Every run of neighbouring parts of a title tag, of the first parts if it has many."""
    edges = [(m.start(), m.end()) for m in islice(_SEPARATOR.finditer(title), _MOST_PARTS)]
    starts = [0, *(end for _, end in edges)]
    ends = [*(start for start, _ in edges), len(title)]
    for first in range(len(starts)):
        for last in range(first, len(ends)):
            yield title[starts[first] : ends[last]]


def _extent(title: str, parts: Sequence[str]) -> tuple[int, int]:
    if not parts:
        return 0, 0
    start = title.find(parts[0])
    return start, title.rfind(parts[-1]) + len(parts[-1])


def _remainder(tag: str, title: str) -> Iterator[str]:
    """The parts of the title tag that are not the title: they name the site."""
    words = _words(title)
    for part in _SEPARATOR.split(tag):
        own = _words(part)
        if own and not _contains(words, own) and not _contains(own, words):
            yield part.strip()


def _contains(words: list[str], part: list[str]) -> bool:
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))


def _turned(title: str, blocks: Sequence[Block]) -> Iterator[str]:
    """A name the front matter files under its last word, as the text writes it: "Exell Arthur"."""
    words = _words(title)
    for block in blocks:
        own = _words(block.text)
        if 2 <= len(words) <= 5 and own != words and sorted(own) == sorted(words):
            yield block.text


def _first_lines(blocks: Sequence[Block]) -> Iterator[str]:
    """A short line that opens the text; else its first words."""
    texts = [block.text for block in blocks[:3] if _words(block.text)]
    for text in texts[:1]:
        if len(_words(text)) <= _LONGEST and not text.rstrip().endswith((",", ";")):
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
    return " ".join(re.sub(r"[-_+.]+", " ", stem).split()) or path or "Untitled"
