"""Readers for a long time, while rebuilds put one generation after the other in use."""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.store import generations
from tests.corpora import command, environment
from tests.soak.editions import STAMPS, Editions
from tests.soak.held import Held, held_by
from tests.soak.progress import Progress
from tests.soak.serving import Asked, Reading, Server, reading, serving, summary, wrong

PAGES = 60
READERS = 3
ENOUGH = 30
"""Switches below which a server is still filling its caches, and growth means nothing."""
MOST_KB = 64.0
"""Growth a switch, of all processes together, that is still noise."""
MOST_FILES = 0.1


@dataclass(frozen=True)
class Switches:
    """What the server's processes hold together, and what readers met with, over time.

    ``start`` is after the first switch. Growth is a slope by least squares, from a third of the
    way on, when caches are full.
    """

    switches: int
    minutes: float
    rebuild_p50_seconds: float
    start: Held
    middle: Held
    end: Held
    resident_kb_a_switch: float
    anonymous_kb_a_switch: float
    descriptors_a_switch: float
    mapped_files_a_switch: float
    first_third: Reading
    second_third: Reading
    last_third: Reading
    failures: tuple[str, ...]


def run(switches: int, minutes: float, seed: int, progress: Progress) -> Switches:
    """Rebuild so often (three times at least) in so many minutes, one page changed each time.

    Every answer must be right for a generation in use while it was asked for,
    and the server may hold no more at the end than after its first switches.
    """
    with tempfile.TemporaryDirectory() as folder:
        editions = Editions(Path(folder), PAGES, 1)
        right = {edition: editions.right(edition) for edition in range(len(STAMPS))}
        editions.write(0)
        turns = _Turns(editions, {editions.build(): 0})
        with serving(editions.index, editions.folder / "log") as server:
            paths = tuple(right[0])
            began = time.monotonic()
            with reading(server, editions.index, paths, READERS, seed, pause=0.02) as readers:
                turns.take(server, switches, 60 * minutes, progress)
            minutes = (time.monotonic() - began) / 60
            asked = sorted((a for r in readers for a in r.asked), key=lambda a: a.began)
            faults = (*turns.failures, *wrong(asked, turns.held, right), *server.complaints())
    return _figures(turns, asked, minutes, faults)


@dataclass
class _Turns:
    """The rebuilds so far: the edition of each generation, what the server held after each."""

    editions: Editions
    held: dict[str, int]
    samples: list[Held] = field(default_factory=list)
    rebuilt: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def take(self, server: Server, switches: int, seconds: float, progress: Progress) -> None:
        began = time.monotonic()
        self.samples.append(held_by(server, self.editions.index))
        for turn in range(1, switches + 1):
            self._switch(turn % len(STAMPS))
            due = began + seconds * turn / switches
            time.sleep(max(0.5, due - time.monotonic()))  # readers must meet each generation
            self.samples.append(held_by(server, self.editions.index))
            progress(f"{turn} of {switches} switches, {self.samples[-1].resident_mb} MB")

    def _switch(self, edition: int) -> None:
        self.editions.write(edition)
        line = command("rebuild", self.editions.corpus, "--index", self.editions.index, "-q")
        values = environment(PRESSMARK_ENGINE="whoosh")
        began = time.monotonic()
        done = subprocess.run(line, env=values, capture_output=True, text=True, timeout=300)
        self.rebuilt.append(time.monotonic() - began)
        generation = generations.current(self.editions.index)
        if done.returncode or generation in self.held:
            self.failures.append(f"a rebuild ended with {done.returncode}: {done.stderr[-500:]}")
        self.held[generation] = edition


def _figures(
    turns: _Turns, asked: Sequence[Asked], minutes: float, faults: tuple[str, ...]
) -> Switches:
    samples, third = turns.samples, len(asked) // 3
    resident = _slope([one.resident_mb * 1024 for one in samples])
    descriptors = _slope([one.descriptors for one in samples])
    mapped = _slope([one.mapped_files for one in samples])
    return Switches(
        switches=len(samples) - 1,
        minutes=round(minutes, 1),
        rebuild_p50_seconds=round(statistics.median(turns.rebuilt), 2),
        start=samples[1],
        middle=samples[len(samples) // 2],
        end=samples[-1],
        resident_kb_a_switch=resident,
        anonymous_kb_a_switch=_slope([one.anonymous_mb * 1024 for one in samples]),
        descriptors_a_switch=descriptors,
        mapped_files_a_switch=mapped,
        first_third=summary(asked[:third]),
        second_third=summary(asked[third : 2 * third]),
        last_third=summary(asked[2 * third :]),
        failures=(*faults, *_growth(len(samples) - 1, resident, descriptors, mapped)),
    )


def _slope(values: Sequence[float]) -> float:
    """Growth from one value to the next, by least squares, without the first third."""
    settled = values[max(1, len(values) // 3) :]
    return round(statistics.linear_regression(range(len(settled)), settled).slope, 3)


def _growth(switches: int, resident: float, descriptors: float, mapped: float) -> tuple[str, ...]:
    if switches < ENOUGH:
        return ()
    grown = []
    if resident > MOST_KB:
        grown.append(f"resident memory grows by {resident} kB a switch")
    if descriptors > MOST_FILES:
        grown.append(f"open descriptors grow by {descriptors} a switch")
    if mapped > MOST_FILES:
        grown.append(f"mapped files grow by {mapped} a switch")
    return tuple(grown)
