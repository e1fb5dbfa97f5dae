"""The reading room in real Chromium: with scripts and without, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.browser.chromium import NAMES, NoBrowser, chromium, find_chromium, serving
from tests.sample_engine import document_id, sample_archive
from webapp import create_app

WIDTHS = (375, 1280)
PATHS = (
    "/",
    "/search?q=strike&organisation=lantern-group&from=1920",
    "/search?q=zzyzx+strike",
    "/search?q=" + "a-word-without-end" * 12,
    f"/d/{document_id('quarry/who-we-are.html')}?q=resolutions",
    f"/d/{document_id('loose/noname.html')}",
    "/organisations",
    "/organisations/quarry-league",
    "/about",
    "/help",
    "/nothing",
)


@dataclass
class Watched:
    """A page, and what it asked for and complained of."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    archive = sample_archive()
    with serving(create_app(lambda: archive)) as base:
        yield base


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def watched(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Watched]:
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 1280, "height": 900}
    )
    watched = Watched(context.new_page())

    def asked(asked: Request) -> None:
        watched.hosts.add(urlsplit(asked.url).netloc)

    def complained(message: ConsoleMessage) -> None:
        watched.complaints.append(f"{message.type}: {message.text}")

    watched.page.on("request", asked)
    watched.page.on("console", complained)
    yield watched
    context.close()


def test_a_search_is_narrowed_read_and_found_again(site: str, watched: Watched) -> None:
    page = watched.page
    page.goto(site + "/")
    page.get_by_role("searchbox").fill("resolutions strike")
    page.get_by_role("button", name="Search").click()

    page.get_by_role("checkbox", name="Quarry Workers League").check()
    page.get_by_role("button", name="Apply").click()
    page.get_by_label("From", exact=False).first.fill("1940")
    page.get_by_label("to", exact=True).fill("1960")
    page.get_by_role("button", name="Apply").click()

    assert page.get_by_role("checkbox", name="Quarry Workers League").is_checked()
    assert "organisation=quarry-league" in page.url
    assert page.locator(".chips .chip").all_inner_texts() == [
        "By Quarry Workers League",
        "Years 1940–1960",
    ]
    listed, count = page.url, page.locator(".found h1").inner_text()

    hit = page.locator(".hit", has_text="Who we are")
    hit.locator(".fragments a").first.click()

    passage = urlsplit(page.url).fragment
    target = page.locator(f"section.passage[id='{passage}']")
    assert target.locator("mark").count() >= 1
    assert target.is_visible()
    box = target.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900

    page.get_by_role("link", name="Back to the search").click()
    assert page.locator(".found h1").inner_text() == count
    assert page.get_by_role("checkbox", name="Quarry Workers League").is_checked()
    assert page.get_by_label("From", exact=False).first.input_value() == "1940"
    assert page.get_by_role("searchbox").input_value() == "resolutions strike"

    page.go_back()
    page.go_back()
    assert page.url == listed
    assert page.get_by_label("to", exact=True).input_value() == "1960"

    page.locator(".chips a", has_text="1940").click()
    assert "from=" not in page.url
    assert page.get_by_role("checkbox", name="Quarry Workers League").is_checked()
    assert watched.hosts == {urlsplit(site).netloc}
    assert watched.complaints == []


def test_a_decade_is_unfolded_and_a_year_ticked(site: str, watched: Watched) -> None:
    page = watched.page
    page.goto(site + "/search?q=strike")

    page.locator("details.decade summary", has_text="1980s").click()
    page.get_by_label("1981").check()
    page.get_by_role("button", name="Apply").click()

    titles = ["On the hunger strike at Low Fell", "Minutes of branch 32"]
    assert page.locator(".hit h2").all_inner_texts() == titles
    assert page.get_by_label("1981").is_visible()


def test_no_cookie_is_ever_set(site: str, watched: Watched) -> None:
    for path in PATHS:
        watched.page.goto(site + path)

    assert watched.page.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_window(
    site: str, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    for path in PATHS:
        page.goto(site + path)
        for fold in page.locator("details:not([open]) > summary").all():
            if fold.is_visible():
                fold.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path

    context.close()
    assert [text for text in complaints if "404" not in text] == []


def test_on_a_phone_the_facets_are_folded_above_the_results(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(site + "/search?q=strike")
    box = page.locator("input[name='organisation'][value='lantern-group']")
    assert not box.is_visible()

    page.get_by_text("Narrow by organisation, year").click()

    assert box.is_visible()
    place, first = box.bounding_box(), page.locator(".hit").first.bounding_box()
    assert place is not None
    assert first is not None
    assert place["y"] < first["y"]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(site: str, browser: Browser, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()

    for path in PATHS:
        page.goto(site + path)
        weak = page.evaluate(_WEAK_CONTRAST)
        assert weak == [], path

    context.close()


def test_everything_can_be_reached_by_keyboard_and_shows_its_focus(
    site: str, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(site + "/search?q=strike")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.tagName"))
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid"

    assert {"A", "INPUT", "BUTTON"} <= set(seen)
    context.close()


def test_a_missing_browser_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(NoBrowser, match="apt-get install chromium") as raised:
        find_chromium()

    assert NAMES[0] in str(raised.value)


_WEAK_CONTRAST = """
() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const pixel = colours => {
    context.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return context.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255)
      .map(v => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const weak = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!text || !element.checkVisibility({ opacityProperty: true })) continue;
    if (element.closest(".hidden, .skip, .permalink, svg")) continue;
    const grounds = [];
    for (let e = element; e; e = e.parentElement)
      grounds.unshift(getComputedStyle(e).backgroundColor);
    const style = getComputedStyle(element);
    const ground = pixel(["white", ...grounds]);
    const ink = pixel([`rgb(${ground[0]} ${ground[1]} ${ground[2]})`, style.color]);
    const [high, low] = [light(ink), light(ground)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) weak.push(`${text.slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return weak;
}
"""
