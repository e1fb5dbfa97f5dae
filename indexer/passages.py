"""Document in, passages out.

A passage consists of consecutive blocks under one heading, about ``TARGET`` words.
Each group of sections is divided at the lowest total cost over all possible cuts:
keeping to the bounds counts most, then keeping sentences whole, then a heading with
its text, then blocks whole, then lengths near the target.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.authority import Authority
from indexer.model import Block, Document, Passage

TARGET = 120
LEAST = 40
MOST = 200
"""Lengths of a passage in whitespace-separated words."""

_STEP = 20
"""Words between the cuts that are tried inside a sentence when nothing else keeps the bounds."""

# Costs of a division, chosen by hand: each order of magnitude is one rank of the rules above.
# A passage also costs the square of the words it is off the target.
_PER_PASSAGE = 1_000.0
_IN_LONG_BLOCK = 3_000.0
"""Between sentences of a block of over ``MOST`` words, which must be cut anyway."""
_IN_BLOCK = 1e5
"""Between sentences of any other block."""
_IN_SENTENCE = 1e7
_AFTER_HEADING = 2e5
_OUT_OF_BOUNDS = 1e10
_NEAR_EDGE = 10
"""Factor for a cut that leaves fewer than ``LEAST`` words of a block."""

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]»]*(?=\s+[\"'“‘(\[«]*[^\W_a-z])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“‘\"'])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|Mrs?|Ms|Dr|Prof|St|Rev|Sr|Jr|Gen|Col|Capt"
    r"|Sgt|Lt|Hon|No|Nos|Vol|vol|pp|ed|eds|cf|vs|c|ca|e\.g|i\.e|Ltd|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec)\.$"
)


def split_document(document: Document, authority: Authority) -> tuple[Passage, ...]:
    """Split a document into consecutive passages that together cover its text.

    A document without a word has no passages, one of under ``LEAST`` words has one;
    in all others every passage has ``LEAST`` to ``MOST`` words.
    """
    units = tuple(_units(document.blocks))
    text = document.text
    within = {attribution.slug for attribution in document.organisations}
    within |= set(authority.mentions(text, find_years(text), within))
    found = authority.find(text)
    starts = [mention.start for mention in found]
    seen: Counter[str] = Counter()
    passages: list[Passage] = []
    for run in _divide(units):
        start, end = run[0].start, run[-1].end
        piece = text[start:end]
        inside = found[bisect_left(starts, start) : bisect_left(starts, end)]
        named = [m._replace(start=m.start - start, end=m.end - start) for m in inside]
        digest = hashlib.sha256(piece.encode()).hexdigest()[:8]
        seen[digest] += 1
        suffix = f"-{seen[digest]}" if seen[digest] > 1 else ""
        years = find_years(piece)
        passages.append(
            Passage(
                id=f"{document.id}-{digest}{suffix}",
                start=start,
                heading=next((p.heading for p in run if not p.is_heading), run[-1].heading),
                text=piece,
                mentions=authority.mentions(piece, years, within, named),
                years=years,
            )
        )
    return tuple(passages)


# ---------------------------------------------------------------- units


@dataclass(frozen=True)
class _Unit:
    """A stretch of the document's text inside which no passage ends.

    ``cut_cost`` is the cost of a cut before it, whatever the passages' lengths;
    ``words`` is its number of words.
    """

    start: int
    end: int
    words: int
    cut_cost: float
    heading: tuple[str, ...]
    is_heading: bool


def _units(blocks: Sequence[Block]) -> Iterator[_Unit]:
    offset = 0
    path: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "heading":
            level = block.level or 6
            path = [*(entry for entry in path if entry[0] < level), (level, block.text)]
        heading = tuple(text for _, text in path)
        words = [(m.start(), m.end()) for m in _WORD.finditer(block.text)]
        for first, last, cost in _cuts(block.text, words):
            start, end = words[first][0] + offset, words[last - 1][1] + offset
            yield _Unit(start, end, last - first, cost, heading, block.kind == "heading")
        offset += len(block.text) + 1


def _cuts(text: str, words: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
    """The units of a block: first word, last word (exclusive), cost of a cut before the unit."""
    costs = _cut_costs(text, words) if words else {}
    for first, last in pairwise([*sorted(costs), len(words)]):
        near_edge = 0 < first < LEAST or 0 < len(words) - first < LEAST
        yield first, last, costs[first] * (_NEAR_EDGE if near_edge else 1)


def _cut_costs(text: str, words: Sequence[tuple[int, int]]) -> dict[int, float]:
    """The words before which a block may be cut, with the costs."""
    costs = {0: 0.0}
    if len(words) < 2 * LEAST:
        return costs
    at_sentence = _IN_LONG_BLOCK if len(words) > MOST else _IN_BLOCK
    ends = set(_sentence_ends(text))
    starts = [i for i, (before, _) in enumerate(pairwise(words), 1) if before[1] in ends]
    for first, last in pairwise([0, *starts, len(words)]):
        inside = at_sentence if last - first > MOST else _IN_SENTENCE
        costs |= {cut: inside for cut in range(first + _STEP, last - 1, _STEP)}
        costs[first] = at_sentence if first else 0.0
    return costs


def _sentence_ends(text: str) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[max(0, match.start() - 12) : match.end()]):
            yield match.end()


# ---------------------------------------------------------------- division


def _divide(units: Sequence[_Unit]) -> Iterator[Sequence[_Unit]]:
    """The units of each passage."""
    for group in _groups(units):
        yield from _cheapest_division(group)


def _groups(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Sections; those under ``LEAST`` words with the next one, the last with the previous."""
    groups: list[list[_Unit]] = []
    words = LEAST
    for unit in units:
        if not groups or (unit.is_heading and unit.cut_cost == 0 and words >= LEAST):
            groups.append([])
            words = 0
        groups[-1].append(unit)
        words += unit.words
    if len(groups) > 1 and words < LEAST:
        last = groups.pop()
        groups[-1].extend(last)
    return groups


def _cheapest_division(group: Sequence[_Unit]) -> Iterator[Sequence[_Unit]]:
    """Divide a group at the lowest total cost, by dynamic programming over its units."""
    costs = [_cost_of_cut(group, start) for start in range(len(group))]
    total = [0.0]
    last_cut = [0]
    for end in range(1, len(group) + 1):
        words = 0
        cheapest, cut = float("inf"), end - 1
        for start in range(end - 1, -1, -1):
            words += group[start].words
            cost = total[start] + costs[start] + (words - TARGET) ** 2
            if not LEAST <= words <= MOST:
                cost += _OUT_OF_BOUNDS
            if cost < cheapest:
                cheapest, cut = cost, start
            if words > MOST:
                break
        total.append(cheapest)
        last_cut.append(cut)
    edges = [len(group)]
    while edges[-1]:
        edges.append(last_cut[edges[-1]])
    edges.reverse()
    for start, end in pairwise(edges):
        yield group[start:end]


def _cost_of_cut(group: Sequence[_Unit], start: int) -> float:
    """The cost of beginning a passage with unit ``start``, whatever its length."""
    cost = _PER_PASSAGE + group[start].cut_cost if start else _PER_PASSAGE
    return cost + _AFTER_HEADING if start and group[start - 1].is_heading else cost


# ---------------------------------------------------------------- years

_FIRST, _LAST = 1800, 2039
_YEAR = re.compile(
    r"(?<![\w£$€¥#@%])(?<![.,:/–—-][.,:/–—-])(?<!\d[.,:/–—-])"
    r"(?<!\b[Pp]\. )(?<!\b[Pp]\.)(?<!\bpp\. )(?<!\bNo\. )"
    r"(1[89]\d\d|20[0-3]\d)"
    r"(?:\s?[-–—/]\s?(\d{4}|\d{1,2})(?![\w-]))?"
    r"(?![^\W_a-z]|[a-rt-z]|s\w|[.,]\d|\s?%|\s?(?:hours|hrs|h|km|kg|miles|tons|tonnes|words|pages)\b)"
)
_FOUR_DIGITS = re.compile(r"(?:1[89]\d\d|20[0-3]\d)(?<!\w\d\d\d\d)(?!\d)")
_BEFORE_YEAR = 7
"""Characters of day, month and separators before the year of a date, one for what precedes."""
_DATED = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{4}$")
_ISO = re.compile(r"(?<![\w-])(1[89]\d\d|20[0-3]\d)-\d\d-\d\d(?!\d)")
_COUNTED = re.compile(
    r"\s(?:[a-z-]+\s)?(?:members|people|workers|men|women|strikers|jobs|votes|copies|pounds|dollars"
    r"|soldiers|delegates|subscribers|seats|students|miners)\b"
)
_AMOUNT = re.compile(
    r"\b(?:about|some|over|nearly|than|almost|around|had|with|only|to|approximately)\s$"
)


def find_years(text: str) -> tuple[int, ...]:
    """The years mentioned in a text, sorted: both ends of a range, the first of a decade.

    Numbers that clearly are something else are left out: amounts ("£1900",
    "1,950", "some 1900 members"), pages ("p. 1950"), times of day ("1930 hrs").
    """
    years: set[int] = set()
    free = 0
    for digits in _FOUR_DIGITS.finditer(text):
        start = digits.start()
        if _DATED.search(text, max(0, start - _BEFORE_YEAR), start + 4) or _ISO.match(text, start):
            years.add(int(digits[0]))
        match = _YEAR.match(text, start) if start >= free else None
        if match is None:
            continue
        free = match.end()
        if not _is_amount(text, match):
            years.add(int(match[1]))
            if match[2]:
                years.add(_range_end(match[1], match[2]))
    return tuple(sorted(year for year in years if _FIRST <= year <= _LAST))


def _is_amount(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 16) : match.start()]
    return bool(_COUNTED.match(text, match.end()) and _AMOUNT.search(before))


def _range_end(first: str, last: str) -> int:
    """The last year of "1968-9" or "1914-18"; the first one again if that is no range."""
    end = int(first[: 4 - len(last)] + last)
    return end if end > int(first) else int(first)
