"""Pages by their shape: each entry repeats one construct as often as it is told.

The constructs are those on which parsers, regular expressions and walks over a tree are known
to take more than linear time. ``tests/test_growth.py`` measures them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Shape = Callable[[int], str]
"""The page that repeats its construct this many times."""

_SENTENCE = "The harbour was shut all winter, and the boats lay in the yard. "
_HEAD = "<body><p>The opening words of the page.</p>"


def _repeated(unit: str, before: str = "", after: str = "") -> Shape:
    return lambda n: f"{before}{unit * n}{after}"


def _page(unit: str) -> Shape:
    return _repeated(unit, _HEAD, "<p>And its last words.</p>")


def _nested(start: str) -> Shape:
    end = f"</{start.split(maxsplit=1)[0]}>"
    return lambda n: f"{_HEAD}{f'<{start}>' * n}deep{end * n}"


def _numbered(unit: str, before: str = "", after: str = "") -> Shape:
    return lambda n: before + "".join(unit.replace("%", str(i)) for i in range(n)) + after


HTML: Mapping[str, Shape] = {
    "nested template": _nested("template"),
    "nested div": _nested("div"),
    "nested b": _nested("b"),
    "nested links": _nested('a href="/x"'),
    "nested font": _nested('font size="+1"'),
    "nested pre": _nested("pre"),
    "nested blockquote": _nested("blockquote"),
    "nested noscript": _nested("noscript"),
    "nested noframes": _nested("noframes"),
    "nested time": _nested("time"),
    "nested itemprop": _nested('div itemprop="datePublished"'),
    "nested ruby": lambda n: f"{_HEAD}{'<ruby><rt>' * n}deep",
    "nested select": _nested("select"),
    "nested svg": _nested("svg"),
    "nested math": _nested("math"),
    "nested lists": lambda n: f"{'<ul><li>word ' * n}{'</li></ul>' * n}",
    "nested tables": lambda n: f"{'<table><tr><td>a</td><td>' * n}deep{'</td></tr></table>' * n}",
    "nested names": _numbered("<x% class=c%><div id=i%>word ", _HEAD),
    "one huge class over many": lambda n: (
        f'<div class="{" ".join(f"c{i}" for i in range(n))}">{"<p>word</p>" * n}</div>'
    ),
    "dates in a deep place": lambda n: (
        f"{'<div>' * n}{'<time datetime=1990-01-01>1990</time>' * n}"
    ),
    "unclosed paragraphs": _page("<p>word "),
    "unclosed cells": _repeated("<td>word ", "<table><tr>"),
    "misnested formatting": _page("<b><i>one<p>two</b>three</i>"),
    "formatting across tables": _page("<b><table><tr><td></b>word"),
    "unmatched ends": lambda n: f"{'<div>' * n}word{'</td></b>' * n}",
    "attributes": _numbered("a%=1 ", "<p ", ">word</p>"),
    "one huge attribute": _repeated("word ", '<p title="', '">word</p>'),
    "entities without end": _page("&amp"),
    "one huge entity": _repeated("a", "<p>word &", " word</p>"),
    "unclosed comments": _page("<!--"),
    "cdata": _page("<![CDATA["),
    "processing instructions": _page("<?php word "),
    "scripts": _page("<script>a</script>"),
    "frames": _repeated("<frame src=a.html>", "<p>word<frameset>"),
    "line breaks": _page("word<br>"),
    "menus": _page("<a href=x>Home</a> | "),
    "comment forms": _page("<h3>Leave a Reply</h3><p>Name</p><p>Email</p>"),
    "paragraphs": _numbered(f"<p>Number % {_SENTENCE}</p>"),
    "JSON-LD": _repeated('{"@type":"Article"},', '<script type="ld+json">[', "1]</script><p>word"),
    "title separators": _repeated("word | ", "<title>", "</title><p>word"),
}

MARKDOWN: Mapping[str, Shape] = {
    "[": _repeated("[", "A line. "),
    "![": _repeated("![", "A line. "),
    "[a](": _repeated("[a](", "A line. "),
    "[[]": _repeated("[[]", "A line. "),
    "*": _repeated("*a **b ", "A line. "),
    "_": _repeated("*a_", "A line. "),
    "backticks": lambda n: " ".join("`" * i for i in range(1, int((2 * n) ** 0.5) + 2)) + " a",
    "quotes": _repeated("> a\n"),
    "tables": _repeated("|a|b|\n|-|-|\n|c|d|\n\n"),
    "headings": _repeated("# a\n"),
    "lists": _repeated("- a\n"),
    "references": _numbered("[a%]: http://b\n", "", "\n[a1] [a2]\n"),
    "tags": _repeated('<a href="', "A line. "),
    "front matter": _numbered("key%: value\n", "---\n", "---\nA line.\n"),
    "front matter brackets": _repeated("[a, ", "---\nkey: ", "\n---\nA line.\n"),
}

TEXT: Mapping[str, Shape] = {
    "brackets": _repeated("([", "A line. "),
    "digits": _repeated("1", "A line. "),
    "dates": _repeated("14 May 1976 ", "A line. "),
    "month names": _repeated("May ", "A line. "),
    "capitalised words": _repeated("Communist Party of ", "A line. "),
    "acronyms": _repeated("C.N.D. ", "A line. "),
    "addresses": _repeated("http://a.example/b ", "A line. "),
    "sentences": _repeated(_SENTENCE),
    "one word": _repeated("a", "A line. "),
    "spaces": _repeated(" ", "A line.", "a"),
    "zero-width characters": _repeated("a\u200b", "A line. "),
    "combining marks": _repeated("\u0301", "A line. e"),
    "mojibake": _repeated("Ã©", "A line. "),
    "line ends": _repeated("a\r\nb\nc\r", "A line. "),
    "menus": _repeated("Home\nAbout us\nContact\n", "A line. "),
    "comment forms": _repeated("Leave a Reply\nName\nEmail\n", "A line.\n"),
}
