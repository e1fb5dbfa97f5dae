"""The address and day of capture that web archives and copying programs note on a page."""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.metadata.calendar import Day, make_day
from indexer.metadata.date_forms import read_date
from indexer.model import ParsedPage

_WAYBACK = re.compile(
    r"(?:The Wayback Machine - )?(?:https?://)?(?:web\.archive\.org)?"
    r"/web/(\d{8})\d*(?:[a-z]{2}_)?/(https?:/{1,2}[^\s\"'<>]+)"
)
_ARCHIVED = re.compile(r"^FILE ARCHIVED ON [\d:]+ (\w{3,9} \d{1,2}, \d{4})", re.IGNORECASE)
_MIRRORED = re.compile(r"^Mirrored from (\S+) by HTTrack\b[^,]*,\s*(.{8,40})", re.IGNORECASE)
_SAVED = re.compile(r"^saved from url=\(\d+\)(https?://\S+)", re.IGNORECASE)
_SNAPSHOT = re.compile(
    r"\b(?:this snapshot,? (?:was )?taken on|this is an archived page,? saved on)\s+"
    r"(?:[\d:]+\s+(?:on\s+)?)?"
    r"(?:(\d\d)/(\d\d)/(\d{4})|(\w{3,9} \d{1,2}, \d{4}|\d{1,2} \w{3,9} \d{4}))",
    re.IGNORECASE,
)
_FIRST_BLOCKS = 8
"""Blocks at the top of a page that may be an archive's banner; chosen by hand."""


class CaptureNote(NamedTuple):
    """The original address of a page and the day of its capture, ``None`` where unknown."""

    url: str | None = None
    day: Day | None = None


def read_capture(page: ParsedPage, url: str | None = None) -> CaptureNote:
    """What notes in the source, banners above the text and the page's addresses say.

    ``url`` is where the page was found, if known.
    """
    stated = (v for name, v in page.properties if name in ("comment:archive", "link:canonical"))
    banners = (block.text for block in page.blocks[:_FIRST_BLOCKS])
    original: str | None = None
    day: Day | None = None
    for note in (*stated, *banners, url or ""):
        found = _read_note(note)
        original, day = original or found.url, day or found.day
    return CaptureNote(original, day)


def _read_note(note: str) -> CaptureNote:
    if match := _MIRRORED.match(note):
        address = match[1] if "://" in match[1] else f"http://{match[1]}"
        return CaptureNote(address, read_date(match[2]))
    if match := _WAYBACK.fullmatch(note):
        stamp, whole = match[1], re.sub(r"^(https?:)/{1,2}", r"\1//", match[2])
        return CaptureNote(whole, make_day(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:])))
    if match := _SAVED.match(note):
        return CaptureNote(match[1], None)
    if match := _ARCHIVED.match(note):
        return CaptureNote(None, read_date(match[1]))
    if match := _SNAPSHOT.search(note):
        british = match[3] and make_day(int(match[3]), int(match[2]), int(match[1]))
        return CaptureNote(None, british or (read_date(match[4]) if match[4] else None))
    return CaptureNote()
