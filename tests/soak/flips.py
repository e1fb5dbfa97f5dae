"""One bit flipped in one file of the index at a time, under a running server."""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from indexer.store import generations
from indexer.store.reader import SMALL
from tests.corpora import last_json, run_indexer
from tests.soak.editions import Answer, Editions, Right, ask
from tests.soak.progress import Progress
from tests.soak.serving import Server, get, serving

PAGES = 24
CHANGING = 6
PASSAGES = 40
UNAVAILABLE = 503
DAMAGED = 4


@dataclass(frozen=True)
class Flips:
    """Bits flipped and named by ``verify``; of the answers, how many came from where."""

    flipped: int
    named_by_verify: int
    files: int
    answers: int
    from_the_generation_in_use: int
    from_the_one_before: int
    unavailable: int
    wrong: int
    failures: tuple[str, ...]


@dataclass
class _Count:
    """What became of the flips and answers so far."""

    flipped: int = 0
    named: int = 0
    files: set[str] = field(default_factory=set)
    current: int = 0
    before: int = 0
    unavailable: int = 0
    failures: list[str] = field(default_factory=list)
    wrong: int = 0

    def judge(self, found: Answer, now: Answer, earlier: Answer, page: bool, where: str) -> None:
        """Count an answer, given the right one and that of the generation before.

        A ``page`` must say that it is of the generation before; other formats have no place for it.
        """
        if found.plain == now.plain:
            self.current += 1  # with a notice if only CURRENT is damaged
        elif found.plain == earlier.plain and (found.noticed or not page):
            self.before += 1
        elif found.status == UNAVAILABLE:
            self.unavailable += 1
        else:
            self.wrong += 1
            self.failures.append(f"{where}: status {found.status}, no right answer")


def run(flips: int, seed: int, progress: Progress) -> Flips:
    """Flip so many bits, one after the other, each put back before the next.

    For the first half the generation before has files of its own, for the second
    half the two share their unchanged segments. After each flip the running
    server is asked, and the index opened anew, with the time of the file put
    back as when a disk decays: each answer is right, that of the generation before with
    a notice, or 503. ``indexer verify`` must name the file.
    """
    lot = random.Random(seed)
    count = _Count()
    with tempfile.TemporaryDirectory() as folder:
        editions = Editions(Path(folder), PAGES, CHANGING, PASSAGES)
        editions.write(0)
        editions.build()
        paths = editions.paths(editions.index)
        right = {0: ask(editions.index, paths)}
        with serving(editions.index, editions.folder / "log") as server:
            for edition, number in ((1, flips - flips // 2), (0, flips // 2)):
                editions.write(edition)
                editions.build(full=edition == 1)
                _need_large_files(editions.index)
                right[edition] = ask(editions.index, paths)
                for _ in range(number):
                    _flip(editions.index, server, right[edition], right[1 - edition], lot, count)
                    progress(f"{count.flipped} of {flips} bits flipped")
            count.failures += server.complaints()
    return Flips(
        count.flipped,
        count.named,
        len(count.files),
        count.current + count.before + count.unavailable + count.wrong,
        count.current,
        count.before,
        count.unavailable,
        count.wrong,
        tuple(count.failures),
    )


def _need_large_files(index: Path) -> None:
    """Only large files are opened without being read, which is where damage is met late."""
    if not any(path.stat().st_size > SMALL for path in _files(index)):
        raise RuntimeError(f"no file of {index} is larger than {SMALL} bytes; add passages")


def _files(index: Path) -> Sequence[Path]:
    folder = generations.generation_folder(index, generations.current(index))
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    return [index / generations.CURRENT, *found]


@contextmanager
def flipped(path: Path, bit: int) -> Iterator[os.stat_result]:
    """A file with one bit flipped in place, as long as it lasts; gives its state before."""
    whole = path.stat()
    with path.open("r+b", buffering=0) as file:
        byte = os.pread(file.fileno(), 1, bit // 8)
        os.pwrite(file.fileno(), bytes([byte[0] ^ 1 << bit % 8]), bit // 8)
        try:
            yield whole
        finally:
            os.pwrite(file.fileno(), byte, bit // 8)


def _flip(
    index: Path, server: Server, now: Right, earlier: Right, lot: random.Random, count: _Count
) -> None:
    path = lot.choice(_files(index))
    bit = lot.randrange(8 * path.stat().st_size)
    where = f"bit {bit} of {path.relative_to(index)} flipped"
    count.flipped += 1
    count.files.add(path.name)
    paths = lot.sample(list(now), len(now))
    with flipped(path, bit) as whole:
        served = {asked: get(server.port, asked) for asked in paths}
        _verify(index, path, where, count)
        os.utime(path, ns=(whole.st_atime_ns, whole.st_mtime_ns))
        opened = ask(index, paths)
    for way, answers in (("asked of the server", served), ("opened anew", opened)):
        for asked in paths:
            page = not asked.partition("?")[0].endswith((".json", ".csv"))
            found = answers[asked], now[asked], earlier[asked]
            count.judge(*found, page, f"{where}, {way}: {asked}")
    _expect_recovery(server, paths, now, where, count)


def _verify(index: Path, path: Path, where: str, count: _Count) -> None:
    status, out, err = run_indexer("verify", "--index", index, "--json")
    if status == DAMAGED and any(str(path) in said for said in _problems(out)):
        count.named += 1
    else:
        count.failures.append(f"{where}: verify ended with {status}: {out.strip()} {err.strip()}")


def _problems(out: str) -> Sequence[str]:
    try:
        found: Mapping[str, Sequence[str]] = last_json(out)
    except (json.JSONDecodeError, IndexError):
        return ()
    return found["problems"]


def _expect_recovery(
    server: Server, paths: Sequence[str], now: Right, where: str, count: _Count
) -> None:
    """The file being whole again, the server answers as before, without a restart."""
    if get(server.port, paths[0]) != now[paths[0]]:
        count.failures.append(f"{where} and put back: {paths[0]} is not answered rightly again")
