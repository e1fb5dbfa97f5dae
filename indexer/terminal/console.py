"""Writing to a terminal: text made safe for it, explanations, and progress."""

from __future__ import annotations

import io
import json
import os
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO, Any

from indexer.presentation.explanation import Finding
from indexer.rebuilding.progress import Progress

_EVERY = 3.0
"""Seconds between two lines of progress where there is no terminal."""


def printable(text: str) -> str:
    """``text`` on one line, with everything escaped that a terminal would act on.

    Control and format characters (line breaks, escapes, changes of writing
    direction) become ``\\xNN`` or ``\\uNNNN``.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(c) if unicodedata.category(c) in _ESCAPED else c for c in text)


_ESCAPED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def as_json(value: Any, indent: int | None = None) -> str:
    """JSON that keeps letters readable and holds no control character."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text.translate(_JSON_ESCAPES)


_JSON_ESCAPES = {code: f"\\u{code:04x}" for code in [*range(0x7F, 0xA0), 0x2028, 0x2029]}


def is_terminal(stream: IO[str]) -> bool:
    """Whether the stream is a terminal that can redraw a line."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def wants_colour(stream: IO[str]) -> bool:
    """Whether output may use colour and bold."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


LABEL = 22
"""Columns for a label, at least; no rule or kind of block has a longer name."""
_COLOURS = {"+": "green", "-": "red", " ": "cyan"}


def draw(lines: Iterable[Finding], width: int, colour: bool) -> Iterator[str]:
    """An explanation for a terminal of ``width`` columns, its text wrapped beside the labels."""
    from rich.console import Console
    from rich.text import Text

    console = Console(
        file=io.StringIO(),
        force_terminal=True,
        color_system="standard" if colour else None,
        width=width,
        legacy_windows=False,
    )
    for line in lines:
        style = "dim" if line.mark == "-" else "bold" if line.strong else ""
        text = Text(printable(line.text), style)
        head = Text(f"{line.mark} {line.label:<{LABEL}} ", _COLOURS[line.mark])
        for row in text.wrap(console, max(20, width - len(head))) or [text]:
            whole = Text.assemble(head, row)
            whole.rstrip()
            with console.capture() as captured:
                console.print(whole, soft_wrap=True, end="")
            yield captured.get()
            head = Text(" " * len(head))


def make_progress(stream: IO[str], quiet: bool) -> Progress:
    """A progress bar on a terminal, plain lines elsewhere, nothing if ``quiet``."""
    if quiet:
        return Progress()
    return ProgressBar(stream) if is_terminal(stream) else ProgressLines(stream)


class ProgressLines(Progress):
    """A line every few seconds, with counts, rate and remaining time."""

    def __init__(self, stream: IO[str]) -> None:
        super().__init__()
        self._stream = stream
        self._total = self._done = 0
        self._things = "files"
        self._verb = "read"
        self._started = self._said = 0.0

    def reading(self, total: int) -> None:
        self._total, self._started = total, time.monotonic()
        self._said = self._started
        self._say(f"reading {total} files")

    def describing(self, total: int) -> None:
        self._say(f"read {self._done} of {self._total} files")
        self._total, self._done, self._started = total, 0, time.monotonic()
        self._verb, self._things = "described", "pages"

    def more(self, number: int) -> None:
        self._total += number

    def advance(self) -> None:
        self._done += 1
        now = time.monotonic()
        if now - self._said >= _EVERY:
            self._said = now
            rate = self._done / (now - self._started)
            left = (self._total - self._done) / rate
            self._say(
                f"{self._verb} {self._done} of {self._total} {self._things}, "
                f"{rate:.0f} a second, {left:.0f} s left"
            )

    def finishing(self) -> None:
        self._say(f"{self._verb} {self._done} of {self._total} {self._things}; finishing the index")

    def _say(self, text: str) -> None:
        with suppress(OSError):  # a rebuild goes on if its log cannot be written
            print(text, file=self._stream, flush=True)


class ProgressBar(Progress):
    """A progress bar, redrawn in place."""

    def __init__(self, stream: IO[str]) -> None:
        super().__init__()
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            ProgressColumn,
            Task,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.progress import Progress as RichProgress
        from rich.text import Text

        class Rate(ProgressColumn):
            def render(self, task: Task) -> Text:
                speed = task.finished_speed or task.speed
                return Text("– a second" if speed is None else f"{speed:.0f} a second")

        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            Rate(),
            TimeRemainingColumn(),
            console=Console(file=stream, no_color=bool(os.environ.get("NO_COLOR"))),
            transient=True,
        )
        self._task = self._bar.add_task("reading", total=None, visible=False)
        self._total = 0

    def reading(self, total: int) -> None:
        self._total = total
        self._bar.update(self._task, total=total, visible=True)
        self._bar.start()

    def more(self, number: int) -> None:
        self._total += number
        self._bar.update(self._task, total=self._total)

    def describing(self, total: int) -> None:
        self._bar.reset(self._task, total=total, description="describing")

    def advance(self) -> None:
        self._bar.advance(self._task)

    def finishing(self) -> None:
        self._bar.update(self._task, description="finishing the index")

    def close(self) -> None:
        self._bar.stop()
