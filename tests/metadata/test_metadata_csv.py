"""``metadata.csv``: what can be used is used, and all else is reported with its line."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import pytest

from indexer.metadata.calendar import Day
from indexer.metadata.descriptions import Override
from indexer.metadata.descriptions.metadata_csv import Overrides, parse_overrides

HEADER = b"path,title,organisation,year,url\n"


def mistakes(found: Overrides) -> list[tuple[int, str]]:
    return [(bad.line, bad.reason) for bad in found.bad_lines]


def test_a_line_describes_the_document_at_its_path() -> None:
    found = parse_overrides(
        HEADER
        + b'a/b.html,"Lamps, and how to light them",Fen Circle; CND,1976-05,https://example.org/b\n'
        b"./c.html,,,,\n",
        "metadata.csv",
    )

    assert found == Overrides(
        {
            "a/b.html": Override(
                "Lamps, and how to light them",
                ("Fen Circle", "CND"),
                Day(1976, 5),
                "https://example.org/b",
            ),
            "c.html": Override(),
        }
    )
    assert pickle.loads(pickle.dumps(found)) == found


def test_columns_may_be_absent_and_in_any_order_and_blank_lines_are_ignored() -> None:
    found = parse_overrides(b"Year,Path,,\n\n1976-05-14,a.html,,\n,,,\n", "metadata.csv")

    assert found == Overrides({"a.html": Override(published=Day(1976, 5, 14))})


@pytest.mark.parametrize("data", [b"", b"\n\n", b"path,title\n", b"\xef\xbb\xbf"])
def test_an_empty_file_describes_nothing(data: bytes) -> None:
    assert parse_overrides(data, "metadata.csv") == Overrides({})


@pytest.mark.parametrize(
    "data",
    [
        'path,title,organisation\né.html,"Lamps, lit",CND\n'.encode(),
        "path;title;organisation\né.html;Lamps, lit;CND\n".encode(),
        "path\ttitle\torganisation\né.html\tLamps, lit\tCND\n".encode(),
        "sep=;\r\npath;title;organisation\r\né.html;Lamps, lit;CND\r\n".encode(),
        'path,title,organisation\ré.html,"Lamps, lit",CND\r'.encode(),
        'path,title,organisation\né.html,"Lamps, lit",CND\n'.encode("utf-8-sig"),
        'path,title,organisation\né.html,"Lamps, lit",CND\n'.encode("utf-16"),
        'path,title,organisation\né.html,"Lamps, lit",CND\n'.encode("utf-16-le"),
        'path,title,organization\né.html,"Lamps,\nlit",CND\n'.encode(),
    ],
    ids="comma semicolon tab sep= CR BOM UTF-16 UTF-16-LE line-break".split(),
)
def test_separator_encoding_and_line_ends_are_detected(data: bytes) -> None:
    found = parse_overrides(data, "metadata.csv")

    assert found == Overrides({"é.html": Override("Lamps, lit", ("CND",))})


def test_another_encoding_is_read_and_reported() -> None:
    found = parse_overrides("path,title\né.html,Lamps – lit\n".encode("cp1252"), "a/metadata.csv")

    assert found.by_path == {"é.html": Override("Lamps – lit")}
    assert found.bad_lines == ()
    assert found.notices[0].startswith("a/metadata.csv, line 2 is not UTF-8")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (b"a.html,T\n,Lamps\n", [(3, "no path")]),
        (b"a.html,T\n\n./a.html,U\n", [(4, "describes 'a.html' again")]),
        (b"a.html,T\nb.html,Lamps, and how, to, light, them\n", [(3, "has 6 cells, the header 5")]),
        (b"a.html,T\nb.html" + b",x" * 5000 + b"\n", [(3, "has 5001 cells")]),
        (b'a.html,T\nb.html,"Lamps" of\n', [(3, "after a closing double quote")]),
        (b"a.html,T\nb\0.html,T\nc.html,\0\n", [(3, "NUL"), (4, "NUL")]),
        (b"a.html,T\nb.html," + b"x" * 200_000 + b"\n", [(3, "a cell has over 131072 characters")]),
        (b"a.html,T\nb.html,,,c. 1930\n", [(3, "'c. 1930', not certain")]),
        (
            b"b.html,,,soon\na.html,T\nc.html,,,1930-31\n,U\n",
            [(2, "'soon'"), (4, "'1930-31', more than one year"), (5, "no path")],
        ),
    ],
)
def test_each_bad_line_is_reported_and_the_others_are_used(
    lines: bytes, expected: Sequence[tuple[int, str]]
) -> None:
    found = parse_overrides(HEADER + lines, "metadata.csv")

    assert found.by_path["a.html"] == Override("T")
    assert [line for line, _ in mistakes(found)] == [line for line, _ in expected]
    for (_, reason), (_, words) in zip(mistakes(found), expected, strict=True):
        assert words in reason


@pytest.mark.parametrize(
    "below",
    [b"b.html,T\nc.html,U\n", b'"b.html","T"\nc.html,U\n', b'b.html,"T"\nc.html,U\n'],
    ids=["none", "at once", "later"],
)
def test_a_quote_that_is_not_closed_costs_only_the_line_it_is_opened_in(below: bytes) -> None:
    found = parse_overrides(HEADER + b'a.html,"Hands off,,1932,\n' + below, "metadata.csv")

    assert found.by_path == {"b.html": Override("T"), "c.html": Override("U")}
    assert [line for line, _ in mistakes(found)] == [2]
    assert "a double quote is opened here" in found.bad_lines[0].reason


def test_a_cell_that_is_not_understood_costs_only_that_cell() -> None:
    found = parse_overrides(HEADER + b"a.html,Lamps,CND,193-,\n", "metadata.csv")

    assert found.by_path == {"a.html": Override("Lamps", ("CND",))}
    assert [line for line, _ in mistakes(found)] == [2]


@pytest.mark.parametrize(
    ("header", "used", "words"),
    [
        (b"path,colour,title", True, "unknown column 'colour'"),
        (b"path,year,year", True, "2 columns are called 'year'"),
        (b"path" + b",x" * 5000, True, "unknown column 'x'"),
        (b"a.html,Lamps,CND", False, "no column is called path"),
        (b"path,path", False, "2 columns are called 'path'"),
    ],
)
def test_a_mistake_in_the_header_is_reported(header: bytes, used: bool, words: str) -> None:
    found = parse_overrides(header + b"\nb.html\n", "metadata.csv")

    assert ("b.html" in found.by_path) == used
    assert [line for line, _ in mistakes(found)] == [1]
    assert words in found.bad_lines[0].reason


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1976", Day(1976)),
        ("1976.0", Day(1976)),
        ("[1926]", Day(1926)),
        ("1926.", Day(1926)),
        ("Spring 1976", Day(1976)),
        ("1976-05", Day(1976, 5)),
        ("1976-05-00", Day(1976, 5)),
        ("May 1976", Day(1976, 5)),
        ("1976-05-14", Day(1976, 5, 14)),
        ("1976-05-14 00:00:00", Day(1976, 5, 14)),
        ("19760514", Day(1976, 5, 14)),
        ("14 May 1976", Day(1976, 5, 14)),
        ('"May 14, 1976"', Day(1976, 5, 14)),
        ("14. Mai 1976", Day(1976, 5, 14)),
        ("14/05/1976", Day(1976, 5, 14)),
        ("14-16 May 1976", Day(1976, 5, 14)),
        ("n.d.", None),
        ("[n.d.]", None),
    ],
)
def test_a_date_is_read_as_archivists_write_it(written: str, day: Day | None) -> None:
    found = parse_overrides(HEADER + f"a.html,,,{written},\n".encode(), "metadata.csv")

    assert found == Overrides({"a.html": Override(published=day)})


@pytest.mark.parametrize(
    ("written", "words"),
    [
        *((text, "not certain") for text in ("c. 1930", "c1930", "circa 1930", "1930?")),
        *((text, "not certain") for text in ("[1926?]", "before 1930", "mid-1930s")),
        *((text, "more than one") for text in ("1930-31", "1930/31", "1930–1935", "1930s")),
        *((text, "more than one") for text in ("193-", "May-June 1976", "Winter 1976/77")),
        ("3/5/1976", "write 1976-03-05 or 1976-05-03"),
        ("1976-02-30", "not in the calendar"),
        ("1976-13", "not in the calendar"),
        ("1750", "outside 1800 to 2100"),
        ("999999", "not understood"),
        ("76", "not understood"),
        ("May 1976 or so" * 10, "too long"),
    ],
)
def test_a_date_that_would_have_to_be_guessed_is_reported(written: str, words: str) -> None:
    found = parse_overrides(HEADER + f"a.html,,,{written},\n".encode(), "metadata.csv")

    assert found.by_path == {"a.html": Override()}
    assert [line for line, _ in mistakes(found)] == [2]
    assert words in found.bad_lines[0].reason
