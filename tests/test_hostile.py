"""Hostile pages: each is read in full, or fails alone with its reason."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from indexer.errors import PageError
from indexer.formats import parse
from indexer.formats.compression import undo_http
from indexer.model import Report
from indexer.store.reader import Archive
from tests.corpora import build, page

MANY = 100_000
END = "<p>At the very end of this page stands the word lanternfish.</p>"
HEAD = "<html><head><title>Hostile</title></head><body><p>The opening words of it.</p>"

READ_WHOLE = {
    "nested.html": HEAD + "<div>" * MANY + "anglerfish" + "</div>" * MANY + END,
    "unclosed.html": HEAD + "<b>" * MANY + "anglerfish" + END,
    "tables.html": HEAD + "<table><tr><td>" * 20_000 + "anglerfish" + "</table>" * 20_000 + END,
    "attributes.html": HEAD
    + "<p "
    + " ".join(f'a{n}="{n}"' for n in range(MANY))
    + ">anglerfish</p>"
    + END,
    "comments.html": HEAD + "<p>anglerfish</p>" + "<!--" * (1 << 18) + END,
    "closed-comments.html": HEAD + "<p>anglerfish</p>" + "<!--" * (1 << 18) + "-->" + END,
    "angles.html": HEAD + "<p>anglerfish</p>" + "<" * (1 << 20) + END,
    "nuls.html": HEAD + "<p>an\0gler\0fish</p>" + END,
}
"""Small in what a reader would see; ``anglerfish`` is deep inside, ``lanternfish`` at the end."""

TOO_MUCH = {
    "lines.html": HEAD + "".join(f"<div>line {n} of it " for n in range(3 * MANY)) + END,
    "large.txt": "The harbour was shut all winter. " * 650_000 + "lanternfish",
    "word.txt": "a" * (20 << 20),
}
"""Pages that take longer than the limit of these tests, or nearly."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """An index of hostile pages among good ones; how fast it is read, a busy machine decides."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, content in READ_WHOLE.items():
        (corpus / name).write_text(content)
    for n in range(10):
        (corpus / f"good{n}.html").write_text(page(f"Meeting number {n}", f"gulls{n}"))
    return folder, build(folder, jobs=2, page_seconds=30.0)


def texts(folder: Path) -> Mapping[str, str]:
    """The texts of the documents of an index, by path."""
    engine = Archive(folder / "index").current().engine
    entries = [engine.entry(card.id) for card in engine.cards()]
    return {entry.document.path: entry.document.text for entry in entries if entry}


@pytest.mark.parametrize("name", READ_WHOLE)
def test_no_text_of_a_hostile_page_is_lost(hostile: tuple[Path, Report], name: str) -> None:
    folder, _ = hostile

    text = texts(folder)[name]

    assert "anglerfish" in text
    assert "lanternfish" in text


def test_every_page_beside_hostile_ones_is_read(hostile: tuple[Path, Report]) -> None:
    folder, report = hostile

    found = texts(folder)

    assert report.failed == ()
    assert all(f"gulls{n}" in found[f"good{n}.html"] for n in range(10))


def test_pages_that_take_too_long_fail_alone_with_the_reason(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, content in TOO_MUCH.items():
        (corpus / name).write_text(content)
    for n in range(10):
        (corpus / f"good{n}.html").write_text(page(f"Meeting number {n}", f"gulls{n}"))

    report = build(tmp_path, jobs=2, page_seconds=2.0)

    found = texts(tmp_path)
    assert {f"good{n}.html" for n in range(10)} <= found.keys()
    assert found.keys() | {unread.path for unread in report.failed} == {
        *TOO_MUCH,
        *(f"good{n}.html" for n in range(10)),
    }
    assert "large.txt" in {unread.path for unread in report.failed}
    for unread in report.failed:
        assert unread.reason.endswith(
            ("(the setting page_seconds)", "(the setting page_megabytes)")
        )


def test_a_compressed_page_that_is_too_large_inside_fails_with_the_reason(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "bomb.html.gz").write_bytes(gzip.compress(bytes(200 << 20)))
    (corpus / "good.html.gz").write_bytes(gzip.compress(page("A meeting").encode()))

    report = build(tmp_path)

    assert list(texts(tmp_path)) == ["good.html.gz"]
    assert [(unread.path, unread.reason) for unread in report.failed] == [
        ("bomb.html.gz", "holds more than 64 MB (the setting file_megabytes)")
    ]


def test_the_largest_file_that_is_read_fits_into_the_memory_of_a_worker(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "large.bin").write_bytes(b"\xff\xfe\x01\x02" * (15 << 20))
    (corpus / "good.html").write_text(page("A meeting"))

    report = build(tmp_path)

    assert report.documents == 1
    assert [unread.path for unread in (*report.skipped, *report.failed)] == ["large.bin"]


def test_a_comment_that_is_never_closed_hides_nothing() -> None:
    blocks = parse(f"<p>Before.</p><!-- left open <p>Inside.</p>{END}".encode(), "a.html").blocks

    assert [block.text for block in blocks][-2:] == [
        "Inside.",
        "At the very end of this page stands the word lanternfish.",
    ]


def test_comments_that_are_closed_stay_comments() -> None:
    markup = "<p>One.</p><!-- two --><p>Three.</p><script><!-- four </script><p>Five.</p>"

    assert [block.text for block in parse(markup.encode(), "a.html").blocks] == [
        "One.",
        "Three.",
        "Five.",
    ]


# ---------------------------------------------------------------- compressed pages


def test_a_compressed_page_is_read_as_what_it_holds() -> None:
    markup = parse(gzip.compress(page("A meeting").encode()), "page.html.gz")
    text = parse(gzip.compress(b"A plain note.\n") + gzip.compress(b"It goes on.\n"), "note")

    assert (markup.format, markup.title) == ("html", "A meeting")
    assert [block.text for block in text.blocks] == ["A plain note.", "It goes on."]


@pytest.mark.parametrize("cut", [12, 40, 100])
def test_a_compressed_page_that_is_cut_short_fails(cut: int) -> None:
    content = gzip.compress(page("A meeting").encode())

    with pytest.raises(PageError, match="cut short"):
        parse(content[:-cut], "page.html.gz")


def test_a_compressed_page_that_lacks_only_its_checksum_is_read() -> None:
    content = gzip.compress(page("A meeting").encode())

    assert parse(content[:-3], "page.html.gz").title == "A meeting"


def test_damaged_compressed_data_is_reported() -> None:
    content = bytearray(gzip.compress(page("A meeting").encode()))
    content[-8] ^= 0xFF

    with pytest.raises(PageError, match="damaged compressed data"):
        parse(bytes(content), "page.html.gz")


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        ("gzip", gzip.compress(b"words")),
        ("x-gzip", gzip.compress(b"words")),
        ("deflate", zlib.compress(b"words")),
        ("deflate", zlib.compress(b"words")[2:-4]),
        ("deflate, gzip", gzip.compress(zlib.compress(b"words"))),
        ("gzip", b"words"),
        ("", b"words"),
    ],
    ids=["gzip", "x-gzip", "zlib", "deflate", "twice", "said only", "plain"],
)
def test_http_bodies_are_decompressed(encoding: str, sent: bytes) -> None:
    assert undo_http(sent, encoding, 1) == b"words"


def test_an_unknown_compression_is_reported() -> None:
    with pytest.raises(PageError, match="compressed as 'zstd', which cannot be read"):
        undo_http(b"...", "zstd", 1)


# ---------------------------------------------------------------- front matter


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: A meeting\nbomb: {a: &a [x, x], b: &b [*a, *a], c: [*b, *b]}\n---\n",
        f"---\ntitle: A meeting\nkey: {'[' * 5000}\n---\n",
        f"---\ntitle: A meeting\nkey: {'{a: ' * 5000}\n---\n",
        f"---\ntitle: A meeting\nkey:\n  {'- ' * 5000}a\n---\n",
        f"+++\ntitle = 'A meeting'\nkey = {'[' * 5000}\n+++\n",
        f"+++\ntitle = 'A meeting'\nkey = {'1' * 5000}\n+++\n",
        f"+++\ntitle = 'A meeting'\nkey{'.a' * 5000} = 1\n+++\n",
    ],
    ids="aliases brackets braces dashes toml-brackets toml-digits toml-keys".split(),
)
def test_hostile_front_matter_is_read_in_linear_time(front: str) -> None:
    page = parse(f"{front}The words of the page.\n".encode(), "a.md")

    assert ("front-matter:title", "A meeting") in [(p.name, p.value) for p in page.properties]
    assert [block.text for block in page.blocks] == ["The words of the page."]


def test_a_value_repeated_by_aliases_is_limited_in_length() -> None:
    aliases = ", ".join(["*a"] * 2_000)
    front = f"---\nlong: &a {'x' * 100_000}\nkeys: [{aliases}]\n---\n"

    page = parse(f"{front}The words of the page.\n".encode(), "a.md")

    assert sum(len(prop.value) for prop in page.properties) < 5_000_000


def test_noframes_within_noframes_are_read() -> None:
    markup = "<p>Before.</p>" + "<noframes>" * 5_000 + "<p>Inside.</p>" + "</noframes>" * 5_000

    assert [block.text for block in parse(markup.encode(), "a.html").blocks][:2] == [
        "Before.",
        "Inside.",
    ]
