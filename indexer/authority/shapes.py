"""Names by their shape: runs of capitalised words that look like an organisation's or a paper's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from indexer.authority.lookup import Authority
from indexer.authority.places import PLACES

Shape = Literal["organisation", "title"]

_HEADS = """
    party league group federation alliance front movement tendency congress society association
    campaign collective network international organisation organization opposition faction
    workers socialists communists anarchists union committee club coalition current students
    women fraction guild brigade forum
""".split()
_WEAK = frozenset("committee congress union workers women students international club".split())
"""Heads that as often end the name of a meeting, a firm or a body inside an organisation."""

_CAUSES = """
    socialist socialists communist communists anarchist labour labor left marxist trotskyist
    leninist revolutionary workers worker working red syndicalist anti peace radical militant
    republican democratic disarmament liberation solidarity unemployed tenants peoples
    internationalist libertarian feminist women's womens cooperative co-operative fabian reform
    action
""".split()
_TITLE_FIRST = """
    socialist workers worker red revolutionary marxist communist labour left militant
    international black anarchist radical women's womens young class proletarian people's
    peoples permanent workers'
""".split()
_TITLE_LAST = """
    outlook action appeal worker press voice review viewpoint standard challenge news star
    weekly leader briefing flag mole struggle fight power resistance organiser organizer
    bulletin herald tribune banner vanguard perspective perspectives unity democracy dwarf dawn
    future register call newsletter monthly quarterly revolution
""".split()
_STATE = frozenset(
    """
    university college school act agreement treaty area bank fund agency district administration
    commission force forces motors company corporation hospital authority service enforcement
    court nations board department ministry airport airlines news project programme program
""".split()
)
"""Words of names that are of states, firms and schools, unless a word of a cause stands by."""

_SMALL = r"(?:of|for|and|the|a|against|in|to|de|la|&)"
_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'‑-]*[\w’']"
_RUN = re.compile(rf"{_WORD}(?:[ \u00a0](?:{_SMALL}[ \u00a0]){{0,2}}{_WORD}){{1,8}}")
_ACRONYM = re.compile(r"\s\(([A-Z][A-Za-z]{0,2}(?:[.&-]?[A-Z]){1,6}\.?)\)")
_GENERIC = frozenset(
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
"""Words that begin a sentence, or make no name when they stand alone before a head."""

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


class Name(NamedTuple):
    """A name at ``start`` … ``end`` of a text, with the acronym in the bracket after it."""

    text: str
    acronym: str | None
    shape: Shape
    start: int
    end: int


def find_names(text: str, authority: Authority) -> Iterator[Name]:
    """Names of the shape of an organisation's or paper's that the file does not have, in order."""
    known = [(mention.start, mention.end) for mention in authority.find(text)]
    for match in _RUN.finditer(text):
        name = _name(text, match)
        if name and not any(s < name.end and name.start < e for s, e in known):
            yield name


def _name(text: str, match: re.Match[str]) -> Name | None:
    """The name in a run of capitalised words: the words its acronym spells, or up to its head."""
    words = [(m[0], m.start() + match.start()) for m in re.finditer(r"\S+", match[0])]
    end = match.end()
    if match[0].isupper():
        return None
    acronym = _ACRONYM.match(text, end)
    if acronym and (first := _spelled(words, acronym[1])) is not None:
        inside = {_plain(word) for word, place in words if place >= first}
        of_state = inside & _STATE and not inside & set(_CAUSES)
        letters = acronym[1].replace(".", "")
        return None if of_state else Name(text[first:end], letters, "organisation", first, end)
    while words and _is_no_part(words[0][0]):
        words.pop(0)
    return _headed(text, words) or _title(text, words)


def _is_no_part(word: str) -> bool:
    """Whether a word that begins a run belongs to the sentence: "When", "of", "France's"."""
    plain = _plain(word)
    return plain in _LEADING or word[0].islower() or (plain in PLACES and plain != word.lower())


def _spelled(words: Sequence[tuple[str, int]], acronym: str) -> int | None:
    """Where the last words whose capitals spell the acronym begin; ``None`` if none do."""
    letters = re.sub(r"[^A-Z]", "", acronym.upper())
    for index in range(len(words) - 1, -1, -1):
        parts = [p for word, _ in words[index:] for p in re.split(r"[-‑]", word) if p]
        capitals = "".join(p[0] for p in parts if p[0].isupper())
        every = "".join(p[0].upper() for p in parts)
        if letters in (capitals, every) and words[index][0][0].isupper():
            return words[index][1] if len(words) - index > 1 else None
    return None


def _headed(text: str, words: Sequence[tuple[str, int]]) -> Name | None:
    """The run up to and with its last head noun, and what "of" or "for" adds to that."""
    plain = [_plain(word) for word, _ in words]
    heads = [i for i, word in enumerate(plain) if word in _HEADS]
    if not heads:
        return None
    opens = heads[0] == 0 and len(plain) > 2 and plain[1] in ("for", "of", "against", "to")
    last = len(words) - 1 if opens or _adds(plain, heads[-1]) else heads[-1]
    inner = [word for word in plain[:last] if word not in _GENERIC and word not in _HEADS]
    belongs = heads[-1] > 0 and plain[heads[-1] - 1] in ("of", "the", "for")
    if not opens and (last == 0 or not inner or belongs):
        return None
    if plain[heads[-1]] in _WEAK and not set(plain) & set(_CAUSES) - {plain[heads[-1]]}:
        return None
    if opens and not set(plain[1:]) & set(_CAUSES):
        return None
    start = words[0][1]
    end = words[last][1] + len(re.sub(r"[’']s?$", "", words[last][0]))
    return Name(text[start:end], None, "organisation", start, end)


def _adds(plain: Sequence[str], head: int) -> bool:
    return head + 2 <= len(plain) - 1 and plain[head + 1] in ("of", "for", "against")


def _title(text: str, words: Sequence[tuple[str, int]]) -> Name | None:
    """Two words that make a title such as papers and groups have, alone or in a list."""
    edges = [-1, *(i for i, (word, _) in enumerate(words) if word[0].islower()), len(words)]
    for before, after in pairwise(edges):
        if after - before != 3:
            continue
        (first, start), (second, place) = words[before + 1 : after]
        bare = re.sub(r"[’']s$", "", second)
        if _plain(first) in _TITLE_FIRST and _plain(bare) in _TITLE_LAST:
            end = place + len(bare)
            return Name(text[start:end], None, "title", start, end)
    return None


def _plain(word: str) -> str:
    return re.sub(r"[’']s?$", "", word.lower()).replace("’", "'")
