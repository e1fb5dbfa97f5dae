"""Signs between the entries of a menu, the parts of a title and those of a dateline.

The sets differ on purpose: a slash may join words of prose, a hyphen words of a title, and
every sign added to one of them cuts lines that were whole before.
"""

from __future__ import annotations

import re

_BARS = "|·•»>/"
"""Signs that separate entries of a menu and rarely words of a sentence."""
_DASHES = "–—-"

BETWEEN_ENTRIES = re.compile(rf"\s[{_BARS}]+\s")
"""Between the entries of a menu written on one line."""

BETWEEN_LINKS = re.compile(rf"\s[{_BARS}:-]+\s")
"""The same where the line is known to be links, so that a colon or hyphen parts them too."""

BETWEEN_TITLE_AND_SITE = re.compile(rf"\s+[{_BARS}:{_DASHES}]+\s+|: ")
"""Between the title and the name of the site in the first line of a page's text."""

BETWEEN_TITLE_PARTS = re.compile(rf"\s*(?:\s[|·•:/~{_DASHES}]+\s|[|»«›]|::)\s*")
"""Between the parts of a title element, of which some name the site."""

BETWEEN_TITLE_PHRASES = re.compile(BETWEEN_TITLE_PARTS.pattern + r"|:\s+")
"""The same, and a colon: title and subtitle."""

BETWEEN_DATELINE_PARTS = re.compile(rf"[|•·⋅∙\n]|\s[/{_DASHES}]\s")
"""Between what a dateline says: date, author, section."""
