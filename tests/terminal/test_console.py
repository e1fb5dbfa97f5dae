"""Nothing written to a terminal can act on it; progress without a terminal is plain lines."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.terminal.console import ProgressLines, as_json, make_progress, printable


@given(st.text())
def test_printable_text_holds_nothing_a_terminal_acts_upon(text: str) -> None:
    kinds = {unicodedata.category(character) for character in printable(text)}

    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – “quoted” é", "plain – “quoted” é"),
        ("two\nlines", "two\\nlines"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\udcff", "\\udcff"),
        ("\x9b2J", "\\x9b2J"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_json_survives_and_holds_no_control_character(text: str) -> None:
    written = as_json({"text": text})

    assert json.loads(written)["text"] == text
    assert not {unicodedata.category(character) for character in written} & {"Cc", "Zl", "Zp"}


def test_without_a_terminal_progress_is_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.terminal.console._EVERY", 0.0)
    stream = io.StringIO()
    progress = make_progress(stream, quiet=False)
    assert isinstance(progress, ProgressLines)

    progress.reading(2)
    progress.advance()
    progress.advance()
    progress.finishing()
    progress.close()

    first, one, two, last = stream.getvalue().splitlines()
    assert first == "reading 2 files"
    assert one.startswith("read 1 of 2 files, ")
    assert one.endswith(" s left")
    assert two.startswith("read 2 of 2 files, ")
    assert last == "read 2 of 2 files; finishing the index"


def test_quiet_progress_says_nothing() -> None:
    stream = io.StringIO()
    progress = make_progress(stream, quiet=True)

    progress.reading(1)
    progress.advance()
    progress.finishing()
    progress.close()

    assert stream.getvalue() == ""
    assert progress.seconds >= 0
