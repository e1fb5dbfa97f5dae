"""One page read from bytes to a document: what costs time is done once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from types import CodeType, FrameType

import pytest

from indexer.cleaning import clean
from indexer.cleaning.judges.main_content import main_content
from indexer.formats.encoding import decode
from indexer.formats.html.tree import grow
from indexer.reading import read_document

PAGE = """<!doctype html><meta charset="utf-8"><title>Tea</title>
<h1>The tea urn</h1><time datetime="1926-05-04">4 May 1926</time>
<p>The urn was mended by Thursday, and the members had tea again after the meeting.</p>"""


def calls(action: Callable[[], object]) -> Counter[CodeType]:
    """How often each function was called."""
    found: Counter[CodeType] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            found[frame.f_code] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(before)
    return found


@pytest.mark.parametrize("function", [decode, grow, clean, main_content])
def test_an_html_page_is_decoded_parsed_and_cleaned_once(function: Callable[..., object]) -> None:
    counts = calls(lambda: read_document(PAGE.encode(), "tea.html"))

    assert counts[function.__code__] == 1


@pytest.mark.parametrize("name", ["tea.txt", "tea.md", "tea.html"])
def test_a_page_without_markup_is_decoded_once(name: str) -> None:
    counts = calls(lambda: read_document(b"The urn was mended by Thursday.", name))

    assert counts[decode.__code__] == 1
    assert counts[grow.__code__] == 0
