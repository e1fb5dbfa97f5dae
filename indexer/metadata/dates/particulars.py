"""What a line of labels says of a document: "Written: 1934. First published: May 1936"."""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.metadata.calendar import Day, make_day
from indexer.metadata.date_forms import find_dates
from indexer.notation.calendar_words import YEAR

_PUBLISHED_LABEL = re.compile(
    r"(?:^|(?<=\W))(?:(?:first |originally )?(?:published|printed|issued|posted"
    r"|appeared|released|sent)"
    r"|first (?:edition|appearance|publication)|(?:publication |original |issue |release )?date"
    r"|(?:date|year|place and date) of (?:publication|issue)"
    r"|erst(?:mals )?(?:veröffentlicht|veröffentlichung|erschienen|druck|ausgabe)|erschienen"
    r"|veröffentlicht|(?:veröffentlichungs|erscheinungs)?datum|gesendet|erscheinungsjahr"
    r"|(?:première )?publication|publié(?:e|es|s)?|première édition|(?:date de )?parution|paru"
    r"|envoyé|date d[’']envoi"
    r"|(?:primera )?(?:publicación|edición)|publicado(?: por primera vez)?|publicada"
    r"|fecha(?: de publicación)?|enviado(?: el)?)$",
    re.IGNORECASE,
)
"""The label in front of a date of publication."""
_WRITTEN_LABEL = re.compile(
    r"(?:^|(?<=\W))(?:written|drafted|composed|delivered|spoken|given|adopted|signed|dated|typed|recorded"
    r"|geschrieben|verfasst|gehalten|abfassung|écrit|rédigé|rédaction|prononcé|redacción|escrito"
    r"|redactado|pronunciado)$",
    re.IGNORECASE,
)
"""The label in front of a date of writing."""
_EVENT_LABEL = re.compile(
    r"\b(?:time|when|venue|where|place|location|speakers?|doors|admission|tickets?|rsvp|uhrzeit"
    r"|ort|eintritt|beginn|lieu|heure|entrée|lugar|hora|entrada)\s?:",
    re.IGNORECASE,
)
"""Labels of an announcement, whose dates are those of the meeting."""
_OTHER_LABEL = re.compile(
    r"\b(?:last|updated?|modifi\w+|changed?|revis\w+|review\w*|access\w*|retriev\w+|archiv\w+|event"
    r"|births?|deaths?|start|end|due|clos\w+|expir\w+|joined|join|regist\w+|launch|effective|meeting"
    r"|re|not|never|capture|crawl|scan|upload|letzte\w*|geburts|nacimiento|naissance|never|un)"
    r"[\s-]*(?:date|datum|fecha|published|issued|printed|written|posted)?$",
    re.IGNORECASE,
)
"""What turns a label into that of another date: "last published", "event date", "birth date"."""

_YEAR = re.compile(rf"(?<![\w£$€.,:/–-]){YEAR}(?![\w–-]|[.,]\d)")
_COLON = re.compile(r"\s?:(?=\s|$)")
_LONGEST_LINE = 120
_LABEL_CHARACTERS = 40
_VALUE_WORDS = 30
"""Words of a line of labels, characters of a label, words of a value; chosen by hand."""


class Particulars(NamedTuple):
    """The dates behind labels of publishing and of writing; ``None`` where there is none."""

    published: Day | None
    written: Day | None


def read_particulars(text: str) -> Particulars:
    """What a line that begins with a label, or holds several, says of its document's dates.

    A line with the labels of a meeting to come (time, venue) says nothing.
    """
    if (
        ":" not in text[:_LABEL_CHARACTERS]
        or len(text.split()) > _LONGEST_LINE
        or _EVENT_LABEL.search(text)
    ):
        return Particulars(None, None)
    days: list[Day | None] = []
    for label in (_PUBLISHED_LABEL, _WRITTEN_LABEL):
        found = (_labelled_day(text, colon, label) for colon in _COLON.finditer(text))
        days.append(next((day for day in found if day), None))
    return Particulars(*days)


def _labelled_day(text: str, colon: re.Match[str], label: re.Pattern[str]) -> Day | None:
    """The date right behind a colon with the label in front of it, before the next label."""
    before = text[max(0, colon.start() - _LABEL_CHARACTERS) : colon.start()]
    named = label.search(before)
    if not named or _OTHER_LABEL.search(before[: named.start()].rstrip()):
        return None
    if (
        colon.start() < _LABEL_CHARACTERS
        and ":" not in before
        and before[: named.start()].strip().isalpha()
    ):
        return None
    following = _COLON.search(text, colon.end())
    value = text[colon.end() : following.start() if following else len(text)]
    value = " ".join(value.split()[:_VALUE_WORDS])
    dated = next(find_dates(value), None)
    if dated:
        return dated.day
    year = _YEAR.search(value)
    return make_day(int(year[0])) if year else None
