"""Reading takes time in proportion to the page, whatever the page repeats.

Time is measured, growth is asserted: eight times the page may take some eight times as long,
and not sixty-four times. CPU time rather than the clock's, the least of several runs, and a
second look at what seems too slow make this hold on a machine that is busy with other things.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from itertools import product

import pytest

from indexer.authority import shipped
from indexer.errors import PageError
from indexer.metadata.descriptions import Context, Identity
from indexer.reading import make_entry, read_page
from tests.hostile_shapes import HTML, MARKDOWN, TEXT, Shape

SHAPES = {"html": HTML, "md": MARKDOWN, "txt": TEXT}
MEASURABLE = 0.02
"""Seconds that tell more of a page than of the clock and of what is done once."""
LARGEST = 1 << 19
"""Characters of the smaller page: what is read faster than that is fast enough."""
DOUBLINGS = 3
MOST = 2.7**DOUBLINGS
LOOKS = 3


def seconds(shape: Shape, n: int, kind: str, runs: int = 1) -> float:
    """The CPU time it takes to read, describe and split a page; the least of ``runs``.

    No two runs read the same page, or a cache would answer for one of them.
    """
    identity, context = Identity("d1", f"a.{kind}"), Context(shipped())
    least = float("inf")
    for run in range(runs):
        data = shape(n + run).encode()
        started = time.process_time()
        try:
            page, _ = read_page(data, identity, context)
            make_entry(page, identity, context)
        except PageError:
            pass  # that nothing is left of it must be found out in time, too
        least = min(least, time.process_time() - started)
    return least


def smallest(shape: Shape, kind: str) -> int:
    """How often a shape is to be repeated to be measured."""
    n = 250
    while len(shape(n)) < LARGEST and seconds(shape, n, kind) < MEASURABLE:
        n *= 2
    return n


@pytest.fixture(scope="module", autouse=True)
def warm() -> Iterator[None]:
    """What is loaded or compiled once, or collected now and then, is no part of a page's time."""
    for kind in SHAPES:
        seconds(lambda n: "<p>A line, of 14 May 1976.</p>\n" * n, 50, kind)
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize(
    ("kind", "name"), [pair for kind in SHAPES for pair in product([kind], SHAPES[kind])]
)
def test_a_page_of_eight_times_the_size_takes_some_eight_times_as_long(
    kind: str, name: str
) -> None:
    shape = SHAPES[kind][name]
    n = smallest(shape, kind)

    ratios: list[float] = []
    while len(ratios) < LOOKS and (not ratios or ratios[-1] >= MOST):
        small = max(seconds(shape, n, kind, runs=2), 0.001)
        ratios.append(seconds(shape, n << DOUBLINGS, kind) / small)
        n += n // 2

    assert ratios[-1] < MOST, f"times that of a page of {len(shape(n))} characters: {ratios}"
