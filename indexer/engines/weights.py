"""What a word of a query counts for: words that only join others count little.

They are not left out: they decide between documents that are alike otherwise,
and a query may consist of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from indexer.engines.plan import Leaf

LIGHT_WEIGHT = 0.15
"""What a light word counts for, against 1 for every other."""

LIGHT = frozenset(
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
"""Terms that join others. None of them is also a name or a matter ("may", "will", "mine", "us")."""


def weight(leaf: Leaf) -> float:
    """A phrase, a prefix and another name weigh 1, even if every word in them is light."""
    light = leaf.part.kind == "word" and LIGHT.issuperset(leaf.forms[0].terms)
    return LIGHT_WEIGHT if light else 1.0


def weigh(leaves: Iterable[Leaf]) -> dict[Leaf, float]:
    """The distinct leaves in order, each weighing as much as all that look for the same."""
    first: dict[object, Leaf] = {}
    weights: dict[Leaf, float] = {}
    for leaf in leaves:
        kept = first.setdefault((leaf.where, frozenset(leaf.forms)), leaf)
        weights[kept] = weights.get(kept, 0.0) + weight(leaf)
    return weights
