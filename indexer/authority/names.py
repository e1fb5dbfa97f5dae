"""Names in running text: a tree of words that finds the longest known name at each place.

A name is compared by its folded words, so that apostrophes, hyphens and accents
do not matter; its words must be capitalised in the text. An acronym is compared
letter by letter, with or without dots, possessive or plural.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from indexer.analysis import fold

Kind = Literal["name", "acronym", "publication"]

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?(?:[’'ʼ]s\b)?"
    r"|[^\W_]+(?:[’'ʼ‘`´][^\W_]+)*"
    r"|&"
)
_CAPITAL = re.compile(r"[^\W_a-z](?<![^\W_].)(?<![^\W_][’'ʼ‘`´].)")
"""The first letter or figure of a word that is not all in small letters."""

_ADJOINING = re.compile(rf"[’'ʼ‘]?[^\S\n]{{0,2}}[-‐‑–(*]?[^\S\n]?({_TOKEN.pattern})")
"""The next word of a name."""

_POSSESSIVE = re.compile(r"[’'ʼ]s$|(?<=[A-Z])s$|(?<=[A-Z]{2})ers?$")
_PLAIN = str.maketrans({"’": "'", "ʼ": "'", ".": None})
_HYPHENS = ("-", "‐", "‑")
_SMALL = frozenset(("of", "and", "the", "a", "an", "for", "in", "on", "to", "against", "with", "&"))
_SENTENCE_END = re.compile(r"[.!?:;…\n•|«»“”\"(\[]")
_MOST_WORDS = 1 << 16
_REACH = 120


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


class _Run:
    """Adjoining words from one place of a text on, each read when it is asked for."""

    def __init__(self, text: str, first: Token) -> None:
        self.text = text
        self.words = [first]

    def reaches(self, place: int) -> bool:
        """Whether there is a word at ``place``, with no more before it than may stand in a name."""
        while len(self.words) <= place:
            following = _ADJOINING.match(self.text, self.words[-1].end)
            if following is None:
                return False
            self.words.append(_token(following))
        return True


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
        found: list[Found] = []
        free = 0
        for match in self._candidates.finditer(text):
            if match.start() < free:
                continue
            word = _TOKEN.match(text, match.start())
            if word is None:
                continue
            free = word.end()
            if not self._may_begin(word[0]):
                continue
            first = _token(word)
            hit = self._at(text, first)
            if hit is not None and first.name == "the":
                # "The Industrial Syndicalist", a paper, begins the name of a league.
                word = _TOKEN.search(text, first.end)
                later = self._at(text, _token(word)) if word else None
                hit = None if later and later[0] >= hit[0] else hit
            if hit is not None:
                free = max(free, hit[1])
                found.append(hit[2])
        return tuple(found)

    @cached_property
    def _candidates(self) -> re.Pattern[str]:
        """Where a word begins that may open a name: all but those in small letters, mostly."""
        small = {key for key in self._acronyms.children if key[:1].islower()}
        words = (f"|(?<![^\\W_]){re.escape(key[:1])}(?={re.escape(key[1:])})" for key in small)
        return re.compile(_CAPITAL.pattern + "".join(words))

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

    def _at(self, text: str, first: Token) -> tuple[int, int, Found] | None:
        """How many words the form at ``first`` has, where the last ends, and the form."""
        best: tuple[int, int, Found] | None = None
        run = _Run(text, first)
        for root, spelled in ((self._names, False), (self._acronyms, True)):
            length, node = _longest(run, root, spelled)
            if node is None or (best is not None and length <= best[0]):
                continue
            words = run.words[:length]
            if not spelled and not _written_as_name(text, words):
                continue
            if spelled and _is_shouted_word(text, words):
                continue
            kind: Kind = "acronym" if spelled else "name" if "name" in node.ends else "publication"
            end = words[-1].end + _closing(text, first.start, words[-1].end)
            best = length, words[-1].end, Found(first.start, end, node.ends[kind], kind)
        return best


def tokenize(text: str) -> list[Token]:
    """The words of a text with the keys names and acronyms are compared by."""
    return [Token(*_keys(m[0]), *m.span()) for m in _TOKEN.finditer(text)]


def capitalised(text: str) -> list[Token]:
    """The words of a text that begin with a capital, each once, where it first stands."""
    words: dict[str, Token] = {}
    free = 0
    for match in _CAPITAL.finditer(text):
        word = _TOKEN.match(text, match.start()) if match.start() >= free else None
        if word is not None:
            free = word.end()
            if word[0] not in words:
                words[word[0]] = _token(word)
    return list(words.values())


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


def _token(match: re.Match[str]) -> Token:
    return Token(*_keys(match[match.lastindex or 0]), *match.span(match.lastindex or 0))


def _longest(run: _Run, root: _Node, spelled: bool) -> tuple[int, _Node | None]:
    best: tuple[int, _Node | None] = (0, None)
    node, place = root, 0
    while node.children and run.reaches(place):
        token = run.words[place]
        child = node.children.get(token.acronym if spelled else token.name)
        last = child if spelled else node.children.get(token.last)
        place += 1
        for end in (last, child):
            if end is not None and end.ends:
                best = place, end
        if child is None:
            break
        node = child
    return best


def _written_as_name(text: str, run: Sequence[Token]) -> bool:
    words = [t for t in run if t.name not in _SMALL and text[t.start - 1 : t.start] not in _HYPHENS]
    if not words or run[0].raw[0].islower():
        return False
    if any(t.raw[0].islower() for t in words):
        return False
    return len(words) > 1 or any(c.isdigit() for c in words[0].raw) or _stands_out(text, run)


def _stands_out(text: str, run: Sequence[Token]) -> bool:
    """Whether a single capitalised word is more than an ordinary word that begins a sentence.

    A name such as "Militant" counts only inside a sentence, between words that are no names.
    """
    before = _before(text, run[0].start)
    if before is None or _SENTENCE_END.search(text, before.end, run[0].start):
        return False
    if not before.raw[0].islower():
        return False
    after = _TOKEN.search(text, run[-1].end)
    if after is None or not after[0][0].isupper():
        return True
    return bool(re.search(r"[^\s]", text[run[-1].end : after.start()]))


def _is_shouted_word(text: str, run: Sequence[Token]) -> bool:
    """Whether a short acronym is rather a word in a line of capitals ("WHAT IS TO BE DONE")."""
    if len(run) > 1 or len(run[0].acronym) > 3:
        return False
    start, end = run[0].start, run[0].end
    before, after = _before(text, start), _TOKEN.search(text, end)
    near = [before.raw] if before and "\n" not in text[before.end : start] else []
    near += [after[0]] if after and "\n" not in text[end : after.start()] else []
    return bool(near) and all(len(raw) > 1 and raw.isupper() for raw in near)


def _before(text: str, start: int) -> Token | None:
    """The word in front of a place, within reach."""
    reach = max(0, start - _REACH)
    last = deque(_TOKEN.finditer(text, reach, start), maxlen=1)
    return _token(last[0]) if last else None


def _closing(text: str, start: int, end: int) -> int:
    """1 if the name takes the bracket that follows it, because it opened one."""
    return int(
        text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end)
    )
