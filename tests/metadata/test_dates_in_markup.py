"""Dates in the markup of real sites: attributes, classes, scripts, addresses, archives' notes."""

from __future__ import annotations

import pytest

from tests.describing import PROSE, dated, describe_page, html_page

H1 = "<h1>Minutes of the circle</h1>"


@pytest.mark.parametrize(
    "markup",
    [
        '<span property="dc:date dc:created" content="2011-02-03T10:00:00+01:00">3 Feb</span>',
        '<span property="schema:dateCreated" content="2011-02-03T10:00:00+01:00"></span>',
        '<span class="entry-date">3 February 2011</span>',
        '<div class="date"><span>Feb</span> <span>3</span> <span>2011</span></div>',
        "<time>3 February 2011</time>",
        '<time datetime="2011-02-03">two years ago</time>',
        '<abbr class="published" title="2011-02-03T10:00:00+01:00">some time ago</abbr>',
        '<meta itemprop="datePublished" content="2011-02-03">',
    ],
)
def test_a_date_marked_in_the_text_is_the_pages(markup: str) -> None:
    document = describe_page(html_page(body=f"{H1}<p>{PROSE}</p><div>{markup}</div>"))

    assert dated(document) == ("2011-02-03", "page")


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="DC.date.issued" content="2011-02-03">',
        '<meta name="citation_publication_date" content="2011/02/03">',
        '<meta name="sailthru.date" content="2011-02-03 10:00:00">',
        '<meta name="parsely-pub-date" content="2011-02-03T10:00:00+01:00">',
        '<meta property="ourgallery:uploaded" content="2011-02-03T10:00:00+01:00">',
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"},'
        ' {"@type": "BlogPosting", "datePublished": "2011-02-03T10:00:00+01:00"}]}</script>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "a "b" c",'
        ' "datePublished": "2011-02-03T10:00:00+01:00", }</script>',
        '<script>var post = {"id": 7, "published_at": "2011-02-03T10:00:00+01:00"};</script>',
        '<!-- <rdf:RDF><rdf:Description rdf:about="x" dc:date="2011-02-03T10:00:00+01:00" />'
        "</rdf:RDF> -->",
    ],
)
def test_a_date_stated_in_the_head_is_the_pages(head: str) -> None:
    document = describe_page(html_page("Minutes", head))

    assert dated(document) == ("2011-02-03", "page")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2011-02-03">',
        '<meta name="expires" content="2011-02-03">',
        '<script>var page = {"modified_at": "2011-02-03T10:00:00", "id": 4};</script>',
        '<script>var page = {"updated_date": "2011-02-03"};</script>',
        '<meta name="copyright" content="2011-02-03">',
    ],
)
def test_dates_of_change_are_not_the_pages(head: str) -> None:
    document = describe_page(html_page("Minutes", head))

    assert document.published is None


def test_the_first_date_below_the_title_goes_before_those_of_the_pages_beside_it() -> None:
    others = "".join(
        f'<h2><a href="/{n}">Older minutes</a></h2><time datetime="200{n}-05-01">then</time>'
        for n in range(1, 8)
    )
    body = f'{H1}<div><time datetime="2011-02-03">03/02</time></div><p>{PROSE}</p>{others}'

    document = describe_page(html_page(body=body))

    assert dated(document) == ("2011-02-03", "page")


def test_times_of_comments_do_not_date_a_page() -> None:
    comments = "".join(
        f'<li class="comment"><p>Quite so.</p><time datetime="2012-03-0{n}">spring</time></li>'
        for n in (1, 2)
    )

    document = describe_page(
        html_page(body=f'{H1}<p>{PROSE}</p><ol class="commentlist">{comments}</ol>')
    )

    assert document.published is None


def test_a_time_in_utc_is_of_the_day_the_address_names() -> None:
    head = '<meta property="article:published_time" content="2011-02-04T01:30:00+00:00">'

    document = describe_page(html_page(head=head), url="https://example.org/2011/02/03/minutes/")

    assert dated(document) == ("2011-02-03", "address")


def test_the_day_in_an_address_goes_before_a_later_one_the_page_states() -> None:
    head = '<meta property="article:published_time" content="2015-06-01">'

    document = describe_page(html_page(head=head), url="https://example.org/2011/02/03/minutes/")

    assert dated(document) == ("2011-02-03", "address")
    assert ("2015-06-01", "page") in [(c.value, c.basis) for c in document.candidates]


@pytest.mark.parametrize(
    ("note", "captured", "url"),
    [
        (
            "<!-- FILE ARCHIVED ON 12:34:56 Mar 1, 2010 AND RETRIEVED FROM THE ARCHIVE ON"
            " 10:00:00 May 7, 2020. -->",
            "2010-03-01",
            None,
        ),
        (
            "<!-- Mirrored from www.example.org/circle/minutes.htm by HTTrack Website Copier/3.x"
            " [XR&CO'2014], Mon, 01 Mar 2010 12:00:00 GMT -->",
            "2010-03-01",
            "http://www.example.org/circle/minutes.htm",
        ),
        (
            "<!-- saved from url=(0034)http://www.example.org/minutes.htm -->",
            None,
            "http://www.example.org/minutes.htm",
        ),
        (
            '<script>__wm.wombat("http://www.example.org/minutes.htm","20100301123456",'
            '"https://web.archive.org/","web");</script>',
            "2010-03-01",
            "http://www.example.org/minutes.htm",
        ),
    ],
)
def test_what_an_archive_noted_in_a_page_is_kept(
    note: str, captured: str | None, url: str | None
) -> None:
    document = describe_page(html_page().replace("<head>", f"<head>{note}"))

    assert (document.captured, document.url) == (captured, url)
    assert document.published is None


@pytest.mark.parametrize(
    ("banner", "captured", "url"),
    [
        (
            "The Wayback Machine -"
            " https://web.archive.org/web/20100301123456/http://www.example.org/minutes.htm",
            "2010-03-01",
            "http://www.example.org/minutes.htm",
        ),
        ("This snapshot taken on 01/03/2010 shows web content kept here.", "2010-03-01", None),
    ],
)
def test_an_archives_banner_says_when_a_page_was_captured(
    banner: str, captured: str, url: str | None
) -> None:
    document = describe_page(html_page(body=f"<p>{banner}</p>{H1}<p>{PROSE}</p><p>{PROSE}</p>"))

    assert (document.captured, document.url) == (captured, url)
    assert document.published is None


def test_a_web_archives_address_says_when_a_page_was_captured() -> None:
    address = "https://web.archive.org/web/20100301123456/http://www.example.org/minutes.htm"

    document = describe_page(html_page(), url=address)

    assert (document.captured, document.url) == ("2010-03-01", address)


def test_an_archived_page_that_a_text_refers_to_is_another() -> None:
    link = "See https://web.archive.org/web/20100301123456/http://www.example.org/other.htm too."

    document = describe_page(html_page(body=f"{H1}<p>{link}</p><p>{PROSE}</p>"))

    assert (document.captured, document.url) == (None, None)


def test_nothing_is_published_after_it_was_captured() -> None:
    note = "<!-- FILE ARCHIVED ON 12:34:56 Mar 1, 2010 AND RETRIEVED LATER -->"
    head = f'{note}<meta name="date" content="2014-05-06">'

    document = describe_page(html_page(head=head))

    assert document.published is None


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Notes for a talk to the evening class, November 2000.", "2000-11"),
        ("First written for an evening talk in March 2009.", "2009-03"),
        ("A lecture given to the reading circle, 14 June 1975.", "1975-06-14"),
        (
            "Dieser Beitrag wurde am 3. Dezember 2011 um 14:48 von der Redaktion verfasst.",
            "2011-12-03",
        ),
        (
            "Minuten wurde am 19. Mai 2010 um 23:03 Uhr gepostet und unter Allerlei abgelegt.",
            "2010-05-19",
        ),
        (
            "This entry was posted on Monday, December 3rd, 2011 at 12:00 am and is filed under"
            " Minutes.",
            "2011-12-03",
        ),
    ],
)
def test_a_closing_line_says_when_a_text_was_written(line: str, value: str) -> None:
    document = describe_page(html_page(body=f"{H1}<p>{PROSE}</p><p>{PROSE}</p><p>{line}</p>"))

    assert dated(document) == (value, "printed")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Datum: 19.11.2009 Autor: die Redaktion Quelle: Rundbrief", "2009-11-19"),
        ("Pressemitteilung vom 25. Januar 2009 | Musterstadt", "2009-01-25"),
        ("Letzte Änderung: 31.10.2009 - 14:49:39 Erschienen am: 01.11.2009", "2009-11-01"),
        ("Publié le 4 février 2009 à 10h30 par la rédaction", "2009-02-04"),
        ("Publicado el 4 de febrero de 2009", "2009-02-04"),
        ("March–April 1958", "1958-03"),
        ("Vol. 3 No. 2, Summer 1968", "1968"),
    ],
)
def test_a_line_below_the_title_dates_the_page(line: str, value: str) -> None:
    document = describe_page(html_page(body=f"{H1}<p>{line}</p><p>{PROSE}</p><p>{PROSE}</p>"))

    assert dated(document) == (value, "printed")


@pytest.mark.parametrize(
    "line",
    [
        "Today is Monday, 4 May 2009",
        "Heute ist der 4. Mai 2009",
        "Stand: 4. Mai 2009",
        "Letzte Änderung: 4. Mai 2009",
        "Date: 4 May 2009 Location: the upstairs room",
        "Retrieved 4 May 2009",
        "Last updated: 4 May 2009",
    ],
)
def test_a_line_about_another_date_does_not_date_the_page(line: str) -> None:
    document = describe_page(html_page(body=f"<p>{line}</p>{H1}<p>{PROSE}</p><p>{PROSE}</p>"))

    assert document.published is None


@pytest.mark.parametrize(
    ("language", "value"),
    [("fr", "2009-05-03"), ("en-GB", "2009-05-03"), ("en-US", "2009"), ("en", "2009")],
)
def test_numeric_dates_are_read_as_the_pages_language_writes_them(
    language: str, value: str
) -> None:
    page = html_page(body=f"{H1}<p>3/5/2009</p><p>{PROSE}</p><p>{PROSE}</p>")

    document = describe_page(page.replace("<html>", f'<html lang="{language}">'))

    assert dated(document) == (value, "printed")
