"""The ranking: BM25F over a passage's text and its document's title, and term weights.

A leaf's forms count as one term. Its frequency in a passage is the sum
over fields of ``weight × occurrences / (1 - b + b × length / mean length)``
(Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted
fields", 2004); it enters ``idf × f / (k1 + f)`` with Lucene's
``idf = ln(1 + (N - n + 0.5) / (n + 0.5))``. N and n are documents: all of them, and
those with the leaf in text or title.

A passage's score is the sum over leaves, each times its weight (``weigh`` below,
``feedback.py``); every passage of a document has the document's title. A document's
score is that of its best passage and a little of the second. Lengths, N and n are of
live documents only. Stop words are down-weighted, not removed: they decide between
documents that are otherwise equal, and a query may consist of nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from indexer.engines.plan import Leaf

K1 = 2.0
"""Term-frequency saturation; chosen by hand (Lucene: 1.2)."""
B = 0.75
"""Length normalisation; the usual value, also Lucene's."""
TITLE_WEIGHT = 2.0
"""Weight of a title's occurrences, against 1 for the text's; chosen by hand."""
SECOND = 0.05
"""The fraction of its second best passage's score that a document gets; chosen by hand."""
DIGITS = 6
"""Scores equal to this many decimals are equal, whatever order they were summed in."""


STOP_WORD_WEIGHT = 0.15
"""Weight of a stop word, against 1 for every other word; chosen by hand."""

STOP_WORDS = frozenset(
    """
    a an the this that these those
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself
    she her hers herself it its itself they them their theirs themselves one ones oneself
    who whom whose which what whatever whichever whoever
    when whenever where wherever why how however
    am is are was were be been being have has had having do does did doing done
    can could cannot would shall should must ought
    isn't aren't wasn't weren't haven't hasn't hadn't don't doesn't didn't
    can't couldn't won't wouldn't shan't shouldn't mustn't
    i'm i've i'll i'd you're you've you'll you'd he's she's it's we're we've they're they've
    that's there's what's who's let's
    and or nor but if then else so yet because since although though while whilst whereas
    unless until whether than as
    of in on at by for from to with without within into onto upon about above across after
    against along among amongst around before behind below beneath beside besides between
    beyond down during except inside near off out outside over per through throughout toward
    towards under up via versus regarding concerning
    not no none neither either both each every all any some such same other others another
    much many more most less least few fewer several enough
    also again already always never ever often only just even still very too quite rather
    really almost perhaps maybe thus therefore hence here there now once soon later together
    indeed instead otherwise likewise moreover furthermore nevertheless nonetheless meanwhile
    thereby therein thereof whereby wherein
    anyone anything anywhere anybody anyhow everyone everything everywhere everybody
    someone something somewhere somebody somehow nobody nothing nowhere
    etc eg ie vs
    """.split()
)
"""Function words. None of them is also a name or a subject ("may", "will", "mine", "us")."""


def idf(holding: int, total: int) -> float:
    """The inverse document frequency of a leaf in ``holding`` of ``total`` documents."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def document_score(passage_scores: Sequence[float]) -> float:
    """A document's score from those of its matching passages, in any order; 0 for none."""
    best = sorted(passage_scores, reverse=True)[:2]
    return sum(score * SECOND**rank for rank, score in enumerate(best))


def weight(leaf: Leaf) -> float:
    """The weight of a leaf: 1, except for a single word that consists of stop words."""
    stop_word = leaf.part.kind == "word" and STOP_WORDS.issuperset(leaf.forms[0].terms)
    return STOP_WORD_WEIGHT if stop_word else 1.0


def weigh(leaves: Iterable[Leaf]) -> dict[Leaf, float]:
    """The distinct leaves in order; the weights of those with the same forms are added up."""
    first: dict[object, Leaf] = {}
    weights: dict[Leaf, float] = {}
    for leaf in leaves:
        kept = first.setdefault((leaf.where, frozenset(leaf.forms)), leaf)
        weights[kept] = weights.get(kept, 0.0) + weight(leaf)
    return weights
