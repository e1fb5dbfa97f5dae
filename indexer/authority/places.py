"""Words that place an organisation: "the American SWP", "Communist Party of Ireland"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from indexer.authority.names import Token, capitalised, tokenize

BRITAIN = "Britain"
ELSEWHERE = "elsewhere"
_REACH = 24
_ADJOINING = (" ", "-", "\u00a0", "’ ", "' ")

_WORDS = {
    BRITAIN: "britain british kingdom uk england english gb",
    "Scotland": "scotland scottish scots",
    "Wales": "wales welsh",
    "Ireland": "ireland irish",
    "United States": "us usa american america",
    ELSEWHERE: """
        afghan afghanistan africa african albania albanian algeria algerian angola angolan
        argentina argentine argentinian australia australian austria austrian bangladesh
        bangladeshi belgian belgium bengal bolivia bolivian bosnia brazil brazilian bulgaria
        bulgarian burma burmese canada canadian catalan catalonia ceylon chile chilean china
        chinese colombia colombian congo croatia croatian cuba cuban cypriot cyprus czech
        czechoslovak czechoslovakia danish denmark dutch ecuador egypt egyptian estonia ethiopia
        ethiopian european finland finnish france french galician georgia georgian german
        germany ghana greece greek guyana hungarian hungary iceland india indian indonesia
        indonesian iran iranian iraq iraqi israel israeli italian italy jamaica jamaican japan
        japanese kenya kenyan korea korean kurdish kurdistan latvia lebanese lebanon lithuania
        luxembourg malaya malaysia malaysian malta maltese mexican mexico moroccan morocco
        namibia nepal nepalese netherlands nicaragua nigeria nigerian norway norwegian pakistan
        pakistani palestine palestinian peru peruvian philippine philippines poland polish
        portugal portuguese quebec romania romanian russia russian salvadoran senegal serbia
        serbian singapore slovak slovakia slovenia slovenian soviet spain spanish sudan sudanese
        sweden swedish swiss switzerland syria syrian tamil thai thailand trinidad tunisia
        tunisian turkey turkish ukraine ukrainian uruguay uruguayan venezuela venezuelan vietnam
        vietnamese yemen yugoslav yugoslavia zambia zealand zimbabwe
    """,
}
PLACES: dict[str, str] = {word: place for place, words in _WORDS.items() for word in words.split()}
"""From a folded word to the place it speaks of; everything outside these islands and
the United States is ``ELSEWHERE``."""


class Surroundings(NamedTuple):
    """The keys of the capitalised words right before and after a name, "" for none.

    ``place`` is the one these words give it, ``None`` for none.
    """

    before: str
    after: str
    place: str | None


def surroundings(text: str, start: int, end: int) -> Surroundings:
    """What stands around the name at ``start`` … ``end`` on its line."""
    lead = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    tail = text[end : end + 2 * _REACH].partition("\n")[0]
    left = tokenize(lead)[-1:]
    right = tokenize(tail)[:4]
    if left and (left[0].raw[0].islower() or lead[left[0].end :] not in _ADJOINING):
        left = []
    adjoins = bool(right) and right[0].start == 1 and right[0].raw[0].isupper()
    place = place_of(left[0]) if left else None
    return Surroundings(
        left[0].name if left else "",
        right[0].name if adjoins else "",
        place or _place_after(tail, right),
    )


def _place_after(tail: str, tokens: list[Token]) -> str | None:
    """The place in "X of Ireland", "X of the United States", "X (US)"."""
    words = [token.name for token in tokens]
    if tail.startswith(" (") and tokens:
        return place_of(tokens[0])
    if words[:1] != ["of"]:
        return None
    rest = [token for token in tokens[1:] if token.name != "the"]
    pair = [token.name for token in rest[:2]]
    if pair == ["united", "states"]:
        return "United States"
    if pair in (["new", "zealand"], ["south", "africa"], ["sri", "lanka"]):
        return ELSEWHERE
    return place_of(rest[0]) if rest else None


def place_of(token: Token) -> str | None:
    """The place a capitalised word speaks of; "us" is one only in capitals."""
    if token.raw[0].islower() or (token.name == "us" and not token.acronym.isupper()):
        return None
    return PLACES.get(token.name) or PLACES.get(token.name.removesuffix("s"))


@lru_cache(maxsize=64)
def place_words(text: str) -> Mapping[str, frozenset[str]]:
    """The words of a text that speak of a place, by place."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for token in capitalised(text):
        place = place_of(token)
        if place:
            found[place].add(token.name)
    return {place: frozenset(words) for place, words in found.items()}
