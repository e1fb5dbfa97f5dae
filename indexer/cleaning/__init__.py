"""A parsed page in, a clean one out: every dropped block keeps the name of its rule.

What boilerplate looks like is in the tables of ``rules``; what applies them, in ``judges``.
Sure rules go first; weak ones are believed only as long as they leave the page most of
its text. Of an HTML page trafilatura is asked too (``judges.extracted``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.cleaning.judges.class_tokens import judge_likely, judge_sure
from indexer.cleaning.judges.comments import judge_forms, judge_threads
from indexer.cleaning.judges.dangling_headings import judge_dangling
from indexer.cleaning.judges.extracted import judge_extracted
from indexer.cleaning.judges.frame import judge_frame
from indexer.cleaning.judges.further_links import judge_further
from indexer.cleaning.judges.link_menus import judge_menus
from indexer.cleaning.judges.main_element import judge_main
from indexer.cleaning.judges.whole_lines import judge_in_context, judge_lines
from indexer.cleaning.judges.wiki import judge_wiki, strip_marks
from indexer.cleaning.state import CleaningState
from indexer.model import Block, CleanPage, DroppedBlock, ParsedPage

_JUDGES = (
    judge_wiki,
    judge_forms,
    judge_sure,
    judge_lines,
    judge_threads,
    judge_likely,
    judge_main,
    judge_menus,
    judge_further,
    judge_frame,
    judge_in_context,
    judge_extracted,
    judge_dangling,
)
"""In the order they are asked; each sees what the ones before it left."""


def clean(page: ParsedPage) -> CleanPage:
    """Drop what is not the document. A page with text never comes out empty."""
    stripped = [strip_marks(block) for block in page.blocks]
    state = CleaningState(tuple(block for block, _ in stripped), page.format, page.source)
    for judge in _JUDGES:
        drops = judge(state)
        if state.live_words() > state.count_words(i for i in drops if state.rules[i] is None):
            state.drop(drops)
    return _clean_page(page, state, [marks for _, marks in stripped])


def _clean_page(
    page: ParsedPage, state: CleaningState, marks: Sequence[Sequence[DroppedBlock]]
) -> CleanPage:
    """What the state says to keep and to drop, each block with the marks stripped from it."""
    kept: list[Block] = []
    dropped: list[DroppedBlock] = []
    for block, rule, own_marks in zip(state.blocks, state.rules, marks, strict=True):
        if rule is None and block.text:
            kept.append(block)
        dropped += (replace(mark, after=len(kept)) for mark in own_marks)
        if rule is not None:
            dropped.append(DroppedBlock(block.text, rule, len(kept)))
    return CleanPage(page, tuple(kept), tuple(dropped))
