"""The sample archive in corpus/ holds what it promises, read by the whole pipeline."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from indexer import open_engine, rebuild
from indexer.model import Entry, Report
from indexer.settings import Settings

CORPUS = Path(__file__).parents[1] / "corpus"
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
YEAR = re.compile(r"(?<!\d)(?:1\d{3}|20\d\d)(?!\d)")

BOILERPLATE = """
Leave a Reply
Leave a Comment
Cancel reply
Fill in your details below
click an icon to log in
You are commenting using your
Connecting to %s
Address never made public
Notify me of new
Your email address will not be published
Submit Comment
Post a Comment
bloggers like this
Share this:
Like this:
Share to Twitter
BlogThis
Printer-friendly version
to post comments
Comments are closed
pings are currently closed
Skip to content
Skip to main content
Jump to navigation
Recent Posts
Blog Archive
View my complete profile
Blog at WordPress.com
proudly powered by
Powered by Blogger
Powered by Drupal
This site uses cookies
We use cookies
uses Akismet
This forum is moderated
To create paragraphs
Site Map
Go to top
Subscribe by email
[edit]
[ edit ]
citation needed
mw-page-title-main
Related Research Articles
This page was last edited
Retrieved from
Navigation menu
Was this page helpful
Print this page
Top of page
Best viewed
Schreibe einen Kommentar
Deine E-Mail-Adresse
Neueste Beiträge
Wir verwenden Cookies
Deja un comentario
Tu dirección de correo
Entradas recientes
Utilizamos cookies
Un message, un commentaire
Ce forum est modéré
Plan du site
""".strip().splitlines()
"""Phrases of interfaces, English, German, Spanish and French, none of which is any page's own."""


class Page(NamedTuple):
    """What a librarian would write on the card of a page of the sample.

    ``organisations`` are slugs, ``None`` where librarians would differ.
    """

    path: str
    title: str
    organisations: frozenset[str] | None
    year: int | None


def _cards() -> tuple[Page, ...]:
    with (Path(__file__).parent / "sample_cards.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Page(
                row["path"],
                row["title"],
                None if row["organisations"] == "?" else frozenset(row["organisations"].split()),
                int(row["year"]) if row["year"] else None,
            )
            for row in csv.DictReader(file)
        )


PAGES = _cards()

LAST_WORDS = (
    (
        "brickfieldroom.example.com/2013/11/05/rock-music-and-lollipops/index.html",
        "not think of looking.",
    ),
    ("notes.caldervale.example.org/2007/05/spgb-in-dates.html", "Canada or New Zealand."),
    ("notes.caldervale.example.org/2015/03/five-ways-to-date-a-militant/index.html", "evening."),
    ("oldpamphletshelf.example.net/2012/01/healys-dailies.html", "a large sheet of paper."),
    ("papers.example.org/spip.php@article52.html", "and the later ones, for now, are up."),
    ("northgate-evening-classes.example.org/node/131.html", "affiliated, and to what else."),
    ("leftwiki.example.net/wiki/Scottish_Socialist_Party.html", "for some years a weekly."),
    ("scraped/fabian_society__wiki.txt", "a quarterly, Fabian Review, goes to all members."),
    ("guides.thornley.example.com/Guide.aspx%3Fid=17.html", "since it does not exist."),
    ("www.harbourstreet.example.org/peace/greenham.htm", "to walkers and cattle."),
    ("www.harbourstreet.example.org/unions/main.htm", "anyone’s own evening class."),
    ("quayside-wea.example.org/leaflets/left_book_club.html", "wound up in 1948."),
    ("scraped/014_0f93ab5e71c2d840.txt", "the World Festival of Youth in Moscow, 1957."),
    ("scraped/SLP 1976 (unicode).txt", "the Labour Party’s organisation in Scotland."),
    ("ftp.example.net/pub/texts/unity1900.txt", "and the SPGB did not join."),
)
"""The end of a page's own text, which a rule that reaches too far would take first."""


class Sample(NamedTuple):
    """The sample as it was read: its documents by path, and the report of the rebuild."""

    entries: dict[str, Entry]
    report: Report

    def text(self, path: str) -> str:
        return self.entries[path].document.text


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    index = tmp_path_factory.mktemp("sample") / "index"
    report = rebuild(Settings(corpus=CORPUS, index=index, engine="memory"))
    engine = open_engine(index)
    entries = (engine.entry(card.id) for card in engine.cards())
    return Sample({entry.document.path: entry for entry in entries if entry}, report)


def _by_path(page: Page) -> str:
    return page.path


def test_every_file_is_a_document_or_describes_some(sample: Sample) -> None:
    descriptions = {"metadata.csv", "collection.toml"}

    skipped = {Path(unread.path).name for unread in sample.report.skipped}

    assert sample.report.failed == ()
    assert sample.report.notices == ()
    assert skipped == descriptions
    assert len(sample.entries) == sum(
        1 for file in CORPUS.rglob("*") if file.is_file() and file.name not in descriptions
    )


def test_the_sample_is_large_enough_to_search(sample: Sample) -> None:
    documents = [entry.document for entry in sample.entries.values()]

    words = sum(len(WORD.findall(document.text)) for document in documents)
    organisations = {one.slug for document in documents for one in document.organisations}

    assert len(documents) >= 40
    assert words >= 15_000
    assert len(organisations) >= 12


def test_documents_are_dated_from_1998_to_2020_or_not_at_all(sample: Sample) -> None:
    published = [entry.document.published for entry in sample.entries.values()]

    years = {date.year for date in published if date is not None}

    assert min(years) == 1998
    assert max(years) == 2020
    assert len(years) >= 15
    assert sum(date is None for date in published) >= 5


def test_every_year_from_1900_to_2020_is_named_and_none_is_out_of_range(sample: Sample) -> None:
    named = {int(year) for path in sample.entries for year in YEAR.findall(sample.text(path))}

    assert set(range(1900, 2021)) <= named
    assert min(named) >= 1800
    assert max(named) == 2020


def test_every_page_says_in_its_kept_text_that_it_is_a_sample(sample: Sample) -> None:
    silent = [path for path in sample.entries if "sample" not in sample.text(path).casefold()]

    assert silent == []


def test_every_address_is_on_an_invented_site(sample: Sample) -> None:
    addresses = [entry.document.url for entry in sample.entries.values() if entry.document.url]

    strange = [url for url in addresses if not re.match(r"https?://[\w.-]*example\.\w+/", url)]

    assert addresses
    assert strange == []


@pytest.mark.parametrize("phrase", BOILERPLATE)
def test_no_boilerplate_is_left_in_the_text(sample: Sample, phrase: str) -> None:
    leaky = [path for path in sample.entries if phrase.casefold() in sample.text(path).casefold()]

    assert leaky == []


def test_the_sample_holds_the_boilerplate_it_is_cleaned_of() -> None:
    raw = "\n".join(
        file.read_bytes().decode("cp1252", "replace")
        for file in CORPUS.rglob("*")
        if file.is_file()
    )

    present = [phrase for phrase in BOILERPLATE if phrase.casefold() in raw.casefold()]

    assert len(present) >= 45


@pytest.mark.parametrize(("path", "words"), LAST_WORDS)
def test_the_last_words_of_a_page_are_kept(sample: Sample, path: str, words: str) -> None:
    assert words in sample.text(path)


@pytest.mark.parametrize("page", PAGES, ids=_by_path)
def test_a_page_has_the_title_a_librarian_would_write(sample: Sample, page: Page) -> None:
    assert sample.entries[page.path].document.title == page.title


@pytest.mark.parametrize("page", PAGES, ids=_by_path)
def test_a_page_has_the_year_it_was_published(sample: Sample, page: Page) -> None:
    published = sample.entries[page.path].document.published

    assert (published and published.year) == page.year


@pytest.mark.parametrize("page", [p for p in PAGES if p.organisations is not None], ids=_by_path)
def test_a_page_has_the_organisation_it_is_about(sample: Sample, page: Page) -> None:
    organisations = sample.entries[page.path].document.organisations

    assert frozenset(one.slug for one in organisations) == page.organisations
