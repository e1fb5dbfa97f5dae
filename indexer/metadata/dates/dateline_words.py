"""Words and signs by which a line is recognised to date its document, or something else.

The lists were chosen by hand. CUE and VETO decide most: to make a line date its document, or
keep it from doing so, add a word to one of them.
"""

from __future__ import annotations

import re

from indexer.metadata.date_forms import ISSUE_WORDS
from indexer.notation.calendar_words import WEEKDAY_NAMES, YEAR

CUE = re.compile(
    r"\b(?:(?:first |originally )?(?:published|posted|written|issued|printed|released|submitted"
    r"|filed|created|added|dated|compiled|typed|drafted|delivered)|date|pub(?:lication)? date|diary"
    r"|(?:post(?:ing)?|publish(?:ing)?|publication) (?:date|time)"
    r"|veröffentlicht|veröffentlichung|erscheinungsdatum|erstellt|geschrieben|verfasst|gepostet"
    r"|eingestellt|erschienen|datum|publiziert"
    r"|publié[es]*|posté|écrit|rédigé|mis en ligne|paru|publicado|escrito|enviado|fecha"
    r"|(?:pressemitteilung|pressemeldung|mitteilung|meldung|artikel|beitrag) vom"
    r"|(?:press release|news release|circular|leaflet) of|communiqué du|comunicado del)\b",
    re.IGNORECASE,
)
"""Words that say that the date near them is the document's."""

VETO = re.compile(
    r"©|\(c\)|\bcopyright\b|\ball rights\b"
    r"|\b(?:last )?(?:updated?|modified|revised|changed|edited|reviewed|checked)\b"
    r"|\b(?:retrieved|accessed|archived|captured|scraped|crawled|saved|born|died|expires?|valid)\b"
    r"|\b(?:aktualisiert|geändert|abgerufen|zugriff|consulté|consultado|modifié|modificado)\b"
    r"|\bstand:|änderung|\b(?:today|heute|aujourd[’']hui|hoy)\b"
    r"|\bmises? à jour\b|\bactualizad|\b(?:joined|registered|member|established|founded|since)\b"
    r"|\b(?:formation|formed|dissol|disband|headquarters|elected|election|opened|closed|merge)"
    r"|\b(?:when|where|location|venue):"
    r"|\b(?:replies|deadline|moderator|version)\b|\b(?:says|sagt):?$|\ba dit\b|\bcomments? by\b"
    r"|\b(?:sign in|log ?in|shopping cart|privacy policy|site ?map|search)\b",
    re.IGNORECASE,
)
"""Words that say that the date near them is another: of a change, a reading, a life."""

SOURCE = re.compile(
    r"^\W*(?:from|sources?|taken from|extract(?:ed)? from|reprinted|reproduced"
    r"|(?:this (?:was |is )?)?(?:first |originally )?(?:published|printed|written|given|delivered"
    r"|drafted|prepared|compiled|typed|circulated)"
    r"|(?:notes|text|script|transcript|outline) (?:for|of) (?:an?|the|our|my)"
    r"|(?:an? |the )?(?:talk|lecture|speech|paper|address|report) (?:given|delivered|read|made)"
    r"|quelle|aus|tiré de|extrait de|fuente|de)\b",
    re.IGNORECASE,
)
"""How a line begins that says where the text is from."""

POSTED_BEFORE = re.compile(r"\b(?:wurde|was|is|a été|fue)\s(?:[^\s.!?]+\s+){0,6}?$", re.IGNORECASE)
POSTED_AFTER = re.compile(
    r"[\s,]+(?:[^\s.!?]+\s+){0,8}?(?:gepostet|veröffentlicht|geschrieben|erstellt|verfasst"
    r"|publiziert|eingestellt)\b",
    re.IGNORECASE,
)
POSTED_NAMED = re.compile(
    r"^\W*(?:dieser|this|the|cet|ce|este|esta)\s"
    r"(?:artikel|beitrag|eintrag|text|entry|post|article|item|billet|texte|entrada|artículo|texto)\b"
    r"(?:\s[^\s.!?]+){1,8}\s$",
    re.IGNORECASE,
)
"""Sentences of blogs below an entry: "This entry was posted on …", "… wurde am … gepostet"."""

CLOSING_YEAR = re.compile(rf"[(\[,]\s*({YEAR})\s*[)\]]?\s*\.?$")
SMALL_WORDS = WEEKDAY_NAMES | frozenset(
    """the a an of by at on in from for and to no nos vol issue page pages p pp part number am pm
    uhr um von le la les du de des par à el los por en del y und der die das den vom utc gmt edt
    est pdt pst bst cet n nº nr núm num número numéro numero heft jahrgang jg bd band ausgabe
    année año época epoca série serie series tome tomo im price supplement edition special
    double posted published admin comments comment comentarios kommentare commentaires leave
    reply read min minutes with print email share views h""".split()
)
"""Words in small letters that a dateline may hold beside its date."""

BETWEEN_ENDS = re.compile(r"\s*(?:[-–—]|to|until|bis|au|al)\s*")
"""Between the first and the last day of a span."""
VENUE = re.compile(r"\b(?:location|venue|where|place|ort|lieu|lugar):", re.IGNORECASE)
"""What follows the date of a meeting to come."""

ISSUE_NUMBER = re.compile(
    rf"(?:\b(?:{ISSUE_WORDS}|jahrgang|jg|année|año)\b\.?|n[°º]|№|#)"
    r"\s*(?:\d{1,4}|[ivxlc]{1,6})\b|\b\d{1,3}\.\s?(?:jahrgang|jg)\b",
    re.IGNORECASE,
)
"""The number of an issue of a periodical."""

PERIODICAL = re.compile(
    r"\b(?:newsletter|news ?sheet|bulletin|journal|gazette|review|magazine|circular|minutes|digest"
    r"|rundbrief|zeitschrift|zeitung|mitteilungen|protokoll|revue|cahiers?|gaceta|revista|boletín"
    r"|acta|procès-verbal)\b",
    re.IGNORECASE,
)
"""Names for periodicals and minutes."""
ISSUE_YEAR = re.compile(rf"(?<![\w/.:–-])({YEAR})(?:[-–/]\d\d?)?(?![\w/:–-]|[.,]\d)")
MAIL_ADDRESS = re.compile(r"\S+@\S+|\S+ at [\w-]+(?:\.[\w-]+)+|\(at\)|\[at\]")
"""An e-mail address, as such or as archives of mailing lists write it."""

CAPTION = re.compile(
    r"^\W*(?:photo(?:graph)?s?|foto|picture|image|caption|fig(?:ure)?|abb(?:ildung)?|bild|imagen)\b",
    re.IGNORECASE,
)
"""How the caption of a picture begins."""
CLOCK_TIME = re.compile(r"[\s,|–-]*(?:at|um|à|a las)?\s*\d{1,2}[:.h]\d\d\b")
"""A time of day right behind a date."""
