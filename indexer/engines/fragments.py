"""What matched, shown: character ranges in a text, and the best window around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from indexer.analysis import Compound, Token, compounds, tokenize
from indexer.engines.plan import Leaf
from indexer.engines.ranking import LIGHT
from indexer.engines.vocabulary import Form

MAX_FRAGMENT = 320
"""Characters a fragment may have, ellipses aside."""
_NEAR = MAX_FRAGMENT * 3 // 4
"""Marks of one window stand within so many characters."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*\s+(?=\S)")
_PAUSE = re.compile(r"[.!?…:;,][\"'”’)\]]?\Z")

Span = tuple[int, int]


def find_marks(text: str, leaves: Iterable[Leaf], title: bool = False) -> tuple[Span, ...]:
    """The ranges of ``text`` that match one of the leaves, in order and apart.

    A phrase is one range from its first word to its last. Ranges that overlap
    are joined. Leaves that look at titles only mark nothing unless ``title``.
    """
    tokens = tokenize(text)
    joined = compounds(text, tokens)
    forms = {form for leaf in leaves if title or leaf.where == "any" for form in leaf.forms}
    spans = sorted(
        (tokens[first].start, tokens[last].end) for first, last in _matches(tokens, joined, forms)
    )
    return joined_spans(spans)


def joined_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted ranges, those that overlap made one."""
    marks: list[Span] = []
    for start, end in spans:
        if marks and start < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((start, end))
    return tuple(marks)


def _matches(
    tokens: list[Token], joined: list[Compound], forms: set[Form]
) -> Iterable[tuple[int, int]]:
    """First and last token of every place where a form stands."""
    starts: dict[str, list[tuple[str, ...]]] = {}
    for form in forms:
        if not form.compound:
            starts.setdefault(form.terms[0], []).append(form.terms)
    terms = [token.term for token in tokens]
    for position, term in enumerate(terms):
        for sequence in starts.get(term, ()):
            if tuple(terms[position : position + len(sequence)]) == sequence:
                yield position, position + len(sequence) - 1
    for compound in joined:
        if Form((compound.term,), compound=True) in forms:
            yield compound.first, compound.last


class Window(NamedTuple):
    """A piece of a text; ``marks`` are ranges in it.

    ``breaks`` are spaces that were line breaks, but for those after a sentence's end.
    """

    text: str
    marks: tuple[Span, ...]
    breaks: tuple[int, ...] = ()


def best_window(text: str, marks: tuple[Span, ...]) -> Window:
    """At most about ``MAX_FRAGMENT`` characters of ``text`` around the densest marks.

    Cut between words, never inside a mark; cuts are shown by an ellipsis. Line
    breaks become spaces. Marks are moved along.
    """
    breaks: tuple[int, ...] = ()
    if "\n" in text:
        breaks = tuple(_breaks(text))
        text = text.replace("\n", " ")
    if len(text) <= MAX_FRAGMENT:
        return Window(text, marks, breaks)
    start, end = _densest(text, marks)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    return Window(
        f"{before}{text[start:end]}{after}",
        tuple([(a + shift, b + shift) for a, b in marks if start <= a and b <= end]),
        tuple([at + shift for at in breaks if start <= at < end]) if breaks else (),
    )


def _breaks(text: str) -> Iterator[int]:
    """Where lines break, but for those that end as a clause or a sentence does."""
    at = text.find("\n")
    while at >= 0:
        if not _PAUSE.search(text, max(0, at - 2), at):
            yield at
        at = text.find("\n", at + 1)


def _densest(text: str, marks: tuple[Span, ...]) -> Span:
    """The window with the most distinct marked words, then the most marks, then the earliest.

    Words that only join others (``ranking.py``) count after all others.
    """
    if not marks:
        return _widen(text, 0, 0)
    if marks[-1][1] - marks[0][0] <= _NEAR:
        return _widen(text, marks[0][0], marks[-1][1])
    best, best_value = marks[0], (-1, -1, -1)
    words = [text[start:end].casefold() for start, end in marks]
    weighty = [word not in LIGHT for word in words]
    held: Counter[str] = Counter()
    distinct = distinct_weighty = after = 0
    for first, (start, end) in enumerate(marks):
        while after < len(marks) and marks[after][1] - start <= _NEAR:
            held[words[after]] += 1
            if held[words[after]] == 1:
                distinct += 1
                distinct_weighty += weighty[after]
            after += 1
        value = (distinct_weighty, distinct, max(0, after - first))
        if value > best_value:
            best_value = value
            best = (start, marks[after - 1][1] if after > first else end)
        if after > first:
            held[words[first]] -= 1
            if not held[words[first]]:
                distinct -= 1
                distinct_weighty -= weighty[first]
        else:  # a mark wider than a window
            after = first + 1
    return _widen(text, *best)


def _widen(text: str, start: int, end: int) -> Span:
    """Grow a range to a fragment: back to a sentence's beginning if near, on to the limit."""
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
    """The nearest place between words, going forward to ``limit`` or backward to it."""
    if at in (0, len(text)):
        return at
    if forward:
        space = text.find(" ", at - 1, limit)
        return space + 1 if space >= 0 else limit
    space = text.rfind(" ", limit, at + 1)
    return space if space >= 0 else limit
