"""Listing and reading the corpus, whatever is in the folder."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from indexer.errors import PageError, SourceError
from indexer.identifiers import document_id
from indexer.model import SourceFile, Unread
from indexer.rebuilding.sources import (
    corpus_of,
    descriptions_above,
    parents,
    raw_path,
    read,
    scan,
    source_file,
)


def reasons(unread: tuple[Unread, ...]) -> dict[str, str]:
    return {item.path: item.reason for item in unread}


def test_files_are_listed_by_path_through_all_folders(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.txt", "b/z.txt", "b/y.txt"):
        (tmp_path / name).write_text("text")

    listing = scan(tmp_path)

    assert [file.path for file in listing.files] == ["a.txt", "b/y.txt", "b/z.txt", "c.txt"]
    assert [file.size for file in listing.files] == [4, 4, 4, 4]
    assert listing.skipped == listing.failed == ()


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"caf\xe9.txt", "caf\\xe9.txt"),
        ("café.txt".encode(), "café.txt"),
        (b"two\nlines.txt", "two\nlines.txt"),
        (b"<b>bold</b>.txt", "<b>bold<"),
        (b"\x1b[2J.txt", "\x1b[2J.txt"),
    ],
)
def test_any_name_becomes_valid_unicode_and_can_be_read(
    tmp_path: Path, raw: bytes, path: str
) -> None:
    place = os.path.join(os.fsencode(tmp_path), raw.replace(b"/", b""))
    with open(place, "wb") as stream:
        stream.write(b"content")

    (file,) = scan(tmp_path).files

    assert file.path.startswith(path)
    assert file.path.encode("utf-8")
    assert read(file, 1) == b"content"


def test_names_that_look_alike_have_different_ids(tmp_path: Path) -> None:
    for raw in (b"\xff.txt", b"\\xff.txt"):
        with open(os.path.join(os.fsencode(tmp_path), raw), "wb"):
            pass

    files = scan(tmp_path).files

    assert len({file.path for file in files}) == 1
    assert len({document_id(raw_path(file, tmp_path)) for file in files}) == 2


def test_an_id_comes_from_the_path_inside_the_corpus_alone(tmp_path: Path) -> None:
    for corpus in ("one", "two"):
        (tmp_path / corpus / "folder").mkdir(parents=True)
        (tmp_path / corpus / "folder" / "page.html").write_text(corpus)

    ids = {
        document_id(raw_path(file, tmp_path / corpus))
        for corpus in ("one", "two")
        for file in scan(tmp_path / corpus).files
    }

    assert ids == {document_id(b"folder/page.html")}


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside, corpus = tmp_path / "outside", tmp_path / "corpus"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    corpus.mkdir()
    (corpus / "page.txt").write_text("page")
    (corpus / "away.txt").symlink_to(outside / "secret.txt")
    (corpus / "folder").symlink_to(outside)
    (corpus / "same.txt").symlink_to("page.txt")
    (corpus / "loop").symlink_to(".")
    (corpus / "broken.txt").symlink_to("nowhere")

    listing = scan(corpus)

    assert [file.path for file in listing.files] == ["page.txt"]
    assert reasons(listing.skipped) == {
        "away.txt": "a link out of the corpus, not followed",
        "folder": "a link out of the corpus, not followed",
        "same.txt": "a link to page.txt, which is read under its own name",
        "loop": "a link to ., which is read under its own name",
        "broken.txt": "a link to nothing",
    }


def test_a_corpus_may_itself_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "page.txt").write_text("page")
    (tmp_path / "corpus").symlink_to("real")

    listing = scan(tmp_path / "corpus")

    assert [file.path for file in listing.files] == ["page.txt"]


def test_hidden_special_and_description_files_are_skipped_with_a_reason(tmp_path: Path) -> None:
    names = (".hidden", "metadata.csv", "collection.toml", "organisations.toml", "pressmark.toml")
    for name in names:
        (tmp_path / name).write_text("")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))

    listing = scan(tmp_path)

    assert listing.files == ()
    assert reasons(listing.skipped) == {
        ".git": "hidden",
        ".hidden": "hidden",
        "collection.toml": "describes the corpus",
        "metadata.csv": "describes the corpus",
        "organisations.toml": "describes the corpus",
        "pipe": "a named pipe, not a file",
        "pressmark.toml": "holds settings of this program",
        "socket": "a socket, not a file",
    }
    assert [file.path for file in listing.descriptions] == [
        "collection.toml",
        "metadata.csv",
        "organisations.toml",
    ]


def test_an_index_inside_the_corpus_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "CURRENT").write_text("x")
    (tmp_path / "page.txt").write_text("x")

    listing = scan(tmp_path, tmp_path / "index")

    assert [file.path for file in listing.files] == ["page.txt"]
    assert reasons(listing.skipped) == {"index": "the index"}


def test_a_corpus_that_is_missing_or_not_a_folder_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(SourceError, match=r"no corpus folder .*/gone; .*indexer rebuild"):
        scan(tmp_path / "gone")
    with pytest.raises(SourceError, match=r"corpus .*/file is not a folder"):
        scan(tmp_path / "file")


def test_a_file_over_the_limit_is_refused_with_the_setting_to_change(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"x" * ((1 << 20) + 1))
    (tmp_path / "fits").write_bytes(b"x" * (1 << 20))
    big, fits = scan(tmp_path).files

    assert len(read(fits, 1)) == 1 << 20
    with pytest.raises(PageError, match=r"larger than 1 MB .*file_megabytes"):
        read(big, 1)


def test_a_file_that_vanished_or_became_something_else_is_reported(tmp_path: Path) -> None:
    file = SourceFile("page", tmp_path / "page", 1, 1)

    with pytest.raises(PageError, match="cannot be read: No such file"):
        read(file, 1)
    os.mkfifo(tmp_path / "page")
    with pytest.raises(PageError, match="no longer a regular file"):
        read(file, 1)
    (tmp_path / "page").unlink()
    (tmp_path / "page").symlink_to("/etc/hostname")
    with pytest.raises(PageError, match="cannot be read"):
        read(file, 1)


def test_parents_are_the_folders_from_the_corpus_down() -> None:
    assert list(parents("a/b/c.txt")) == ["", "a", "a/b"]
    assert list(parents("c.txt")) == [""]


def test_the_corpus_of_a_single_file_is_the_topmost_described_folder(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "page.txt").write_text("x")

    assert corpus_of(deep / "page.txt") == deep
    (deep / "collection.toml").write_text("")
    (tmp_path / "a" / "organisations.toml").write_text("")
    assert corpus_of(deep / "page.txt") == tmp_path / "a"
    above = descriptions_above(deep / "page.txt", tmp_path / "a")
    assert [file.path for file in above] == ["organisations.toml", "b/collection.toml"]
    assert source_file(deep / "page.txt", tmp_path / "a").path == "b/page.txt"


def test_a_single_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot read .*/gone: No such file"):
        source_file(tmp_path / "gone", tmp_path)
