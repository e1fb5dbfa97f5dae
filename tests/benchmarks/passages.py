"""What every contender is given: passages from a file of lines, and questions to ask of them.

Of the project this uses nothing, so that it runs under any Python a contender needs.
"""

from __future__ import annotations

import json
import random
import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")

_SEPARATORS = re.compile(r"[^A-Za-z0-9 .,;:!?]|[.,;:!?]+(?=[^ ])")
_ORDER_OF_QUESTIONS = 20


@dataclass(frozen=True)
class Line:
    """One passage; those of a document follow each other."""

    number: int
    document: int
    title: str
    text: str
    organisation: str
    year: int | None


@dataclass(frozen=True)
class Question:
    """``kind`` is term, and, or, phrase, prefix or andnot (the first term without the others)."""

    kind: str
    terms: tuple[str, ...]

    @property
    def written(self) -> str:
        """As it is typed into the search box."""
        first, *others = self.terms
        if self.kind == "or":
            return " OR ".join(self.terms)
        if self.kind == "phrase":
            return f'"{" ".join(self.terms)}"'
        if self.kind == "prefix":
            return f"{first}*"
        if self.kind == "andnot":
            return " ".join([first, *(f"-{term}" for term in others)])
        return " ".join(self.terms)


@dataclass(frozen=True)
class Page:
    """An answer: the best ten, and counts over all matches. Years leave out passages without."""

    total: int
    top: tuple[int, ...]
    organisations: dict[str, int]
    years: dict[int, int]
    fragments: tuple[str, ...]
    """Of the best ten, each with its matches between ``<b>`` and ``</b>``."""


class Feed:
    """The lines of a file, once. ``seconds`` are what the processor spent on reading them."""

    def __init__(self, file: Path, plain: bool) -> None:
        self._lines = read_lines(file, plain)
        self.seconds = 0.0
        self.passages = 0
        self.text_bytes = 0

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        began = time.thread_time()
        try:
            line = next(self._lines)
            self.passages += 1
            self.text_bytes += len(line.text.encode())
            return line
        finally:
            self.seconds += time.thread_time() - began

    def free(self, made: Iterator[Made]) -> Iterator[Made]:
        """The same values; what making them takes counts as reading."""
        while True:
            began, counted = time.thread_time(), self.seconds
            try:
                value = next(made)
            except StopIteration:
                return
            finally:
                self.seconds = counted + time.thread_time() - began
            yield value


def read_lines(file: Path, plain: bool = False) -> Iterator[Line]:
    """The passages of a file; ``plain`` gives them in the common form."""
    with file.open(encoding="utf-8") as lines:
        for written in lines:
            given: dict[str, Any] = json.loads(written)
            text = common_form(given["text"]) if plain else given["text"]
            yield Line(
                given["id"],
                given["document"],
                given["title"],
                text,
                given["organisation"],
                given["year"],
            )


def common_form(text: str) -> str:
    """The text in words that all analyzers cut alike.

    Analyzers differ over apostrophes, accents, acronyms, numbers with commas and
    so on. What is left are unaccented letters and digits, with punctuation only
    between a word and a space; case is kept.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_SEPARATORS.sub(" ", bare).split())


def read_questions(file: Path) -> tuple[Question, ...]:
    """The questions of a file, in an order that mixes their kinds but is always the same."""
    given: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))
    questions = [Question(one["type"], tuple(one["terms"])) for one in given]
    random.Random(_ORDER_OF_QUESTIONS).shuffle(questions)
    return tuple(questions)
