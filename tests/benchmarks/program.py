"""The whole program: python -m tests.benchmarks.program --queries FILE --json OUT, and one of

--corpus DIR      a folder of pages, read only
--passages FILE   passages, a line each, that are written out as a corpus first

Measured are the stages of reading pages, one after the other in one process; a
rebuild as users start it, then another with nothing changed and, of passages
written out, one with ten pages changed; and the web server over that index,
asked by 1, 4 and 16 clients at once, and again while the index is rebuilt in full.
Server, clients and rebuild are processes of their own and share all cores.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks import composing, stages
from tests.benchmarks.engines import machine
from tests.benchmarks.measuring import size_of

ROOT = Path(__file__).parents[2]
INDEXER = "from indexer.terminal.commands import main; main()"
WEBAPP = "from webapp.cli import main; main()"
CLIENTS = (1, 4, 16)
CHANGED = 10
WARM_UP_SECONDS = 3
AFTER_SWITCH_SECONDS = 5
LONGEST_REBUILD = 3600

Told = dict[str, Any]


def rebuilding(corpus: Path, index: Path, own: bool) -> Told:
    """Full, with nothing changed, and (of a corpus of our ``own``) with ten pages changed."""
    told = {"full": _rebuild(corpus, index), "nothing_changed": _rebuild(corpus, index)}
    if own:
        composing.change_pages(corpus, CHANGED)
        told["ten_changed"] = _rebuild(corpus, index)
    return {**told, "index_bytes": size_of(index)}


def serving(corpus: Path, index: Path, queries: Path, seconds: float, during: int) -> Told:
    """Pages a second and latency, at rest and while a rebuild takes place."""
    with _server(index) as (address, server):
        warm = WARM_UP_SECONDS
        told: Told = {"first": _load(address, queries, 1, warm)}
        told["at_rest"] = [_load(address, queries, clients, seconds) for clients in CLIENTS]
        told["memory_bytes"] = _memory(server)
        told["during_rebuild"] = _during(corpus, index, address, queries, during)
        told["memory_bytes_after"] = _memory(server)
    return told


def _during(corpus: Path, index: Path, address: str, queries: Path, clients: int) -> Told:
    load = _start_load(address, queries, clients, LONGEST_REBUILD)
    rebuilt = _rebuild(corpus, index, "--full")
    time.sleep(AFTER_SWITCH_SECONDS)
    out, _ = load.communicate()
    told: Told = json.loads(out)
    return {**told, "rebuild_seconds": rebuilt["seconds"]}


def _rebuild(corpus: Path, index: Path, *options: str) -> Told:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [sys.executable, "-c", INDEXER, "rebuild", str(corpus), "--index", str(index)]
    done = subprocess.run(
        [*command, *options], cwd=ROOT, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode not in (0, 1):
        raise SystemExit(f"the rebuild failed:\n{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    info = json.loads(_newest(index).read_text("utf-8"))
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "documents": info["documents"],
        "passages": info["passages"],
        "documents_per_second": round(info["documents"] / seconds, 1),
    }


def _newest(index: Path) -> Path:
    """The manifest of the generation in use."""
    generation = (index / "CURRENT").read_text("utf-8").strip()
    return index / "generations" / generation / "manifest.json"


@contextmanager
def _server(index: Path) -> Iterator[tuple[str, int]]:
    """The web server over an index: its address and its process id."""
    command = [sys.executable, "-c", WEBAPP, "--index", str(index), "--port", "0"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        said = server.stdout.readline()
        if "http://" not in said:
            raise SystemExit("the web server did not start")
        yield said[said.index("http://") :].strip(), server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _load(address: str, queries: Path, clients: int, seconds: float) -> Told:
    load = _start_load(address, queries, clients, seconds)
    assert load.stdout is not None
    out = load.stdout.read()
    load.communicate()
    told: Told = json.loads(out)
    print(json.dumps(told), file=sys.stderr, flush=True)
    return told


def _start_load(address: str, queries: Path, clients: int, seconds: float) -> subprocess.Popen[str]:
    """Clients that stop when their standard input is closed."""
    command = [sys.executable, "-m", "tests.benchmarks.load", address, "--queries", str(queries)]
    command += ["--clients", str(clients), "--seconds", str(seconds)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _memory(process: int) -> int:
    """Bytes a process and its children hold; what they share counts once."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    return sum(map(_share, (process, *map(int, children))))


def _share(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--corpus", type=Path)
    source.add_argument("--passages", type=Path)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--json", type=Path, required=True, help="the file to write")
    parser.add_argument("--pages", type=int, default=500, help="pages read to time the stages")
    parser.add_argument("--seconds", type=float, default=20, help="each load lasts")
    parser.add_argument("--during", type=int, default=4, help="clients during the rebuild")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="pressmark-benchmark-"))
    try:
        corpus = given.corpus or folder / "corpus"
        if given.passages:
            composing.write_corpus(given.passages, corpus)
        index, queries = folder / "index", given.queries.resolve()
        told = {
            "made": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ"),
            "machine": machine(),
            "corpus": corpus.name if given.corpus else given.passages.name,
            "stages": stages.measure(corpus, given.pages),
            "rebuild": rebuilding(corpus.resolve(), index, own=given.passages is not None),
        }
        print(json.dumps(told), file=sys.stderr, flush=True)
        told["serving"] = serving(corpus, index, queries, given.seconds, given.during)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
