"""The tree of a page equals the one that Beautiful Soup itself builds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from indexer.formats.encoding import decode
from indexer.formats.html.tree import grow
from tests.golden import PAGES

MARKUPS = {
    "page": "<!DOCTYPE html><html lang=en><head><title>Gulls</title></head><body><p>One</p></body>",
    "fragment": "<p class='a  b' id=c>Gulls <b>and <i>terns</b> over</i> the quay<br>today",
    "spaces": "<div> \n\t <p>\f </p>   <pre> \n  <b>\t\t</b></pre><textarea>\n \n</textarea></div>",
    "comments": "one<!-- two -->three<?php four ?>five<!DOCTYPE six>seven<p><!----></p>",
    "ruby": "<ruby>港<rp>(</rp><rt>み<b>なと</b></rt><rp>)</rp></ruby> quay",
    "code": "<script>if (a < b) { go('</p>') }</script><style>p {}</style><template>t</template>",
    "tables": "<table><tr><td>1<td>2<table><tr><td>3</table></tr></table></td></p></div></b>4",
    "unclosed": "<ul><li>one<li>two<ul><li>three</ul><p>four<p>five<a href=x>six<a href=y>seven",
    "odd": '<p 1a="x" "b" c=\'d\' c=e>&amp;&nbsp;&#8212;&bogus;<</p ><svg:g x:href="#">x</svg:g>',
    "meta": '<meta charset=koi8-r><meta http-equiv=Content-Type content="text/html; charset=x">',
}


GOLDEN = sorted(PAGES.glob("*.htm*"))


def described(soup: BeautifulSoup) -> list[Any]:
    """Every node of a tree with its content and the numbers of the nodes it refers to."""
    parts: list[PageElement] = [soup, *soup.descendants]
    number: dict[int, int | None] = {id(part): n for n, part in enumerate(parts)}
    number[id(None)] = None

    def what(part: PageElement) -> object:
        if isinstance(part, Tag):
            attributes = {str(name): str(value) for name, value in part.attrs.items()}
            return part.name, attributes, part.get_text(), len(part.contents)
        return type(part).__name__, str(part)

    around = ("parent", "previous_sibling", "next_sibling", "previous_element", "next_element")
    return [(what(part), *(number[id(getattr(part, n))] for n in around)) for part in parts]


@pytest.mark.parametrize("page", GOLDEN, ids=lambda page: page.stem)
def test_the_tree_of_a_golden_page_is_the_one_beautiful_soup_builds(page: Path) -> None:
    check(decode(page.read_bytes())[0])


def test_there_are_golden_pages_to_compare() -> None:
    assert len(GOLDEN) > 40


@pytest.mark.parametrize("markup", MARKUPS.values(), ids=MARKUPS)
def test_a_tree_is_the_one_beautiful_soup_builds(markup: str) -> None:
    check(markup)


def check(markup: str) -> None:
    own = BeautifulSoup(markup, "lxml", multi_valued_attributes=None)

    soup, tags = grow(markup)

    assert described(soup) == described(own)
    assert list(map(id, tags)) == list(map(id, soup.find_all(True)))
