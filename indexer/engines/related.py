"""Conflation: two terms are forms of one word if they have the same key.

The key is the Snowball English stem of the term, after British and American
spelling, possessives, French elisions and apostrophes have been normalised. Words
that Snowball overstems ("international" and "internal", "organisation" and "organ")
are exceptions with keys of their own. The tables were collected by hand.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import Stemmer

_ELISION = re.compile(r"^(?:l|d|j|n|m|t|s|c|qu|dell|all|un)'(?=[^\W\d_]{3})")
_ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)")
_YSE = re.compile(r"(?<=[a-z]{2})ys(?=(?:e|ed|es|er|ers|ing)$)")
_OUR = re.compile(
    r"^((?:[a-z]{2,5})?(?:labo|colo|hono|favo|neighbo|behavio|harbo|humo|rumo|vapo|vigo|valo"
    r"|splendo|endeavo|odo|parlo|savio|armo|ardo|cando|clamo|fervo|glamo|ranco|rigo|savo"
    r"|tumo|demeano))ur"
)
SPELLINGS = (
    ("defence", "defense"),
    ("offence", "offense"),
    ("licence", "license"),
    ("practise", "practice"),
    ("practising", "practicing"),
    ("centred", "centered"),
    ("centre", "center"),
    ("theatre", "theater"),
    ("fibre", "fiber"),
    ("programme", "program"),
    ("catalogue", "catalog"),
    ("dialogue", "dialog"),
    ("travell", "travel"),
    ("counsell", "counsel"),
    ("cancell", "cancel"),
    ("labell", "label"),
    ("modell", "model"),
    ("marvell", "marvel"),
    ("gaol", "jail"),
    ("grey", "gray"),
    ("plough", "plow"),
    ("sceptic", "skeptic"),
    ("manoeuvr", "maneuver"),
    ("mediaeval", "medieval"),
    ("encyclopaed", "encycloped"),
    ("judgement", "judgment"),
    ("ageing", "aging"),
    ("connexion", "connection"),
    ("enquir", "inquir"),
    ("artefact", "artifact"),
    ("skilful", "skillful"),
    ("wilful", "willful"),
    ("fulfilment", "fulfillment"),
    ("enrolment", "enrollment"),
)
"""British prefixes of words and their American spelling, whatever the ending."""

CONFLATION_EXCEPTIONS = (
    (re.compile(r"^international(?!i[sz]m)"), "international"),
    (re.compile(r"^internal"), "internal"),
    (re.compile(r"^organi[sz]"), "organiz"),
    (re.compile(r"^disorgani[sz]"), "disorganiz"),
    (re.compile(r"^reorgani[sz]"), "reorganiz"),
    (re.compile(r"^organic"), "organic"),
    (re.compile(r"^universit"), "university"),
    (re.compile(r"^universal"), "universal"),
    (re.compile(r"^units?$"), "unit (noun)"),
    (re.compile(r"^mineral"), "mineral"),
    (re.compile(r"^authorit(?:y|ies)$"), "authority"),
    (re.compile(r"^collective(?:s|ly)?$"), "collective"),
    (re.compile(r"^conservatives?$"), "conservative"),
    (re.compile(r"^contentions?$"), "contention"),
    (re.compile(r"^executions?$"), "execution"),
    (re.compile(r"^experiment"), "experiment"),
    (re.compile(r"^importan(?:t|tly|ce)$"), "important"),
    (re.compile(r"^informal"), "informal"),
    (re.compile(r"^liberals?$"), "liberal"),
    (re.compile(r"^nationaliz"), "nationaliz"),
    (re.compile(r"^publications?$"), "publication"),
    (re.compile(r"^publicity$"), "publicity"),
    (re.compile(r"^rational(?:ly|ity)?$"), "rational"),
)
"""Patterns of words that do not share the key of their stem, and the key they get."""

_BRITISH = re.compile("|".join(british for british, _ in SPELLINGS))
_EXCEPTIONS = re.compile("|".join(pattern.pattern for pattern, _ in CONFLATION_EXCEPTIONS))
_stemmers = threading.local()
_CACHED_KEYS = 1 << 16
"""Terms whose key is cached: about the common vocabulary of a language; chosen by hand."""
_MAX_CACHED = 32
"""Characters up to which a term is cached, so that long requests cannot fill the memory."""


def _stem(term: str) -> str:
    """The Snowball stem; one stemmer a thread, as PyStemmer's are not thread-safe."""
    if not hasattr(_stemmers, "english"):
        _stemmers.english = Stemmer.Stemmer("english", 0)
    return str(_stemmers.english.stemWord(term))


def normalise(term: str) -> str:
    """The term without possessive, elision and apostrophes, in American spelling."""
    if "'" in term:
        term = _ELISION.sub("", term).removesuffix("'s").replace("'", "")
    if not term.isalpha() or len(term) < 4:
        return term
    if "s" in term:
        term = _YSE.sub("yz", _ISE.sub("iz", term))
    if "our" in term:
        term = _OUR.sub(r"\1r", term)
    if _BRITISH.match(term):
        for british, american in SPELLINGS:
            if term.startswith(british):
                return american + term[len(british) :]
    return term


def key(term: str) -> str:
    """What all forms of one word have in common."""
    return _cached_key(term) if len(term) <= _MAX_CACHED else _key(term)


def _key(term: str) -> str:
    normalised = normalise(term)
    if _EXCEPTIONS.match(normalised):
        return next(kept for pattern, kept in CONFLATION_EXCEPTIONS if pattern.match(normalised))
    if not normalised.isalpha() or len(normalised) < 3:
        return normalised
    if normalised.endswith(("ism", "isms")):
        return normalised.removesuffix("s")
    return _stem(normalised)


_cached_key = lru_cache(maxsize=_CACHED_KEYS)(_key)
