"""Passages where none are at hand: python -m tests.benchmarks.inventing COUNT FILE.jsonl

Writes COUNT passages of about a hundred invented words, as frequent as words of a
language are (Zipf's law with Mandelbrot's shift), and queries.json beside them.
Neighbouring words have nothing to do with each other, so phrases are rarer than in
real text; otherwise sizes and times come close.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, count, pairwise, product
from pathlib import Path
from typing import Any

VOCABULARY = 60_000
SHIFT = 2.7
ORGANISATIONS = 60
SAMPLE = 20_000
"""Passages whose words are counted, to choose the words of the queries from."""
_ONSETS = "b br d f g h k l m n p r s st t v w z".split()
_VOWELS = "a e i o u ai ou".split()


def invent(number: int, random_: random.Random) -> Iterator[dict[str, Any]]:
    """Passages in documents of one to nineteen, of 60 organisations and 126 years."""
    words = list(_words(random_))
    weights = list(accumulate(1 / (rank + SHIFT) for rank in range(len(words))))
    names = [f"Organisation {n:02}" for n in range(ORGANISATIONS)]
    passages = iter(range(number))
    for document in count():
        about = {
            "document": document,
            "title": f"Document {document}",
            "organisation": random_.choices(names, [1 / (n + 1) for n in range(len(names))])[0],
            "year": None if random_.random() < 0.1 else random_.randint(1900, 2025),
        }
        for _ in range(random_.randint(1, 19)):
            passage = next(passages, None)
            if passage is None:
                return
            length = random_.randint(80, 120)
            chosen = random_.choices(words, cum_weights=weights, k=length)
            yield {"id": passage, "text": " ".join(chosen), **about}


def ask(passages: list[str], random_: random.Random) -> list[dict[str, Any]]:
    """Two hundred questions with words of 0.2 to 20 per cent of the passages."""
    held: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in passages:
        words = text.split()
        held.update(set(words))
        pairs.update(pairwise(words))
    least, most = 0.002 * len(passages), 0.2 * len(passages)
    common = sorted(w for w, n in held.items() if least <= n <= most and len(w) > 3)
    phrases = sorted(pair for pair, n in pairs.items() if n >= 5 and min(map(len, pair)) > 2)

    def pick(number: int) -> list[str]:
        return random_.sample(common, number)

    return [
        *({"type": "term", "terms": pick(1)} for _ in range(30)),
        *({"type": "and", "terms": pick(random_.choice((2, 2, 3)))} for _ in range(50)),
        *({"type": "or", "terms": pick(random_.randint(2, 4))} for _ in range(60)),
        *({"type": "phrase", "terms": list(random_.choice(phrases))} for _ in range(30)),
        *({"type": "prefix", "terms": [random_.choice(common)[:4]]} for _ in range(15)),
        *({"type": "andnot", "terms": pick(2)} for _ in range(15)),
    ]


def _words(random_: random.Random) -> Iterator[str]:
    """Different words, the short ones first, as in a language."""
    syllables = ["".join(pair) for pair in product(_ONSETS, _VOWELS)]
    seen: set[str] = set()
    while len(seen) < VOCABULARY:
        longest = 1 + min(3, len(seen) // 40)
        word = "".join(random_.choices(syllables, k=random_.randint(1, longest)))
        if word not in seen:
            seen.add(word)
            yield word


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("number", type=int, metavar="COUNT")
    parser.add_argument("file", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    random_ = random.Random(given.seed)
    sample: list[str] = []
    given.file.parent.mkdir(parents=True, exist_ok=True)
    with given.file.open("w", encoding="utf-8") as lines:
        for passage in invent(given.number, random_):
            lines.write(json.dumps(passage) + "\n")
            if len(sample) < SAMPLE:
                sample.append(passage["text"])
    queries = json.dumps(ask(sample, random_), indent=1)
    given.file.with_name("queries.json").write_text(queries, "utf-8")


if __name__ == "__main__":
    main()
