"""An archive in several editions, and what is right to answer from each.

The right answers come from an index built from nothing, so an incremental index
is held against a full one by every question.
"""

from __future__ import annotations

import csv
import hashlib
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from indexer.rebuilding.pipeline import Options, rebuild
from indexer.store import generations
from indexer.store.reader import Archive
from tests.benchmarks.inventing import invent
from tests.corpora import settings_for
from webapp import create_app

STAMPS = ("alder", "birch")
"""The word that only pages of one edition hold; there are as many editions as words."""
COMMON = ("harbour", "ballot")

_MONTHS = "January February March April May June July August September October November December"
_TOLD_APART = re.compile(
    rb"\d{6,9}-\d{8}T\d{6}Z|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\d{1,2} (?:%b) \d{4}, \d\d:\d\d UTC"
    % _MONTHS.replace(" ", "|").encode()
)
"""What differs between two indexes of the same pages: the generation and when it was built."""
_NOTICE = re.compile(rb'<aside class="notice".*?</aside>', re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """What a path is answered, made comparable between indexes of the same pages.

    ``noticed`` is whether readers are told that the index is damaged.
    """

    status: int
    digest: str
    noticed: bool

    @property
    def plain(self) -> tuple[int, str]:
        """What two answers must share to be equal, whether there is a notice or not."""
        return self.status, self.digest


Right = Mapping[str, Answer]
"""The right answer to each path."""


def answer(status: int, body: bytes) -> Answer:
    """An answer from what was received."""
    comparable = _TOLD_APART.sub(b"", _NOTICE.sub(b"", body))
    digest = hashlib.sha256(b" ".join(comparable.split())).hexdigest()
    return Answer(status, digest, _NOTICE.search(body) is not None)


@dataclass(frozen=True)
class Editions:
    """Pages in ``folder / "corpus"``, of which ``changing`` differ from edition to edition.

    If more than one changes, each edition also lacks a page that all others have.
    """

    folder: Path
    pages: int
    changing: int
    passages: int = 1
    """Passages a page; an index of over a megabyte is opened without being read."""

    @property
    def corpus(self) -> Path:
        return self.folder / "corpus"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    def write(self, edition: int) -> None:
        """Turn the corpus into an edition; pages that stay are not touched."""
        self.corpus.mkdir(parents=True, exist_ok=True)
        if not (self.corpus / "metadata.csv").exists():
            self._describe()
        for n in range(self.pages):
            path, content = self.corpus / f"page{n:04}.html", self._page(n, edition)
            if self.changing > 1 and n == self.pages - 1 - edition:
                path.unlink(missing_ok=True)
            elif not path.exists() or path.read_text("utf-8") != content:
                path.write_text(content, "utf-8")

    def _describe(self) -> None:
        with (self.corpus / "metadata.csv").open("w", encoding="utf-8", newline="") as sheet:
            writer = csv.writer(sheet)
            writer.writerow(("path", "organisation", "year"))
            for n in range(self.pages):
                writer.writerow((f"page{n:04}.html", f"Harbour Union {n % 5}", 1900 + n % 40))

    def _page(self, n: int, edition: int) -> str:
        words = invented(self.pages * self.passages)[n * self.passages :][: self.passages]
        stamp = STAMPS[edition] if n < self.changing else "elm"
        body = "\n".join(f"<h2>Part {i}</h2>\n<p>{text}.</p>" for i, text in enumerate(words))
        return (
            f"<html><head><title>Report number {n}</title></head><body><h1>Report number {n}</h1>\n"
            f"<p>The {stamp} by the {COMMON[n % 2]} gate was in leaf when the delegates met "
            f"for the vote on report {n}, and nobody went home before it was counted.</p>\n"
            f"{body}</body></html>\n"
        )

    def build(self, full: bool = False) -> str:
        """Bring the index up to date in this process; the generation now in use."""
        report = rebuild(settings_for(self.folder, engine="whoosh"), Options(full=full))
        if report.failed:
            raise RuntimeError(f"pages of {self.corpus} were not read: {report.failed}")
        return generations.current(self.index)

    def right(self, edition: int) -> Right:
        """The right answers of an edition, from an index of its own that is built from nothing."""
        apart = Editions(
            self.folder / f"edition{edition}", self.pages, self.changing, self.passages
        )
        apart.write(edition)
        apart.build()
        return ask(apart.index, self.paths(apart.index))

    def paths(self, index: Path) -> tuple[str, ...]:
        """Addresses to ask for: pages of every kind, and documents that all editions hold."""
        cards = Archive(index).current().engine.cards()
        kept = [c.id for c in cards if int(c.path[4:8]) < self.pages - len(STAMPS)]
        words = invented(self.pages * self.passages)[0].split()
        documents = [path for id in (kept[0], kept[-1]) for path in (f"/d/{id}", f"/d/{id}.json")]
        return ("/", "/organisations", *map(_searching, _questions(words)), *documents)


def invented(number: int) -> Sequence[str]:
    """The same passages of invented words every time."""
    if len(_INVENTED) < number:
        _INVENTED[:] = [one["text"] for one in invent(number, random.Random(7))]
    return _INVENTED


_INVENTED: list[str] = []


def _questions(words: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    """Formats and parameters of searches."""
    return [
        *((".json", {"q": stamp}) for stamp in STAMPS),
        ("", {"q": " OR ".join(STAMPS)}),
        (".json", {"q": "report", "size": 100}),
        ("", {"q": f'"{words[3]} {words[4]}"'}),
        (".json", {"q": " ".join(words[:8]), "match": "any"}),
        (".csv", {"q": COMMON[0], "from": 1900, "to": 1920, "sort": "oldest"}),
        ("", {"q": f"{words[5][:3]}* -{COMMON[1]}", "year": "1900"}),
    ]


def _searching(question: tuple[str, dict[str, Any]]) -> str:
    return f"/search{question[0]}?{urlencode(question[1])}"


def ask(index: Path, paths: Sequence[str]) -> dict[str, Answer]:
    """What an index, opened anew, answers to paths."""
    app = create_app(Archive(index).current)
    client = app.test_client()
    app.logger.disabled = True  # damage is what some experiments are about
    try:
        found = {path: client.get(path) for path in paths}
    finally:
        app.logger.disabled = False  # the logger is that of all apps of this process
    return {path: answer(one.status_code, one.data) for path, one in found.items()}
