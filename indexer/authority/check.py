"""What to mend in an authority file: entries in, problems out, each with what is to be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from indexer.authority.lookup import Authority, Organisation, forms_of
from indexer.authority.names import form_key

Kind = Literal["clash", "order", "undescribed", "unseen"]


@dataclass(frozen=True)
class Problem:
    """One thing to mend; ``unseen`` is only a remark. ``slugs`` are those of the entries."""

    kind: Kind
    slugs: tuple[str, ...]
    message: str

    @property
    def to_mend(self) -> bool:
        return self.kind != "unseen"

    @property
    def values(self) -> Mapping[str, Any]:
        return {"kind": self.kind, "slugs": list(self.slugs), "message": self.message}


def check_authority(
    authority: Authority,
    seen: Collection[str] | None = None,
    described: Mapping[str, str] | None = None,
) -> tuple[Problem, ...]:
    """Clashes, successors out of order, descriptions of the unknown, entries never seen.

    Args:
        seen: slugs of the organisations documents are by or name; ``None`` if there is no index.
        described: slugs and names of the organisations documents are given to.
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
    """Pairs that share a form which neither years nor places tell apart."""
    shared: defaultdict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for entry in authority.organisations:
        for form in forms_of(entry):
            if form.kind != "publication":
                shared[form_key(form.text)].setdefault(entry.slug, form.text)
    pairs: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for called in shared.values():
        for one, other in combinations(called, 2):
            pairs[one, other].append(called[one])
    for (one, other), names in pairs.items():
        a, b = authority.get(one), authority.get(other)
        if a and b and a.place == b.place and not _told_by_years(a, b):
            forms = ", ".join(dict.fromkeys(names))
            remedy = "give both their years or place, or take the name from one"
            message = f"both are called {forms} and nothing tells them apart; {remedy}"
            yield Problem("clash", (one, other), message)


def _told_by_years(one: Organisation, other: Organisation) -> bool:
    """Whether each has years in which the other was not, as far as both are known."""
    if one.last and other.first and one.last <= other.first:
        return True
    if other.last and one.first and other.last <= one.first:
        return True
    if one.first is None or other.first is None or one.first == other.first:
        return False
    earlier, later = sorted((one, other), key=lambda entry: entry.first or 0)
    return earlier.last is not None and (later.last is None or later.last > earlier.last)


def _out_of_order(authority: Authority) -> Iterator[Problem]:
    for entry in authority.organisations:
        later = authority.get(entry.successor or "")
        if later is None:
            continue
        if later.first and entry.first and later.first < entry.first:
            message = f"{later.name} ({later.first}) is older than {entry.name} ({entry.first})"
        elif later.last and entry.last and later.last < entry.last:
            message = f"{later.name} ended ({later.last}) before {entry.name} ({entry.last})"
        elif _comes_round(entry, authority):
            message = f"{entry.name} comes after itself, through {later.name}"
        else:
            continue
        remedy = "mend the years or the successor"
        yield Problem("order", (entry.slug, later.slug), f"{message}; {remedy}")


def _comes_round(entry: Organisation, authority: Authority) -> bool:
    passed: set[str] = set()
    current: Organisation | None = entry
    while current and current.slug not in passed:
        passed.add(current.slug)
        current = authority.get(current.successor or "")
        if current is entry:
            return True
    return False
