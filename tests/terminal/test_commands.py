"""The commands: what they print, where, and the status they end with."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import signal
import subprocess
from functools import partial
from pathlib import Path

import pytest

from indexer.store import generations
from indexer.terminal.commands import main
from tests.corpora import build, command, environment, last_json, page, run_indexer, write_corpus
from tests.store.test_generations import flip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    for names in (4, 5):
        write_corpus(folder / "corpus", names)
        build(folder)
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """A corpus of five pages and an index of two generations."""
    shutil.copytree(template, tmp_path / "work")
    return tmp_path / "work"


class Ran:
    """What a command run in this process gave."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


def call(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Ran:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return Ran(int(ended.value.code or 0), out, err)


@pytest.fixture(autouse=True)
def _engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSMARK_ENGINE", "memory")


REPORT_KEYS = {
    "documents",
    "passages",
    "added",
    "changed",
    "removed",
    "unchanged",
    "skipped",
    "failed",
    "seconds",
    "generation",
}


def test_alone_it_prints_help_with_three_examples(capsys: pytest.CaptureFixture[str]) -> None:
    ran = call(capsys)

    assert ran.status == 0
    assert ran.out.count("\n  indexer ") == 3


def test_rebuild_prints_the_report_as_its_last_line(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus")
    (tmp_path / "corpus" / "empty.html").write_text("")

    status, out, err = run_indexer(
        "rebuild", tmp_path / "corpus", "--index", tmp_path / "i", "--json"
    )

    report = last_json(out)
    assert status == 0
    assert report.keys() >= REPORT_KEYS
    assert (report["documents"], report["added"]) == (5, 5)
    assert report["skipped"][0]["path"] == "empty.html"
    assert report["skipped"][0]["reason"]
    assert len(out.splitlines()) == 1
    assert "reading 6 files" in err


def test_rebuild_for_people(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "corpus" / "bad\x1b[2J.html").write_text("")
    arguments = (folder / "corpus", "--index", folder / "index")

    short = call(capsys, "rebuild", *arguments, "-q")
    long = call(capsys, "rebuild", *arguments, "-v")

    assert short.out.startswith("5 documents: 0 added, 0 changed, 5 unchanged; 0 removed\n")
    assert "1 file skipped\n" in short.out
    assert short.err == ""
    assert "1 file skipped:\n  bad\\x1b[2J.html: " in long.out
    assert "\x1b" not in long.out + long.err


def test_failed_files_end_with_status_1_and_are_listed(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESSMARK_FILE_MEGABYTES", "1")
    for n in range(22):
        (folder / "corpus" / f"big{n:02}.html").write_bytes(bytes((1 << 20) + 1))

    ran = call(capsys, "rebuild", folder / "corpus", "--index", folder / "index", "-q")

    assert ran.status == 1
    assert "22 files failed:\n  big00.html: is larger than 1 MB" in ran.out
    assert "… and 2 more; -v lists all" in ran.out


def test_a_dry_run_says_so(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "corpus" / "new.html").write_text(page("New"))

    ran = call(capsys, "rebuild", folder / "corpus", "--index", folder / "index", "--dry-run", "-q")

    assert ran.status == 0
    assert "Nothing was written" in ran.out
    assert "1 added" in ran.out


def test_bad_lines_of_descriptions_are_listed(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    lines = "".join(f"page{n}.html,c. 193{n % 10}\n" for n in range(22))
    (folder / "corpus" / "metadata.csv").write_text(f"path,year\n{lines}")
    arguments = ("rebuild", folder / "corpus", "--index", folder / "index", "-q")

    people = call(capsys, *arguments)
    machine = call(capsys, *arguments, "--json")

    assert (people.status, machine.status) == (1, 1)
    assert "22 mistakes in descriptions; the rest of them was used:" in people.out
    assert "  metadata.csv, line 2: year is 'c. 1930', not certain; write" in people.out
    assert "… and 2 more; -v lists all" in people.out
    assert [bad["line"] for bad in json.loads(machine.out)["descriptions"]] == [*range(2, 24)]


@pytest.mark.parametrize(
    "command", ["", "rebuild", "status", "verify", "rollback", "search", "explain", "organisations"]
)
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], command: str) -> None:
    short = call(capsys, *command.split(), "-h")
    long = call(capsys, *command.split(), "--help")

    assert (short.status, long.status) == (0, 0)
    assert short.out == long.out
    assert short.out.startswith(f"Usage: indexer {command or '[OPTIONS]'}")


def test_notices_go_to_standard_error(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "index" / "CURRENT").unlink()

    ran = call(capsys, "rebuild", folder / "corpus", "--index", folder / "index", "-q")

    assert "CURRENT is missing" in ran.err
    assert "CURRENT" not in ran.out


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["rebuild", "nowhere"], 3, "no corpus folder nowhere"),
        (["rebuild", "corpus", "--jobs", "0"], 2, "jobs is '0' (from --jobs); set it to"),
        (["rebuild", "corpus", "--index", "corpus"], 2, "would contain the corpus"),
        (["rebuild", "corpus", "--index", "other"], 2, "not empty and holds no index"),
        (["rebuild", "empty"], 3, "no documents in the corpus"),
        (["rebuild", "--nonsense"], 2, "No such option"),
        (["nonsense"], 2, "No such command"),
        (["search", "x", "--index", "nowhere"], 4, "build it with: indexer rebuild"),
        (["search", "x", "--page", "x"], 2, "page is"),
        (["search"], 2, "Missing argument"),
        (["search", "-word"], 2, "comes last, after --: indexer search -- '-word'"),
        (["search", "x", "--sizes", "2"], 2, "No such option '--sizes'"),
        (["explain", "a" * 5000], 3, "there is no file aaa"),
        (["rebuild", "a" * 5000], 2, "corpus is 'aaa"),
        (["status", "--index", "nowhere"], 4, "no index in nowhere"),
        (["verify", "--index", "nowhere"], 4, "no index in nowhere"),
        (["rollback", "--index", "nowhere"], 4, "no index in nowhere"),
        (["explain", "nowhere"], 3, "no file nowhere"),
        (["explain", "corpus"], 3, "corpus is not a file"),
        (["explain", "empty.html"], 3, "empty.html is not a document"),
    ],
)
def test_wrong_usage_has_a_message_and_a_status(
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    status: int,
    message: str,
) -> None:
    monkeypatch.chdir(folder)
    (folder / "empty").mkdir()
    (folder / "empty.html").write_text("")
    (folder / "other").mkdir()
    (folder / "other" / "precious").write_text("x")

    ran = call(capsys, *arguments)

    assert (ran.status, ran.out) == (status, "")
    assert message in ran.err


def test_status_shows_the_generation_in_use(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    people = call(capsys, "status", "--index", folder / "index")
    machine = json.loads(call(capsys, "status", "--index", folder / "index", "--json").out)
    first, second = generations.ids(folder / "index")

    assert f"generation  {second}" in people.out
    assert f"previous    {first}" in people.out
    assert (machine["documents"], machine["generation"]) == (5, second)
    assert machine["settings"]["index"] == {"value": str(folder / "index"), "origin": "--index"}


def test_verify_names_what_is_damaged(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    whole = call(capsys, "verify", "--index", folder / "index")
    damaged = generations.generation_folder(folder / "index", generations.current(folder / "index"))
    flip(damaged / "files.json")
    people = call(capsys, "verify", "--index", folder / "index")
    machine = call(capsys, "verify", "--index", folder / "index", "--json")

    assert (whole.status, "all is well" in whole.out) == (0, True)
    assert people.status == machine.status == 4
    assert str(damaged / "files.json") in people.out
    assert json.loads(machine.out)["ok"] is False
    assert len(json.loads(machine.out)["problems"]) == 1


def test_status_of_a_damaged_index_names_the_remedy(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "index" / "CURRENT").write_text("000009")

    ran = call(capsys, "status", "--index", folder / "index")

    assert ran.status == 4
    assert "CURRENT is damaged" in ran.err
    assert "indexer rebuild" in ran.err


def test_rollback_goes_back_and_says_when_it_cannot(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    first, second = generations.ids(folder / "index")

    back = call(capsys, "rollback", "--index", folder / "index", "--json")
    further = call(capsys, "rollback", "--index", folder / "index")

    assert (back.status, json.loads(back.out)["generation"]) == (0, first)
    assert generations.current(folder / "index") == first != second
    assert (further.status, "no earlier generation" in further.err) == (4, True)
    build(folder)
    (folder / "corpus" / "page0.html").write_text(page("Meeting", "lanterns"))
    build(folder)
    assert "is in use again" in call(capsys, "rollback", "--index", folder / "index").out


def test_search_prints_hits_and_warnings(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    people = call(capsys, "search", '"gulls3 that morning', "--index", folder / "index")
    machine = call(capsys, "search", "meeting -gulls2", "--index", folder / "index", "--json")

    assert people.status == 0
    assert "1 document, 1 passage" in people.out
    assert "Meeting number 3" in people.out
    assert "page3.html" in people.out
    assert "Meeting number 3 · The quay was loud with [gulls3 that morning]" in people.out
    assert "quot" in people.err
    assert json.loads(machine.out)["total"]["documents"] == 4


def test_search_takes_the_parameters_of_the_address(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    first = call(
        capsys, "search", "meeting", "--size", "2", "--year", "none", "--index", folder / "index"
    )
    dated = call(
        capsys, "search", "meeting", "--from", "1900", "--to", "1950", "--index", folder / "index"
    )
    minus = call(capsys, "search", "--index", folder / "index", "--", "-gulls0")

    assert "page 1 of 3; go on with --page" in first.out
    assert dated.out.startswith("0 documents")
    assert minus.status == 0


def test_search_says_when_it_answers_from_the_previous_generation(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    damaged = generations.generation_folder(folder / "index", generations.current(folder / "index"))
    flip(damaged / "files.json")

    ran = call(capsys, "search", "meeting", "--index", folder / "index")

    assert (ran.status, ran.out.startswith("4 documents")) == (0, True)
    assert "The current index is damaged" in ran.err


def test_explain_shows_a_file_in_its_collection(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "corpus" / "collection.toml").write_text('organisation = "Harbour Club"\n')
    file = folder / "corpus" / "page3.html"

    people = call(capsys, "explain", file)
    machine = json.loads(call(capsys, "explain", file, "--json").out)

    assert "Meeting number 3" in people.out
    assert "Harbour Club (from the description of its collection)" in people.out
    assert machine["document"]["path"] == "page3.html"
    assert machine["document"]["organisations"][0]["basis"] == "collection"
    assert {"rule", "text", "after"} == set(machine["dropped"][0])


def test_explain_gives_up_on_a_page_that_takes_too_long(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESSMARK_PAGE_SECONDS", "1")
    endless = folder / "corpus" / "endless.html"
    endless.write_text("<p>word</p>" * 1_000_000)

    ran = call(capsys, "explain", endless)

    assert ran.status == 3
    assert "endless.html cannot be explained: took longer than 1 s" in ran.err


def test_explain_knows_what_repeats_on_the_site_of_a_file(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    note = (
        "<p>These pages are put together on winter evenings by three people and "
        '<a href="/lamp">one borrowed lamp</a>, who are glad of company.</p><h1>'
    )
    site = folder / "corpus" / "gulls.example.org"
    site.mkdir()
    for n in range(8):
        text = page(f"Gathering number {n}", f"terns{n}").replace("<h1>", note)
        (site / f"{n}.html").write_text(text)
    flags = ("--index", folder / "index")
    corpus = str(folder / "corpus")

    _, before, _ = run_indexer(
        "explain", site / "3.html", *flags, "--json", PRESSMARK_CORPUS=corpus
    )
    run_indexer("rebuild", folder / "corpus", *flags)
    _, file, _ = run_indexer("explain", site / "3.html", *flags, "--json", PRESSMARK_CORPUS=corpus)
    by_file = json.loads(file)
    by_id = call(capsys, "explain", by_file["document"]["id"], *flags, "--json")

    assert "borrowed lamp" in json.loads(before)["document"]["text"]
    assert "borrowed lamp" not in by_file["document"]["text"]
    assert "repeated-on-site" in [piece["rule"] for piece in by_file["dropped"]]
    assert json.loads(by_id.out) == by_file


def test_explain_shows_a_document_of_the_index(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    file = folder / "corpus" / "page3.html"
    by_file = json.loads(call(capsys, "explain", file, "--index", folder / "index", "--json").out)
    document = by_file["document"]["id"]

    by_id = call(capsys, "explain", document, "--index", folder / "index", "--json")
    unknown = call(capsys, "explain", "d0", "--index", folder / "index")

    assert json.loads(by_id.out)["document"]["text"] == by_file["document"]["text"]
    assert (unknown.status, "no document with that id" in unknown.err) == (3, True)


def test_organisations_are_listed_with_their_documents(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "corpus" / "organisations.toml").write_text(
        '[[organisation]]\nname = "Harbour Club"\nacronyms = ["HC"]\nfirst = 1920\n'
    )
    (folder / "corpus" / "collection.toml").write_text('organisation = "Quay Society"\n')

    before = json.loads(call(capsys, "organisations", "--index", "new", "--json").out)
    build(folder)
    after = json.loads(call(capsys, "organisations", "list", "--json").out)["organisations"]
    people = call(capsys, "organisations")
    shutil.rmtree("corpus")
    shipped = json.loads(call(capsys, "organisations", "--index", "new", "--json").out)

    assert [(row["slug"], row["documents"]) for row in before["organisations"]] == [
        ("harbour-club", None)
    ]
    assert [(row["name"], row["documents"]) for row in after] == [
        ("Harbour Club", 0),
        ("Quay Society", 5),
    ]
    assert "harbour-club  Harbour Club  HC        1920–" in people.out
    assert len(shipped["organisations"]) >= 60


def test_settings_come_from_environment_and_file(folder: Path) -> None:
    (folder / "pressmark.toml").write_text('index = "index"\n')
    (folder / "elsewhere").mkdir()

    from_file = run_indexer("status", "--json", folder=folder)
    from_environment = run_indexer(
        "status", "--json", folder=folder / "elsewhere", PRESSMARK_INDEX=str(folder / "index")
    )

    assert last_json(from_file[1])["settings"]["index"]["origin"] == "pressmark.toml"
    assert last_json(from_environment[1])["settings"]["index"]["origin"] == "PRESSMARK_INDEX"


def test_a_read_only_index_can_be_searched_and_rebuild_names_the_path(folder: Path) -> None:
    index = folder / "index"
    (folder / "corpus" / "new.html").write_text(page("New"))
    for path in [*index.rglob("*"), index]:
        path.chmod(0o555 if path.is_dir() else 0o444)

    searched = run_indexer("search", "meeting", "--index", index, anyone=True)
    rebuilt = run_indexer("rebuild", folder / "corpus", "--index", index, anyone=True)
    for path in [index, *index.rglob("*")]:
        path.chmod(0o755)

    assert searched[0] == 0
    assert searched[1].startswith("5 documents")
    assert rebuilt[0] == 3
    assert f"cannot write {index}/pressmark.lock: Permission denied" in rebuilt[2]


def test_an_index_that_cannot_be_made_is_named(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0o555)

    status, _, err = run_indexer(
        "rebuild", folder / "corpus", "--index", folder / "closed" / "index", anyone=True
    )

    assert status == 3
    assert f"cannot write {folder}/closed/index: Permission denied" in err


def test_a_read_only_corpus_is_read_and_what_cannot_be_read_is_named(folder: Path) -> None:
    corpus = folder / "corpus"
    (corpus / "closed").mkdir()
    (corpus / "closed" / "page.html").write_text(page("Closed"))
    (corpus / "closed").chmod(0)
    (corpus / "secret.html").write_text(page("Secret"))
    (corpus / "secret.html").chmod(0)
    corpus.chmod(0o555)

    status, out, _ = run_indexer("rebuild", corpus, "--index", folder / "i", "--json", anyone=True)
    corpus.chmod(0o755)
    (corpus / "closed").chmod(0o755)

    report = last_json(out)
    assert (status, report["documents"]) == (1, 5)
    assert report["failed"] == [
        {"path": "closed", "reason": "the folder cannot be read: Permission denied"},
        {"path": "secret.html", "reason": "cannot be read: Permission denied"},
    ]


def test_a_corpus_that_cannot_be_listed_is_named(folder: Path) -> None:
    (folder / "corpus").chmod(0)

    status, _, err = run_indexer("rebuild", folder / "corpus", "--index", folder / "i", anyone=True)
    (folder / "corpus").chmod(0o755)

    assert status == 3
    assert f"cannot read the corpus folder {folder}/corpus: Permission denied" in err


def test_two_rebuilds_at_once_one_wins_the_other_ends_with_status_6(folder: Path) -> None:
    with generations.locked(folder / "index"):
        status, _, err = run_indexer("rebuild", folder / "corpus", "--index", folder / "index")

    assert status == 6
    assert "another rebuild is at work" in err


def test_interrupted_it_says_so_and_switches_nothing(folder: Path) -> None:
    before = generations.current(folder / "index")
    for n in range(40):
        (folder / "corpus" / f"slow{n}.html").write_text("<p>word</p>" * 20_000)
    process = subprocess.Popen(
        command("rebuild", folder / "corpus", "--index", folder / "index", "--jobs", "1"),
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        # A shell's background jobs ignore the signal, and so does what they start.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr is not None
    assert "reading 40 files" in process.stderr.readline()

    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "interrupted; nothing is left half done" in err
    assert generations.current(folder / "index") == before
    with generations.locked(folder / "index"):  # it is free
        pass


def test_a_reader_that_goes_away_ends_it_quietly(folder: Path) -> None:
    process = subprocess.Popen(
        command("organisations", "--index", folder / "index"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()

    assert process.wait(60) == 141
    assert err == ""


@pytest.mark.parametrize("no_colour", ["", "1"])
def test_on_a_terminal_there_is_a_bar_and_colour_unless_unwanted(
    folder: Path, no_colour: str
) -> None:
    (folder / "corpus" / "new.html").write_text(page("New"))
    values = {"NO_COLOR": no_colour, "TERM": "xterm", "COLUMNS": "100"}

    rebuilt = on_terminal(
        command("rebuild", folder / "corpus", "--index", folder / "index"), values
    )
    searched = on_terminal(command("search", "meeting", "--index", folder / "index"), values)
    explained = on_terminal(command("explain", folder / "corpus" / "new.html"), values)

    assert "reading" in rebuilt
    assert "a second" in rebuilt
    assert "6 documents: 1 added" in rebuilt
    assert ("\x1b[1mMeeting\x1b[0m" in searched) == (no_colour == "")
    assert ("[Meeting]" in searched) == (no_colour == "1")
    assert "+ heading 1" in explained
    assert "- navigation" in explained
    assert ("\x1b[31m- navigation" in explained) == (no_colour == "")
    assert ("\x1b[" in explained) == (no_colour == "")


def on_terminal(line: list[str], values: dict[str, str]) -> str:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        line, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(**values)
    )
    os.close(theirs)
    pieces = []
    while select.select([ours], [], [], 60)[0]:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(ours)
    process.wait(60)
    return b"".join(pieces).decode()
