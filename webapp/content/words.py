"""Template filters: dates, counts, facet values and marked text as readers see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from markupsafe import Markup, escape

from indexer.model import FacetValue, Fragment, Published
from indexer.presentation.bases import basis_in_words

_CHOICES = 10_000
"""Facet values whose HTML is cached; only those of the index, as visitors can make up others."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def date_in_words(published: Published) -> str:
    """``12 March 1990``, ``March 1990``, ``1990``, or ``not before 2007`` for an index page."""
    year, *rest = published.value.split("-")
    written = year
    if rest:
        written = f"{MONTHS[int(rest[0]) - 1]} {year}"
    if len(rest) > 1:
        written = f"{int(rest[1])} {written}"
    return f"not before {written}" if published.basis == "items" else written


def moment_in_words(moment: str) -> str:
    """An ISO 8601 time in UTC for reading: ``22 November 2026, 10:02 UTC``.

    A date without a time gives the date alone; anything else is given back as it is.
    """
    date, _, time = moment.partition("T")
    numbers = date.split("-")
    if len(numbers) != 3 or not all(part.isdecimal() for part in numbers):
        return moment
    if not 1 <= int(numbers[1]) <= 12:
        return moment
    written = f"{int(numbers[2])} {MONTHS[int(numbers[1]) - 1]} {numbers[0]}"
    return f"{written}, {time[:5]} UTC" if time else written


def number(value: int) -> str:
    """A whole number with thousands separators: ``12,345``."""
    return f"{value:,}"


def count(value: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 document``, ``12 documents``, ``no documents``."""
    if value == 0:
        return f"no {many or one + 's'}"
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def choices(values: Iterable[FacetValue], parameter: str) -> Markup:
    """Values of a facet as boxes to tick, each with a button that leaves the value out.

    Written in Python rather than in a template, as a page has hundreds of them.
    """
    rows: list[str] = []
    for value, label, number_, selected in values:
        if number_ and not selected:
            before, after = _choice(parameter, value, label)
            rows.append(f"{before}{number_:,}{after}")
        else:
            rows.append(_choice_in_use(FacetValue(value, label, number_, selected), parameter))
    return Markup("".join(rows))


@lru_cache(_CHOICES)
def _choice(parameter: str, value: str | int, label: str) -> tuple[str, str]:
    """A box that is not ticked: what stands before its count and after, on every page."""
    before = Markup(
        '<div class="choice"><label><input type="checkbox" form="search" name="{}" value="{}">'
        '<span class="label">{}</span> <span class="tally">'
    ).format(parameter, value, label)
    after = Markup(
        '</span></label><button form="search" name="{}" value="-{}" title="Leave out {}">'
        "</button></div>\n"
    ).format(parameter, value, label)
    return str(before), str(after)


def _choice_in_use(choice: FacetValue, parameter: str) -> str:
    """A box that is ticked or finds nothing: there is nothing to leave out."""
    row = Markup(
        '<div class="choice{}"><label><input type="checkbox" form="search" name="{}" value="{}"{}>'
        '<span class="label">{}</span> <span class="tally">{:,}</span></label></div>\n'
    )
    zero, checked = "" if choice.count else " zero", " checked" if choice.selected else ""
    return row.format(zero, parameter, choice.value, checked, choice.label, choice.count)


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Markup:
    """Text as HTML, every piece escaped, with ``mark`` elements over the given ranges.

    Ranges are code points, end exclusive, in order and without overlap; they are
    clipped to the text.
    """
    pieces: list[str] = []
    done = 0
    for start, end in marks:
        start, end = max(start, done), min(end, len(text))
        if start >= end:
            continue
        pieces.append(f"{escape(text[done:start])}<mark>{escape(text[start:end])}</mark>")
        done = end
    return Markup("".join([*pieces, escape(text[done:])]))


def parted(fragment: Fragment, title: str) -> tuple[Markup, Markup]:
    """A fragment as its heading and the text below it, both with their marks.

    The heading is empty if it only repeats the document's title. A dot marks
    where one block ends and another begins.
    """
    heading, text = fragment.heading, fragment.text
    marks, breaks = fragment.marks, fragment.breaks
    shown = Markup("") if _same(heading, title) else escape(heading)
    if not heading or not text.startswith(f"{heading} "):
        return shown, dotted(text, marks, breaks)
    cut = len(heading) + 1
    if shown:
        shown = marked(heading, ((a, b) for a, b in marks if a < len(heading)))
    below = ((a - cut, b - cut) for a, b in marks if b > cut)
    return shown, dotted(text[cut:], below, [at - cut for at in breaks if at >= cut])


def dotted(text: str, marks: Iterable[tuple[int, int]], breaks: Sequence[int]) -> Markup:
    """Marked text with a dot at the spaces where one block ends and another begins."""
    if not breaks:
        return marked(text, marks)
    pieces: list[Markup] = []
    ranges = tuple(marks)
    for start, end in pairwise([0, *(at + 1 for at in breaks), len(text)]):
        inside = ((a - start, b - start) for a, b in ranges if a < end and b > start)
        pieces.append(marked(text[start:end], inside))
    return Markup('<span class="break">· </span>').join(pieces)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


FILTERS = {
    "basis_in_words": basis_in_words,
    "date_in_words": date_in_words,
    "moment_in_words": moment_in_words,
    "number": number,
    "choices": choices,
    "count": count,
    "marked": marked,
    "parted": parted,
}
"""What templates may call by name."""
