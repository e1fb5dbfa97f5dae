"""The sample archive, from its files through both commands to what a reader sees and does."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import chromium
from tests.browser.screenshots import CORPUS
from tests.corpora import command, environment
from tests.webapp.test_cli import running

WORD = "party"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``indexer rebuild`` of the sample archive, then ``webapp`` over its index."""
    folder = tmp_path_factory.mktemp("room")
    subprocess.run(
        command("rebuild", CORPUS, "--quiet"),
        cwd=folder,
        env=environment(PRESSMARK_ENGINE="whoosh"),
        check=True,
        capture_output=True,
        timeout=300,
    )
    with running(folder) as (base, _):
        yield base


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(browser: Browser, request: pytest.FixtureRequest, address: str) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto(address)
    page.get_by_role("searchbox").fill(WORD)
    page.get_by_role("button", name="Search").click()
    yield page
    context.close()


def found(page: Page) -> int:
    """The number of documents a page of results says it has."""
    return int(page.locator(".found h1").inner_text().split()[0].replace(",", ""))


def test_a_reader_narrows_by_organisation_and_years_reads_and_goes_back(page: Page) -> None:
    everything = found(page)
    choice = page.locator(".choice:has(input[name='organisation'])").first
    label = choice.locator(".label").inner_text()
    promised = int(choice.locator(".tally").inner_text())

    choice.locator("input").check()
    page.get_by_role("button", name="Apply").click()
    narrowed = found(page)
    year = (page.locator(".hit time").first.get_attribute("datetime") or "")[:4]
    page.get_by_label("From", exact=False).first.fill(year)
    page.get_by_label("to", exact=True).fill(year)
    page.get_by_role("button", name="Apply").click()

    assert 1 <= found(page) <= narrowed == promised < everything
    assert page.locator(".chips .chip").all_inner_texts() == [f"By {label}", f"Years {year}"]
    results = page.url

    link = page.locator(".hit .fragments a").first
    link.click()
    passage = page.locator(f"section.passage[id='{urlsplit(page.url).fragment}']")
    expect(passage).to_be_in_viewport()
    assert passage.locator("mark").first.inner_text().lower().startswith("part")
    assert label in page.locator("article.document > header").inner_text()

    page.get_by_role("link", name="Back to the search").click()
    assert page.url == results


def test_what_was_removed_unfolds_and_leads_back_into_the_text(page: Page) -> None:
    page.locator(".hit .fragments a").first.click()
    removed = page.locator("details.removed")
    listing = removed.locator(".listing > li")
    assert not listing.first.is_visible()

    removed.locator("summary").click()

    assert listing.first.is_visible()
    assert removed.locator(".gone").count() > 1
    removed.locator(".stayed a").last.click()
    target = page.locator(f"section.passage[id='{urlsplit(page.url).fragment}']")
    expect(target).to_be_in_viewport()


def test_readers_comments_are_folded_below_the_text(page: Page, address: str) -> None:
    page.goto(f"{address}search?q=title:chronology+title:independent")
    page.locator(".hit h2 a").first.click()
    comment = page.get_by_text("Thank you, this is the first list", exact=False)
    assert comment.count() == 1
    assert not comment.is_visible()

    page.get_by_text("1 comment by readers").click()

    assert comment.is_visible()
    page.goto(f'{address}search?q="first+list+that+my+evening"')
    assert page.locator(".found h1").inner_text() == "No documents"
