"""Pseudo-relevance feedback: query expansion from the passages that rank first.

The most characteristic words of the best passages are added to the query with less
weight. They only rank what the query itself matched; they match no further document.
How characteristic a word is, is measured by Bose-Einstein statistics (Bo1; Amati,
"Probability models for information retrieval based on divergence from
randomness", 2003), here over documents: a word in the fraction ``p`` of all documents
that occurs ``tf`` times in the passages scores ``tf·log2((1 + p) / p) + log2(1 + p)``.

Words are identified by their key (see ``related.py``), so all forms of a word count
as one. Parameters were chosen by hand;
``ARCHITECTURE.md`` has the nDCG they reach.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from indexer.analysis import tokenize
from indexer.engines.plan import Leaf
from indexer.engines.ranking import STOP_WORDS, weight
from indexer.engines.related import key
from indexer.engines.vocabulary import Vocabulary
from indexer.model import Part, Query

PASSAGES = 5
"""Feedback passages: the best of each of the first documents."""
RANK_DECAY = 0.6
"""An occurrence in a passage counts this fraction of one in the passage ranked before it."""
MIN_PASSAGES = 2
"""Feedback passages a word must occur in."""
EXPANSION_WORDS = 20
EXPANSION_WEIGHT = 0.5
"""Weight of the most characteristic word, as a fraction of the query's highest weight."""


def applies(query: Query, leaves: Iterable[Leaf]) -> bool:
    """Whether a query is expanded.

    Not where all words are required, which gained nothing on the test collections,
    and not for a single word, which says too little.
    """
    content = [leaf for leaf in leaves if weight(leaf) == 1.0 and leaf.part.kind != "alias"]
    return query.match == "any" and query.sort == "relevance" and len(content) > 1


def expand(
    texts: Iterable[str], vocabulary: Vocabulary, holding: Callable[[Leaf], int], documents: int
) -> dict[Leaf, float]:
    """The leaves to add, with their weights as fractions of the query's highest weight.

    Args:
        texts: the feedback passages, best first.
        holding: the document frequency of a leaf, in text or title.
        documents: how many documents there are.
    """
    decayed = candidates([key_counts(token.term for token in tokenize(text)) for text in texts])
    leaves = {word: Leaf(Part("word", word, ()), vocabulary.of_key(word)) for word in decayed}
    counts = {word: holding(leaf) for word, leaf in leaves.items()}
    return {leaves[word]: share for word, share in select_words(decayed, counts, documents).items()}


def key_counts(terms: Iterable[str]) -> Counter[str]:
    """Term frequencies in a passage, by key, without stop words and single letters."""
    return Counter(key(term) for term in terms if len(term) > 1 and term not in STOP_WORDS)


def candidates(passages: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """Decayed frequencies of the words in at least ``MIN_PASSAGES`` passages, best one first."""
    held = Counter(word for passage in passages for word in passage)
    decayed = dict.fromkeys((word for word, times in held.items() if times >= MIN_PASSAGES), 0.0)
    for rank, passage in enumerate(passages):
        for word in decayed.keys() & passage.keys():
            decayed[word] += passage[word] * RANK_DECAY**rank
    return decayed


def select_words(
    decayed: Mapping[str, float], holding: Mapping[str, int], documents: int
) -> dict[str, float]:
    """The most characteristic words, best first, with their weights as for ``expand``.

    Args:
        decayed: what ``candidates`` returned.
        holding: the document frequency of each, in text or title; at least 1.
        documents: how many documents there are.
    """
    scores = {word: _bo1(count, holding[word] / documents) for word, count in decayed.items()}
    best = heapq.nsmallest(EXPANSION_WORDS, ((-score, word) for word, score in scores.items()))
    return {word: EXPANSION_WEIGHT * score / best[0][0] for score, word in best}


def _bo1(count: float, share: float) -> float:
    return count * math.log2((1 + share) / share) + math.log2(1 + share)
