"""Costly queries over 20,000 passages are answered in time and in little memory.

The time is the program's own limit: a query that takes too long raises ``QueryTimeout``.
"""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterator
from itertools import accumulate, product
from pathlib import Path
from typing import Any

import pytest

from indexer.engines import Engine, answering, whoosh
from indexer.engines.answering import MAX_RESPELT, MAX_SUGGESTIONS
from indexer.engines.whoosh.searching.cache import ByteCache
from indexer.model import ArchiveInfo, Entry
from indexer.query.parameters import parse_query
from tests.building import AUTHORITY, a_document

INFO = ArchiveInfo("000001-test", "2026-01-01T00:00:00Z", 0, 0)
MOST_BYTES = 30_000_000
DOCUMENTS = (6_000, 3_000, 1_000)
"""In each segment; every document has two passages."""

LETTERS = "abcdefghiklmnoprstuw"
LIGHT = ["the", "of", "and", "to", "la"]


def invented(chance: random.Random, count: int, letters: str = LETTERS) -> list[str]:
    return ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(count)]


CHANCE = random.Random(1)
VOCABULARY = LIGHT + invented(CHANCE, 30_000)
WEIGHTS = list(accumulate(1 / (rank + 2) for rank in range(len(VOCABULARY))))
STEMS = ["".join(letters) for letters in product(LETTERS, repeat=3)]


def documents(step: int, count: int) -> Iterator[Entry]:
    """Of words as frequent as in any language; a few passages repeat one word."""
    chance = random.Random(step)
    lines = [" ".join(chance.choices(VOCABULARY, cum_weights=WEIGHTS, k=50)) for _ in range(1000)]
    for number in range(count):
        passages = [" ".join(chance.sample(lines, 2)) for _ in range(2)]
        if number % 500 == 0:
            passages[0] = "la " * 120
        title = " ".join(chance.choices(VOCABULARY, cum_weights=WEIGHTS, k=4))
        year = 1900 + number % 90
        yield a_document(f"{step}/{number:05}", *passages, title=title, published=f"{year}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = None
    for step, count in enumerate(DOCUMENTS):
        folder = tmp_path_factory.mktemp(f"step-{step}")
        removed = [f"d-0/{number:05}" for number in range(0, 600, 2)] if step == 2 else ()
        whoosh.write(base, removed, documents(step, count), folder)
        base = folder
    return folder


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[Engine]:
    opened = whoosh.open(folder, INFO, AUTHORITY)
    yield opened
    opened.close()


def any_of(count: int, words: list[str]) -> str:
    return " ".join(random.Random(2).sample(words, count))


def nested(depth: int) -> str:
    """OR and AND by turns, eight deep, with negations."""
    text = "the"
    for level in range(depth):
        text = f"({LIGHT[level % 5]} {'OR' if level % 2 else ''} -{VOCABULARY[level + 5]} {text})"
    return text


PREFIXES = [f"{stem}*" for stem in random.Random(3).sample(STEMS, 32)]
PAIRS = [f'"{a} {b}"' for a, b in product(LIGHT + VOCABULARY[:11], repeat=2)]
ANY = {"match": "any"}
HOSTILE: dict[str, tuple[str, dict[str, Any]]] = {
    "prefixes": (" ".join(PREFIXES), {}),
    "any prefix": (" OR ".join(PREFIXES), {}),
    "no prefix": (" ".join(f"-{prefix}" for prefix in PREFIXES), {}),
    "a phrase of light words": ('"' + "the of and to " * 8 + '"', {}),
    "a phrase of one word": ('"' + "la " * 32 + '"', {}),
    "a long phrase of one word": ('"' + "la " * 119 + '"', ANY),
    "a phrase longer than any passage": ('"' + "la " * 512 + '"', ANY),
    "many phrases": (" ".join(PAIRS), ANY),
    "the most frequent words": (" ".join(VOCABULARY[:512]), ANY),
    "words of all kinds": (any_of(512, VOCABULARY), ANY),
    "words nobody wrote": (any_of(450, invented(CHANCE, 450, "qvxyz")), ANY),
    "words nearly written": (any_of(400, [f"{w}q" for w in VOCABULARY]), ANY),
    "absent words": (any_of(32, invented(CHANCE, 32, "qvxyz")), {}),
    "negations": (" ".join(f"-{word}" for word in VOCABULARY[:32]), {}),
    "deep": (nested(8), {}),
    "deeper": (nested(30), {}),
    "hyphens": (
        " ".join("-".join(VOCABULARY[i : i + 9]) for i in range(0, 450, 9)),
        ANY,
    ),
    "dots": ("a." * 250, {}),
    "stars and quotes": ('"*(-' * 128, {}),
    "the last page": ("", {"page": 10_000, "size": 1}),
    "the last page of the newest": ("", {"page": 10_000, "size": 1, "sort": "newest"}),
    "the last page of a word": ("the", {"page": 100, "size": 100}),
    "many years": ("the", {"year": range(1950, 2000)}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_costly_query_is_answered_in_time(engine: Engine, name: str) -> None:
    text, filters = HOSTILE[name]
    query = parse_query(text, **filters)

    results = engine.search(query)

    assert len(results.hits) == max(
        0, min(query.size, results.documents - (query.page - 1) * query.size)
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_a_costly_query_takes_little_memory(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "TIME_LIMIT", 60)  # measuring takes time
    text, filters = HOSTILE[name]
    engine = whoosh.open(folder, INFO, AUTHORITY)
    tracemalloc.start()

    engine.search(parse_query(text, **filters))

    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    engine.close()
    assert most < MOST_BYTES


def test_the_archive_is_as_hostile_as_meant(engine: Engine) -> None:
    assert engine.search(parse_query("")).documents == sum(DOCUMENTS) - 300
    assert engine.search(parse_query("the", match="any")).passages > 15_000
    assert engine.search(parse_query('"' + "la " * 119 + '"', match="any")).documents > 10


def test_of_many_absent_words_only_the_first_are_spelt_otherwise(engine: Engine) -> None:
    nearly = [f"{word[:-1]}q{word[-1]}" for word in VOCABULARY[200:300] if len(word) > 7]

    results = engine.search(parse_query(" ".join([*["qqqqqqqqq"] * 3, *nearly]), match="any"))

    assert len(nearly) > MAX_RESPELT
    assert len(results.suggestions) <= MAX_SUGGESTIONS


def test_a_cache_lets_go_of_empty_values_too() -> None:
    cache = ByteCache(100_000)
    made: list[int] = []

    for number in [*range(1_000), 999, 0]:
        cache.get(number, lambda number=number: made.append(number), lambda _: 0)  # type: ignore[misc]

    assert made == [*range(1_000), 0]
