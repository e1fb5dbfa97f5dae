from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import pytest

from indexer.errors import PageError
from indexer.formats.containers import HEAD
from indexer.formats.containers.warc import WarcReader, is_warc, survey
from indexer.model import Document, Report
from indexer.store.reader import Archive
from tests.corpora import build, run_indexer, settings_for
from tests.crawls import SITE, Crawl, arc, html


def documents(folder: Path) -> dict[str, Document]:
    """The documents of the index in ``folder``, by path."""
    engine = Archive(folder / "index").current().engine
    found = (engine.entry(card.id) for card in engine.cards())
    return {entry.document.path: entry.document for entry in found if entry}


def corpus_with(folder: Path, name: str, content: bytes) -> Path:
    """A corpus that holds one file."""
    path = folder / "corpus" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def two_pages(compressed: bool = False) -> bytes:
    crawl = Crawl(compressed)
    crawl.add("/first.html", html("herring"))
    crawl.add("/second.html", html("mackerel"))
    return crawl.content()


FORMS = {
    "plain.warc": two_pages(),
    "records.warc.gz": two_pages(compressed=True),
    "whole.warc.gz": gzip.compress(two_pages()),
    "plain.arc": arc(("/first.html", html("herring")), ("/second.html", html("mackerel"))),
    "whole.arc.gz": gzip.compress(
        arc(("/first.html", html("herring")), ("/second.html", html("mackerel")))
    ),
    "odd name.bin": two_pages(compressed=True),
}


def words_of(content: bytes, megabytes: int = 64) -> list[str]:
    """The test words that each page holds, in the order of the file."""
    stream = io.BytesIO(content)
    reader = WarcReader(stream, megabytes)
    pages = survey(stream, megabytes, lambda: None).pages
    texts = [reader.read(place).content.decode() for place in pages]
    return [
        word
        for text in texts
        for word in ("herring", "mackerel", "sprat", "pilchard")
        if f"spoke about {word}" in text
    ]


# ---------------------------------------------------------------- documents


@pytest.mark.parametrize("name", FORMS)
def test_every_page_in_a_crawl_is_a_document(tmp_path: Path, name: str) -> None:
    corpus_with(tmp_path, name, FORMS[name])

    report = build(tmp_path)

    found = documents(tmp_path)
    assert report.documents == 2
    assert report.failed == ()
    assert [unread.path for unread in report.skipped] == [name]
    assert {document.url for document in found.values()} == {
        f"{SITE}/first.html",
        f"{SITE}/second.html",
    }
    assert all(path.startswith(f"{name}#") for path in found)


def test_the_day_of_capture_is_kept_but_is_not_the_date(tmp_path: Path) -> None:
    corpus_with(tmp_path, "crawl-2011-12-13.warc", two_pages())

    build(tmp_path)

    for document in documents(tmp_path).values():
        assert document.captured == "2009-03-04"
        assert document.published is None


def test_an_arc_file_has_the_day_of_capture(tmp_path: Path) -> None:
    corpus_with(tmp_path, "old.arc", FORMS["plain.arc"])

    build(tmp_path)

    assert {document.captured for document in documents(tmp_path).values()} == {"2001-02-03"}


def test_the_offset_of_its_record_is_in_the_path_of_a_document(tmp_path: Path) -> None:
    crawl = Crawl()
    offset = crawl.add("/one.html", html("herring"))
    corpus_with(tmp_path, "site/crawl.warc", crawl.content())

    build(tmp_path)

    assert list(documents(tmp_path)) == [f"site/crawl.warc#{offset}"]


def test_records_that_are_not_pages_are_summed_up_in_one_line(tmp_path: Path) -> None:
    crawl = Crawl()
    crawl.add("/page.html", html("herring"))
    crawl.add("/picture.png", b"\x89PNG\r\n\x1a\n", "image/png")
    crawl.add("/picture2.png", b"\x89PNG\r\n\x1a\n", "image/png")
    crawl.add("/gone.html", html("mackerel"), status="404 Not Found")
    crawl.add("/page.html", b"", kind="revisit")
    crawl.add("/page.html", b"", kind="request", status="GET /page.html")
    crawl.add("/robots.txt", b"User-agent: *", "text/plain")
    crawl.add("metadata://example.org/log", b"a log of the crawl", "text/plain", kind="resource")
    corpus_with(tmp_path, "crawl.warc", crawl.content())

    report = build(tmp_path)

    assert report.documents == 1
    assert [(unread.path, unread.reason) for unread in report.skipped] == [
        (
            "crawl.warc",
            "8 records are not pages: 2 of type image/png, 1 about the file itself, "
            "1 with status 404, 1 of type revisit, 1 of type request, 1 that are for crawlers, "
            "1 of the scheme metadata",
        )
    ]


def test_text_and_resource_records_are_pages_too(tmp_path: Path) -> None:
    crawl = Crawl()
    crawl.add("/notes.txt", b"Notes about sprat, taken on the quay by somebody.", "text/plain")
    crawl.add("/kept.html", html("pilchard"), kind="resource")
    corpus_with(tmp_path, "crawl.warc", crawl.content())

    build(tmp_path)

    texts = " ".join(document.text for document in documents(tmp_path).values())
    assert "Notes about sprat" in texts
    assert "spoke about pilchard" in texts


def test_a_page_of_unknown_type_is_recognised_by_its_content() -> None:
    crawl = Crawl()
    crawl.add("/a", html("sprat"), "application/octet-stream")
    crawl.add("/b", b"\x00\x01\x02\x03", "application/octet-stream")

    found = survey(io.BytesIO(crawl.content()), 64, lambda: None)

    assert len(found.pages) == 1
    assert "1 of an unknown type" in found.others


# ---------------------------------------------------------------- how bodies are sent


def test_bodies_are_decompressed_and_unchunked() -> None:
    body = html("sprat")
    sent = gzip.compress(body)
    chunks = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (9, sent[:9], len(sent) - 9, sent[9:])
    crawl = Crawl()
    crawl.add("/a", sent, Content_Encoding="gzip")
    crawl.add("/b", chunks, Content_Encoding="gzip", Transfer_Encoding="chunked")
    crawl.add("/c", body, Content_Encoding="gzip")

    assert words_of(crawl.content()) == ["sprat", "sprat", "sprat"]


def test_the_encoding_the_server_declared_is_used(tmp_path: Path) -> None:
    text = "<p>Zápis ze schůze: předseda řekl, že stávka začne příští týden.</p>"
    crawl = Crawl()
    crawl.add("/a", text.encode("iso-8859-2"), "text/html; charset=ISO-8859-2")
    corpus_with(tmp_path, "crawl.warc", crawl.content())

    build(tmp_path)

    [document] = documents(tmp_path).values()
    assert document.text == "Zápis ze schůze: předseda řekl, že stávka začne příští týden."


def test_a_page_that_decompresses_beyond_the_limit_fails_alone(tmp_path: Path) -> None:
    crawl = Crawl(compressed=True)
    crawl.add("/good", html("herring"))
    bomb = crawl.add("/bomb", gzip.compress(bytes(3 << 20)), Content_Encoding="gzip")
    large = crawl.add("/large", b"word " * (1 << 18))
    crawl.add("/also-good", html("mackerel"))
    corpus_with(tmp_path, "crawl.warc.gz", crawl.content())

    report = build(tmp_path, file_megabytes=1)

    assert report.documents == 2
    assert dict(failures(report)) == {
        f"crawl.warc.gz#{bomb}": "holds more than 1 MB (the setting file_megabytes)",
        f"crawl.warc.gz#{large}": "is larger than 1 MB (the setting file_megabytes)",
    }
    assert report.exit_status == 1


def test_a_crawl_may_be_larger_than_the_limit_for_pages(tmp_path: Path) -> None:
    crawl = Crawl()
    crawl.add("/film.mp4", bytes(2 << 20), "video/mp4")
    crawl.add("/good", html("herring"))
    corpus_with(tmp_path, "crawl.warc", crawl.content())

    assert build(tmp_path, file_megabytes=1).documents == 1


# ---------------------------------------------------------------- damage


def failures(report: Report) -> list[tuple[str, str]]:
    return [(unread.path, unread.reason) for unread in report.failed]


def test_a_file_cut_short_keeps_the_pages_before_the_cut(tmp_path: Path) -> None:
    crawl = Crawl()
    crawl.add("/a", html("herring"))
    cut = crawl.add("/b", html("mackerel"))
    corpus_with(tmp_path, "crawl.warc", crawl.content()[:-60])

    report = build(tmp_path)

    assert report.documents == 1
    [(path, reason)] = failures(report)
    assert path == f"crawl.warc#{cut}"
    assert reason.startswith("is cut short: 56 of ")


def test_a_damaged_gzip_member_is_skipped(tmp_path: Path) -> None:
    crawl = Crawl(compressed=True)
    crawl.add("/a", html("herring"))
    start = crawl.add("/b", html("mackerel"))
    after = crawl.add("/c", html("sprat"))
    content = bytearray(crawl.content())
    content[start + 40 : after - 8] = bytes(after - start - 48)
    corpus_with(tmp_path, "crawl.warc.gz", bytes(content))

    report = build(tmp_path)

    assert report.documents == 2
    [(path, reason)] = failures(report)
    assert path == f"crawl.warc.gz#{start}"
    assert "gzip data is damaged" in reason


def test_reading_continues_after_data_that_is_not_a_record() -> None:
    crawl = Crawl()
    crawl.add("/a", html("herring"))
    junk = len(crawl.content())
    content = crawl.content() + b"something else\r\nin two lines\r\n\r\n"

    found = survey(io.BytesIO(content + two_pages()), 64, lambda: None)

    assert len(found.pages) == 3
    assert found.damaged == ((str(junk), "is not a record; the one before it may be longer"),)


@pytest.mark.parametrize("length", ["-1", "many", "9" * 30])
def test_a_record_with_a_wrong_length_is_damaged(length: str) -> None:
    content = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {SITE}/\r\n"
        f"Content-Length: {length}\r\n\r\nHTTP/1.0 200 OK\r\n\r\nwords\r\n\r\n"
    ).encode()

    found = survey(io.BytesIO(content), 64, lambda: None)

    assert found.pages == ()
    assert [place for place, _ in found.damaged] == ["0"]


def test_a_header_without_end_is_damaged() -> None:
    content = b"WARC/1.0\r\n" + b"X-Name: value\r\n" * 200_000 + two_pages()

    found = survey(io.BytesIO(content), 64, lambda: None)

    assert "longer than 1 MB" in found.damaged[0][1]
    assert len(found.pages) == 2


def test_gzip_members_that_split_records_are_put_together() -> None:
    content = two_pages()
    middle = content.index(b"herring")

    cut = gzip.compress(content[:middle]) + gzip.compress(content[middle:])

    assert words_of(cut) == ["herring", "mackerel"]


def test_every_cut_through_a_crawl_is_accounted_for() -> None:
    content = two_pages(compressed=True)

    for end in range(20, len(content), 37):
        found = survey(io.BytesIO(content[:end]), 64, lambda: None)

        assert found.pages or found.damaged or found.others


def test_a_locator_that_is_not_an_offset_is_refused() -> None:
    reader = WarcReader(io.BytesIO(two_pages()), 64)

    with pytest.raises(PageError, match="not the offset of a record in a WARC file"):
        reader.read("first")


# ---------------------------------------------------------------- by content


def test_a_crawl_is_recognised_by_its_first_bytes() -> None:
    assert all(is_warc(content[:HEAD], "x") for content in FORMS.values())
    assert not is_warc(b"WARCs are files of records, said the librarian.", "notes.txt")
    assert not is_warc(gzip.compress(html("herring")), "page.html.gz")
    assert not is_warc(html("herring"), "page.warc")


# ---------------------------------------------------------------- rebuilding


def test_an_unchanged_crawl_is_not_read_again(tmp_path: Path) -> None:
    path = corpus_with(tmp_path, "crawl.warc", two_pages())
    before = build(tmp_path)
    os.utime(path, (1, 1))

    again = build(tmp_path)

    assert (again.generation, again.unchanged) == (before.generation, 2)
    assert again.skipped == before.skipped


def test_a_changed_crawl_has_its_documents_replaced(tmp_path: Path) -> None:
    corpus_with(tmp_path, "crawl.warc", two_pages())
    build(tmp_path)
    crawl = Crawl()
    for word in ("sprat", "pilchard", "herring"):
        crawl.add(f"/{word}", html(word))
    corpus_with(tmp_path, "crawl.warc", crawl.content())

    report = build(tmp_path)

    urls = {document.url for document in documents(tmp_path).values()}
    assert urls == {f"{SITE}/{word}" for word in ("sprat", "pilchard", "herring")}
    assert report.documents == 3
    assert report.added + report.changed == 3


def test_pages_added_to_a_crawl_leave_the_others_their_ids(tmp_path: Path) -> None:
    corpus_with(tmp_path, "crawl.warc", two_pages())
    build(tmp_path)
    before = documents(tmp_path)
    crawl = Crawl()
    crawl.add("/third", html("sprat"))
    corpus_with(tmp_path, "crawl.warc", two_pages() + crawl.content())

    report = build(tmp_path)

    after = documents(tmp_path)
    assert (report.added, report.unchanged, report.removed) == (1, 2, 0)
    assert {path: after[path].id for path in before} == {p: d.id for p, d in before.items()}


def test_the_documents_of_a_deleted_crawl_are_removed(tmp_path: Path) -> None:
    path = corpus_with(tmp_path, "crawl.warc", two_pages())
    for name in ("a", "b", "c"):
        corpus_with(tmp_path, f"{name}.html", html(name))
    build(tmp_path)
    path.unlink()

    report = build(tmp_path)

    assert (report.documents, report.removed, report.skipped) == (3, 2, ())


def test_a_record_can_be_described(tmp_path: Path) -> None:
    crawl = Crawl()
    offset = crawl.add("/one.html", html("herring"))
    corpus_with(tmp_path, "crawl.warc", crawl.content())
    line = f"path,title,year\ncrawl.warc#{offset},Minutes,1931\n"
    corpus_with(tmp_path, "metadata.csv", line.encode())

    report = build(tmp_path)

    [document] = documents(tmp_path).values()
    assert document.title == "Minutes"
    assert document.published is not None
    assert document.published.year == 1931
    assert report.notices == ()


def test_a_page_in_a_crawl_is_explained_by_its_locator(tmp_path: Path) -> None:
    crawl = Crawl()
    offset = crawl.add("/one.html", html("herring"))
    path = corpus_with(tmp_path, "crawl.warc", crawl.content())

    whole = run_indexer("explain", path)
    one = run_indexer("explain", f"{path}#{offset}")

    assert whole[0] == 3
    assert f"crawl.warc#{offset}" in whole[2]
    assert one[0] == 0
    assert "herring" in one[1]


def test_a_dry_run_counts_a_crawl_as_it_was(tmp_path: Path) -> None:
    from indexer.rebuilding.pipeline import Options, rebuild

    path = corpus_with(tmp_path, "crawl.warc", two_pages())
    build(tmp_path)
    path.write_bytes(two_pages() + b"\r\n")

    report = rebuild(settings_for(tmp_path), Options(dry_run=True))

    assert (report.documents, report.changed, report.removed) == (2, 2, 0)
