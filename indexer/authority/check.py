"""Problems of an authority file: entries in, problems out, each with its remedy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from indexer.authority.name_words import form_key
from indexer.authority.register import Authority, Organisation, forms_of

ProblemKind = Literal["clash", "order", "undescribed", "unseen"]


@dataclass(frozen=True)
class Problem:
    """A problem of one or more entries, named by ``slugs``; ``unseen`` is only a remark."""

    kind: ProblemKind
    slugs: tuple[str, ...]
    message: str

    @property
    def to_mend(self) -> bool:
        """Whether the file needs a correction."""
        return self.kind != "unseen"

    @property
    def values(self) -> Mapping[str, Any]:
        """The problem as JSON has it."""
        return {"kind": self.kind, "slugs": list(self.slugs), "message": self.message}


def check_authority(
    authority: Authority,
    seen: Collection[str] | None = None,
    described: Mapping[str, str] | None = None,
) -> tuple[Problem, ...]:
    """Shared names, successors out of order, organisations without an entry, entries never seen.

    Args:
        authority: the entries to check.
        seen: slugs of the organisations in the documents; ``None`` if there is no index.
        described: slugs and names of the organisations that descriptions attribute documents to.
    """
    problems = [*_clashes(authority), *_out_of_order(authority)]
    for slug, name in sorted((described or {}).items()):
        if authority.get(slug) is None:
            remedy = "add an entry, or use the name of one"
            problems.append(Problem("undescribed", (slug,), f"{name!r} has no entry; {remedy}"))
    for entry in authority.organisations:
        if seen is not None and entry.slug not in seen:
            problems.append(Problem("unseen", (entry.slug,), f"{entry.name} is in no document"))
    return tuple(problems)


def _clashes(authority: Authority) -> Iterator[Problem]:
    """Pairs that share a form which neither years nor countries tell apart."""
    for (one, other), names in _sharing(authority).items():
        if one.place == other.place and not _told_by_years(one, other):
            forms = ", ".join(dict.fromkeys(names))
            remedy = "give both their years or place, or take the name from one"
            message = f"both are called {forms} and nothing tells them apart; {remedy}"
            yield Problem("clash", (one.slug, other.slug), message)


def _sharing(authority: Authority) -> Mapping[tuple[Organisation, Organisation], list[str]]:
    """The forms that two entries share, by the pair."""
    called: defaultdict[tuple[str, ...], dict[Organisation, str]] = defaultdict(dict)
    for entry in authority.organisations:
        for form in forms_of(entry):
            if form.kind != "publication":
                called[form_key(form.text)].setdefault(entry, form.text)
    shared: defaultdict[tuple[Organisation, Organisation], list[str]] = defaultdict(list)
    for forms in called.values():
        for one, other in combinations(forms, 2):
            shared[one, other].append(forms[one])
    return shared


def _told_by_years(one: Organisation, other: Organisation) -> bool:
    """Whether each has years in which the other was not, as far as both are known."""
    if _ended_before(one, other) or _ended_before(other, one):
        return True
    if one.first is None or other.first is None or one.first == other.first:
        return False
    earlier, later = sorted((one, other), key=lambda entry: entry.first or 0)
    return earlier.last is not None and (later.last is None or later.last > earlier.last)


def _ended_before(one: Organisation, other: Organisation) -> bool:
    return bool(one.last and other.first and one.last <= other.first)


def _out_of_order(authority: Authority) -> Iterator[Problem]:
    """Entries whose successor is older, ended earlier or leads back to them."""
    for entry in authority.organisations:
        later = authority.get(entry.successor or "")
        message = _disorder(entry, later, authority) if later else None
        if later and message:
            remedy = "correct the years or the successor"
            yield Problem("order", (entry.slug, later.slug), f"{message}; {remedy}")


def _disorder(entry: Organisation, later: Organisation, authority: Authority) -> str | None:
    if later.first and entry.first and later.first < entry.first:
        return f"{later.name} ({later.first}) is older than {entry.name} ({entry.first})"
    if later.last and entry.last and later.last < entry.last:
        return f"{later.name} ended ({later.last}) before {entry.name} ({entry.last})"
    if _leads_back(entry, authority):
        return f"{entry.name} comes after itself, through {later.name}"
    return None


def _leads_back(entry: Organisation, authority: Authority) -> bool:
    passed: set[str] = set()
    current: Organisation | None = entry
    while current and current.slug not in passed:
        passed.add(current.slug)
        current = authority.get(current.successor or "")
        if current is entry:
            return True
    return False
