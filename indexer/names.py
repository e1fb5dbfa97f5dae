"""Names in running text: a tree of words that finds the longest known name at each place.

A name is compared by its folded words, so that apostrophes, hyphens and accents
do not matter; its words must be capitalised in the text. An acronym is compared
letter by letter, with or without dots, possessive or plural.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, overload

from indexer.analysis import fold

Kind = Literal["name", "acronym", "publication"]

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?(?:[’'ʼ]s\b)?"
    r"|[^\W_]+(?:[’'ʼ‘`´][^\W_]+)*"
    r"|&"
)
_GAP = re.compile(r"[’'ʼ‘]?[^\S\n]{0,2}[-‐‑–(*]?[^\S\n]?")
_POSSESSIVE = re.compile(r"[’'ʼ]s$|(?<=[A-Z])s$|(?<=[A-Z]{2})ers?$")
_PLAIN = str.maketrans({"’": "'", "ʼ": "'", ".": None})
_HYPHENS = ("-", "‐", "‑")
_SMALL = frozenset(("of", "and", "the", "a", "an", "for", "in", "on", "to", "against", "with", "&"))
_SENTENCE_END = re.compile(r"[.!?:;…\n•|«»“”\"(\[]")


_MOST_WORDS = 1 << 16


class Token(NamedTuple):
    """A word of the text and its place.

    ``name`` is its key within a name, ``last`` as a name's last word, without
    a possessive ending; ``acronym`` its letters, without dots and ending.
    """

    name: str
    last: str
    acronym: str
    raw: str
    start: int
    end: int


class Found(NamedTuple):
    """A known form at ``start`` … ``end`` (end exclusive) and all that are called so."""

    start: int
    end: int
    slugs: tuple[str, ...]
    kind: Kind


class Form(NamedTuple):
    """One way to write a name; ``slug`` says whose."""

    text: str
    slug: str
    kind: Kind


class _Words(Sequence[Token]):
    """The words of a text; their keys are looked up only where somebody asks."""

    def __init__(self, text: str) -> None:
        self.raw: list[str] = []
        self._spans: list[tuple[int, int]] = []
        for match in _TOKEN.finditer(text):
            self.raw.append(match[0])
            self._spans.append(match.span())

    def __len__(self) -> int:
        return len(self.raw)

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> list[Token]: ...
    def __getitem__(self, index: int | slice) -> Token | list[Token]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self.raw)))]
        return Token(*_keys(self.raw[index]), *self._spans[index])


class _Node:
    __slots__ = ("children", "ends")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.ends: dict[Kind, tuple[str, ...]] = {}


class NameTree:
    """All forms, as two trees of words: one for names and publications, one for acronyms."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._names = _Node()
        self._acronyms = _Node()
        self._begins: dict[str, bool] = {}
        for form in forms:
            for keys in _spellings(form):
                self._add(self._acronyms if form.kind == "acronym" else self._names, keys, form)

    @staticmethod
    def _add(node: _Node, keys: tuple[str, ...], form: Form) -> None:
        for key in keys:
            node = node.children.setdefault(key, _Node())
        slugs = {*node.ends.get(form.kind, ()), form.slug}
        node.ends[form.kind] = tuple(sorted(slugs))

    def find(self, text: str) -> tuple[Found, ...]:
        """Every known form in order, the longest at each place, none overlapping."""
        tokens = _Words(text)
        found: list[Found] = []
        free = 0
        for index in [i for i, raw in enumerate(tokens.raw) if self._may_begin(raw)]:
            if index < free:
                continue
            hit = self._at(text, tokens, index)
            if hit is not None and tokens[index].name == "the" and index + 1 < len(tokens):
                # "The Industrial Syndicalist", a paper, begins the name of a league.
                later = self._at(text, tokens, index + 1)
                hit = None if later and later[0] >= hit[0] else hit
            if hit is not None:
                free = index + hit[0]
                found.append(hit[1])
        return tuple(found)

    def _may_begin(self, raw: str) -> bool:
        """Whether a known form begins with this word."""
        known = self._begins.get(raw)
        if known is None:
            name, last, acronym, _ = _keys(raw)
            names, acronyms = self._names.children, self._acronyms.children
            known = name in names or last in names or acronym in acronyms
            if len(self._begins) < _MOST_WORDS:
                self._begins[raw] = known
        return known

    def _at(self, text: str, tokens: Sequence[Token], index: int) -> tuple[int, Found] | None:
        best: tuple[int, Found] | None = None
        for root, spelled in ((self._names, False), (self._acronyms, True)):
            length, node = _longest(text, tokens, index, root, spelled)
            if node is None or (best is not None and length <= best[0]):
                continue
            run = tokens[index : index + length]
            if not spelled and not _written_as_name(text, tokens, index, length):
                continue
            if spelled and _is_shouted_word(text, tokens, index, length):
                continue
            kind: Kind = "acronym" if spelled else "name" if "name" in node.ends else "publication"
            end = run[-1].end + _closing(text, run[0].start, run[-1].end)
            best = length, Found(run[0].start, end, node.ends[kind], kind)
        return best


def tokenize(text: str) -> list[Token]:
    """The words of a text with the keys names and acronyms are compared by."""
    return [Token(*_keys(m[0]), *m.span()) for m in _TOKEN.finditer(text)]


def form_key(text: str) -> tuple[str, ...]:
    """What two spellings of one name have in common; equal keys are the same name."""
    return tuple(_key(match[0]) for match in _TOKEN.finditer(text))


@lru_cache(maxsize=1 << 16)
def _keys(raw: str) -> tuple[str, str, str, str]:
    """The keys of a word, for the fields of a token, with the word itself."""
    acronym = raw.translate(_PLAIN)
    bare = _POSSESSIVE.sub("", acronym)
    last = _key(_POSSESSIVE.sub("", raw))
    return _key(raw), last, bare if len(bare) > 1 else acronym, raw


def _key(word: str) -> str:
    return "and" if word == "&" else fold(word).replace("'", "").replace(".", "")


def _spellings(form: Form) -> set[tuple[str, ...]]:
    if form.kind == "acronym":
        keys = tuple(token.acronym for token in tokenize(form.text))
        return {keys} if keys else set()
    plain = tuple(token.name for token in tokenize(form.text))
    closed = tuple(token.name for token in tokenize(re.sub(r"(?<=\w)[-‐‑](?=\w)", "", form.text)))
    return {keys for keys in (plain, closed) if keys}


def _longest(
    text: str, tokens: Sequence[Token], index: int, root: _Node, spelled: bool
) -> tuple[int, _Node | None]:
    best: tuple[int, _Node | None] = (0, None)
    node = root
    for place in range(index, len(tokens)):
        token = tokens[place]
        if place > index and not _GAP.fullmatch(text, tokens[place - 1].end, token.start):
            break
        child = node.children.get(token.acronym if spelled else token.name)
        last = child if spelled else node.children.get(token.last)
        for end in (last, child):
            if end is not None and end.ends:
                best = place - index + 1, end
        if child is None:
            break
        node = child
    return best


def _written_as_name(text: str, tokens: Sequence[Token], index: int, length: int) -> bool:
    run = tokens[index : index + length]
    words = [t for t in run if t.name not in _SMALL and text[t.start - 1 : t.start] not in _HYPHENS]
    if not words or run[0].raw[0].islower():
        return False
    if any(t.raw[0].islower() for t in words):
        return False
    return (
        len(words) > 1
        or any(c.isdigit() for c in words[0].raw)
        or _stands_out(text, tokens, index, length)
    )


def _stands_out(text: str, tokens: Sequence[Token], index: int, length: int) -> bool:
    """Whether a single capitalised word is more than an ordinary word that begins a sentence.

    A name such as "Militant" counts only inside a sentence, between words that are no names.
    """
    if index == 0:
        return False
    before, first, last = tokens[index - 1], tokens[index], tokens[index + length - 1]
    if _SENTENCE_END.search(text, before.end, first.start) or not before.raw[0].islower():
        return False
    if index + length == len(tokens):
        return True
    after = tokens[index + length]
    return not after.raw[0].isupper() or bool(re.search(r"[^\s]", text[last.end : after.start]))


def _is_shouted_word(text: str, tokens: Sequence[Token], index: int, length: int) -> bool:
    """Whether a short acronym is rather a word in a line of capitals ("WHAT IS TO BE DONE")."""
    if length > 1 or len(tokens[index].acronym) > 3:
        return False
    near = [tokens[i] for i in (index - 1, index + 1) if 0 <= i < len(tokens)]
    near = [
        t
        for t in near
        if "\n" not in text[min(t.end, tokens[index].end) : max(t.start, tokens[index].start)]
    ]
    return bool(near) and all(len(t.raw) > 1 and t.raw.isupper() for t in near)


def _closing(text: str, start: int, end: int) -> int:
    """1 if the name takes the bracket that follows it, because it opened one."""
    return int(
        text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end)
    )
