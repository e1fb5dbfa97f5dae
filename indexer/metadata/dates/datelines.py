"""Lines that date a document: text in, the date it prints as its own out.

A dateline is a line, or the beginning of one, that says little besides a date:
no sentence that tells of a year, no notice of copyright, change or retrieval.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.metadata.calendar import Dated, Day, find_dates, make_day

_CUE = re.compile(
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
"""Words that say the date near them is the document's."""

_VETO = re.compile(
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
"""Words that say the date near them is another's: of change, of reading, of someone's life."""

_SOURCE = re.compile(
    r"^\W*(?:from|sources?|taken from|extract(?:ed)? from|reprinted|reproduced"
    r"|(?:this (?:was |is )?)?(?:first |originally )?(?:published|printed|written|given|delivered"
    r"|drafted|prepared|compiled|typed|circulated)"
    r"|(?:notes|text|script|transcript|outline) (?:for|of) (?:an?|the|our|my)"
    r"|(?:an? |the )?(?:talk|lecture|speech|paper|address|report) (?:given|delivered|read|made)"
    r"|quelle|aus|tiré de|extrait de|fuente|de)\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"\b(?:wurde|was|is|a été|fue)\s(?:[^\s.!?]+\s+){0,6}?$", re.IGNORECASE)
_ENTRY_DONE = re.compile(
    r"[\s,]+(?:[^\s.!?]+\s+){0,8}?(?:gepostet|veröffentlicht|geschrieben|erstellt|verfasst"
    r"|publiziert|eingestellt)\b",
    re.IGNORECASE,
)
_ENTRY_NAMED = re.compile(
    r"^\W*(?:dieser|this|the|cet|ce|este|esta)\s"
    r"(?:artikel|beitrag|eintrag|text|entry|post|article|item|billet|texte|entrada|artículo|texto)\b"
    r"(?:\s[^\s.!?]+){1,8}\s$",
    re.IGNORECASE,
)
"""Sentences of blogs below an entry: "This entry was posted on …", "… wurde am … gepostet"."""

_CLOSING_YEAR = re.compile(r"[(\[,]\s*(1[89]\d\d|20\d\d)\s*[)\]]?\s*\.?$")
_SMALL = frozenset(
    """the a an of by at on in from for and to no nos vol issue page pages p pp part number
    am pm uhr um von am le la les du de des par à el los por en del y und der die das den
    vom utc gmt edt est pdt pst bst cet mon tue wed thu fri sat sun monday tuesday wednesday
    thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag
    sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles
    jueves viernes sábado domingo n nº nr núm num número numéro numero heft jahrgang jg bd band
    ausgabe année año an época epoca série serie series tome tomo im price supplement edition
    special double posted published admin comments comment comentarios
    kommentare commentaires leave reply read min minutes with print email share views h""".split()
)
"""Lower-case words a line may hold beside its date and still be a dateline."""

_SEGMENT = re.compile(r"[|•·⋅∙\n]|\s[-–—/]\s")
_SPAN = re.compile(r"\s*(?:[-–—]|to|until|bis|au|al)\s*")
_PLACE = re.compile(r"\b(?:location|venue|where|place|ort|lieu|lugar):", re.IGNORECASE)
"""What follows the date of a meeting to come."""

_ISSUE = re.compile(
    r"(?:\b(?:vol(?:ume)?|nos?|nrs?|nú?ms?|número|numéro|numero|issue|heft|ausgabe|jahrgang|jg|bd|tome"
    r"|tomo|année|año)\b\.?|n[°º]|№|#)\s*(?:\d{1,4}|[ivxlc]{1,6})\b|\b\d{1,3}\.\s?(?:jahrgang|jg)\b",
    re.IGNORECASE,
)
"""The number of an issue of a periodical."""

_PERIODICAL = re.compile(
    r"\b(?:newsletter|news ?sheet|bulletin|journal|gazette|review|magazine|circular|minutes|digest"
    r"|rundbrief|zeitschrift|zeitung|mitteilungen|protokoll|revue|cahiers?|gaceta|revista|boletín"
    r"|acta|procès-verbal)\b",
    re.IGNORECASE,
)
_ISSUE_YEAR = re.compile(r"(?<![\w/.:–-])(1[89]\d\d|20\d\d)(?:[-–/]\d\d?)?(?![\w/:–-]|[.,]\d)")
_ADDRESS = re.compile(r"\S+@\S+|\S+ at [\w-]+(?:\.[\w-]+)+|\(at\)|\[at\]")
"""An address of electronic mail, as such or as archives of lists write it."""

_PICTURED = re.compile(
    r"^\W*(?:photo(?:graph)?s?|foto|picture|image|caption|fig(?:ure)?|abb(?:ildung)?|bild|imagen)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"[\s,|–-]*(?:at|um|à|a las)?\s*\d{1,2}[:.h]\d\d\b")
_LONGEST = 30
_LONG = 300
_OPENING = 120
"""Characters of a line, and of the opening of a paragraph, that a date is looked for in."""

_MOST_RESIDUE = 10
_MOST_MASTHEAD = 18
_NEAR = 4


class Dateline(NamedTuple):
    """A date printed as the document's own.

    ``told`` where a word such as "published" says so, ``labelled`` where that
    word and a colon stand right before it.
    """

    day: Day
    told: bool
    labelled: bool = False


def read_dateline(text: str) -> Dateline | None:
    """The date of a line that is a dateline or begins with one."""
    short = text.count(" ") < _LONGEST
    dates = list(find_dates(text[: _LONG if short else _OPENING]))
    if not dates or _is_span(text, dates) or _PLACE.search(text, dates[0].end):
        return None
    if _PICTURED.match(text):
        return None
    if short and len({dated.day for dated in dates}) <= 2:
        found = _whole(text, dates)
        if found:
            return found
    return _opening(text, dates[0])


def read_source_line(text: str, closing_only: bool = False) -> Dateline | None:
    """The date in a line that says where the text is from: "from A, ‘B’ (1976)".

    With ``closing_only`` the date must be the line's last words.
    """
    if len(text.split()) > _LONGEST or not _SOURCE.match(text) or _VETO.search(text):
        return None
    dates = list(find_dates(text))
    if dates and closing_only and re.search(r"\w", text[dates[-1].end :]):
        return None
    closing = _CLOSING_YEAR.search(text)
    day = dates[-1].day if dates else make_day(int(closing[1])) if closing else None
    return Dateline(day, True) if day else None


def read_issue_line(text: str) -> Dateline | None:
    """The year of a line that is little but the number of an issue: "The Walk, No. 3, 1968"."""
    if len(text.split()) > _LONGEST or not _ISSUE.search(text) or _VETO.search(text):
        return None
    years = {year[1] for year in _ISSUE_YEAR.finditer(_ISSUE.sub(" ", text))}
    day = make_day(int(years.pop())) if len(years) == 1 and _is_residue(text) else None
    return Dateline(day, False) if day else None


def read_entry_line(text: str) -> Dateline | None:
    """The date in a blog's sentence on when an entry was posted."""
    for dated in find_dates(text[:400]):
        before, after = text[: dated.start], text[dated.end :]
        if _VETO.search(before[-80:]):
            continue
        if _ENTRY_NAMED.match(before) or (_ENTRY.search(before) and _ENTRY_DONE.match(after)):
            return Dateline(dated.day, True)
    return None


def is_stamped(text: str) -> bool:
    """Whether a line holds a day with the time of day after it."""
    return any(d.day.day and _CLOCK.match(text, d.end) for d in find_dates(text))


def is_issue(text: str) -> bool:
    """Whether a line gives the number of an issue, or calls itself one of a periodical."""
    return bool(_ISSUE.search(text) or _PERIODICAL.search(text))


def is_bare(text: str) -> bool:
    """Whether a line holds a date and beside it only numbers and words such as "Monday"."""
    dated = next(find_dates(text), None)
    if dated is None:
        return False
    words = re.findall(r"[^\W_]+", (text[: dated.start] + text[dated.end :]).lower())
    return all(word.isdigit() or word in _SMALL for word in words)


def item_dates(text: str) -> Iterator[Day]:
    """The dates that close the line of an item or stand apart in it; not one it begins with."""
    if _VETO.search(text):
        return
    for dated in find_dates(text):
        if dated.start > 0 and (_CUE.search(text[: dated.start]) or _is_residue(text[dated.end :])):
            yield dated.day
    closing = re.search(r",\s*(1[89]\d\d|20\d\d)$", text)
    day = make_day(int(closing[1])) if closing else None
    if day:
        yield day


def _is_span(text: str, dates: Sequence[Dated]) -> bool:
    """Whether a line gives two dates as beginning and end: a life, a course, an exhibition."""
    return len(dates) > 1 and bool(_SPAN.fullmatch(text, dates[0].end, dates[1].start))


def _whole(text: str, dates: Sequence[Dated]) -> Dateline | None:
    """A line of a date with names and numbers around it, nothing that makes a sentence."""
    for dated in dates:
        before, after = text[: dated.start], text[dated.end :]
        near, beyond = _SEGMENT.split(before)[-1], _SEGMENT.split(after)[0]
        if _VETO.search(near) or (_VETO.search(before) and not _CUE.search(near)):
            continue
        told = _is_told(before)
        if told and len(before.split()) <= 12:
            return Dateline(dated.day, True, before.rstrip().endswith(":"))
        if _VETO.search(beyond) or not _is_residue(near):
            continue
        if not _is_residue(beyond) and not (dated.day.day and _CLOCK.match(after)):
            continue
        closed = text.rstrip().endswith((".", "!", "?"))
        if not closed or (_is_residue(before) and _is_residue(after)):
            return Dateline(dated.day, told)
    return None


def _opening(text: str, dated: Dated) -> Dateline | None:
    """A date at the very beginning, after no more than a cue or place, apart from what follows."""
    before, after = text[: dated.start], text[dated.end :]
    if len(before.split()) > 6 or _VETO.search(before):
        return None
    labelled = before.rstrip().endswith(":") and _is_told(before)
    if labelled or (_is_told(before) and re.match(r"\s*(?:[.:|;–—)-]|$)", after)):
        return Dateline(dated.day, True, labelled)
    if re.match(r"\s+(?:issue|edition)\s*(?:$|[-–—:|.,])", after) and _is_residue(before):
        return Dateline(dated.day, True)
    placed = re.fullmatch(r"(?:[^\W\d_a-z][\w.'-]*,?\s+){0,4}", before)
    if placed and dated.day.day and re.match(r"\s*(?:[|–—:]|--)", after):
        return Dateline(dated.day, False)
    return None


def _is_told(before: str) -> bool:
    cues = list(_CUE.finditer(before))
    return bool(cues) and len(before[cues[-1].end() :].split()) <= _NEAR


def _is_residue(text: str) -> bool:
    """Whether what stands beside a date is no sentence: names, numbers, small words."""
    words = re.findall(r"[^\W_]+", _ADDRESS.sub("", text))
    lower = [word for word in words if word.lower() not in _SMALL and word[0].islower()]
    most = _MOST_MASTHEAD if _ISSUE.search(text) else _MOST_RESIDUE
    return not lower and len(words) <= most and not re.search(r"[?!“”\"]", text)
