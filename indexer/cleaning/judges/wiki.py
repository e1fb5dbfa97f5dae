"""MediaWiki furniture, in pages and in text copied from them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.cleaning.rules.phrases import fold_line, lines
from indexer.cleaning.view import View
from indexer.model import Block, DroppedBlock

_NEEDED = (
    r"citation needed|clarification needed|verification needed|page needed|full citation needed"
    r"|better source needed|attribution needed|disambiguation needed|example needed|update needed"
    r"|non-primary source needed|not in citation given|failed verification|unreliable source\??"
    r"|(?:permanent )?dead link|original research\??|dubious\W{0,3}discuss|dubious|vague|clarify"
    r"|weasel words|neutrality is disputed|needs update|update|specify|quantify"
    r"|(?:when|who|which|where|why|by whom|according to whom)\s?\?|(?:notes?|nb) \d{1,3}"
)
MARK = re.compile(
    rf"\s?\[\s?(?:\d{{1,3}}|{_NEEDED})\s?\](?![^\W_])|\s?\[ [a-z] \]"
    r"|(?<=[^\s\[(\"“‘'])\[[a-z]\](?![^\W_])",
    re.IGNORECASE,
)
"""Reference marks. Letters and words an editor put into a quotation ("[T]he", "[who]") are none."""
EDIT = re.compile(
    r"\s?\[\s?(?:edit|edit source|edit \| edit source|bearbeiten|modifier|editar)\s?\]", re.I
)
SHORTCODE = re.compile(
    r"\s?\[/[A-Za-z][\w-]*\]|(?:\s|(?<!\w))(?:\[[A-Za-z][\w-]{2,}(?:=|\s[\w-]+=[\"'“”„″&])[^\[\]]*\]"
    r"|\[(?:gallery|embed|playlist)(?:\s\w+=[^\[\]]*)?\]|\[[a-z]+_\w+/?\])"
)
"""Codes of publishing software that came into the text as they are: ``[box color="red"]``."""
_NOTE = re.compile(r"\s*\[\s?(?:\d{1,3}|[a-z])\s?\]")

_TEASERS = lines("wiki-related-articles", "related research articles")
_AFTER_TEASERS = frozenset(
    fold_line(heading)
    for heading in (
        "References|Notes|Footnotes|Citations|Sources|Bibliography|Further reading|External links"
        "|See also|Works cited|Notes and references|Explanatory notes|General references"
        "|Literature|Publications"
    ).split("|")
)
_HEAD_LINES = frozenset(("last updated", "from wikipedia, the free encyclopedia", "contents [hide"))
_FROM = re.compile(r"(?:from|aus|de|extrait de) (?:[\w-]+ ){0,2}[\w-]+(?:, .{1,60})?")
_JUMPS = frozenset(("jump to navigation", "jump to navigation jump to search", "navigation menu"))
"""A wiki's name below the title, on pages that show the rest of a wiki's frame."""
_NUMBERED = re.compile(r"\d{1,3}\.\s")
_HEAD = 12
_MENUS = frozenset(("navigation menu", "navigationsmenü", "menu de navigation", "personal tools"))
_TOOLS = frozenset(
    fold_line(line)
    for line in (
        "Personal tools|Not logged in|Talk|Contributions|Create account|Log in|Namespaces|Page"
        "|Article|Discussion|Views|Read|Edit|View source|View history|Main page|Recent changes"
        "|Random page|Tools|What links here|Related changes|Special pages|Printable version"
        "|Permanent link|Page information|Meine Werkzeuge|Namensräume|Versionsgeschichte"
        "|Letzte Änderungen|Links auf diese Seite|Outils personnels|Espaces de noms|Historique"
        "|Modifications récentes|Pages liées"
    ).split("|")
)
"""Entries of a wiki's own menus."""
_FEW_TOOLS = 5
_LONGEST_TOOL = 30
_FRAME = frozenset(("mw-navigation", "mw-head", "mw-panel", "printfooter", "footer", "catlinks"))


def strip_marks(block: Block) -> tuple[Block, list[DroppedBlock]]:
    """A block without the reference marks and shortcodes inside its sentences, and these.

    A mark that begins a block is the number of a note and stays.
    """
    if "[" not in block.text:
        return block, []
    dropped: list[DroppedBlock] = []

    def drop(match: re.Match[str], rule: str) -> str:
        dropped.append(DroppedBlock(match[0].strip(), rule))
        return ""

    note = _NOTE.match(block.text)
    start = note.end() if note else 0
    text = EDIT.sub(lambda m: drop(m, "wiki-edit-link"), block.text[start:])
    text = MARK.sub(lambda m: drop(m, "wiki-reference-mark"), text)
    if block.kind != "preformatted":
        text = SHORTCODE.sub(lambda m: drop(m, "shortcode"), text)
    if not dropped:
        return block, []
    text = " ".join((block.text[:start] + text).split())
    marks = sum(len(mark.text) for mark in dropped)
    linked = min(max(block.linked - marks, 0), len(text))
    return Block(text, block.kind, block.level, block.tokens, block.tags, linked), dropped


def judge_wiki(view: View) -> dict[int, str]:
    """The head line, and teasers of other articles up to the references or the next section."""
    drops: dict[int, str] = {}
    framed = not _JUMPS.isdisjoint(view.keys)
    for index in view.live()[:_HEAD]:
        known = view.keys[index] in _HEAD_LINES and view.words[index] <= 6
        if known or (framed and _FROM.fullmatch(view.keys[index])):
            drops[index] = "wiki-head-line"
    for index in view.live():
        if view.keys[index] in _TEASERS and index not in drops:
            drops |= dict.fromkeys([index, *_teasers(view, index)], "wiki-related-articles")
    return drops | dict.fromkeys(_navigation(view), "wiki-navigation")


def _navigation(view: View) -> Iterator[int]:
    """Lines from the heading of the site's menus to the end, if the tools of a wiki are there."""
    for index in view.live():
        if view.keys[index] in _MENUS:
            below = [i for i in view.live() if i >= index]
            tools = sum(view.keys[i] in _TOOLS for i in below)
            if tools >= _FEW_TOOLS and not any(view.words[i] > _LONGEST_TOOL for i in below):
                yield from below
            return


def _teasers(view: View, start: int) -> Iterator[int]:
    for index in range(start + 1, len(view.blocks)):
        block = view.blocks[index]
        if view.keys[index] in _AFTER_TEASERS or view.keys[index] in _MENUS:
            return
        if not block.tokens.isdisjoint(_FRAME) or _NUMBERED.match(block.text):
            return
        if block.tokens & {"references", "reflist", "references-small"} or "ol" in block.tags:
            return
        yield index
