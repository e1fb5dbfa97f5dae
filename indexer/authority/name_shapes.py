"""Names that look like an organisation's or a paper's: runs of capitalised words.

The word lists were chosen by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from indexer.authority.countries import COUNTRY_WORDS
from indexer.authority.register import Authority

NameShape = Literal["organisation", "title"]

_HEAD_NOUNS = frozenset(
    """
    party league group federation alliance front movement tendency congress society association
    campaign collective network international organisation organization opposition faction
    workers socialists communists anarchists union committee club coalition current students
    women fraction guild brigade forum
""".split()
)
"""Nouns that end the name of an organisation, or begin it: "League for …"."""
_WEAK_HEAD_NOUNS = frozenset(
    "committee congress union workers women students international club".split()
)
"""Head nouns that as often end the name of a meeting, a firm or a body inside an organisation."""

_CAUSES = frozenset(
    """
    socialist socialists communist communists anarchist labour labor left marxist trotskyist
    leninist revolutionary workers worker working red syndicalist anti peace radical militant
    republican democratic disarmament liberation solidarity unemployed tenants peoples
    internationalist libertarian feminist women's womens cooperative co-operative fabian reform
    action
""".split()
)
"""Words of politics and work, as in the names of the organisations an archive is about."""
_TITLE_FIRST = frozenset(
    """
    socialist workers worker red revolutionary marxist communist labour left militant
    international black anarchist radical women's womens young class proletarian people's
    peoples permanent workers'
""".split()
)
"""First words of the titles of papers."""
_TITLE_LAST = frozenset(
    """
    outlook action appeal worker press voice review viewpoint standard challenge news star
    weekly leader briefing flag mole struggle fight power resistance organiser organizer
    bulletin herald tribune banner vanguard perspective perspectives unity democracy dwarf dawn
    future register call newsletter monthly quarterly revolution
""".split()
)
"""Last words of the titles of papers."""
_OFFICIAL = frozenset(
    """
    university college school act agreement treaty area bank fund agency district administration
    commission force forces motors company corporation hospital authority service enforcement
    court nations board department ministry airport airlines news project programme program
""".split()
)
"""Words in names of states, firms and schools, unless a word of ``_CAUSES`` is there too."""

_PARTICLE = r"(?:of|for|and|the|a|against|in|to|de|la|&)"
_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][\w’'‑-]*[\w’']"
_CAPITALISED_RUN = re.compile(
    rf"{_CAPITALISED}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_CAPITALISED}){{1,8}}"
)
_ACRONYM = re.compile(r"\s\(([A-Z][A-Za-z]{0,2}(?:[.&-]?[A-Z]){1,6}\.?)\)")
_UNSPECIFIC = frozenset(
    """
    the a an this that these those our their his her its my your in on at by from with to of for
    and but or as if when while where after before since during under until although because
    both all some many most few no not so yet then thus now here there what who which how why is
    was are were be been we they he she it i you one two three first second third new old former
    other another such every each any even only just also however meanwhile today yesterday join
    joining welcome about following like among within without through against via per rather
    although central national executive political branch annual world local regional area
    district general parliamentary party trade steering editorial organising organizing standing
    select special joint sub conference public house founding fourth fifth sixth seventh eighth
    ninth tenth european soviet united nations credit student students rugby football premier
    western home next last early late mid current whole entire big small large great major minor
    various both several certain british english scottish welsh irish american
""".split()
)
"""Words that begin a sentence, or make no name when they are all there is before a head noun."""

_LEADING = frozenset(
    """
    the a an this that these those our their his her its my your in on at by from with to of for
    and but or as if when while where after before since during under until although because
    both all some many most few no not so yet then thus now here there what who which how why is
    was are were we they he she it i you however meanwhile today yesterday join joining welcome
    about following like among within without through via rather mr mrs ms dr comrade president
    minister former
""".split()
)


class _RunWord(NamedTuple):
    """A word of a run as written, its offset and its form for comparison."""

    raw: str
    start: int
    plain: str


class ShapedName(NamedTuple):
    """A name at ``start`` … ``end`` of a text, with the acronym in the bracket after it."""

    text: str
    acronym: str | None
    shape: NameShape
    start: int
    end: int


def find_names(text: str, authority: Authority) -> Iterator[ShapedName]:
    """Names shaped like an organisation's or paper's that are not in the file, in order."""
    known = [(mention.start, mention.end) for mention in authority.find(text)]
    for match in _CAPITALISED_RUN.finditer(text):
        name = _name(text, match)
        if name and not any(s < name.end and name.start < e for s, e in known):
            yield name


def _name(text: str, match: re.Match[str]) -> ShapedName | None:
    """The name in a run: the words its acronym spells, or those up to its head noun."""
    if match[0].isupper():
        return None
    words = [
        _RunWord(m[0], m.start() + match.start(), _plain(m[0]))
        for m in re.finditer(r"\S+", match[0])
    ]
    acronym = _ACRONYM.match(text, match.end())
    if acronym and (first := _spelled(words, acronym[1])) is not None:
        if _is_official([word for word in words if word.start >= first]):
            return None
        name = text[first : match.end()]
        letters = acronym[1].replace(".", "")
        return ShapedName(name, letters, "organisation", first, match.end())
    while words and _is_no_part(words[0]):
        words.pop(0)
    return _headed(text, words) or _title(text, words)


def _is_official(words: Sequence[_RunWord]) -> bool:
    """Whether a name is that of a state's body, a firm or a school."""
    inside = {word.plain for word in words}
    return bool(inside & _OFFICIAL) and not inside & _CAUSES


def _is_no_part(word: _RunWord) -> bool:
    """Whether a word that begins a run belongs to the sentence: "When", "of", "France's"."""
    possessive = word.plain in COUNTRY_WORDS and word.plain != word.raw.lower()
    return word.plain in _LEADING or word.raw[0].islower() or possessive


def _spelled(words: Sequence[_RunWord], acronym: str) -> int | None:
    """Where the last words whose capitals spell the acronym begin; ``None`` if none do."""
    letters = re.sub(r"[^A-Z]", "", acronym.upper())
    for index in range(len(words) - 1, -1, -1):
        if letters in _initials(words[index:]) and words[index].raw[0].isupper():
            return words[index].start if len(words) - index > 1 else None
    return None


def _initials(words: Sequence[_RunWord]) -> tuple[str, str]:
    """The first letters of words and parts of hyphenated words: capitals only, and all."""
    parts = [part for word in words for part in re.split(r"[-‑]", word.raw) if part]
    capitals = "".join(part[0] for part in parts if part[0].isupper())
    return capitals, "".join(part[0].upper() for part in parts)


def _headed(text: str, words: Sequence[_RunWord]) -> ShapedName | None:
    """The run up to and with its last head noun, and what "of" or "for" adds to that."""
    plain = [word.plain for word in words]
    heads = [i for i, word in enumerate(plain) if word in _HEAD_NOUNS]
    if not heads:
        return None
    head = heads[-1]
    opens = heads[0] == 0 and len(plain) > 2 and plain[1] in ("for", "of", "against", "to")
    last = len(words) - 1 if opens or _adds(plain, head) else head
    named = _has_own_words(plain, last, head) if not opens else bool(set(plain[1:]) & _CAUSES)
    if not named or _is_weak(plain, head):
        return None
    start = words[0].start
    end = words[last].start + len(re.sub(r"[’']s?$", "", words[last].raw))
    return ShapedName(text[start:end], None, "organisation", start, end)


def _adds(plain: Sequence[str], head: int) -> bool:
    """Whether "of", "for" or "against" and more words follow the head noun."""
    return head + 2 <= len(plain) - 1 and plain[head + 1] in ("of", "for", "against")


def _has_own_words(plain: Sequence[str], last: int, head: int) -> bool:
    """Whether the words before the head noun say which organisation it is."""
    inner = [word for word in plain[:last] if word not in _UNSPECIFIC and word not in _HEAD_NOUNS]
    belongs = head > 0 and plain[head - 1] in ("of", "the", "for")
    return last > 0 and bool(inner) and not belongs


def _is_weak(plain: Sequence[str], head: int) -> bool:
    """Whether the head noun alone proves nothing and no word of a cause is there."""
    return plain[head] in _WEAK_HEAD_NOUNS and not set(plain) & _CAUSES - {plain[head]}


def _title(text: str, words: Sequence[_RunWord]) -> ShapedName | None:
    """Two words that make a title such as papers and groups have, alone or in a list."""
    edges = [-1, *(i for i, word in enumerate(words) if word.raw[0].islower()), len(words)]
    for before, after in pairwise(edges):
        if after - before != 3:
            continue
        first, second = words[before + 1 : after]
        bare = re.sub(r"[’']s$", "", second.raw)
        if first.plain in _TITLE_FIRST and _plain(bare) in _TITLE_LAST:
            end = second.start + len(bare)
            return ShapedName(text[first.start : end], None, "title", first.start, end)
    return None


def _plain(word: str) -> str:
    return re.sub(r"[’']s?$", "", word.lower()).replace("’", "'")
