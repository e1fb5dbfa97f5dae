"""What may be around a name where a title or line says whose page it is."""

from __future__ import annotations

import re

IS = re.compile(
    r"\s*(?:\([^)]{1,40}\)\s*)?(?:is|was|are|were)\s+"
    r"(?:an?|the|one of|Britain[’']s|Scotland[’']s|Wales[’']s)\b"
    r"|\s*(?:[\w-]+\s){0,3}(?:magazine|newspaper|paper|journal|web ?site|bulletin)\b"
)
"""What follows an organisation where a line says what it is, or that something is its paper."""

BEFORE_NAME = re.compile(
    r"^\W*+(?>(?:welcome to|about|introducing|who (?:are|is|were)|what (?:is|was)|join"
    r"|(?:an? (?:short |brief )?|the )?(?:history|story|origins|aims|programme|constitution) of"
    r"|statement (?:of|by)|the|us)\W*+)*+$",
    re.IGNORECASE,
)
AFTER_NAME = re.compile(
    r"^(?>\s*\([^)]{1,40}\)|\d{4}(?:\s*[-–—]\s*\d{2,4})?|home(?: ?page)?"
    r"|(?:official )?(?:web ?)?site|online|uk|(?:in )?(?:britain|england|scotland|wales)"
    r"|(?:an? (?:short |brief )?)?(?:history|chronology|timeline|profile)"
    r"|statement|editorial|\W)*+$",
    re.IGNORECASE,
)
"""What may be around a name in a title or statement that is about nothing else."""
