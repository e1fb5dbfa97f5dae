"""The command on the organisations of an archive: suggestions and checks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.authority import Authority
from indexer.terminal.commands import main

ENTRY = '[[organisation]]\nname = "Harbour Club"\nfirst = 1920\n'


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of two pages, which also name a party without an entry, and its index."""
    monkeypatch.setenv("PRESSMARK_ENGINE", "memory")
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("one", "two"):
        text = f"<p>On {name} evening the Radical Harbour Party met the Harbour Club there.</p>"
        (folder / f"{name}.html").write_text(f"<html><body>{text * 8}</body></html>")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0), capsys.readouterr().out


def test_suggest_prints_entries_for_names_without_one(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "organisations.toml").write_text(ENTRY)
    run(capsys, "rebuild", "-q")

    status, text = run(capsys, "organisations", "suggest")
    _, machine = run(capsys, "organisations", "suggest", "--json")

    entries = Authority.parse(text.encode(), "organisations.toml").organisations
    (suggestion,) = json.loads(machine)["suggestions"]
    assert status == 0
    assert [entry.name for entry in entries] == ["Radical Harbour Party"]
    assert (suggestion["slug"], suggestion["documents"]) == ("radical-harbour-party", 2)
    assert len(suggestion["examples"]) == 2


def test_check_ends_with_status_one_only_if_there_is_something_to_mend(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = corpus / "organisations.toml"
    file.write_text(ENTRY + '[[organisation]]\nname = "Ferry Club"\n')
    run(capsys, "rebuild", "-q")

    unseen = run(capsys, "organisations", "check")
    file.write_text(ENTRY + ENTRY.replace("1920", '1920\nslug = "harbour-club-2"'))
    run(capsys, "rebuild", "-q")
    clash = run(capsys, "organisations", "check", "--json")

    assert unseen == (
        0,
        "unseen: ferry-club: Ferry Club is in no document\n0 to mend, 1 in no document\n",
    )
    assert clash[0] == 1
    assert "clash" in [problem["kind"] for problem in json.loads(clash[1])["problems"]]


def test_without_an_index_suggest_says_so_and_check_reads_the_file_alone(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "organisations.toml").write_text(ENTRY)

    suggested = run(capsys, "organisations", "suggest")
    checked = run(capsys, "organisations", "check")

    assert suggested[0] == 4
    assert checked == (0, "0 to mend, 0 in no document\n")
