"""Pictures of the pages: python -m tests.browser.screenshots OUT [--index DIR] [--query TEXT]

Home, search, a document, help and more at 375 and 1280 pixels, light and dark.
Without ``--index`` they show the sample archive in ``corpus/``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser

from indexer.rebuilding.pipeline import rebuild
from indexer.settings import load_settings
from indexer.store.reader import Archive
from tests.browser.chromium import chromium, serving
from webapp import create_app

CORPUS = Path(__file__).parents[2] / "corpus"
WIDTHS = {375: 812, 1280: 900}
SCHEMES = ("light", "dark")


def take(browser: Browser, base: str, given: argparse.Namespace) -> Iterator[Path]:
    """Write the pictures, one after the other."""
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page = context.new_page()
            for name, path in _addresses(given.query).items():
                picture = f"{name}-{width}-{scheme}"
                if given.only and picture not in given.only:
                    continue
                page.goto(base + path)
                if name == "document":
                    page.locator(".hit h2 a").first.click()
                file = given.out / f"{picture}.png"
                page.screenshot(path=file, full_page=given.whole)
                yield file
            context.close()


def _addresses(query: str) -> dict[str, str]:
    search = f"/search?q={quote(query)}"
    return {
        "home": "/",
        "search": search,
        "document": search,
        "help": "/help",
        "organisations": "/organisations",
        "about": "/about",
        "nothing": f"{search}+zzyzx",
    }


@contextmanager
def _index(given: Path | None) -> Iterator[Path]:
    """The index to show; one of the sample archive is made and thrown away."""
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        rebuild(load_settings(corpus=CORPUS, index=index))
        yield index


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--index", type=Path, help="an index to show, not the sample archive")
    parser.add_argument("--query", default='"poll tax"', help="what is searched for")
    parser.add_argument("--whole", action="store_true", help="whole pages, however long")
    parser.add_argument(
        "--only", action="append", metavar="NAME", help="one picture, as in search-1280-light"
    )
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with _index(given.index) as index:
        app = create_app(Archive(index).current)
        with serving(app) as base, chromium() as browser:
            for file in take(browser, base, given):
                print(file)


if __name__ == "__main__":
    main()
