"""Rebuilds killed at random moments while a reader asks the running server."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from indexer.store import generations
from indexer.store.inspection import inspect
from indexer.store.verifying import MANIFEST
from tests.corpora import command, environment
from tests.soak.editions import STAMPS, Editions, Right, ask
from tests.soak.progress import Progress
from tests.soak.serving import Reading, reading, serving, summary, wrong

PAGES = 16
CHANGING = 6
FULL_EVERY = 3
MOST_ATTEMPTS = 3
"""Rebuilds begun for each kill that is wanted: some end before their moment comes."""


@dataclass(frozen=True)
class Kills:
    """Of the killed, ``while_writing`` left an unfinished generation and ``after_switch`` a new
    one in use."""

    killed: int
    of_them_full: int
    while_writing: int
    after_switch: int
    ended_before: int
    rebuild_seconds: float
    full_rebuild_seconds: float
    reading: Reading
    failures: tuple[str, ...]


@dataclass(frozen=True)
class _Killed:
    full: bool
    ended: bool
    unfinished: bool
    switched: bool


class _Cycle:
    """The archive between kills: which edition each generation was built from."""

    def __init__(self, editions: Editions, lot: random.Random) -> None:
        self.editions = editions
        self.lot = lot
        self.edition = 0
        editions.write(0)
        self.held = {editions.build(): 0}
        self.failures: list[str] = []

    def change(self) -> None:
        """Another edition of the corpus than the index holds."""
        now = self.held[generations.current(self.editions.index)]
        self.edition = self.lot.choice([e for e in range(len(STAMPS)) if e != now])
        self.editions.write(self.edition)

    def rebuild(self, full: bool) -> float:
        """Change the corpus and rebuild to the end; the seconds it takes."""
        self.change()
        began = time.monotonic()
        process = self._start(full)
        if process.wait(300) != 0:
            self.failures.append(f"a rebuild ended with exit status {process.returncode}")
        seconds = time.monotonic() - began
        self._note()
        return seconds

    def kill(self, full: bool, after: float) -> _Killed:
        """Kill a rebuild and all its processes after so many seconds, and see what is left."""
        before = generations.current(self.editions.index)
        process = self._start(full)
        time.sleep(after)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        ended = process.wait() != -signal.SIGKILL  # it may have done so just now
        if ended and process.returncode:
            self.failures.append(f"a rebuild ended with exit status {process.returncode}")
        self._note()
        index = self.editions.index
        self.failures += inspect(index).problems
        unfinished = any(
            not (generations.generation_folder(index, id) / MANIFEST).exists()
            for id in generations.ids(index)
        )
        return _Killed(full, ended, unfinished, generations.current(index) != before)

    def _start(self, full: bool) -> subprocess.Popen[bytes]:
        line = command("rebuild", self.editions.corpus, "--index", self.editions.index, "-q")
        return subprocess.Popen(
            [*line, "--full"] if full else line,
            env=environment(PRESSMARK_ENGINE="whoosh"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _note(self) -> None:
        self.held.setdefault(generations.current(self.editions.index), self.edition)


def run(kills: int, seed: int, progress: Progress) -> Kills:
    """Kill so many rebuilds in their midst; each third is a full one.

    Whatever is answered meanwhile must be right for the generation in use, every byte of the
    index must be as it was written after each kill, and a last rebuild must
    give what one from nothing gives.
    """
    lot = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        editions = Editions(Path(folder), PAGES, CHANGING)
        right = {edition: editions.right(edition) for edition in range(len(STAMPS))}
        cycle = _Cycle(editions, lot)
        with serving(editions.index, editions.folder / "log") as server:
            paths = tuple(right[0])
            with reading(server, editions.index, paths, 1, seed, pause=0.01) as (reader,):
                seconds = {full: cycle.rebuild(full) for full in (True, False)}
                killed = _kill(cycle, kills, seconds, progress)
                cycle.rebuild(full=False)
            faults = (*wrong(reader.asked, cycle.held, right), *server.complaints())
        faults += (*_left(editions), *_differing(cycle, right))
    mid = [one for one in killed if not one.ended]
    return Kills(
        killed=len(mid),
        of_them_full=sum(one.full for one in mid),
        while_writing=sum(one.unfinished for one in mid),
        after_switch=sum(one.switched for one in mid),
        ended_before=len(killed) - len(mid),
        rebuild_seconds=round(seconds[False], 2),
        full_rebuild_seconds=round(seconds[True], 2),
        reading=summary(reader.asked),
        failures=(*cycle.failures, *faults),
    )


def _kill(
    cycle: _Cycle, kills: int, seconds: dict[bool, float], progress: Progress
) -> list[_Killed]:
    """Every attempt until so many rebuilds were killed, the moments spread over their length."""
    done: list[_Killed] = []
    mid = 0
    while mid < kills and len(done) < MOST_ATTEMPTS * kills:
        cycle.change()
        full = mid % FULL_EVERY == 1
        moment = (mid + cycle.lot.random()) / kills * seconds[full]
        done.append(cycle.kill(full, moment))
        if done[-1].ended:
            seconds[full] = cycle.rebuild(full)  # faster than before: the machine has less to do
        else:
            mid += 1
        progress(f"{mid} of {kills} rebuilds killed")
    if mid < kills:
        cycle.failures.append(f"only {mid} of {kills} rebuilds were killed before they ended")
    return done


def _left(editions: Editions) -> tuple[str, ...]:
    """What the last rebuild did not clear away."""
    folder = editions.index
    kept = {generations.current(folder), *generations.earlier(folder)[-1:]}
    strays = [id for id in generations.ids(folder) if id not in kept]
    return (*(f"generation {id} was left behind" for id in strays), *inspect(folder).problems)


def _differing(cycle: _Cycle, right: dict[int, Right]) -> tuple[str, ...]:
    """Answers of the last rebuild that are not those of one from nothing."""
    expected = right[cycle.edition]
    found = ask(cycle.editions.index, tuple(expected))
    return tuple(
        f"{path} is answered otherwise after the last rebuild than by an index from nothing"
        for path in expected
        if found[path] != expected[path]
    )
