"""Sites: which pages belong together, and which lines repeat on them."""

from __future__ import annotations

import itertools
import random

import pytest

from indexer.cleaning.site_traces import site_of
from indexer.model import Trace
from indexer.rebuilding.sites import Sites, altered_sites, find_sites, read_sites, write_sites

PAGES = itertools.count()


def traces(site: str, *pages: tuple[int, ...]) -> dict[str, Trace]:
    """Pages of one site with these lines, each of another text."""
    numbers = [next(PAGES) for _ in pages]
    return {
        f"{site}{number}": Trace.of(site, number, lines)
        for number, lines in zip(numbers, pages, strict=True)
    }


@pytest.mark.parametrize(
    ("path", "address", "site"),
    [
        ("scraped/a.html", "https://www.Quay.example.org:8080/a?b=c", "quay.example.org"),
        ("quay.example.org/2004/a.html", None, "quay.example.org"),
        ("mirrors/www.quay.example.org/a.html", None, "quay.example.org"),
        ("quay.example.org/a.html", "http://harbour.example.net/", "harbour.example.net"),
        ("leaflets/1976/a.txt", None, "leaflets/"),
        ("leaflets/index.html/a.txt", None, "leaflets/"),
        ("quay.example.org", None, "/"),
        ("a.txt", "not an address", "/"),
    ],
)
def test_a_site_is_a_host_or_else_a_folder(path: str, address: str | None, site: str) -> None:
    assert site_of(path, address) == site


def test_a_line_on_nearly_all_pages_of_a_small_site_repeats() -> None:
    six = traces("quay", *[(1, 2, n) for n in range(10, 15)], (1, 15))

    assert find_sites(six).profiles == {"quay": frozenset({1})}


def test_a_line_on_a_quarter_of_a_large_site_repeats_and_one_on_a_tenth_does_not() -> None:
    pages = [(1,)] * 25 + [(2,)] * 10 + [(100 + n,) for n in range(65)]

    assert find_sites(traces("quay", *pages)).profiles == {"quay": frozenset({1})}


def test_a_site_of_four_pages_has_no_profile() -> None:
    assert find_sites(traces("quay", *[(1, n) for n in range(10, 14)])).profiles == {}


def test_sites_do_not_mix() -> None:
    both = traces("quay", *[(1, 2)] * 3) | traces("harbour", *[(1, 3)] * 6)

    assert find_sites(both).profiles == {"harbour": frozenset({1, 3})}


def test_copies_of_one_page_count_once() -> None:
    copies = {f"copy{n}": Trace.of("quay", 7, (1, 2, 3)) for n in range(9)}

    assert find_sites(copies | traces("quay", (4,), (5,), (6,))).profiles == {}


def test_the_repeated_lines_of_a_page_are_those_in_its_sites_profile() -> None:
    sites = Sites({"d1": Trace.of("quay", 1, (1, 2))}, {"quay": frozenset({2, 3})})

    assert (sites.repeated("d1"), sites.repeated("d2")) == (frozenset({2}), frozenset())


@pytest.mark.parametrize("seed", range(20))
def test_profiles_updated_from_earlier_ones_equal_new_ones(seed: int) -> None:
    chance = random.Random(seed)
    kept: dict[str, Trace] = {}
    sites = Sites()

    for step in range(8):
        for number in range(12):
            key = f"d{chance.randrange(30)}"
            lines = tuple(sorted(chance.sample(range(6), chance.randrange(5))))
            kept[key] = Trace.of(chance.choice("ab"), 100 * step + number, lines)
        for key in chance.sample(sorted(kept), 4):
            del kept[key]
        sites = find_sites(dict(kept), sites)

        assert sites == find_sites(kept)


def test_sites_survive_a_round_trip() -> None:
    pages = traces("quay", *[(0, n, 2**64 - 1) for n in range(1, 9)]) | traces("»", ())
    sites = find_sites(pages)

    assert sites.profiles
    assert read_sites(write_sites(sites)) == sites
    assert read_sites(write_sites(Sites())) == Sites()


def test_the_order_of_pages_does_not_affect_what_is_written() -> None:
    pages = traces("quay", *[(1, 2, n) for n in range(10, 20)])
    reverse = dict(reversed(pages.items()))

    assert write_sites(find_sites(pages)) == write_sites(find_sites(reverse))


def test_only_sites_with_another_profile_are_altered() -> None:
    one = Sites({}, {"quay": frozenset({1}), "mole": frozenset({2}), "pier": frozenset({3})})
    other = Sites({}, {"quay": frozenset({1}), "mole": frozenset({4}), "dock": frozenset({3})})

    assert altered_sites(one, other) == altered_sites(other, one) == {"mole", "pier", "dock"}
