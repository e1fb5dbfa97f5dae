"""Highlighting: the ranges of a text that match, and the best fragment around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from indexer.analysis import Compound, Token, compounds, tokenize
from indexer.engines.plan import Leaf
from indexer.engines.ranking import STOP_WORDS
from indexer.engines.vocabulary import Form

MAX_FRAGMENT = 320
"""Characters of a fragment without its ellipses; about three lines, chosen by hand."""
_MAX_SPREAD = MAX_FRAGMENT * 3 // 4
"""Characters from the first mark of a fragment to the last; leaves room for context."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*\s+(?=\S)")
_PAUSE = re.compile(r"[.!?…:;,][\"'”’)\]]?\Z")

Span = tuple[int, int]


def find_marks(text: str, leaves: Iterable[Leaf], title: bool = False) -> tuple[Span, ...]:
    """The ranges of ``text`` that match one of the leaves: in order, not overlapping.

    A phrase is one range from its first word to its last. Overlapping ranges are
    merged. Leaves for titles only match nothing unless ``title``.
    """
    tokens = tokenize(text)
    found = compounds(text, tokens)
    forms = {form for leaf in leaves if title or leaf.where == "any" for form in leaf.forms}
    spans = sorted(
        (tokens[first].start, tokens[last].end) for first, last in _matches(tokens, found, forms)
    )
    return merged(spans)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted ranges with those that overlap merged."""
    marks: list[Span] = []
    for start, end in spans:
        if marks and start < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((start, end))
    return tuple(marks)


def _matches(
    tokens: list[Token], compounds: list[Compound], forms: set[Form]
) -> Iterable[tuple[int, int]]:
    """First and last token of every occurrence of a form."""
    starts: dict[str, list[tuple[str, ...]]] = {}
    for form in forms:
        if not form.compound:
            starts.setdefault(form.terms[0], []).append(form.terms)
    terms = [token.term for token in tokens]
    for position, term in enumerate(terms):
        for sequence in starts.get(term, ()):
            if tuple(terms[position : position + len(sequence)]) == sequence:
                yield position, position + len(sequence) - 1
    for compound in compounds:
        if Form((compound.term,), compound=True) in forms:
            yield compound.first, compound.last


class Window(NamedTuple):
    """A piece of a text with its marks. ``breaks``: see ``indexer.model.Fragment``."""

    text: str
    marks: tuple[Span, ...]
    breaks: tuple[int, ...] = ()


def best_window(text: str, marks: tuple[Span, ...]) -> Window:
    """At most about ``MAX_FRAGMENT`` characters of ``text`` around the densest marks.

    Cut between words, never inside a mark; cuts are shown by an ellipsis. Line
    breaks become spaces. Marks move along.
    """
    breaks: tuple[int, ...] = ()
    if "\n" in text:
        breaks = tuple(_breaks(text))
        text = text.replace("\n", " ")
    if len(text) <= MAX_FRAGMENT:
        return Window(text, marks, breaks)
    return _cut(text, marks, breaks, _densest(text, marks))


def _cut(text: str, marks: tuple[Span, ...], breaks: tuple[int, ...], span: Span) -> Window:
    """The window of a range of a text."""
    start, end = span
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    return Window(
        f"{before}{text[start:end]}{after}",
        tuple([(a + shift, b + shift) for a, b in marks if start <= a and b <= end]),
        tuple([at + shift for at in breaks if start <= at < end]) if breaks else (),
    )


def _breaks(text: str) -> Iterator[int]:
    """Line breaks, except after the end of a clause or sentence."""
    at = text.find("\n")
    while at >= 0:
        if not _PAUSE.search(text, max(0, at - 2), at):
            yield at
        at = text.find("\n", at + 1)


def _densest(text: str, marks: tuple[Span, ...]) -> Span:
    """The window with the most distinct marked words, then the most marks, then the earliest.

    Of distinct words, stop words (``ranking.py``) count after all others.
    """
    if not marks:
        return _widen(text, 0, 0)
    if marks[-1][1] - marks[0][0] <= _MAX_SPREAD:
        return _widen(text, marks[0][0], marks[-1][1])
    words = [text[start:end].casefold() for start, end in marks]
    best, best_value = marks[0], (0, 0, 0)
    after = 0
    for first, (start, _) in enumerate(marks):
        before = after
        while after < len(marks) and marks[after][1] - start <= _MAX_SPREAD:
            after += 1
        if after == before:  # part of the window before, or a mark wider than a window
            after = max(after, first + 1)
            continue
        held = set(words[first:after])
        value = (len(held - STOP_WORDS), len(held), after - first)
        if value > best_value:
            best, best_value = (start, marks[after - 1][1]), value
    return _widen(text, *best)


def _widen(text: str, start: int, end: int) -> Span:
    """Extend a range to a fragment: back to the start of a sentence if near, and to the limit."""
    room = max(0, MAX_FRAGMENT - (end - start))
    earliest = max(0, start - room // 2)
    if earliest == 0 and not text[0].isspace():
        start = 0
    elif sentence := _SENTENCE_END.search(text, earliest, start + 1):
        start = sentence.end()
    else:
        start = _word_edge(text, earliest, forward=True, limit=start)
    return start, _word_edge(text, min(len(text), max(end, start + MAX_FRAGMENT)), False, end)


def _word_edge(text: str, at: int, forward: bool, limit: int) -> int:
    """The nearest edge of a word, going forward to ``limit`` or backward to it."""
    if at in (0, len(text)):
        return at
    if forward:
        space = text.find(" ", at - 1, limit)
        return space + 1 if space >= 0 else limit
    space = text.rfind(" ", limit, at + 1)
    return space if space >= 0 else limit
