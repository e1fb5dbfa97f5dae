"""The analyzer of ``analysis.py`` for many texts at once, with numpy.

The texts are joined with line ends between them, and each character is mapped to one
byte: the letter it folds to, or its class. Words are then runs of bytes; a word of at
most 16 bytes is two integers, which are looked up in a hash table of words seen before.
Letters that one byte cannot represent (those that fold to several, scripts other than
Latin) and longer words are looked up one by one. Terms, positions and compounds are
exactly those of ``analysis.py``.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np

from indexer.analysis import (
    APOSTROPHES,
    COMPOUND,
    COMPOUND_BREAKS,
    HYPHENS,
    MAX_TERM,
    fold,
    is_letter,
)
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.indexing.inversion import dictionary, invert, narrowed

BLOCK = 1 << 17
"""Characters processed together: as many as stay in the processor's cache."""
SLOTS = 1 << 18
"""Slots of the hash table of words; words without a slot are looked up one by one."""
_LONGEST = 16
_MARGIN = "\n" * _LONGEST

_SPACE, _OTHER, _APOSTROPHE, _HYPHEN, _DOT, _ODD = 32, 1, 39, 45, 46, 128
_FIRST_LETTER = 48
_CLASSES = {
    **dict.fromkeys(COMPOUND_BREAKS, _SPACE),
    **dict.fromkeys(APOSTROPHES, _APOSTROPHE),
    **dict.fromkeys(HYPHENS, _HYPHEN),
    ".": _DOT,
}


def _byte(character: str) -> int:
    """The byte for a character; ``_ODD`` for letters that no byte represents."""
    if not is_letter(character):
        return _CLASSES.get(character, _OTHER)
    folded = fold(character)
    return ord(folded) if folded.isascii() and len(folded) == 1 and is_letter(folded) else _ODD


_BYTES = np.zeros(0x110000, dtype=np.uint8)
"""The byte of each character met so far, by code point; 0 for the others."""
_BYTES[:128] = [_byte(chr(code)) for code in range(128)]
_ASCII = _BYTES[:256].tobytes()
_ONES = [(1 << 8 * size) - 1 for size in range(9)]
_LOW = np.array([_ONES[min(size, 8)] for size in range(_LONGEST + 2)], dtype=np.uint64)
_HIGH = np.array([_ONES[min(max(size - 8, 0), 8)] for size in range(_LONGEST + 2)], dtype=np.uint64)
_MULTIPLIERS = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_HIGH_BITS = np.uint64(0x8080808080808080)
_SHIFT = np.uint64(64 - SLOTS.bit_length() + 1)


@dataclass(frozen=True)
class WordRanges:
    """A text with the range of each word in it; ``plain`` has a byte for each character."""

    text: str
    plain: Array
    starts: Array
    ends: Array


def words_of(text: str) -> WordRanges:
    """Find the words of a text, which must neither begin nor end with a word."""
    plain = _plain(text)
    word = plain >= _FIRST_LETTER
    inner = np.flatnonzero(plain == _APOSTROPHE)
    word[inner[word[inner - 1] & word[inner + 1]]] = True
    edges = np.flatnonzero(word[1:] != word[:-1]) + 1
    return WordRanges(text, plain, edges[::2], edges[1::2])


def _plain(text: str) -> Array:
    if text.isascii():
        return np.frombuffer(text.encode().translate(_ASCII), dtype=np.uint8)
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    plain: Array = _BYTES[codes]
    if not plain.all():
        for code in np.unique(codes[plain == 0]).tolist():
            _BYTES[code] = _byte(chr(code))
        plain = _BYTES[codes]
    return plain


class TermNumbers:
    """Terms, numbered in the order in which they are added."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, term: str) -> int:
        """The number of a term, which is added if it is new."""
        return self._numbers.setdefault(term, len(self._numbers))

    def sorted(self) -> tuple[list[str], Array]:
        """The sorted terms, and for each number the rank of its term among them."""
        terms = list(self._numbers)
        order = sorted(range(len(terms)), key=terms.__getitem__)
        ranks = np.empty(len(terms), dtype=np.uint32)
        ranks[order] = np.arange(len(terms), dtype=np.uint32)
        return [terms[number] for number in order], ranks


class WordNumbers(TermNumbers):
    """Numbers of terms that are looked up by the bytes of words, many at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._by_word = _NumberOfWord(self._numbers)
        self._low = np.zeros(SLOTS, dtype=np.uint64)
        self._high = np.zeros(SLOTS, dtype=np.uint64)
        self._known = np.zeros(SLOTS, dtype=np.int32)

    def of(self, words: WordRanges) -> Array:
        """The number of each word's term, in order."""
        sizes = np.minimum(words.ends - words.starts, _LONGEST + 1)
        eights = np.ndarray(len(words.plain) - 7, "<u8", words.plain, 0, (1,))
        low = eights[words.starts] & _LOW[sizes]
        high = eights[words.starts + 8] & _HIGH[sizes]
        slots = ((low * _MULTIPLIERS[0] ^ high * _MULTIPLIERS[1]) >> _SHIFT).astype(np.int64)
        known = (self._low[slots] == low) & (self._high[slots] == high) & (sizes <= _LONGEST)
        numbers: Array = self._known[slots]
        new = np.flatnonzero(~known)
        if len(new):
            numbers[new] = self._one_by_one(words, new)
            simple = ((low[new] | high[new]) & _HIGH_BITS == 0) & (sizes[new] <= _LONGEST)
            kept = new[simple & (self._low[slots[new]] == 0)]
            at, first = np.unique(slots[kept], return_index=True)
            kept = kept[first]
            self._low[at], self._high[at], self._known[at] = low[kept], high[kept], numbers[kept]
        return numbers

    def _one_by_one(self, words: WordRanges, which: Array) -> list[int]:
        text, numbers = words.text, self._by_word
        ranges = zip(words.starts[which].tolist(), words.ends[which].tolist(), strict=True)
        return [numbers[text[start:end]] for start, end in ranges]


class _NumberOfWord(dict[str, int]):
    """The number of a word's term, by the word as written; new terms are added to ``numbers``."""

    def __init__(self, numbers: dict[str, int]) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, word: str) -> int:
        number = self._numbers.setdefault(fold(word), len(self._numbers))
        self[word] = number
        return number


class FieldTokens:
    """Collects the tokens and compounds of one field, row by row."""

    def __init__(self) -> None:
        self.count = 0
        """Tokens analysed so far."""
        self._waiting: list[str] = []
        self._characters = 0
        self._words, self._compounds = WordNumbers(), CompoundTokens()
        self._numbers = [np.empty(0, dtype=np.int32)]
        self._positions = [np.empty(0, dtype=np.uint8)]
        self._lengths = [np.empty(0, dtype=np.int32)]
        self._rows = 0

    @property
    def distinct(self) -> int:
        """Distinct terms so far."""
        return len(self._words)

    def add(self, text: str) -> None:
        """Add the next row's text."""
        self._waiting.append(text)
        self._characters += len(text)
        if self._characters >= BLOCK:
            self._analyse()

    def _analyse(self) -> None:
        """Analyse the texts that were added since the last time."""
        texts = self._waiting
        found = words_of("\n".join(["", *texts, _MARGIN]))
        sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        begins = np.cumsum(sizes + 1) - sizes
        first = np.searchsorted(found.starts, begins)
        self._numbers.append(self._words.of(found))
        lengths = np.diff(first, append=len(found.starts))
        self._lengths.append(lengths.astype(np.int32))
        self._positions.append(narrowed(np.arange(len(found.starts)) - np.repeat(first, lengths)))
        self._compounds.add(found, begins, first, self._rows)
        self.count += len(found.starts)
        self._rows += len(texts)
        self._waiting, self._characters = [], 0

    def arrays(self, field: str, rows: Array) -> dict[str, Array]:
        """Dictionaries, posting lists and lengths; ``rows`` has the row number of each text.

        Consumes what was collected; call once.
        """
        if self._waiting:
            self._analyse()
        lengths = np.concatenate(self._lengths)
        terms, order = self._words.sorted()
        self._words = WordNumbers()  # frees memory before more is needed
        numbers = order[_emptied(self._numbers)]
        rows_of = np.repeat(rows, lengths)
        found = invert(numbers, rows_of, _emptied(self._positions), len(terms))
        del numbers, rows_of
        arrays = dictionary(field, terms) | found.arrays(field)
        arrays[f"{field}.lengths"] = lengths
        return arrays | self._compounds.arrays(f"{field}_compounds", rows)


def _emptied(parts: list[Array]) -> Array:
    """All parts as one array; the list is emptied to free them."""
    whole = np.concatenate(parts)
    parts.clear()
    return whole


class CompoundTokens:
    """Collects compounds, with the row and position of their first word."""

    def __init__(self) -> None:
        self._terms = TermNumbers()
        self._numbers = array("i")
        self._rows, self._positions = array("i"), array("i")

    def add(self, words: WordRanges, begins: Array, first: Array, rows: int) -> None:
        """Add those of more texts: the start and first word of each, and the rows before them."""
        spans = np.array(_spans(words), dtype=np.int64).reshape(-1, 2)
        tokens = np.searchsorted(words.starts, spans[:, 0])
        last = np.searchsorted(words.ends, spans[:, 1], side="right") - 1
        several = last > tokens
        tokens, last = tokens[several], last[several]
        texts = np.searchsorted(begins, words.starts[tokens], side="right") - 1
        self._rows.extend((texts + rows).tolist())
        self._positions.extend((tokens - first[texts]).tolist())
        for one, end in zip(tokens.tolist(), (last + 1).tolist(), strict=True):
            ranges = zip(words.starts[one:end].tolist(), words.ends[one:end].tolist(), strict=True)
            term = "".join([fold(words.text[start:stop]) for start, stop in ranges])
            self._numbers.append(self._terms.number(term[:MAX_TERM]))

    def arrays(self, field: str, rows: Array) -> dict[str, Array]:
        """Dictionaries and posting lists; ``rows`` has the row number of each text."""
        terms, order = self._terms.sorted()
        found = invert(
            order[np.array(self._numbers, dtype=np.int32)],
            rows[np.array(self._rows, dtype=np.int32)],
            np.array(self._positions, dtype=np.int32),
            len(terms),
        )
        return dictionary(field, terms) | found.arrays(field)


def _spans(words: WordRanges) -> list[tuple[int, int]]:
    """Where ``COMPOUND`` matches, in order; see ``analysis.compound_ranges``."""
    plain = words.plain
    hyphens = np.flatnonzero(plain == _HYPHEN)
    inner = (plain[hyphens - 1] >= _FIRST_LETTER) & (plain[hyphens + 1] >= _FIRST_LETTER)
    dots = np.flatnonzero(plain == _DOT)
    dotted = (plain[dots + 2] == _DOT) & (plain[dots + 1] >= _FIRST_LETTER)
    seeds = np.concatenate((hyphens[inner], dots[dotted]))
    spaces = np.flatnonzero(plain == _SPACE)
    after = np.unique(np.searchsorted(spaces, seeds))
    starts, ends = (spaces[after - 1] + 1).tolist(), spaces[after].tolist()
    return [
        match.span()
        for start, end in zip(starts, ends, strict=True)
        for match in COMPOUND.finditer(words.text, start, end)
    ]
