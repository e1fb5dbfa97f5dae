"""Pictures of the pages: python -m tests.browser.screenshots OUT [--index DIR] [--query TEXT]

Home, search, document and help at 375 and 1280 pixels, light and dark. Without
``--index`` they show the sample of the tests.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser

from indexer.archive import Archive
from indexer.engines import Opened
from tests.browser.chromium import chromium, serving
from tests.sample_engine import sample_archive
from webapp import create_app

WIDTHS = {375: 812, 1280: 900}
SCHEMES = ("light", "dark")


def take(browser: Browser, base: str, query: str, out: Path, whole: bool) -> list[Path]:
    """Write the pictures into ``out``; ``whole`` pages or what is seen without scrolling."""
    taken = []
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                device_scale_factor=1,
            )
            page = context.new_page()
            for name, path in _addresses(query).items():
                page.goto(base + path)
                if name == "document":
                    page.goto(base + f"/search?q={quote(query)}")
                    page.locator(".hit h2 a").first.click()
                file = out / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=file, full_page=whole)
                taken.append(file)
            context.close()
    return taken


def _addresses(query: str) -> dict[str, str]:
    return {
        "home": "/",
        "search": f"/search?q={quote(query)}",
        "document": "/",
        "help": "/help",
        "organisations": "/organisations",
        "about": "/about",
        "nothing": f"/search?q={quote(query)}+zzyzx",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--index", type=Path, help="an index to show, instead of the sample")
    parser.add_argument("--query", default="strike", help="what is searched for")
    parser.add_argument("--whole", action="store_true", help="whole pages, however long")
    arguments = parser.parse_args()
    sample = sample_archive()
    current: Callable[[], Opened] = lambda: sample  # noqa: E731  (one of two sources)
    if arguments.index:
        current = Archive(arguments.index).current
    arguments.out.mkdir(parents=True, exist_ok=True)
    with serving(create_app(current)) as base, chromium() as browser:
        for file in take(browser, base, arguments.query, arguments.out, arguments.whole):
            print(file)


if __name__ == "__main__":
    main()
