"""Words that place an organisation: "the American SWP", "Communist Party of Ireland"."""

from __future__ import annotations

BRITAIN = "Britain"
ELSEWHERE = "elsewhere"

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
