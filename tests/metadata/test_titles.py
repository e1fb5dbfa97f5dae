from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.authority import shipped
from indexer.metadata import describe
from indexer.metadata.descriptions import Collection, Context, Identity, Override
from indexer.model import Block, CleanPage, ParsedPage, Property
from tests.describing import PROSE, describe_page, html_page


def heading(text: str) -> str:
    return f"<h1>{text}</h1><p>{PROSE}</p>"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (html_page("Bus strike - The Lamp Post", body=heading("Bus strike")), "Bus strike"),
        (html_page("The Lamp Post | Bus strike", body=heading("Bus strike")), "Bus strike"),
        (html_page("Bus strike – round two – Lamp", body=heading("Bus strike – round two")),
         "Bus strike – round two"),
        (html_page("Bus strike spreads | The Lamp Post", body=f"<p>{PROSE}</p>"),
         "Bus strike spreads"),
        (html_page("Bus strike: what next?", body=f"<p>{PROSE}</p>"), "Bus strike: what next?"),
        (html_page("Bus strike - Lamp", head='<meta property="og:site_name" content="Lamp">',
                   body=f"<p>{PROSE}</p>"), "Bus strike"),
        (html_page("Lamp - Bus strike", head='<meta property="og:site_name" content="Lamp">',
                   body=f"<h1>Lamp</h1><p>{PROSE}</p>"), "Bus strike"),
        (html_page("Untitled Document", body=heading("Bus strike")), "Bus strike"),
        (html_page("", head='<meta property="og:title" content="Bus strike">',
                   body=f"<p>{PROSE}</p>"), "Bus strike"),
        (html_page("A strike of buses | The Lamp Post",
                   body=f'<h1><a href="/">The Lamp Post</a></h1>{heading("A strike of buses")}'),
         "A strike of buses"),
    ],
)  # fmt: skip
def test_the_title_is_the_page_s_own_and_not_the_site_s(page: str, title: str) -> None:
    assert describe_page(page).title == title


def test_a_blog_s_name_before_a_colon_is_not_the_title() -> None:
    body = (
        f'<h1><a href="/">A Shelf of Lamps</a></h1><h2>Thursday</h2><h3>Bus strike: round two</h3>'
        f"<p>{PROSE}</p>"
    )

    assert describe_page(html_page("A Shelf of Lamps: Bus strike: round two", body=body)).title == (
        "Bus strike: round two"
    )


def test_the_host_of_the_address_is_known_as_the_site_s_name() -> None:
    page = html_page("lamp-post.example.org | Bus strike", body=f"<p>{PROSE}</p>")

    document = describe_page(page, url="https://lamp-post.example.org/bus")

    assert document.title == "Bus strike"


def test_a_collection_s_title_is_known_as_the_site_s_name() -> None:
    page = html_page("Lamp Post - Strikes", body=f"<p>{PROSE}</p>")

    document = describe_page(page, collection=Collection(title="Lamp Post"))

    assert document.title == "Strikes"


@pytest.mark.parametrize(
    ("text", "title", "basis"),
    [
        (f"Bus strike\n\n{PROSE}", "Bus strike", "heading"),
        (f"{PROSE}\n\n{PROSE}", " ".join(PROSE.split()[:12]) + " …", "first line"),
    ],
)  # fmt: skip
def test_the_title_of_plain_text_is_its_first_line_or_first_words(
    text: str, title: str, basis: str
) -> None:
    document = describe_page(text, "d.txt")

    assert (document.title, document.title_basis) == (title, basis)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Bus strike | The Lamp Post\n\nMenu\n\nBus strike\n\n{PROSE}", "Bus strike"),
        (f"The Lamp Post - Bus strike\n\nThe Lamp Post\n\nMenu\n\nBus strike\n\n{PROSE}",
         "Bus strike"),
        (f"Bus strike - The Lamp Post\n\nThe Lamp Post\n\nMenu\n\nHome\n\n{PROSE}", "Bus strike"),
        (f"Lamps - a life\n\n{PROSE}", "Lamps - a life"),
    ],
)  # fmt: skip
def test_a_title_element_left_as_the_first_line_of_plain_text_is_read_like_one(
    text: str, title: str
) -> None:
    assert describe_page(text, "d.txt").title == title


def test_front_matter_goes_before_headings() -> None:
    document = describe_page(f"---\ntitle: Bus strike\n---\n# Another\n\n{PROSE}", "a.md")

    assert (document.title, document.title_basis) == ("Bus strike", "front-matter")


@pytest.mark.parametrize("filed", ["Quillwick Ada", "Quillwick, Ada"])
def test_a_name_filed_by_its_last_word_is_written_as_the_text_writes_it(filed: str) -> None:
    page = f'+++\ntitle = "{filed}"\n+++\nAda Quillwick\n\nAda Quillwick was a binder. {PROSE}'

    assert describe_page(page, "a.md").title == "Ada Quillwick"


def test_a_line_of_metadata_csv_goes_before_everything_and_the_rest_is_recorded() -> None:
    page = html_page("Bus strike | The Lamp Post", body=heading("Bus strike"))

    document = describe_page(page, override=Override(title="The bus strike of Ely"))

    assert (document.title, document.title_basis) == ("The bus strike of Ely", "override")
    assert ("title", "Bus strike") in [(c.field, c.value) for c in document.candidates]


def test_the_file_s_name_is_the_last_resort() -> None:
    page = html_page("Home", body="<p>…</p><p>12</p>")

    assert describe_page(page, "leaflets/rent-strike_1972.html").title != "Home"


@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=60))
def test_any_page_that_can_be_read_has_a_title_and_is_described(
    title: str, body: str, path: str
) -> None:
    block = Block(" ".join(body.split()) or "x")
    parsed = ParsedPage("html", title, (Property("meta:og:title", body),), (block,))

    for page in (parsed, replace(parsed, format="text"), replace(parsed, format="markdown")):
        document = describe(CleanPage(page, (block,), ()), Identity("d", path), Context(shipped()))
        assert document.title


def test_a_title_element_of_many_parts_is_read_in_no_time() -> None:
    document = describe_page(html_page(" - a | b" * 2000, body=heading("Bus strike")))

    assert document.title == "Bus strike"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (
            html_page(
                "[Lamps] Oil for the bridge",
                body=f"<h1>[Lamps] Oil for the bridge</h1><p>{PROSE}</p>"
                "<ul><li>Next message: <a href='#'>[Lamps] Wicks</a></li></ul>",
            ),
            "Oil for the bridge",
        ),
        (
            html_page("[Lamps] Oil", body=f"<h1>[Lamps] Oil</h1><p>{PROSE}</p>"),
            "[Lamps] Oil",
        ),
        (
            html_page(
                "Oil and water - A quarrel settled : The Shelf",
                head='<meta property="og:site_name" content="The Shelf">',
                body=f"<h1>Oil and water</h1><h2>A quarrel settled</h2><p>{PROSE}</p>",
            ),
            "Oil and water",
        ),
        (
            html_page(
                "Oil for the bridge lamps: what it cost | The Shelf",
                head='<meta property="og:title" content="Oil for the bridge lamps: what it cost">',
                body=f"<h1>The bridge lamps and the cost of oil</h1><p>{PROSE}</p>",
            ),
            "The bridge lamps and the cost of oil",
        ),
        (
            html_page(
                "Quarrels | Oil for the bridge lamps - The Shelf",
                head='<meta property="og:title" content="Oil for the bridge lamps">'
                '<meta name="twitter:title" content="Quarrels | Oil for the bridge lamps">',
                body=f"<h1>Quarrels Oil for the bridge lamps</h1><p>{PROSE}</p>",
            ),
            "Oil for the bridge lamps",
        ),
        (
            html_page(
                "Oil for the bridge - The Book of Lamps",
                body='<div class="menu-bar"><h1 class="menu-title">The Book of Lamps</h1></div>'
                f'<h2><a href="#oil">Oil for the bridge</a></h2><p>{PROSE}</p>',
            ),
            "Oil for the bridge",
        ),
        (html_page("Aims", body=f"<h1>Aims ¶</h1><p>{PROSE}</p>"), "Aims"),
        (
            html_page(
                "Lamp Talk :: View topic - Which oil for a bridge?",
                body='<table><tr><td><a href="#">Which oil for a bridge?</a></td></tr></table>'
                f"<p>{PROSE}</p>",
            ),
            "Which oil for a bridge?",
        ),
        (html_page("Bridge", body=f"<h3>A bridge's lamps</h3><p>{PROSE}</p>"), "A bridge's lamps"),
    ],
    ids="list one-label subtitle other-words kicker book sign topic short".split(),
)
def test_the_title_is_the_one_printed_on_the_page(page: str, title: str) -> None:
    assert describe_page(page).title == title


def test_the_subject_of_a_message_is_its_title() -> None:
    text = f"From: A. Quill\nTo: lamps\nDate: 3 May 1998\nSubject: Oil again\n\n{PROSE}\n"

    document = describe_page(text, path="message.txt")

    assert (document.title, document.title_basis) == ("Oil again", "heading")
