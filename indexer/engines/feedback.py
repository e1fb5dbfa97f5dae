"""Vocabulary that a query did not name, learnt from the passages it found first.

The words most peculiar to the best passages are looked for as well, with less
weight, to rank what the query itself matched: they find no further document.
How peculiar a word is, is measured by Bose-Einstein statistics (Bo1; Amati,
"Probability models for information retrieval based on divergence from
randomness", 2003), here over documents: a word that stands in the share ``p`` of
all documents and ``tf`` times in the passages has ``tf·log2((1 + p) / p) + log2(1 + p)``.

Vocabulary are told by their key (see ``related.py``), so all forms of a word are one.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from indexer.analysis import tokenize
from indexer.engines.plan import Leaf
from indexer.engines.ranking import LIGHT, weight
from indexer.engines.related import key
from indexer.engines.vocabulary import Vocabulary
from indexer.model import Part, Query

PASSAGES = 5
"""Best passages to learn from, each of another document."""
FADE = 0.6
"""An occurrence in a passage counts this much of one in the passage before it."""
LEAST = 2
"""Passages a word must be in."""
WORDS = 20
WEIGHT = 0.5
"""What the best of the words counts for, against the heaviest of the query's own."""


def learns(query: Query, leaves: Iterable[Leaf]) -> bool:
    """Whether to look for words the query did not name.

    Where every word must be there it changes nothing for the better, and one
    word alone says too little.
    """
    told = [leaf for leaf in leaves if weight(leaf) == 1.0 and leaf.part.kind != "alias"]
    return query.match == "any" and query.sort == "relevance" and len(told) > 1


def learn(
    texts: Iterable[str], vocabulary: Vocabulary, holding: Callable[[Leaf], int], documents: int
) -> dict[Leaf, float]:
    """What to look for as well, with its weight against the query's heaviest.

    Args:
        texts: the best passages, best first.
        holding: how many documents have a leaf in text or title.
        documents: how many there are.
    """
    faded = candidates([key_counts(token.term for token in tokenize(text)) for text in texts])
    leaves = {word: Leaf(Part("word", word, ()), vocabulary.of_key(word)) for word in faded}
    counts = {word: holding(leaf) for word, leaf in leaves.items()}
    return {leaves[word]: share for word, share in expansion(faded, counts, documents).items()}


def key_counts(terms: Iterable[str]) -> Counter[str]:
    """How often the words of a passage occur in it; light words and single letters left out."""
    return Counter(key(term) for term in terms if len(term) > 1 and term not in LIGHT)


def candidates(passages: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """Faded counts of the words in enough of the passages, which are given best first."""
    held = Counter(word for passage in passages for word in passage)
    faded = dict.fromkeys((word for word, times in held.items() if times >= LEAST), 0.0)
    for rank, passage in enumerate(passages):
        for word in faded.keys() & passage.keys():
            faded[word] += passage[word] * FADE**rank
    return faded


def expansion(
    faded: Mapping[str, float], holding: Mapping[str, int], documents: int
) -> dict[str, float]:
    """The most peculiar words, best first, with their weight against the query's heaviest.

    Args:
        faded: what ``candidates`` gave.
        holding: for each of them, how many documents have it in text or title; at least 1.
        documents: how many there are.
    """
    peculiar = {word: _bo1(count, holding[word] / documents) for word, count in faded.items()}
    best = heapq.nsmallest(WORDS, ((-score, word) for word, score in peculiar.items()))
    return {word: WEIGHT * score / best[0][0] for score, word in best}


def _bo1(count: float, share: float) -> float:
    return count * math.log2((1 + share) / share) + math.log2(1 + share)
