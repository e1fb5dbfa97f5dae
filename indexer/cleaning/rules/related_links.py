"""Lines with which a page leads to other documents, as expressions over folded lines."""

from __future__ import annotations

import re

POINTS_BELOW = (
    r"(?:(?:other|more|also|further|including|weitere) )*"
    r"(?:stories|articles|letters|reports|reviews|"
    r"views|news|entries|chapters|subjects|topics|artikel|beiträge|meldungen) "
    r"(?:below|inside|overleaf|on this page|unten|auf dieser seite)(?: on)?"
)
"""A paper's lines that point to other articles on the page; an expression."""

ALSO = re.compile(
    rf"{POINTS_BELOW}\b|"
    r"(?:read|watch|listen|see|also|lesetipp|lies|lesen|lire|lea|lee|mira): |"
    r"(?:read (?:also|more|next)|see (?:also|more)|must read|don't miss|leggi anche|lees ook|"
    r"zobacz (?:też|także|również)|czytaj (?:też|także|również)|läs (?:också|även)|"
    r"also read|related|more on this|lesen sie (?:auch|mehr)|"
    r"lies auch|auch lesen|"
    r"mehr (?:zum thema|dazu)|siehe auch|lire aussi|à lire|voir aussi|lea (?:también|más)?|"
    r"lee también|"
    r"vea también|ver también)\b"
)
"""How a link to another document begins, set between the paragraphs of one."""

ANNOUNCING = re.compile(
    r"(?:more|mehr) (?:from|in|on|aus|von|zu|zum) .{1,40}|"
    r"more (?:\S+ ){0,3}(?:stories|posts|articles|news|headlines)|"
    r"(?:weitere|weiterführende|mehr|ähnliche|empfohlene|"
    r"passende|"
    r"verwandte|andere|neue) (?:beiträge|artikel|themen|kolumnen|meldungen|"
    r"nachrichten)(?: .{1,40})?|"
    r"(?:diese|das) (?:beiträge|artikel|thema) .{0,24}(?:interessieren|verpassen)|"
    r"(?:artikel|beiträge|mehr) zum thema|(?:viel|meist) ?gelesen.{0,30}|auch interessant|"
    r"mehr lesen|"
    r"(?:lesen sie|lies|hier) (?:auch|mehr|weiter)|read (?:this )?(?:next|also|more)|see also|"
    r"(?:recommended|suggested|similar|other|latest|further) (?:posts|articles|stories)|"
    r"te (?:puede|podría) interesar|(?:video|nota) recomendad[oa]s?|"
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested in).{0,20}|"
    r"vous (?:aimerez|pourriez) aussi.{0,30}|(?:autres|derniers|nos derniers) articles.{0,30}"
)
"""Lines that announce links to other documents, if links follow them."""
