"""Words that say of which country an organisation is: "the American SWP", "X Party of Ireland"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from indexer.authority.name_words import NameWord, capitalised, read_words

BRITAIN = "Britain"
ELSEWHERE = "elsewhere"
_LOOKBEHIND = 24
"""Characters in front of a name that are searched for an adjective; twice as many behind it.

Chosen by hand: longer than any of the words below.
"""
_GAPS = (" ", "-", "\u00a0", "’ ", "' ")

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
COUNTRY_WORDS: dict[str, str] = {
    word: country for country, words in _WORDS.items() for word in words.split()
}
"""From a folded word to the country it means, as ``place`` in the authority file has it;
everything outside these islands and the United States is ``ELSEWHERE``."""

_TWO_WORDS: dict[tuple[str, ...], str] = {
    ("united", "states"): "United States",
    ("new", "zealand"): ELSEWHERE,
    ("south", "africa"): ELSEWHERE,
    ("sri", "lanka"): ELSEWHERE,
}


class Surroundings(NamedTuple):
    """The keys of the capitalised words right before and after a name, "" for none.

    ``country`` is the one these words give it, ``None`` for none.
    """

    before: str
    after: str
    country: str | None


def surroundings(text: str, start: int, end: int) -> Surroundings:
    """What is around the name at ``start`` … ``end`` on its line."""
    lead = text[max(0, start - _LOOKBEHIND) : start].rpartition("\n")[2]
    tail = text[end : end + 2 * _LOOKBEHIND].partition("\n")[0]
    left = read_words(lead)[-1:]
    right = read_words(tail)[:4]
    if left and (left[0].raw[0].islower() or lead[left[0].end :] not in _GAPS):
        left = []
    adjoins = bool(right) and right[0].start == 1 and right[0].raw[0].isupper()
    country = _country_of(left[0]) if left else None
    return Surroundings(
        left[0].name if left else "",
        right[0].name if adjoins else "",
        country or _country_after(tail, right),
    )


def _country_after(tail: str, words: list[NameWord]) -> str | None:
    """The country in "X of Ireland", "X of the United States", "X (US)"."""
    if tail.startswith(" (") and words:
        return _country_of(words[0])
    if not words or words[0].name != "of":
        return None
    rest = [word for word in words[1:] if word.name != "the"]
    pair = tuple(word.name for word in rest[:2])
    if pair in _TWO_WORDS:
        return _TWO_WORDS[pair]
    return _country_of(rest[0]) if rest else None


def _country_of(word: NameWord) -> str | None:
    """The country a capitalised word means; "us" is one only in capitals."""
    if word.raw[0].islower() or (word.name == "us" and not word.acronym.isupper()):
        return None
    return COUNTRY_WORDS.get(word.name) or COUNTRY_WORDS.get(word.name.removesuffix("s"))


@lru_cache(maxsize=64)
def country_words(text: str) -> Mapping[str, frozenset[str]]:
    """The words of a text that mean a country, by country."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word in capitalised(text):
        country = _country_of(word)
        if country:
            found[country].add(word.name)
    return {country: frozenset(words) for country, words in found.items()}
