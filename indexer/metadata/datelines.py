"""Dates printed on a page as its own: datelines, source lines, and the items of an index page.

A dateline is a line, or the beginning of one, that says little besides a date:
no sentence that tells of a year, no notice of copyright, change or retrieval.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.metadata.calendar import Dated, Day, find_dates, make_day
from indexer.model import Block, CleanPage

_CUE = re.compile(
    r"\b(?:(?:first |originally )?(?:published|posted|written|issued|printed|released|submitted|filed|created|added|dated)"
    r"|date|pub(?:lication)? date|veröffentlicht|erstellt|geschrieben|verfasst|gepostet|eingestellt|erschienen|datum"
    r"|publiziert|publié[es]*|posté|écrit|rédigé|mis en ligne|paru|publicado|escrito|enviado|fecha)\b",
    re.IGNORECASE,
)
_VETO = re.compile(
    r"©|\(c\)|\bcopyright\b|\ball rights\b|\b(?:last )?(?:updated?|modified|revised|changed|edited|reviewed|checked)\b"
    r"|\bretrieved\b|\baccessed\b|\barchived\b|\bcaptured\b|\bscraped\b|\bcrawled\b|\bsaved\b|\bborn\b|\bdied\b"
    r"|\baktualisiert\b|\bgeändert\b|\bstand:|\babgerufen\b|\bzugriff\b|\bmodifié|\bmise? à jour\b|\bconsulté"
    r"|\bactualizad|\bmodificad|\bconsultad|\bmember since\b|\bjoined\b|\bregistered\b|\breplies\b|\bdeadline\b"
    r"|\bexpires?\b|\bvalid\b|\bestablished\b|\bfounded\b|\bsince\b|\bsays:?$|\bsagt:?$|\ba dit\b|\bcomments? by\b"
    r"|\bmoderator\b|\bversion\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"^\W*(?:from|source|sources?:|taken from|extract(?:ed)? from|reprinted|reproduced|first (?:published|printed)"
    r"|originally (?:published|printed)|published in|quelle|aus|source :|tiré de|extrait de|fuente|de)\b",
    re.IGNORECASE,
)
_CLOSING_YEAR = re.compile(r"[(\[,]\s*(1[89]\d\d|20\d\d)\s*[)\]]?\s*\.?$")
_ASIDE = frozenset(
    """sidebar widget widgets widget-area secondary footer site-footer comment comments commentlist
    comment-list related related-posts recent-posts popular calendar navigation nav menu breadcrumb
    breadcrumbs archives blogroll twitter tweets""".split()
)
_ASIDE_TAGS = frozenset(("aside", "footer", "nav"))
_SMALL = frozenset(
    """the a an of by at on in from for and to no nos vol issue page pages p pp part number am pm uhr um von am
    le la les du de des par à el los por en del y und der die das den vom utc gmt edt est pdt pst bst cet mon
    tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch
    donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes
    miércoles jueves viernes sábado domingo posted published admin comments comment comentarios kommentare
    commentaires leave reply read min minutes with print email share views h""".split()
)
_SEGMENT = re.compile(r"[|•·⋅∙\n]|\s[-–—/]\s")
_HEAD = range(-6, 11)
_TAIL = range(-2, 5)
_LONGEST = 30
_MOST_RESIDUE = 10


class Dateline(NamedTuple):
    """A date a page prints as its own; ``told`` where a word such as "published" says so."""

    day: Day
    told: bool
    text: str


def read_datelines(page: CleanPage, title: str) -> tuple[Dateline, ...]:
    """The datelines near the head of the page, then near its tail, those told to be so first."""
    kept = {block.text for block in page.kept}
    blocks = _main_blocks(page, kept)
    if not page.kept or not blocks:
        return ()
    texts = [block.text for block in blocks]
    first = next((i for i, text in enumerate(texts) if text == title), None)
    if first is None:
        first = next((i for i, text in enumerate(texts) if text in kept), 0)
    last = next((i for i in range(len(texts) - 1, -1, -1) if texts[i] in kept), len(texts) - 1)
    head = [line for i in _HEAD for line in _line(blocks, first + i)]
    tail = [line for i in _TAIL if last + i > first + _HEAD[-1] for line in _line(blocks, last + i)]
    sources = [line for block in page.kept[-4:] for line in _source(block.text)]
    return tuple(
        sorted(head, key=lambda d: not d.told)
        + sources
        + [d for d in tail if d.told]
        + [d for d in tail if not d.told]
    )


def _main_blocks(page: CleanPage, kept: set[str]) -> list[Block]:
    """The blocks that do not stand aside, as told by elements and tokens the text itself has not."""
    inside = [block for block in page.page.blocks if block.text in kept]
    shared = Counter(word for block in inside for word in (*block.tokens, *block.tags))
    own = {word for word, count in shared.items() if count > len(inside) / 2}
    aside = (_ASIDE | _ASIDE_TAGS) - own
    return [b for b in page.page.blocks if not (b.tokens | b.tags) & aside]


def read_items(blocks: Sequence[Block]) -> tuple[Day, ...]:
    """The dates of the items, if the blocks are an index page: headings with a teaser each."""
    if not _is_index(blocks):
        return ()
    return tuple(day for block in blocks if _is_short(block) for day in _item_dates(block.text))


def _line(blocks: Sequence[Block], index: int) -> Iterator[Dateline]:
    if 0 <= index < len(blocks):
        block = blocks[index]
        found = dateline(block.text)
        if found and (block.kind != "heading" or found.told or _is_bare(block.text)):
            yield found


def dateline(text: str) -> Dateline | None:
    """The date of a line that is a dateline or begins with one."""
    dates = list(find_dates(text[:300]))
    if not dates:
        return None
    if len(text.split()) <= _LONGEST and len({d.day for d in dates}) <= 2:
        found = _whole(text, dates)
        if found:
            return found
    return _opening(text, dates[0])


def _whole(text: str, dates: Sequence[Dated]) -> Dateline | None:
    """A line of a date with names and numbers around it, nothing that makes a sentence."""
    for dated in dates:
        before, after = text[: dated.start], text[dated.end :]
        near = _SEGMENT.split(before)[-1]
        if _VETO.search(near) or (_VETO.search(before) and not _CUE.search(near)):
            continue
        told = bool(_CUE.search(before))
        if told and len(before.split()) <= 12:
            return Dateline(dated.day, True, text)
        beyond = _SEGMENT.split(after)[0]
        if _VETO.search(beyond) or not (_is_residue(near) and _is_residue(beyond)):
            continue
        if not text.rstrip().endswith((".", "!", "?")) or (
            _is_residue(before) and _is_residue(after)
        ):
            return Dateline(dated.day, told, text)
    return None


def _is_residue(text: str) -> bool:
    words = re.findall(r"[^\W_]+", text)
    lower = [w for w in words if w.lower() not in _SMALL and w[0].islower()]
    return not lower and len(words) <= _MOST_RESIDUE and not re.search(r"[?!“”\"]", text)


def _opening(text: str, dated: Dated) -> Dateline | None:
    """A date at the very beginning, after no more than a cue or place, set off from what follows."""
    before, after = text[: dated.start], text[dated.end :]
    if len(before.split()) > 6 or _VETO.search(before):
        return None
    told = bool(_CUE.search(before))
    if told and re.match(r"\s*(?:[.:|;–—)-]|$)", after):
        return Dateline(dated.day, True, text[: dated.end])
    placed = not before.strip() or bool(re.fullmatch(r"(?:[A-ZÄÖÜÉ][\w.'-]*,?\s*){1,4}", before))
    if placed and re.match(r"\s*(?:[|–—:]|--)", after) and dated.day.day:
        return Dateline(dated.day, False, text[: dated.end])
    return None


def _source(text: str) -> Iterator[Dateline]:
    """The date in a line that says where the text is from: "from A, ‘B’ (1976)"."""
    if len(text.split()) > _LONGEST or not _SOURCE.match(text) or _VETO.search(text):
        return
    dates = list(find_dates(text))
    closing = _CLOSING_YEAR.search(text)
    day = dates[-1].day if dates else make_day(int(closing[1])) if closing else None
    if day:
        yield Dateline(day, True, text)


def _is_bare(text: str) -> bool:
    """Whether a heading holds next to nothing but its date."""
    dated = next(find_dates(text), None)
    return dated is not None and len(text) - (dated.end - dated.start) <= 12


def _is_short(block: Block) -> bool:
    return len(block.text.split()) <= 15


def _is_index(blocks: Sequence[Block]) -> bool:
    """Whether most headings or short lines stand above a single paragraph of a few lines."""
    teasers = sections = run = 0
    for block in [*blocks, Block("")]:
        words = len(block.text.split())
        if block.kind == "heading" or words <= 12:
            sections += run > 0
            teasers += run == 1
            run = 0
        else:
            run += 1 if words <= 90 else 3
    return teasers >= 5 and teasers >= 0.6 * sections


def _item_dates(text: str) -> Iterator[Day]:
    """Dates that close an item's line or stand apart in it; not those it begins with."""
    if _VETO.search(text):
        return
    for dated in find_dates(text):
        if dated.start > 0 and (_CUE.search(text[: dated.start]) or _is_residue(text[dated.end :])):
            yield dated.day
    closing = re.search(r",\s*(1[89]\d\d|20\d\d)$", text)
    day = make_day(int(closing[1])) if closing else None
    if day:
        yield day
