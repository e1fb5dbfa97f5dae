"""Which heading of a page is its title, and not a site's name, a kicker or a list's label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from indexer.metadata.titles.title_tags import is_site, parts_of, runs_of, words_of
from indexer.model import Block, ParsedPage

BANNER = frozenset(
    """site-title site-name sitename site-header site-branding masthead logo header-title blog-title
    blogtitle banner navbar-brand brand site-logo menu-bar menu-title""".split()
)
"""Tokens of the elements in which a page names its site."""

_PLACEHOLDERS = frozenset(
    """home|homepage|home page|index|index page|untitled|untitled document|no title|new page|page
    |title|page title|title goes here|your title here|enter title here|welcome|blog|news|article
    |articles|main|main frame|frame|print|document|default|start|startseite|accueil|inicio|menu
    |main menu|search|navigation|comments|archive|archives|view topic|view thread|view single post
    |topic|thread|printable version|print version""".replace("\n    ", "").split("|")
)
"""What templates and menus put where a title belongs."""

_LIST_LABEL = re.compile(r"\[[^\W\d_][^\[\]]{1,40}\]\s*(?=\w)")
_LINK_SIGN = re.compile(r"^[«»‹›|•·]+\s+|(?:\s*¶|\s+[#§🔗])+$")
_HEADER = re.compile(
    r"(?:from|to|date|sent|cc|reply-to|von|an|datum|gesendet|de|à|envoyé|para|fecha|enviado)\s?: ",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:subject|betreff|objet|asunto)\s?: (.*)", re.IGNORECASE)
_HEADER_LINES = 10
"""Lines that the header of a message has at most."""
LONGEST_TITLE = 30
PROSE_WORDS = 12
"""Words of a title, at most, and words from which a line is running text."""
_FEWEST_WORDS = 4
_SHARED_WORDS = 0.4
"""Words of a heading that says the same in other words, and the share of them that are shared.

All these numbers were chosen by hand.
"""


def fits(text: str) -> bool:
    """Whether a text can be a title: not too long, and no placeholder of a template."""
    words = words_of(text)
    return 0 < len(words) <= LONGEST_TITLE and " ".join(words) not in _PLACEHOLDERS


def without_link_sign(text: str) -> str:
    """A heading without the sign of a link: "Aims¶", "« Aims"."""
    return _LINK_SIGN.sub("", text)


def without_label(title: str, page: ParsedPage) -> str:
    """A subject without the name of its mailing list, which other lines have too: "[Walk] Tar"."""
    label = _LIST_LABEL.match(title)
    if not label:
        return title
    others = (block.text for block in page.blocks if title not in block.text)
    return title[label.end() :] if any(label[0].strip() in text for text in others) else title


def without_kicker(heading: str, stated: Sequence[str], tag: str) -> str:
    """The end of a heading that the page's metadata call its title; else the whole heading."""
    words, runs = words_of(heading), [words_of(run) for run in runs_of(tag)]
    for value in stated:
        own = words_of(value)
        if len(own) > 2 and own in runs and own != words and words[-len(own) :] == own:
            return value
    return heading


def heading_in_title(page: ParsedPage, tag: str, site: Sequence[str]) -> list[str]:
    """The heading that is a part of the title element, one or none.

    Where several are, the site's name is one of them: the title is the one that
    is no link, or else the one further down. Where a part of the title element is
    known to be the site's name, they are title and subtitle.
    """
    found = list(_headings_in_title(page, tag, site))
    plain = [block for block in found if block.linked < len(block.text)] or found
    if any(is_site(part, site) for part in parts_of(tag)):
        top = min((block.level for block in plain), default=0)
        first = [block.text for block in plain if block.level == top]
        return first[:1] if len({block.level for block in plain}) > 1 else first[-1:]
    longest = max((len(words_of(block.text)) for block in plain[-1:]), default=0)
    return [block.text for block in plain if len(words_of(block.text)) == longest][-1:]


def _headings_in_title(page: ParsedPage, tag: str, site: Sequence[str]) -> Iterator[Block]:
    """The headings that are a part of the title element; no banners if it has several parts."""
    runs = [words_of(run) for run in runs_of(tag)]
    several = sum(fits(part) for part in parts_of(tag)) > 1
    for block in page.blocks:
        if not 1 <= block.level <= 3 or (several and block.tokens & BANNER):
            continue
        if fits(block.text) and not is_site(block.text, site) and words_of(block.text) in runs:
            yield block


def printed_part(page: ParsedPage, tag: str, site: Sequence[str]) -> Iterator[str]:
    """The part of the title element repeated above the text, on a page without headings."""
    parts = [part for part in parts_of(tag) if fits(part) and not is_site(part, site)]
    if len(parts) < 2:
        return
    runs = [words_of(part) for part in parts]
    above = takewhile(_is_no_prose, page.blocks)
    found = [b.text for b in above if b.kind != "item" and words_of(b.text) in runs]
    if found:
        yield max(reversed(found), key=lambda text: len(words_of(text)))


def _is_no_prose(block: Block) -> bool:
    return len(block.text.split()) < PROSE_WORDS or block.linked >= len(block.text) / 2


def subject_of(blocks: Sequence[Block]) -> Iterator[str]:
    """The subject of a message that begins with the lines of its header."""
    lines = [block.text for block in blocks[:_HEADER_LINES]]
    if sum(bool(_HEADER.match(line)) for line in lines) > 1:
        found = (match[1] for line in lines if (match := _SUBJECT.fullmatch(line)))
        yield from (text for text in found if fits(text))


def only_heading(page: ParsedPage, tag: str, said: Sequence[str]) -> Iterator[str]:
    """The page's one main heading, if it is about what its metadata say in other words."""
    found = {b.text for b in page.blocks if b.level == 1 and not b.tokens & BANNER}
    if len(found) != 1:
        return
    (text,) = found
    own = set(words_of(text))
    others = {word for value in said for word in words_of(value)}
    alike = len(own) >= _FEWEST_WORDS and len(own & others) >= _SHARED_WORDS * len(own)
    if alike and fits(text) and words_of(text) not in [words_of(run) for run in runs_of(tag)]:
        yield text


def opening_heading(blocks: Sequence[Block], tag: str) -> Iterator[str]:
    """The heading a text begins with, if the title element has but a few words of it."""
    words = _without_endings(tag)
    for block in blocks[:1]:
        own = _without_endings(block.text)
        short = len(words) < min(3, len(own))
        if block.kind == "heading" and fits(block.text) and short and words <= own:
            yield block.text


def _without_endings(text: str) -> set[str]:
    return {re.sub(r"['’]s?$", "", word) for word in words_of(text)}
