"""Pages by their shape: each entry repeats one construct ``n`` times.

The constructs are those on which parsers, regular expressions and walks over a tree are
known to take more than linear time. ``tests/test_growth.py`` measures them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Shape = Callable[[int], str]
"""The page that repeats its construct this many times."""

_SENTENCE = "The harbour was shut all winter, and the boats lay in the yard. "


def _nested(name: str, close: bool = True) -> Shape:
    end = f"</{name.split(maxsplit=1)[0]}>" if close else ""
    return lambda n: f"<body><p>Head.</p>{f'<{name}>' * n}deep{end * n}<p>Foot.</p>"


def _repeated(unit: str, before: str = "", after: str = "") -> Shape:
    return lambda n: f"{before}{unit * n}{after}"


def _body(unit: str) -> Shape:
    return _repeated(unit, "<body><p>Head.</p>", "<p>Foot.</p></body>")


def _numbered(unit: str, before: str = "", after: str = "") -> Shape:
    return lambda n: before + "".join(unit.replace("%", str(i)) for i in range(n)) + after


HTML: Mapping[str, Shape] = {
    **{
        f"nested {name}": _nested(name)
        for name in (
            "template div span b a i font p pre blockquote ul/li ol dl/dd section article"
            " select option svg math noscript noframes ruby/rt form button fieldset h1 center"
            " textarea title iframe object time abbr script style label nav aside header footer"
            " main details td tr code q table"
        ).split()
        if "/" not in name
    },
    "nested lists": lambda n: "<ul><li>" * n + "deep" + "</li></ul>" * n,
    "nested tables": lambda n: "<table><tr><td>" * n + "deep" + "</td></tr></table>" * n,
    "nested table cells": lambda n: (
        "<table><tr><td>a</td><td>" * n + "deep" + "</td></tr></table>" * n
    ),
    "nested definition lists": lambda n: "<dl><dd>" * n + "deep" + "</dd></dl>" * n,
    "nested quotes": lambda n: "<blockquote><p>word " * n + "</blockquote>" * n,
    "nested ruby": lambda n: "<ruby><rt>" * n + "deep" + "</rt></ruby>" * n,
    "nested itemprop": _nested('div itemprop="datePublished"'),
    "nested class date": _nested('div class="date"'),
    "nested pubdate": _nested('time pubdate datetime="1990-01-01"'),
    "nested comments id": _nested('div id="comments" class="comment-list"'),
    "nested related": _nested('div class="related sidebar widget"'),
    "nested hidden": _nested('div hidden'),
    "nested roles": _nested('div role="heading"'),
    "nested ids": _numbered('<div id="id%" class="c% d%">word '),
    "nested links": _nested('a href="/x"'),
    "nested fonts": _nested('font size="+1"'),
    "deep with text": lambda n: "<div>word " * n + "</div>" * n,
    "deep inline with text": lambda n: "<b>word <i>word " * n,
    "deep lists with text": lambda n: "<ul><li>word one two " * n,
    "deep sections with headings": lambda n: "<section><h2>Head</h2><p>Text of it.</p>" * n,
    "deep dates": lambda n: '<div><time datetime="1990-01-01">1990</time>' * n,
    "dates in a deep place": lambda n: (
        "<div>" * n + '<time datetime="1990-01-01">1990</time>' * n
    ),
    "unclosed paragraphs": _body("<p>word "),
    "unclosed items": _repeated("<li>word ", "<ul>"),
    "unclosed fonts": _body("<font>word "),
    "unclosed cells": _repeated("<td>word ", "<table><tr>"),
    "unclosed rows": _repeated("<tr><td>word", "<table>"),
    "unclosed options": _repeated("<option>word", "<select>"),
    "misnested formatting": _body("<b>one<p>two</b>three</p>"),
    "misnested formatting 2": _body("<b><i>one</b>two</i>"),
    "formatting across tables": _body("<b><table><tr><td></b>word"),
    "unmatched ends": lambda n: "<div>" * n + "</b></p></td></section>" * n,
    "unmatched ends alone": _body("</b></p></div></td>"),
    "adoption": lambda n: "<a>" * n + "<p>word</a>" * n,
    "attributes": lambda n: "<p " + " ".join(f"a{i}=1" for i in range(n)) + ">word</p>",
    "equal attributes": lambda n: "<p " + "a=1 " * n + ">word</p>",
    "one huge attribute": lambda n: f'<p title="{"word " * n}">word</p>',
    "one huge class": lambda n: f'<p class="{" ".join(f"c{i}" for i in range(n))}">word</p>',
    "huge class repeated": lambda n: f'<p class="{"w-" * n}">word</p><p class="{"comment" * n}">word</p>',
    "one huge style": lambda n: f'<p style="{"display:" * n}">word</p>',
    "style spaces": lambda n: f'<p style=";{" " * n}x">word</p>',
    "one huge href": lambda n: f'<p><a href="http://a.example/{"a/" * n}">word</a></p>',
    "href query": lambda n: f'<link rel="canonical" href="http://a.example/?{"a=1&" * n}"><p>word</p>',
    "meta": _numbered('<meta name="n%" content="c%">', after="<p>word"),
    "meta dates": _numbered('<meta name="date" content="1990-01-01 %">', after="<p>word"),
    "huge meta": lambda n: f'<meta name="date" content="{"1 May " * n}"><p>word',
    "json-ld list": lambda n: (
        '<script type="application/ld+json">['
        + ",".join(['{"@type":"Article"}'] * n)
        + "]</script><p>word"
    ),
    "json-ld graph": lambda n: (
        '<script type="application/ld+json">'
        + '{"@graph":[' * n + "1" + "]}" * n
        + "</script><p>word"
    ),
    "json-ld broken": lambda n: (
        '<script type="application/ld+json">' + '"datePublished":"' * n + "</script><p>word"
    ),
    "json-ld digits": lambda n: (
        '<script type="application/ld+json">[' + "1" * n + "]</script><p>word"
    ),
    "entities without end": _body("&amp"),
    "entities": _body("&eacute;"),
    "numeric entities": _body("&#1234"),
    "entities unknown": _body("&abcdefghijk"),
    "ampersands": _body("&"),
    "one huge entity": lambda n: f"<p>word &{'a' * n} word",
    "one huge number": lambda n: f"<p>word &#{'1' * n}; word",
    "unclosed comments": _body("<!--"),
    "closed comments": _body("<!-- a --><p>word</p>"),
    "comment dashes": lambda n: f"<p>word<!-- {'-' * n} <p>word",
    "comment ends": _body("-->"),
    "conditional comments": _body("<!--[if IE]>"),
    "cdata": _body("<![CDATA["),
    "cdata closed": _body("<![CDATA[ word ]]>"),
    "declarations": _body("<!x"),
    "processing instructions": _body("<?php word "),
    "processing closed": _body("<?php word ?>"),
    "angles": _body("<"),
    "open tags": _body("<a "),
    "slashes": _body("</"),
    "quotes in tags": _body('<a b="'),
    "scripts": _body("<script>a</script>"),
    "unclosed scripts": _body("<script>"),
    "script starts": lambda n: "<p>word<script>" + "<!--<script>" * n,
    "script ends": _body("</script>"),
    "styles": _body("<style>a{}</style>"),
    "frames": _repeated('<frame src="a.html">', "<frameset>", "</frameset>"),
    "framesets": _repeated("<frameset>"),
    "noframes": _body("<noframes>word</noframes>"),
    "noframes open": lambda n: "<p>word<noframes>" * n,
    "iframes": _body('<iframe src="x"></iframe>'),
    "breaks": _body("<br>"),
    "breaks with text": _body("word<br>"),
    "breaks with links": _body("<a href=x>word</a><br>"),
    "rules": _body("<hr>"),
    "images": _body('<img alt="word">'),
    "links": _body('<a href="/x">word</a> '),
    "links with text": _body('<a href="/x">word</a> and more words of a sentence. '),
    "links in items": _body('<li><a href="/x">word</a></li>'),
    "link blocks": _body('<p><a href="/x">Read the article</a></p>'),
    "headings": _body("<h2>Heading</h2>"),
    "headings with text": _body(f"<h2>Heading</h2><p>{_SENTENCE}</p>"),
    "equal paragraphs": _body(f"<p>{_SENTENCE}</p>"),
    "numbered paragraphs": _numbered(f"<p>Number % {_SENTENCE}</p>"),
    "short paragraphs": _numbered("<p>word %</p>"),
    "one long paragraph": lambda n: f"<p>{_SENTENCE * n}</p>",
    "one paragraph without stops": lambda n: f"<p>{'harbour winter boats ' * n}</p>",
    "rows": _repeated("<tr><td>word</td><td>1990</td></tr>", "<table>", "</table>"),
    "cells": _repeated("<td>word</td>", "<table><tr>", "</tr></table>"),
    "spans": _body("<span>word</span>"),
    "spans without text": _body("<span></span>"),
    "split words": _body("w<b>o</b>r<i>d</i>"),
    "forms": _body("<form><input><select><option>word</option></select></form>"),
    "inputs": _body("<input value=word>"),
    "reply": _body("<h3>Leave a Reply</h3>"),
    "reply forms": _body(
        "<h3>Leave a Reply</h3><p>Name (required)</p><p>Email (required)</p><p>Website</p>"
    ),
    "comments": _body("<p>John says:</p><p>May 4, 2006 at 10:15 am</p><p>I agree.</p>"),
    "shares": _body("<p>Share this:</p><p>Facebook</p><p>Twitter</p>"),
    "copyright": _body("<p>Copyright 2005 All rights reserved</p>"),
    "dates": _body("<p>14 May 1976</p>"),
    "dates in a line": lambda n: f"<p>{'14 May 1976, ' * n}</p>",
    "published": _body("<p>Published: 14 May 1976</p>"),
    "bylines": _body("<p>By John Smith, 14 May 1976</p>"),
    "organisations": _body("<p>The Communist Party of Great Britain met.</p>"),
    "titles": _body("<title>word</title>"),
    "one huge title": lambda n: f"<title>{'word ' * n}</title><p>word",
    "title separators": lambda n: f"<title>{'word | ' * n}</title><p>word",
    "title dashes": lambda n: f"<title>{'a - ' * n}</title><h1>{'a - ' * n}</h1><p>word",
    "huge heading": lambda n: f"<title>word</title><h1>{'Word ' * n}</h1><p>word",
    "base": _body('<base href="http://a.example/">'),
    "html tags": _repeated("<html><body>word"),
    "xml": _repeated("<a:b xmlns:a='x'>word</a:b>", '<?xml version="1.0"?><html>', "</html>"),
    "citations": _body("<p>word[1] word[2] [ citation needed ]</p>"),
    "brackets": lambda n: f"<p>word {'[' * n} word</p>",
    "bracket notes": lambda n: f"<p>{'[1' * n} word</p>",
    "edit marks": _body("<h2>Heading [edit]</h2>"),
    "breadcrumbs": lambda n: f"<p>{'Home > ' * n}</p>",
    "pipes": lambda n: f"<p>{'Home | ' * n}</p>",
    "link pipes": _body("<a href=x>Home</a> | "),
}

LINES: Mapping[str, Shape] = {
    **{
        f"line of {name}": _repeated(unit, "Some words first.\n\n", "\n\nSome words last.\n")
        for name, unit in {
            "(": "(", "[": "[", "![": "![", "*": "*", "_": "_", "backticks": "`", ">": ">",
            "|": "|", "#": "#", "~": "~", "-": "-", "=": "=", "+": "+", "<": "<", "&": "&",
            "backslashes": "\\", "quotes": '"', "apostrophes": "'", "dots": ".", "commas": ",",
            "colons": ":", "slashes": "/", "digits": "1", "](": "](", "[](": "[](", "[a](": "[a](",
            "[a]": "[a]", "[[]": "[[]", "]": "]", ")": ")", "[]": "[]", "()": "()",
            "a*": "a*", "*a": "*a ", "a_": "a_ ", "*a_": "*a_", "**a": "**a ", "a**b": "a**b",
            "* a": "* a", "> a": "> ", "- ": "- ", "1. ": "1. ", "`a": "`a", "``` ": "``` ",
            "<a": "<a ", "<!--": "<!--", "<?": "<?", "<![CDATA[": "<![CDATA[", "&a": "&a",
            "<a href": '<a href="', "http://": "http://", "url": "http://a.example/b ",
            "www": "www.a.example ", "mail": "a@b.example ", "@": "a@", "<http:": "<http:a",
            "dates": "14 May 1976 ", "months": "May ", "month years": "May 1976, ", "years": "1976 ",
            "year ranges": "1976-", "figures": "1.", "figure groups": "1,000", "times": "10:15 ",
            "capitalised words": "Party ", "names": "John Smith ", "initials": "J. ",
            "acronyms": "C.N.D. ", "capitals": "CND ", "organisations": "Communist Party of ",
            "of the": "of the ", "by": "By ", "published": "Published ", "reply": "Leave a Reply ",
            "posted": "Posted on ", "said": "says: ", "copyright": "Copyright (c) ",
            "no": "No. ", "page": "Page 1 of ", "one word": "a", "letters": "a ",
            "spaces": " ", "tabs": "\t", "no-break spaces": "\u00a0", "zero-width": "\u200b",
            "word joiners": "a\u200b", "combining marks": "\u0301", "marked letters": "e\u0301\u0323",
            "soft hyphens": "a\u00ad", "hyphens": "a-", "dashes": "\u2014", "bullets": "\u2022 ",
            "emoji": "\U0001f600", "arabic": "\u0627\u0644 ", "chinese": "\u4e2d", "kana": "\u3042",
            "mojibake": "Ã©", "mojibake quotes": "â€™", "mojibake long": "ÃƒÆ’", "replacement": "\ufffd",
            "controls": "\x01", "bidi": "\u202e", "surrogate escapes": "\\u0041",
            "angle tags": "<b>", "bbcode": "[b]", "bbcode urls": "[url=", "wiki links": "[[a|",
            "wiki templates": "{{", "wiki tables": "{|", "latex": "\\begin{a}", "braces": "{",
            "semicolons": "a;", "sentences": _SENTENCE, "exclamations": "a! ",
            "numbered": "(1) ", "roman": "IV. ", "footnotes": "[1] ", "crumbs": "Home > ",
            "pipes": "Home | ", "percent": "%20", "entities": "&amp;amp;",
        }.items()
    },
    **{
        f"lines of {name}": _repeated(unit, "Some words first.\n\n", "\n\nSome words last.\n")
        for name, unit in {
            "nothing": "\n", "spaces": " \n", "CR": "a\r", "mixed ends": "a\r\nb\nc\r",
            "LF CR": "a\n\r", "form feeds": "a\f\n", "words": "word\n", "paragraphs": "word\n\n",
            "sentences": _SENTENCE + "\n", "sentence paragraphs": _SENTENCE + "\n\n",
            "(": "(\n", "[": "[\n", "[a]: b": "[a]: b\n", "[a]:": "[a]:\n", "*": "* a\n", "**": "**\n",
            "_": "_a\n", "backticks": "`\n", "fences": "```\n", "tildes": "~~~\n", ">": "> a\n",
            "|": "|a|b|\n", "|-|": "|-|\n", "tables": "|a|b|\n|-|-|\n|c|d|\n\n", "#": "# a\n",
            "=": "a\n===\n", "---": "---\n", "+++": "+++\n", "- ": "- a\n", "1. ": "1. a\n",
            "    code": "    a\n\n", "<div>": "<div>\n", "<!--": "<!--\n", "key: value": "key: value\n",
            "dates": "14 May 1976\n", "months": "May\n", "years": "1976\n", "reply": "Leave a Reply\n",
            "reply forms": "Leave a Reply\nName\nEmail\nWebsite\n", "shares": "Share this\nFacebook\n",
            "bylines": "By John Smith\n14 May 1976\n", "posted": "Posted by admin on May 4, 2006\n",
            "says": "John says:\nMay 4, 2006 at 10:15 am\nI agree.\n", "hyphenated": "harb-\nour\n",
            "menus": "Home\nAbout\nContact\n", "bullets": "\u2022 word\n", "copyright": "Copyright 2005\n",
            "urls": "http://a.example/b\n", "mail headers": "From: a\nDate: 1990\n", "quotes": "> > a\n",
            "organisations": "Communist Party of Great Britain\n", "headings": "HEADING\n\nA text.\n\n",
            "leaders": "word .......... 12\n", "columns": "word      word      12\n",
            "forum": "Re: word\nPosted: 4 May 2006\nReply\n", "numbers": "12\n", "rules": "-----\n\n",
            "page marks": "[Page 12]\n", "wiki": "== a ==\n[edit]\n", "hidden": "\u200b\n",
        }.items()
    },
    "nested quotes of lines": lambda n: "\n".join(">" * (i % 200) + " a" for i in range(n)),
    "stairs": lambda n: "\n".join("  " * (i % 200) + "- a" for i in range(n)),
    "yaml front matter": _numbered("key%: value\n", "---\n", "---\nword\n"),
    "yaml front brackets": _repeated("[", "---\nkey: ", "\n---\nword\n"),
    "yaml front braces": _repeated("{", "---\nkey: ", "\n---\nword\n"),
    "yaml front pairs": _repeated("{a: ", "---\nkey: ", "\n---\nword\n"),
    "yaml front list": _repeated("a, ", "---\nkey: [", "]\n---\nword\n"),
    "yaml front aliases": _numbered(
        "k%: &a% [x, x]\n", "---\n", "---\nword\n"
    ),
    "yaml front quotes": _repeated('"a" ', "---\nkey: ", "\n---\nword\n"),
    "yaml front dashes": _repeated("- ", "---\nkey:\n  ", "a\n---\nword\n"),
    "yaml front questions": _repeated("? ", "---\n", "a\n---\nword\n"),
    "yaml without end": _numbered("key%: value\n", "---\n"),
    "front matter rules": _repeated("---\nword\n"),
    "toml front matter": _numbered("key% = 'value'\n", "+++\n", "+++\nword\n"),
    "toml front brackets": _repeated("[", "+++\nkey = ", "\n+++\nword\n"),
    "toml front dots": _repeated("a.", "+++\n", "b = 1\n+++\nword\n"),
    "toml front digits": _repeated("1", "+++\nkey = ", "\n+++\nword\n"),
    "toml front tables": _numbered("[a%]\n", "+++\n", "+++\nword\n"),
    "toml front quotes": _repeated('"', "+++\nkey = ", "\n+++\nword\n"),
    "reference links": _numbered("[a%]: http://b\n", "[a1] [a2]\n\n"),
    "uses of references": lambda n: "[a]: http://b\n\n" + "[a] " * n,
    "growing backticks": lambda n: " ".join(
        "`" * i for i in range(1, int((2 * n) ** 0.5) + 1)
    ),
}
