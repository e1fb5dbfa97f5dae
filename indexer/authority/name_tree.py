"""The longest known name at each offset of a text, found by a tree of words.

The words of a name must be capitalised in the text; see ``name_words`` for how they
are compared.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from indexer.authority.name_words import CAPITAL, WORD, NameWord, keys_of, name_word, read_words

FormKind = Literal["name", "acronym", "publication"]

_ADJOINING = re.compile(rf"[’'ʼ‘]?[^\S\n]{{0,2}}[-‐‑–(*]?[^\S\n]?({WORD.pattern})")
"""The next word of a name."""

_HYPHENS = ("-", "‐", "‑")
_PARTICLES = frozenset(
    ("of", "and", "the", "a", "an", "for", "in", "on", "to", "against", "with", "&")
)
"""Words of a name that need no capital."""
_SENTENCE_END = re.compile(r"[.!?:;…\n•|«»“”\"(\[]")
_CACHED_WORDS = 1 << 16
"""First words a tree remembers its answer for; chosen by hand, as in ``name_words``."""
_LOOKBEHIND = 120
"""Characters searched for the word in front of an offset; chosen by hand."""


class FoundForm(NamedTuple):
    """A known form at ``start`` … ``end`` (end exclusive) and all organisations called so."""

    start: int
    end: int
    slugs: tuple[str, ...]
    kind: FormKind


class NameForm(NamedTuple):
    """One way to write a name; ``slug`` is that of the organisation."""

    text: str
    slug: str
    kind: FormKind


class _Match(NamedTuple):
    """A form in the text: its number of words, the end of the last one, and the form."""

    length: int
    end: int
    form: FoundForm


class _AdjoiningWords:
    """The words of a text that follow each other from one word on, read as needed."""

    def __init__(self, text: str, first: NameWord) -> None:
        self.text = text
        self.words = [first]

    def reaches(self, index: int) -> bool:
        """Whether there are more than ``index`` words with nothing between that ends a name."""
        while len(self.words) <= index:
            following = _ADJOINING.match(self.text, self.words[-1].end)
            if following is None:
                return False
            self.words.append(name_word(following))
        return True


class _Node:
    __slots__ = ("children", "ends")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.ends: dict[FormKind, tuple[str, ...]] = {}


class NameTree:
    """All forms, as two trees of words: one for names and publications, one for acronyms."""

    def __init__(self, forms: Iterable[NameForm]) -> None:
        self._names = _Node()
        self._acronyms = _Node()
        self._may_begin_with: dict[str, bool] = {}
        for form in forms:
            for keys in _spellings(form):
                self._add(self._acronyms if form.kind == "acronym" else self._names, keys, form)

    @staticmethod
    def _add(node: _Node, keys: tuple[str, ...], form: NameForm) -> None:
        for key in keys:
            node = node.children.setdefault(key, _Node())
        slugs = {*node.ends.get(form.kind, ()), form.slug}
        node.ends[form.kind] = tuple(sorted(slugs))

    def find(self, text: str) -> tuple[FoundForm, ...]:
        """Every known form in order, the longest at each offset, none overlapping."""
        found: list[FoundForm] = []
        free = 0
        for match in self._candidates.finditer(text):
            if match.start() < free:
                continue
            word = WORD.match(text, match.start())
            if word is None:
                continue
            free = word.end()
            if self._may_begin(word[0]) and (hit := self._first_at(text, word)):
                free = max(free, hit.end)
                found.append(hit.form)
        return tuple(found)

    @cached_property
    def _candidates(self) -> re.Pattern[str]:
        """Where a word starts that may begin a name: capitals, and acronyms in small letters."""
        small = {key for key in self._acronyms.children if key[:1].islower()}
        words = (f"|(?<![^\\W_]){re.escape(key[:1])}(?={re.escape(key[1:])})" for key in small)
        return re.compile(CAPITAL.pattern + "".join(words))

    def _may_begin(self, raw: str) -> bool:
        """Whether a known form begins with this word."""
        known = self._may_begin_with.get(raw)
        if known is None:
            name, last, acronym, _ = keys_of(raw)
            names, acronyms = self._names.children, self._acronyms.children
            known = name in names or last in names or acronym in acronyms
            if len(self._may_begin_with) < _CACHED_WORDS:
                self._may_begin_with[raw] = known
        return known

    def _first_at(self, text: str, word: re.Match[str]) -> _Match | None:
        """The form that begins with a word, unless a longer one begins behind its "The".

        "The Industrial Syndicalist", a paper, begins the name of a league.
        """
        first = name_word(word)
        hit = self._longest_at(text, first)
        if hit is not None and first.name == "the":
            following = WORD.search(text, first.end)
            later = self._longest_at(text, name_word(following)) if following else None
            return None if later and later.length >= hit.length else hit
        return hit

    def _longest_at(self, text: str, first: NameWord) -> _Match | None:
        best: _Match | None = None
        adjoining = _AdjoiningWords(text, first)
        for root, is_acronym in ((self._names, False), (self._acronyms, True)):
            length, node = _longest(adjoining, root, is_acronym)
            if node is None or (best is not None and length <= best.length):
                continue
            words = adjoining.words[:length]
            accepted = _is_acronym if is_acronym else _is_written_as_name
            if accepted(text, words):
                end = words[-1].end + _closing_bracket(text, first.start, words[-1].end)
                kind = _kind(node, is_acronym)
                form = FoundForm(first.start, end, node.ends[kind], kind)
                best = _Match(length, words[-1].end, form)
        return best


def _kind(node: _Node, is_acronym: bool) -> FormKind:
    if is_acronym:
        return "acronym"
    return "name" if "name" in node.ends else "publication"


def _spellings(form: NameForm) -> set[tuple[str, ...]]:
    if form.kind == "acronym":
        keys = tuple(word.acronym for word in read_words(form.text))
        return {keys} if keys else set()
    closed = re.sub(r"(?<=\w)[-‐‑](?=\w)", "", form.text)
    both = (tuple(word.name for word in read_words(text)) for text in (form.text, closed))
    return {keys for keys in both if keys}


def _longest(adjoining: _AdjoiningWords, root: _Node, is_acronym: bool) -> tuple[int, _Node | None]:
    """The number of words of the longest form, and its node; ``None`` if there is none."""
    best: tuple[int, _Node | None] = (0, None)
    node, index = root, 0
    while node.children and adjoining.reaches(index):
        word = adjoining.words[index]
        child = node.children.get(word.acronym if is_acronym else word.name)
        last = child if is_acronym else node.children.get(word.last)
        index += 1
        for end in (last, child):
            if end is not None and end.ends:
                best = index, end
        if child is None:
            break
        node = child
    return best


def _is_written_as_name(text: str, words: Sequence[NameWord]) -> bool:
    """Whether words are capitalised as a name is; a single one must be conspicuous."""
    own = [w for w in words if w.name not in _PARTICLES and not _is_hyphenated(text, w)]
    if not own or any(word.raw[0].islower() for word in (words[0], *own)):
        return False
    return len(own) > 1 or any(c.isdigit() for c in own[0].raw) or _is_conspicuous(text, words)


def _is_hyphenated(text: str, word: NameWord) -> bool:
    return text[word.start - 1 : word.start] in _HYPHENS


def _is_conspicuous(text: str, words: Sequence[NameWord]) -> bool:
    """Whether a single capitalised word is more than an ordinary word that begins a sentence.

    A name such as "Militant" counts only inside a sentence, between words that are no names.
    """
    before = _word_before(text, words[0].start)
    if before is None or _SENTENCE_END.search(text, before.end, words[0].start):
        return False
    if not before.raw[0].islower():
        return False
    after = WORD.search(text, words[-1].end)
    if after is None or not after[0][0].isupper():
        return True
    return bool(re.search(r"[^\s]", text[words[-1].end : after.start()]))


def _is_acronym(text: str, words: Sequence[NameWord]) -> bool:
    """False for what is rather a short word in a line of capitals: "WHAT IS TO BE DONE"."""
    if len(words) > 1 or len(words[0].acronym) > 3:
        return True
    start, end = words[0].start, words[0].end
    before, after = _word_before(text, start), WORD.search(text, end)
    near = [before.raw] if before and "\n" not in text[before.end : start] else []
    near += [after[0]] if after and "\n" not in text[end : after.start()] else []
    return not near or not all(len(raw) > 1 and raw.isupper() for raw in near)


def _word_before(text: str, start: int) -> NameWord | None:
    """The last word that ends in front of an offset, within ``_LOOKBEHIND``."""
    words = WORD.finditer(text, max(0, start - _LOOKBEHIND), start)
    last = deque(words, maxlen=1)
    return name_word(last[0]) if last else None


def _closing_bracket(text: str, start: int, end: int) -> int:
    """1 if the name includes the bracket that follows it, because it opened one."""
    return int(
        text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end)
    )
