"""A wiki's frame, and marks inside its text. All but the marks are folded lines."""

from __future__ import annotations

import re

from indexer.cleaning.rules.line_tables import folded_lines

_NEEDED = (
    r"citation needed|clarification needed|verification needed|page needed|full citation needed"
    r"|better source needed|attribution needed|disambiguation needed|example needed|update needed"
    r"|non-primary source needed|not in citation given|failed verification|unreliable source\??"
    r"|(?:permanent )?dead link|original research\??|dubious\W{0,3}discuss|dubious|vague|clarify"
    r"|weasel words|neutrality is disputed|needs update|update|specify|quantify"
    r"|(?:when|who|which|where|why|by whom|according to whom)\s?\?|(?:notes?|nb) \d{1,3}"
)
REFERENCE_MARK = re.compile(
    rf"\s?\[\s?(?:\d{{1,3}}|{_NEEDED})\s?\](?![^\W_])|\s?\[ [a-z] \]"
    r"|(?<=[^\s\[(\"“‘'])\[[a-z]\](?![^\W_])",
    re.IGNORECASE,
)
"""Reference marks; not the letters and words an editor inserts into a quotation ("[T]he")."""
EDIT_LINK = re.compile(
    r"\s?\[\s?(?:edit|edit source|edit \| edit source|bearbeiten|modifier|editar)\s?\]", re.I
)
"""The link behind the heading of a section."""
SHORTCODE = re.compile(
    r"\s?\[/[A-Za-z][\w-]*\]|(?:\s|(?<!\w))(?:\[[A-Za-z][\w-]{2,}(?:=|\s[\w-]+=[\"'“”„″&])[^\[\]]*\]"
    r"|\[(?:gallery|embed|playlist)(?:\s\w+=[^\[\]]*)?\]|\[[a-z]+_\w+/?\])"
)
"""Codes of publishing software left in the text: ``[box color="red"]``."""
NOTE_NUMBER = re.compile(r"\s*\[\s?(?:\d{1,3}|[a-z])\s?\]")
"""The number with which a note begins."""

TEASER_HEADINGS = folded_lines("related research articles")
SECTIONS_BELOW_TEASERS = folded_lines(
    "References|Notes|Footnotes|Citations|Sources|Bibliography|Further reading|External links"
    "|See also|Works cited|Notes and references|Explanatory notes|General references"
    "|Literature|Publications"
)
REFERENCE_TOKENS = frozenset(("references", "reflist", "references-small"))
"""Class and id tokens of the list of references."""

HEAD_LINES = folded_lines("last updated|from wikipedia, the free encyclopedia|contents [hide")
SITE_LINE = re.compile(r"(?:from|aus|de|extrait de) (?:[\w-]+ ){0,2}[\w-]+(?:, .{1,60})?")
"""The wiki's name below the title, on pages that show a wiki's frame."""
JUMP_LINKS = folded_lines("jump to navigation|jump to navigation jump to search|navigation menu")
"""Lines that show that a page has a wiki's frame."""

MENU_HEADINGS = folded_lines("navigation menu|navigationsmenü|menu de navigation|personal tools")
TOOLS = folded_lines(
    "Personal tools|Not logged in|Talk|Contributions|Create account|Log in|Namespaces|Page"
    "|Article|Discussion|Views|Read|Edit|View source|View history|Main page|Recent changes"
    "|Random page|Tools|What links here|Related changes|Special pages|Printable version"
    "|Permanent link|Page information|Meine Werkzeuge|Namensräume|Versionsgeschichte"
    "|Letzte Änderungen|Links auf diese Seite|Outils personnels|Espaces de noms|Historique"
    "|Modifications récentes|Pages liées"
)
"""Entries of a wiki's own menus."""
FRAME_TOKENS = frozenset(
    ("mw-navigation", "mw-head", "mw-panel", "printfooter", "footer", "catlinks")
)
"""Class and id tokens of a wiki's frame."""
