from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.metadata.calendar import Day, make_day
from indexer.metadata.date_forms import find_dates, read_date
from indexer.metadata.dates.datelines import read_dateline, read_issue_line, read_source_line
from indexer.metadata.dates.particulars import read_particulars
from indexer.metadata.descriptions import Collection, Override
from tests.describing import PROSE, dated, describe_page, html_page

# ---------------------------------------------------------------- dates in words and figures


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14 June 1975", "1975-06-14"),
        ("14th of June, 1975", "1975-06-14"),
        ("June 14, 1975", "1975-06-14"),
        ("JUNE 14th 1975", "1975-06-14"),
        ("14. Juni 1975", "1975-06-14"),
        ("1er mai 1968", "1968-05-01"),
        ("14 de junio de 1975", "1975-06-14"),
        ("3 août 1980", "1980-08-03"),
        ("9. März 1921", "1921-03-09"),
        ("14–15 June 1975", "1975-06-14"),
        ("March–April 1958", "1958-03"),
        ("noviembre-diciembre de 2006", "2006-11"),
        ("Sept. 2013", "2013-09"),
        ("Summer 1968", "1968"),
        ("Winter 1968/69", "1968"),
        ("1975-06-14", "1975-06-14"),
        ("1975/6/14", "1975-06-14"),
        ("14.06.1975", "1975-06-14"),
        ("14.6.75", "1975-06-14"),
        ("3.5.12", "2012-05-03"),
        ("25/03/2012", "2012-03-25"),
        ("03/25/2012", "2012-03-25"),
        ("05/03/2012", "2012"),
        ("Thu, 02/11/1999", "1999-02-11"),
        ("Dienstag, 02/11/1999", "1999-11-02"),
        ("Wed, 02/11/1999", "1999"),
        ("30/5/53", "1953-05-30"),
        ("14 June ’75", "1975-06-14"),
        ("Mai ’68", "1968-05"),
        ("Thu Mar  5 10:11:12 1998", "1998-03-05"),
        ("Thu Mar 5 10:11:12 GMT 1998", "1998-03-05"),
        ("05 Mar 98 10:11:12", "1998-03-05"),
        ("No. 4, May 1931", "1931-05"),
        ("n° 12, juillet 1968", "1968-07"),
        ("Heft 3 Juli 1968", "1968-07"),
        ("No. 4, 12 May 1931", "1931-05-12"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(text: str, value: str) -> None:
    assert [dated.day.value for dated in find_dates(f"x {text} y")] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "31 June 1975",
        "June 1799",
        "May 2101",
        "in 1968",
        "1,975 people",
        "31/31/2012",
        "5 Mar 98",
        "",
    ],
)
def test_what_is_no_date_of_the_calendar_or_only_a_year_is_not_found(text: str) -> None:
    assert list(find_dates(text)) == []


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2012-05-03T12:00:00Z", Day(2012, 5, 3)),
        ("20120503", Day(2012, 5, 3)),
        ("2012-05", Day(2012, 5)),
        ("2012", Day(2012)),
        ("Thu, 03 May 2012 10:00:00 GMT", Day(2012, 5, 3)),
        ("1336000000", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_stated_value_is_read_in_the_forms_machines_write(value: str, day: Day | None) -> None:
    assert read_date(value) == day


@given(st.integers(1800, 2100), st.integers(1, 12), st.integers(1, 31))
def test_every_day_of_the_calendar_is_read_back_from_its_value(
    year: int, month: int, day: int
) -> None:
    made = make_day(year, month, day)

    assert made is None or read_date(made.value) == made


@given(st.text(alphabet="0123456789./- ,JuneMaydeviw", max_size=80))
def test_any_text_can_be_searched_for_dates(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
        assert 1800 <= found.day.year <= 2100


# ---------------------------------------------------------------- datelines


@pytest.mark.parametrize(
    ("line", "value", "cued"),
    [
        ("14 June 1975", "1975-06-14", False),
        ("March 7, 2003 | Page 2", "2003-03-07", False),
        ("Vol. 3 No. 2, Summer 1968", "1968", False),
        ("Posted on 3 May 2012 by admin", "2012-05-03", True),
        ("Published 3 May 1984. The drivers walked out.", "1984-05-03", True),
        ("Veröffentlicht am 3. Mai 2012", "2012-05-03", True),
        ("Publié le 3 mai 2012", "2012-05-03", True),
        ("Ada Quill · 3 May 2012 · 4 comments", "2012-05-03", False),
        ("ELY, June 14, 1975 — The drivers walked out.", "1975-06-14", False),
        ("Last updated 1 June 2015 | Published 3 May 2012", "2012-05-03", True),
        ("Le Quai, n° 12, 3 juillet 1968", "1968-07-03", False),
        ("El Cabo, año III, núm. 12, julio-agosto de 1936", "1936-07", False),
        ("Berlin, im Juli 1968", "1968-07", False),
        ("A. Quill quill at lamps.example.org Tue Oct 3 10:44:09 BST 2000", "2000-10-03", False),
        ("Lamps for Life: Dec. 6, 2004 issue - A wick burns down.", "2004-12-06", True),
        (
            "THE LAMP Journal of the Lamplighters' Reading Circle of Ely Vol. 3 No. 2, Summer 1968",
            "1968",
            False,
        ),
    ],
)
def test_a_line_that_says_little_but_a_date_is_a_dateline(
    line: str, value: str, cued: bool
) -> None:
    found = read_dateline(line)

    assert found is not None
    assert (found.day.value, found.cued) == (value, cued)


@pytest.mark.parametrize(
    "line",
    [
        "© 3 May 2012 The Lamp Post",
        "Last updated 3 May 2012",
        "Retrieved 28 February 2022",
        "Archived from the original on 5 January 2022",
        "Born 3 May 1901 in Ely",
        "On 3 May 1926 the whole town stopped work and nobody came to the market.",
        "the strike of May 1968 began slowly and ended well",
        "3 May 1901 - 4 June 1980",
        "Ada says: 3 May 2012 at 10:23",
        "Join Now | Sign In | Shopping Cart Tuesday, December 26, 2006",
        "Photograph: Chapel Street, 30 May 1953",
        "On Thu, 5 Mar 1998, A. Quill wrote:",
        "The Fall 2006 issue is now available, with a page on wicks and another on oil.",
        "No date at all",
    ],
)
def test_lines_about_changes_readings_lives_and_events_are_no_datelines(line: str) -> None:
    found = read_dateline(line)

    assert found is None or (found.cued and "says" in line)


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("The Lamp Post, No. 3, 1968", 1968),
        ("Die Lampe, 12. Jahrgang, Heft 3, 1929", 1929),
        ("The Lamp Post, Vol. 4 (1931), pp. 12-15", 1931),
        ("Lamp Post No. 23, 1965/6", 1965),
        ("The Lamp Post, No. 1968", None),
        ("In 1968 the Lamp Post printed its No. 3", None),
        ("Copyright The Lamp Post No. 3, 1968", None),
        ("The Lamp Post, No. 3, 1968, and No. 7, 1972", None),
    ],
)
def test_the_number_of_an_issue_dates_by_the_year_beside_it(line: str, year: int | None) -> None:
    found = read_issue_line(line)

    assert (found and found.day) == (year and Day(year))


@pytest.mark.parametrize(
    ("line", "published", "written"),
    [
        ("First published: 1931", Day(1931), None),
        (
            "Written: 1934 First Published: The Lamp, No. 4, May 1936 Online Version: 2003",
            Day(1936, 5),
            Day(1934),
        ),
        ("From: A. Quill To: B Date: Thu, 5 Mar 1998 10:11 Subject: Oil", Day(1998, 3, 5), None),
        ("Erstmals veröffentlicht: Die Lampe, 12. Mai 1932", Day(1932, 5, 12), None),
        ("Fecha: 1936", Day(1936), None),
        ("Geschrieben: 1931", None, Day(1931)),
        ("Date: 5 March 1998 Time: 7.30 pm Venue: Lamp Room", None, None),
        ("Last updated date: 1931", None, None),
        ("Event date: 1931", None, None),
        ("Name: Quill Birth date: 1931", None, None),
        ("Published: 1926-1931", None, None),
        ("Source: Lamps of Ely, 1969", None, None),
        ("Nobody could say when it was published.", None, None),
    ],
)
def test_labels_say_when_a_document_was_published_and_written(
    line: str, published: Day | None, written: Day | None
) -> None:
    assert read_particulars(line) == (published, written)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("from A. Quill, ‘Lamps of Ely’ (1976)", "1976"),
        ("Reprinted from The Lamp Post, June 1931", "1931-06"),
        ("Source: A. Quill, Lamps of Ely, 1976", "1976"),
    ],
)
def test_a_source_line_is_dated_by_what_it_names(line: str, value: str) -> None:
    found = read_source_line(line)

    assert found is not None
    assert found.day.value == value


# ---------------------------------------------------------------- pages


def test_without_a_date_of_its_own_a_page_has_none() -> None:
    body = f"<h1>The strike of 1926</h1><p>On 3 May 1926 the town stopped work. {PROSE}</p>"

    assert describe_page(html_page(body=body)).published is None


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2012-05-03T10:00:00Z">',
        '<meta name="DC.date.issued" content="2012-05-03">',
        '<meta name="pubdate" content="20120503">',
        '<script type="application/ld+json">'
        '{"@type": "Article", "datePublished": "2012-05-03"}</script>',
    ],
)
def test_the_page_s_metadata_dates_it(head: str) -> None:
    assert dated(describe_page(html_page(head=head))) == ("2012-05-03", "page")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2012-05-03T10:00:00Z">',
        '<meta property="og:updated_time" content="2012-05-03T10:00:00Z">',
        '<meta name="date" content="1970-01-01T00:00:00Z">',
        '<meta name="copyright" content="2012">',
    ],
)
def test_dates_of_changes_and_null_dates_do_not(head: str) -> None:
    assert describe_page(html_page(head=head)).published is None


@pytest.mark.parametrize(
    ("path", "url", "value"),
    [
        ("a.html", "https://example.org/2007/05/12/bus-strike/", "2007-05-12"),
        ("a.html", "https://example.org/2007/may/12/bus-strike", "2007-05-12"),
        ("a.html", "https://example.org/2007/05/bus-strike", "2007-05"),
        ("2003-1/443/a.html", None, "2003"),
        ("1975-06-14-leaflet.html", None, "1975-06-14"),
        ("scans/19750614.html", None, "1975-06-14"),
        ("june-1975.html", None, "1975-06"),
        ("a.html", "https://web.archive.org/web/20110106023242/http://example.org/2007/05/12/x",
         "2007-05-12"),
    ],
)  # fmt: skip
def test_the_address_or_path_dates_a_page(path: str, url: str | None, value: str) -> None:
    assert dated(describe_page(html_page(), path, url)) == (value, "address")


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("strike-of-1926.html", None),
        ("issue-1234.html", None),
        ("a.html", "https://web.archive.org/web/20110106023242/http://example.org/x"),
        ("a.html", "https://example.org/page/19991399/"),
    ],
)
def test_years_of_events_numbers_and_days_of_capture_do_not(path: str, url: str | None) -> None:
    assert describe_page(html_page(), path, url).published is None


def test_a_less_trusted_date_that_agrees_and_is_more_precise_replaces_the_first() -> None:
    body = f"<h1>Minutes</h1><p>March 7, 2003 | Page 2</p><p>{PROSE}</p>"

    document = describe_page(html_page(body=body), "2003-1/443/a.html")

    assert dated(document) == ("2003-03-07", "printed")
    assert ("2003", "address") in [(c.value, c.basis) for c in document.candidates]


def test_a_less_trusted_date_that_contradicts_loses_and_is_recorded() -> None:
    body = f"<h1>Minutes</h1><p>April 26, 2001 | Page 2</p><p>{PROSE}</p>"

    document = describe_page(html_page(body=body), "2002-1/404/a.html")

    assert dated(document) == ("2002", "address")
    assert [c.reason for c in document.candidates if c.value == "2001-04-26"] == [
        "contradicts address, which is trusted more"
    ]


def test_descriptions_go_before_what_the_page_says() -> None:
    page = html_page(head='<meta property="article:published_time" content="2012-05-03">')
    override, collection = Override(published=Day(1931)), Collection(published=Day(1932))

    assert dated(describe_page(page, collection=collection)) == ("1932", "collection")
    both = describe_page(page, override=override, collection=collection)
    assert dated(both) == ("1931", "override")


def test_front_matter_dates_a_biography_and_the_life_does_not() -> None:
    page = f'+++\ndate = "2008-09-19"\n+++\nAda Quill was born on 3 May 1901. {PROSE}'

    assert dated(describe_page(page, "a.md")) == ("2008-09-19", "front-matter")


def test_a_page_is_not_published_after_its_capture() -> None:
    page = html_page(head='<meta property="article:published_time" content="2022-05-03">')

    assert describe_page(page, captured="2012-01-01").published is None


def test_a_source_line_at_the_end_dates_plain_text() -> None:
    text = f"The Lamplighters\n\n{PROSE}\n\n{PROSE}\n\nfrom A. Quill, ‘Lamps of Ely’ (1976)"

    assert dated(describe_page(text, "a.txt")) == ("1976", "printed")


def test_references_do_not_date_an_article() -> None:
    notes = "".join(
        f"<li>A. Quill. Lamp Post. {n} May 2019. Retrieved 3 June 2022.</li>" for n in (1, 2)
    )
    body = f"<h1>Lamplighters</h1><p>{PROSE}</p><p>{PROSE}</p><h2>Notes</h2><ol>{notes}</ol>"

    assert describe_page(html_page(body=body)).published is None


def _index(*lines: str) -> str:
    teaser = f"<p>{PROSE}</p>"
    return html_page(
        body="<h1>Who we are</h1>" + "".join(f"<h2>{line}</h2>{teaser}" for line in lines)
    )


def test_an_index_page_takes_the_year_of_its_latest_item() -> None:
    page = _index("Lamps", "Editorial – 23 July 2007", "Rent", "Bread, 2004", "Buses", "Coal")

    document = describe_page(page)

    assert dated(document) == ("2007", "items")
    assert document.published is not None
    assert document.published.precision == "year"


def test_a_chronology_is_not_dated_by_its_events() -> None:
    body = "".join(f"<h2>{n} March 1984</h2><p>{PROSE}</p>" for n in (5, 6, 12, 14))

    page = html_page(body=f"<h1>Chronology of the strike</h1>{body}")

    assert describe_page(page).published is None


def test_news_with_the_latest_first_is_an_index_and_its_items_date_it() -> None:
    days = ("14 May 2007", "2 May 2007", "30 April 2007", "11 March 2007")
    body = "".join(f"<p>{day}</p><p>{PROSE}</p>" for day in days)

    page = html_page(body=f"<h1>What is new</h1>{body}")

    assert dated(describe_page(page)) == ("2007", "items")


def test_a_table_of_events_does_not_date_the_page() -> None:
    rows = "".join(f"<tr><td>{n} March 1984</td><td>Ely</td></tr>" for n in (5, 6))
    body = f"<h1>Minutes</h1><p>{PROSE}</p><table>{rows}</table><p>{PROSE}</p>"

    assert describe_page(html_page(body=body)).published is None


def test_a_page_of_a_wiki_is_not_dated_by_the_events_on_it() -> None:
    text = (
        f"Lamp Society\n\nLast updated\n\nLamp Society\nFormation14 June 1975\nHeadquarters Ely\n"
        f"21 July 1976\n\n{PROSE} [1] [ citation needed ]\n\nRelated Research Articles\n\n{PROSE}"
    )

    assert describe_page(text, "a.txt").published is None


def test_dates_of_a_sidebar_and_of_comments_are_not_the_page_s() -> None:
    body = (
        f"<article><h1>Minutes</h1><p>{PROSE}</p><p>{PROSE}</p></article>"
        '<aside class="sidebar"><p>3 May 2012</p></aside>'
        '<div class="comments"><p>Ada, 4 May 2012</p><p>Well said.</p></div>'
    )

    assert describe_page(html_page(body=body)).published is None


@pytest.mark.parametrize(
    ("head", "value"),
    [
        ("<h3>The Lamp Post, 30 May 1953</h3><h1>Letters</h1>", "1953-05-30"),
        ("<h1>Letters</h1><h3>The Rising, 30 May 1953</h3>", None),
        ("<h1>May 1968</h1>", None),
        ("<h1>Newsletter, May 1968</h1>", "1968-05"),
        ("<h1>Oil</h1><p>Written: 1934</p>", "1934"),
        ("<h1>Oil</h1><p>Lamp Post No. 3, 1968</p>", "1968"),
    ],
)
def test_the_paper_dates_a_page_and_not_its_subject(head: str, value: str | None) -> None:
    page = html_page(body=f"{head}<p>{PROSE}</p><p>{PROSE} So it was.</p>")

    published = describe_page(page).published

    assert (published and published.value) == value
