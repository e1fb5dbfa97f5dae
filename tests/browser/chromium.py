"""Chromium from the machine it runs on, and the site served to it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from waitress import create_server  # type: ignore[import-untyped]  # it ships no types

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowser(Exception):
    """There is no Chromium on PATH."""


def find_chromium() -> str:
    """The path of the browser.

    Raises:
        NoBrowser: naming what was looked for and what to install.
    """
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise NoBrowser(
            f"the browser tests need Chromium, and none of {', '.join(NAMES)} is on PATH; "
            "install it, on Debian and Ubuntu with: apt-get install chromium"
        )
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser with a new, empty profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an app on a free loopback port; gives its address without a slash at the end."""
    sockets: dict[int, object] = {}
    server = create_server(app, host="127.0.0.1", port=0, threads=4, map=sockets)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        server.close()
        thread.join(5)
