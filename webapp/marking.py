"""The marks of a search in a whole document."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from indexer.engines import Engine
from indexer.engines.folding import Index
from indexer.engines.fragments import find_marks
from indexer.engines.plan import make_plan
from indexer.model import Passage, Query
from webapp.layout import Marks


def marks_for(engine: Engine, query: Query) -> Callable[[Passage], Marks]:
    """What to mark in a passage for a query: nothing where the query has no text."""
    if query.root is None:
        return lambda passage: ()
    index = cast(Index, engine)
    plan = make_plan(query, index.vocabulary, index.aliases)
    return lambda passage: find_marks(passage.text, plan.wanted)
