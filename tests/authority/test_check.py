"""Problems of an authority file are named with their entries and a remedy."""

from __future__ import annotations

import pytest

from indexer.authority import Authority, shipped
from indexer.authority.check import check_authority


def read(*entries: str) -> Authority:
    text = "\n".join(f"[[organisation]]\n{entry}" for entry in entries)
    return Authority.parse(text.encode(), "organisations.toml")


def kinds(*entries: str) -> list[str]:
    return [problem.kind for problem in check_authority(read(*entries))]


ONE = 'name = "Harbour Group"\nacronyms = ["HG"]\n'
OTHER = 'name = "Haulage Guild"\nacronyms = ["HG"]\n'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("first = 1920\nlast = 1930", "first = 1940"),
        ("first = 1920\nlast = 1930", "first = 1930"),
        ("first = 1920\nlast = 1950", "first = 1940"),
        ("last = 1930", "first = 1940"),
        ('place = "Scotland"', ""),
    ],
)
def test_namesakes_with_years_or_countries_of_their_own_do_not_clash(one: str, other: str) -> None:
    assert kinds(ONE + one, OTHER + other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", ""),
        ("first = 1920", "first = 1920"),
        ("first = 1920", "first = 1940"),
        ("first = 1920\nlast = 1950", "first = 1930\nlast = 1940"),
        ("first = 1920\nlast = 1950", ""),
    ],
)
def test_namesakes_that_nothing_tells_apart_clash(one: str, other: str) -> None:
    problems = check_authority(read(ONE + one, OTHER + other))

    assert [(p.kind, p.slugs) for p in problems] == [("clash", ("harbour-group", "haulage-guild"))]
    assert "HG" in problems[0].message


def test_a_paper_two_organisations_publish_is_no_clash() -> None:
    assert kinds(*(f'name = "{n} Group"\npublications = ["The Quay"]' for n in "AB")) == []


@pytest.mark.parametrize(
    ("years", "later"),
    [
        ("first = 1930", "first = 1920"),
        ("first = 1910\nlast = 1950", "first = 1920\nlast = 1940"),
    ],
)
def test_a_successor_older_than_what_it_follows_is_out_of_order(years: str, later: str) -> None:
    first = f'name = "Old Circle"\nsuccessor = "new-circle"\n{years}'

    assert kinds(first, f'name = "New Circle"\n{later}') == ["order"]


def test_successors_in_a_ring_are_out_of_order() -> None:
    ring = [f'name = "{a}"\nslug = "{a}"\nsuccessor = "{b}"' for a, b in ("ab", "bc", "ca")]

    assert kinds(*ring) == ["order"] * 3


def test_entries_never_seen_are_a_remark_and_undescribed_organisations_a_mistake() -> None:
    authority = read('name = "Harbour Group"', 'name = "Quay Group"')

    problems = check_authority(authority, {"quay-group"}, {"ferry-club": "Ferry Club"})

    assert [(p.kind, p.slugs, p.to_mend) for p in problems] == [
        ("undescribed", ("ferry-club",), True),
        ("unseen", ("harbour-group",), False),
    ]


def test_the_shipped_file_has_no_successor_out_of_order() -> None:
    assert [p for p in check_authority(shipped()) if p.kind == "order"] == []
