from __future__ import annotations

import codecs
import unicodedata

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.errors import NotADocument, PageError
from indexer.formats import parse
from indexer.formats.encoding import decode, mend
from indexer.formats.text import mend_markup
from indexer.model import Block, ParsedPage, Property


def html(body: str, name: str = "page.html") -> ParsedPage:
    return parse(body.encode(), name)


def texts(page: ParsedPage) -> list[str]:
    return [block.text for block in page.blocks]


def kinds(page: ParsedPage) -> list[tuple[str, int]]:
    return [(block.kind, block.level) for block in page.blocks]


# ---------------------------------------------------------------- what a file is


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.html", "empty"),
        (b" \n\t ", "a.txt", "empty"),
        (b"%PDF-1.4 ...", "a.html", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.txt", "image"),
        (b"PK\x03\x04....", "a", "ZIP"),
        (b"a.txt".ljust(257, b"\0") + b"ustar  \0", "a", "tar archive"),
        (b"a.txt".ljust(257, b"\0") + b"ustar\x0000", "a.txt", "tar archive"),
        (b"\x00\x01\x02\x03\x04\xff\xfe" * 50, "a.html", "binary"),
        (b"\x01\x02\x03\x04\x05" * 20, "a.txt", "binary"),
        (b'{"a": [1, 2]}', "a.txt", "is JSON;"),
        (b'{"title": "Tea"}\n\n{"title": "Coal"}\n', "a.txt", "is JSON Lines"),
        (b'[1, "Tea"]\r\n[2, "Coal"]\r\n', "a", "is JSON Lines"),
        (b"The urn was mended.", "a.jsonl", "is JSON Lines"),
        (b"The urn was mended.", "a.ndjson", "is JSON Lines"),
        (b"body { color: red }", "a.css", "style sheet"),
        (b"function f() { return 1 }", "a.php", "script"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "a.xml", "XML"),
        (b"<feed><title>x</title></feed>", "a", "XML"),
        (b"<html><body><img src=a></body></html>", "a.html", "no text"),
        (b"--- *** ---", "a.txt", "no text"),
        (b"---\ntitle: x\n---\n", "a.md", "no text"),
    ],
)
def test_a_file_that_is_not_a_document_is_refused_with_the_reason(
    data: bytes, name: str, reason: str
) -> None:
    with pytest.raises(NotADocument, match=reason):
        parse(data, name)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("<!DOCTYPE html><p>Old news", "story.php", "html"),
        ("<html><body>Old news</body></html>", "story.txt", "html"),
        ("<p>One<p>Two<p>Three<br>", "story", "html"),
        ("<h2>A fragment</h2>", "story.htm", "html"),
        ("No tags at all.", "story.html", "text"),
        ('<span class="title">Name</span> of a body\n\nMore of it.', "story.txt", "text"),
        ("It holds that a < b and c > d.", "story.txt", "text"),
        ("[1] The urn was mended.\n[2] So were the cups.", "notes.txt", "text"),
        ("[1]\n[2]\nThe urn was mended.", "notes.txt", "text"),
        ('{"title": "Tea"}\nis how a record begins.', "notes.txt", "text"),
        ("word " * 51 + " mustard fields", "story.txt", "text"),
        ("# Title\n\nText", "story.md", "markdown"),
        ("---\ntitle: A\n---\nText", "story.txt", "markdown"),
        ('<?xml version="1.0"?><html><body><p>XHTML</p></body></html>', "a.xml", "html"),
    ],
)
def test_the_format_follows_from_the_content(text: str, name: str, expected: str) -> None:
    assert parse(text.encode(), name).format == expected


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.html", "a.txt", "a.md", "a", "a.php"]))
@example(b"\xff\xfe<\x00h\x00", "a.html")
@example(b"<!--", "a.html")
@example(b"<![CDATA[x", "a.html")
@example(b"+++\n[[[\n+++\nx", "a.md")
@example(b"---\n&a [*a]\n---\nx", "a.md")
@example(b"---\n2010-13-45: !!timestamp x\n---\nx", "a.md")
@example(b"\x1b$)C\x0e\xff", "a.txt")
def test_any_bytes_are_a_page_or_a_page_error(data: bytes, name: str) -> None:
    try:
        page = parse(data, name)
    except PageError:
        return
    assert page.blocks
    assert all(_is_clean(block) for block in page.blocks)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "<p> </p> <div> <ul> <li> </ul> <table> <tr> <td> </td> </table> <b> </b> <br> <h2> "
            "</h2> <a href=x> </a> <pre> </pre> <blockquote> <form> word other & < > --> é # * - _ "
            "`".split()
        ),
        max_size=60,
    ),
    st.sampled_from(["a.html", "a.md", "a.txt"]),
)
def test_any_soup_of_tags_is_a_page_or_a_page_error(pieces: list[str], name: str) -> None:
    try:
        page = parse(" ".join(pieces).encode(), name)
    except PageError:
        return
    assert all(_is_clean(block) for block in page.blocks)


def _is_clean(block: Block) -> bool:
    text = block.text
    return (
        text == " ".join(text.split())
        and any(c.isalnum() for c in text)
        and unicodedata.is_normalized("NFC", text)
        and not any(unicodedata.category(c) in ("Cc", "Cs") for c in text)
        and 0 <= block.linked <= len(text)
        and (block.level > 0) == (block.kind == "heading")
    )


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp1252"],
)
def test_text_is_read_in_the_encoding_it_was_written_in(encoding: str) -> None:
    text = "The café’s “left” – and the Fête of 1936, for £5. " * 3

    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("koi8-r", "koi8-r"),
        ("windows-1251", "cp1251"),
        ("shift_jis", "cp932"),
        ("iso-8859-2", "iso8859-2"),
        ("euc-kr", "cp949"),
    ],
)
def test_a_declared_encoding_is_used(declared: str, encoding: str) -> None:
    text = {"koi8-r": "Газета", "cp1251": "Газета", "cp932": "新聞", "cp949": "신문"}.get(
        encoding, "Łódź"
    )
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>{text}</p>'

    assert texts(parse(page.encode(encoding), "a.html")) == [text]


def test_latin_1_is_read_as_windows_1252() -> None:
    page = '<meta charset="iso-8859-1"><p>‘Smart’ – quotes</p>'.encode("cp1252")

    assert texts(parse(page, "a.html")) == ["‘Smart’ – quotes"]


def test_valid_utf8_takes_precedence_over_a_wrong_declaration() -> None:
    page = '<meta charset="iso-8859-1"><p>Fête</p>'.encode()

    assert texts(parse(page, "a.html")) == ["Fête"]


def test_a_few_stray_bytes_are_tolerated_in_utf8() -> None:
    data = ("Une fête à Cafés – " * 20).encode() + b"\x93quoted\x94"

    assert decode(data).endswith("“quoted”")


def test_unknown_declarations_are_ignored() -> None:
    data = b'<meta charset="x-nonsense"><p>caf\xe9 au lait</p>'

    assert texts(parse(data, "a.html")) == ["café au lait"]


def test_a_text_without_declaration_is_detected() -> None:
    text = "Рабочие завода собрались у ворот и не вышли на работу до самого вечера. " * 4

    assert decode(text.encode("cp1251")) == text


def test_escaped_japanese_is_read() -> None:
    assert decode("組合の新聞".encode("iso2022_jp")) == "組合の新聞"


def test_a_few_nuls_in_a_text_are_dropped() -> None:
    assert decode(b"plain \0text " * 1 + b"and more of it " * 60).startswith("plain text")


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("itâ€™s Â£5 in the cafÃ©", "it’s £5 in the café"),
        ("\x93quoted\x94 \x96 so", "“quoted” – so"),
        ("co\u00adoperate\u200b\ufeff", "cooperate"),
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("e\u0301", "é"),
        ("a\x00b\x07\ud800c", "abc"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("São Paulo, Âme, ÃO", "São Paulo, Âme, ÃO"),
    ],
)
def test_text_is_repaired(text: str, mended: str) -> None:
    assert mend(text) == mended


@given(st.text())
def test_repaired_text_is_not_changed_again(text: str) -> None:
    once = mend(text)

    assert "\x00" not in once
    assert not any("\ud800" <= c <= "\udfff" for c in once)


def test_a_byte_order_mark_names_the_encoding() -> None:
    assert decode(codecs.BOM_UTF16_BE + "Fête".encode("utf-16-be")) == "Fête"


# ---------------------------------------------------------------- HTML


def test_blocks_come_in_reading_order_with_kind_and_level() -> None:
    page = html(
        "<h1>Title</h1><p>One</p><ul><li>Two<ul><li>Three</li></ul></li></ul><blockquote><p>Four"
        "</p></blockquote><dl><dt>Five<dd>Six</dl><figure><figcaption>Seven</figcaption></figure>"
    )

    assert texts(page) == ["Title", "One", "Two", "Three", "Four", "Five", "Six", "Seven"]
    assert [kind for kind, _ in kinds(page)] == [
        *("heading", "paragraph", "item", "item", "quote", "item", "item", "caption")
    ]


def test_a_block_has_the_tokens_and_elements_around_all_of_its_text() -> None:
    (block,) = html(
        '<body class="page"><div id="Main" class="entry-content wide"><p>Some <b class="x">text</b>'
        "</p></div></body>"
    ).blocks

    assert block.tokens == {"main", "entry-content", "wide"}
    assert block.tags == {"div", "p"}


def test_a_landmark_role_counts_as_its_element() -> None:
    (block,) = html('<div role="navigation">Home</div>').blocks

    assert "nav" in block.tags


def test_linked_characters_are_counted() -> None:
    (block,) = html('<p>See <a href="x">the list</a> now<a name="y">.</a></p>').blocks

    assert (block.text, block.linked) == ("See the list now.", len("the list"))


def test_two_breaks_separate_paragraphs_and_one_does_not() -> None:
    page = html("<p>One line<br>and its rest<br><br>Two<br>\n<br>Three</p>")

    assert texts(page) == ["One line and its rest", "Two", "Three"]


def test_a_bold_line_above_text_is_a_heading() -> None:
    page = html(
        "<p><b>The lock-out</b><br>It began in May.<br>It ended in June.</p>"
        "<p><b>All</b> bold not</p>"
    )

    assert texts(page) == ["The lock-out", "It began in May. It ended in June.", "All bold not"]
    assert kinds(page)[0] == ("heading", 4)
    assert kinds(page)[2] == ("paragraph", 0)


def test_large_type_is_a_higher_heading() -> None:
    page = html('<font size="5"><b>Paper</b></font><p><font size="+1"><b>Story</b></font><p>Text.')

    assert kinds(page) == [("heading", 2), ("heading", 3), ("paragraph", 0)]


def test_linked_lines_between_breaks_stand_alone() -> None:
    page = html('<td><a href="a">Home</a><br><a href="b">News</a><br><a href="c">Links</a></td>')

    assert texts(page) == ["Home", "News", "Links"]


def test_a_row_of_data_is_one_block_and_a_layout_is_not() -> None:
    page = html(
        "<table><tr><td><p>Menu</p><ul><li>Home</li></ul></td><td><h1>Story</h1><p>Text</p></td></tr>"
        "<tr><th>Year<td><b>1936</b><br>spring</tr></table>"
    )

    assert texts(page) == ["Menu", "Home", "Story", "Text", "Year | 1936 spring"]
    assert page.blocks[-1].kind == "row"


def test_preformatted_text_is_joined_to_paragraphs() -> None:
    page = html("<pre>\n  To all workers\n\n  The first line\n  goes on here.\n</pre>")

    assert texts(page) == ["To all workers", "The first line goes on here."]
    assert page.blocks[0].kind == "preformatted"


def test_text_that_is_not_displayed_is_left_out() -> None:
    page = html(
        "<title>T</title><style>p{}</style><script>x()</script><p>Seen</p><p hidden>A</p>"
        '<p style="color:red; DISPLAY: none">B</p><template><p>C</p></template>'
        "<noscript><img src=x></noscript><noscript>D</noscript><svg><text>E</text></svg><!-- F -->"
    )

    assert texts(page) == ["Seen", "D"]


def test_a_page_that_hides_everything_is_shown() -> None:
    assert texts(html('<div style="display:none"><p>All of it</p></div>')) == ["All of it"]


def test_adjacent_links_are_separated() -> None:
    assert texts(html("<p><a href=a>Home</a><a href=b>News</a></p>")) == ["Home News"]


def test_entities_and_odd_spaces_are_read() -> None:
    assert texts(html("<p>caf&eacute;&nbsp;&amp;&#146;co&shy;op</p>")) == ["café &’coop"]


def test_frames_show_what_a_browser_without_frames_shows() -> None:
    page = html(
        "<html><frameset><frame src=a><noframes><body><p>Hello</p></body></noframes></frameset>"
    )

    assert texts(page) == ["Hello"]


def test_the_depth_of_a_page_does_not_matter() -> None:
    page = html("<div>" * 20_000 + "deep" + "</div>" * 20_000 + "<p>after")

    assert texts(page) == ["deep", "after"]


def test_the_title_element_is_the_title_and_not_a_block() -> None:
    page = html("<head><title> A\n title </title></head><body><p>Text</p></body>")

    assert page.title == "A title"
    assert texts(page) == ["Text"]


_inline = st.sampled_from(
    ["word", "zwei", "<b>bold</b>", "<a href=x>link</a>", "<br>", "<i>it</i>", " "]
)
_element = st.sampled_from(
    ["p", "div", "ul", "li", "table", "tr", "td", "h2", "blockquote", "span", "section", "form"]
)
_tree = st.recursive(
    st.lists(_inline, max_size=5).map(" ".join),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{' '.join(parts)}</{name}>",
        _element,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(_tree)
def test_all_visible_text_is_in_exactly_one_block(tree: str) -> None:
    page = html(f"<html><body><p>start</p>{tree}</body></html>")

    words = " ".join(texts(page)).replace(" | ", " ").split()
    expected = (
        BeautifulSoup(f"<html><body><p>start</p>{tree}</body></html>", "lxml").get_text(" ").split()
    )
    assert words == expected


# ---------------------------------------------------------------- properties


def test_properties_of_a_page_are_read() -> None:
    page = html(
        '<html lang="en-GB"><head><meta property="og:Site_Name" content="Slipway">'
        '<meta name="DATE" content="2001-02-03"><link rel="canonical" href="https://example.org/a">'
        '<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], '
        '"headline": "H", "datePublished": "1999-05-06", "author": [{"name": "Ann"}, "Bob"], '
        '"publisher": {"name": "P"}}, {"@type": "Organization", "name": "Not me"}]}</script></head>'
        "<body><p>Text</p></body></html>"
    )

    assert page.properties == (
        Property("html:lang", "en-GB"),
        Property("meta:og:site_name", "Slipway"),
        Property("meta:date", "2001-02-03"),
        Property("link:canonical", "https://example.org/a"),
        Property("json-ld:headline", "H"),
        Property("json-ld:datePublished", "1999-05-06"),
        Property("json-ld:publisher", "P"),
        Property("json-ld:author", "Ann"),
        Property("json-ld:author", "Bob"),
    )


@pytest.mark.parametrize("script", ["{", "[" * 100_000, "null", '"text"', '{"@graph": null}'])
def test_malformed_json_ld_states_nothing(script: str) -> None:
    page = html(f'<script type="application/ld+json">{script}</script><p>Text</p>')

    assert page.properties == ()


def test_dates_of_the_page_are_named_and_dates_of_comments_are_not() -> None:
    page = html(
        '<time class="entry-date published" datetime="2005-06-14">14 June</time>'
        '<abbr class="published" title="2005-06-15">x</abbr><time>16 June 2005</time>'
        '<span itemprop="datePublished" content="2005-06-17"></span><abbr title="Company">Co</abbr>'
        '<div class="comment-body"><time datetime="2009-01-01">later</time></div><p>Text</p>'
    )

    assert page.properties == (
        Property("time:entry-date", "2005-06-14"),
        Property("time:published", "2005-06-14"),
        Property("time:published", "2005-06-15"),
        Property("time:", "16 June 2005"),
        Property("time:datePublished", "2005-06-17"),
    )


# ---------------------------------------------------------------- plain text


def text_blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in parse(text.encode(), "a.txt").blocks]


def test_lines_of_a_scrape_are_blocks() -> None:
    long = (
        "This is a line of a scrape, long enough to be a paragraph of its own by any measure. " * 2
    )
    long = long.strip()

    assert text_blocks(f"Title\n\nSub-title\n{long}\n{long}") == [
        ("heading", "Title"),
        ("heading", "Sub-title"),
        ("paragraph", long),
        ("paragraph", long),
    ]


def test_wrapped_lines_are_joined() -> None:
    wrapped = (
        "The society was founded by men of the foundry, who agreed to put\n"
        "by twopence a week against sickness, and to sit up in turn with\n"
        "their sick.\n\nIt lasted."
    )

    assert [text for _, text in text_blocks(wrapped)] == [
        "The society was founded by men of the foundry, who agreed to put by twopence a week "
        "against sickness, and to sit up in turn with their sick.",
        "It lasted.",
    ]


def test_items_lose_their_bullets_and_keep_their_numbers() -> None:
    assert text_blocks("  1. One\n  2. Two\n* Three\n- Four\n\u2022 Five") == [
        ("item", "1. One"),
        ("item", "2. Two"),
        ("item", "Three"),
        ("item", "Four"),
        ("item", "Five"),
    ]


def test_headings_are_guessed_cautiously() -> None:
    long = (
        "and then a line of text that is longer than a dozen words, as the text below a heading is"
    )
    found = text_blocks(
        f"First\n\nAfter 2007\n\n{long}\n\nA sentence.\n\n{long}\n\nUnder\n=====\n\nx y"
    )

    assert [text for kind, text in found if kind == "heading"] == ["First", "Under"]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ('<span class="a">Name</span> of', "Name of"),
        ("one<br/>two<p>three</p>", "one twothree "),
        ("a &amp; b &lt; c &#8211; d &nbsp;e", "a & b < c – d  e"),
        ("if a < b and b > c", "if a < b and b > c"),
        ("i<b or a<i>", "i<b or a"),
        ("AT&T & Co; &unknown;", "AT&T & Co; &unknown;"),
        ("<b and c>", "<b and c>"),
    ],
)
def test_literal_markup_is_removed_and_prose_is_not(text: str, mended: str) -> None:
    assert mend_markup(text) == mended


# ---------------------------------------------------------------- Markdown


def markdown(text: str) -> ParsedPage:
    return parse(text.encode(), "a.md")


def test_markdown_syntax_is_removed() -> None:
    page = markdown(
        "Title\n=====\n\nA *word*, **another**, `code`, [a link](http://example.org/x) "
        "and \\*this\\*.\n"
        "Same line &amp; more.<br>\n\n## Two\n\n- item\n  - inner\n\n> quoted\n\n"
        "```\ncode one\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n![image](x.png)\n"
    )

    assert [(block.kind, block.text) for block in page.blocks] == [
        ("heading", "Title"),
        ("paragraph", "A word, another, code, a link and *this*. Same line & more."),
        ("heading", "Two"),
        ("item", "item"),
        ("item", "inner"),
        ("quote", "quoted"),
        ("preformatted", "code one"),
        ("row", "a | b"),
        ("row", "c | d"),
    ]
    assert page.blocks[1].linked == len("a link")


def test_a_year_that_begins_a_line_is_kept() -> None:
    assert texts(markdown("1936. The branch is founded.\n")) == ["1936.", "The branch is founded."]


def test_html_in_markdown_is_read_as_html() -> None:
    page = markdown("Text\n\n<div class=box><p>Inside</p></div>\n\nMore <b>bold</b>")

    assert texts(page) == ["Text", "Inside", "More bold"]


def test_yaml_front_matter_becomes_properties_as_written() -> None:
    page = markdown(
        '---\ntitle: "A: b"\ndate: 2010-12-26\ntags: [x, y]\nDraft: no\nmap: {a: 1}\n---\nText'
    )

    assert page.properties == (
        Property("front-matter:title", "A: b"),
        Property("front-matter:date", "2010-12-26"),
        Property("front-matter:tags", "x"),
        Property("front-matter:tags", "y"),
        Property("front-matter:draft", "no"),
    )
    assert texts(page) == ["Text"]


def test_toml_front_matter_becomes_properties() -> None:
    page = markdown('+++\ntitle = "T"\ndate = 2010-12-26\ntags = ["x"]\n+++\nText')

    assert page.properties == (
        Property("front-matter:title", "T"),
        Property("front-matter:date", "2010-12-26"),
        Property("front-matter:tags", "x"),
    )


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_malformed_front_matter_is_read_line_by_line(fence: str) -> None:
    page = markdown(f"{fence}\ntitle: It's: [broken\ndate: 2010\nnonsense\n{fence}\nText")

    assert page.properties == (
        Property("front-matter:title", "It's: [broken"),
        Property("front-matter:date", "2010"),
    )


def test_a_horizontal_rule_at_the_start_is_not_front_matter() -> None:
    page = markdown("---\n\nJust text\n\n---\n")

    assert page.properties == ()
    assert texts(page) == ["Just text"]


def test_markdown_nested_too_deeply_is_read_as_text() -> None:
    assert texts(markdown("> " * 200 + "deep")) == ["> " * 199 + "> deep"]
