"""A parsed page in, a clean one out: every dropped block keeps the name of its rule.

Rules are tables: phrases of whole lines (``lines``), phrases that open
something longer (``anchors``), class and id tokens and elements (``selectors``),
MediaWiki's furniture (``wiki``). Sure rules go first; weak ones are believed
only as long as they leave the page most of its text. Of an HTML page trafilatura
is asked too (``extracted``).
"""

from __future__ import annotations

from dataclasses import replace

from indexer.cleaning.judges.anchors import judge_forms, judge_threads
from indexer.cleaning.judges.extracted import judge_extracted
from indexer.cleaning.judges.frame import judge_frame
from indexer.cleaning.judges.places import judge_dangling, judge_further, judge_main, judge_menus
from indexer.cleaning.judges.tokens import judge_likely, judge_sure
from indexer.cleaning.judges.whole_lines import judge_beside, judge_lines
from indexer.cleaning.judges.wiki import judge_wiki, strip_marks
from indexer.cleaning.view import View
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
    judge_beside,
    judge_extracted,
    judge_dangling,
)
"""In the order they are asked; each sees what the ones before it left."""


def clean(page: ParsedPage) -> CleanPage:
    """Drop what is not the document. A page with text never comes out empty."""
    stripped = [strip_marks(block) for block in page.blocks]
    view = View(tuple(block for block, _ in stripped), page.format, page.source)
    for judge in _JUDGES:
        drops = judge(view)
        if view.live_words() > sum(view.words[i] for i in drops if view.rules[i] is None):
            view.drop(drops)
    kept: list[Block] = []
    dropped: list[DroppedBlock] = []
    for block, rule, (_, marks) in zip(view.blocks, view.rules, stripped, strict=True):
        if rule is None and block.text:
            kept.append(block)
        dropped += (replace(mark, after=len(kept)) for mark in marks)
        if rule is not None:
            dropped.append(DroppedBlock(block.text, rule, len(kept)))
    return CleanPage(page, tuple(kept), tuple(dropped))
