"""Query expansion with names of organisations: each name also finds the others.

Only unambiguous names are expanded: names of at least two words, and acronyms of at
least three letters that are not an English word. A name that several organisations
share, whose main names differ, is not expanded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.analysis import tokenize
from indexer.authority import Authority, Organisation

_PARENTHESES = re.compile(r"\s*\([^()]*\)\s*$")
ENGLISH_WORDS = frozenset(
    """
    act aid aim all and any are arm art ask bad big but can cap car cut day did don end far
    few for get had has her him his how ill its job law left let lot man may men new nor not
    now off old one our out own pay per put ran red rep rise run sad sap saw say see set she
    six spa step sun tax ten the too top two unit use via war was way who why will win won
    yes yet you
    """.split()
)
"""Acronyms that would match an everyday word, since case is folded; collected by hand."""


@dataclass(frozen=True)
class Alias:
    """An organisation named in a query, with the term sequences of its other names."""

    name: str
    names: tuple[tuple[str, ...], ...]


def _terms(name: str) -> tuple[str, ...]:
    return tuple(token.term for token in tokenize(_PARENTHESES.sub("", name)))


def _sequences(organisation: Organisation) -> tuple[tuple[str, ...], ...]:
    names = [_terms(name) for name in (organisation.name, *organisation.other_names)]
    unambiguous = [name for name in names if len(name) > 1]
    for acronym in organisation.acronyms:
        letters = "".join(_terms(acronym))
        if len(letters) >= 3 and letters not in ENGLISH_WORDS:
            unambiguous.append((letters,))
    return tuple(dict.fromkeys(unambiguous))


class Aliases:
    """All names of an authority file, looked up by their terms."""

    def __init__(self, authority: Authority) -> None:
        owners: dict[tuple[str, ...], list[Organisation]] = {}
        for organisation in authority.organisations:
            for sequence in _sequences(organisation):
                owners.setdefault(sequence, []).append(organisation)
        self._aliases = {
            sequence: alias
            for sequence, organisations in owners.items()
            if (alias := self._alias(sequence, organisations)) is not None
        }
        self.longest = max(map(len, self._aliases), default=0)

    @staticmethod
    def _alias(sequence: tuple[str, ...], owners: list[Organisation]) -> Alias | None:
        if len({_terms(organisation.name) for organisation in owners}) > 1:
            return None
        names = dict.fromkeys(name for owner in owners for name in _sequences(owner))
        names.pop(sequence, None)
        return Alias(owners[0].name, tuple(names)) if names else None

    def get(self, terms: tuple[str, ...]) -> Alias | None:
        """The organisation that these terms name, if they name exactly one."""
        return self._aliases.get(terms)
