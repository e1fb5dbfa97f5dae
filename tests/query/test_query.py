"""How query texts and parameters are read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.authority.file import is_slug, slugify
from indexer.errors import QueryError
from indexer.facets import FACETS, FACETS_OF_YEARS
from indexer.model import And, Filters, Node, Not, Or, Phrase, Prefix, Query, Selection, Word
from indexer.query import grammar
from indexer.query.parameters import (
    PARAMETERS,
    parse_query,
    read_parameters,
    with_match_any,
    write_parameters,
)


def shape(node: Node | None) -> str:
    """A tree in one line: & | ! for the operators, quotes for phrases."""
    match node:
        case None:
            return ""
        case Word(_, terms, field):
            return ("t:" if field == "title" else "") + "+".join(terms)
        case Phrase(_, terms, field):
            return ("t:" if field == "title" else "") + '"' + " ".join(terms) + '"'
        case Prefix(_, stem, field):
            return ("t:" if field == "title" else "") + stem + "*"
        case And(children):
            return "(" + " & ".join(map(shape, children)) + ")"
        case Or(children):
            return "(" + " | ".join(map(shape, children)) + ")"
        case Not(child):
            return "!" + shape(child)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("peace", "peace"),
        ("Peace  NOW", "(peace & now)"),
        ("peace AND bread", "(peace & bread)"),
        ("peace and bread", "(peace & and & bread)"),
        ("peace OR bread", "(peace | bread)"),
        ("a b OR c d", "((a & b) | (c & d))"),
        ("a (b OR c)", "(a & (b | c))"),
        ("a -b", "(a & !b)"),
        ("a NOT b", "(a & !b)"),
        ("NOT NOT a", "a"),
        ('-"a b"', '!"a b"'),
        ("-(a b)", "!(a & b)"),
        ('"to be"', '"to be"'),
        ("“to be”", '"to be"'),
        ("„to be“ «or not»", '("to be" & "or not")'),
        ("shop-floor", "shop+floor"),
        ("C.N.D.", "c+n+d"),
        ("l’Humanité", "l'humanite"),
        ("don't", "don't"),
        ("work*", "work*"),
        ("title:peace", "t:peace"),
        ('title:"peace now"', 't:"peace now"'),
        ("title:pea*", "t:pea*"),
        ("title:", "title"),
        ("author:smith", "(author & smith)"),
        ("and/or", "(and & or)"),
        ("a ! b", "(a & b)"),
        ("()", ""),
        ("x\x00y", "(x & y)"),
    ],
)
def test_a_text_is_read_as(text: str, expected: str) -> None:
    assert shape(parse_query(text).root) == expected
    assert parse_query(text).warnings == () or not expected


@pytest.mark.parametrize(
    ("text", "expected", "warning"),
    [
        ('"peace now', '"peace now"', "quotation mark was closed"),
        ("(a b", "(a & b)", "parenthesis was closed"),
        ("a b)", "(a & b)", "closing parenthesis"),
        ("OR a", "(or & a)", "“OR” has nothing to join"),
        ("a OR", "(a & or)", "“OR” has nothing to join"),
        ("NOT", "not", "“NOT” has nothing to join"),
        ("AND", "and", "“AND” has nothing to join"),
        ("ab*", "ab", "fewer than 3 letters"),
        ("-", "", "no word or number"),
        ("*", "", "no word or number"),
        ("-* peace", "peace", ""),
        ("(" * 12 + "a", "a", "deeper than 8"),
        ("(" * 12 + "a" + ")" * 12, "a", "deeper than 8"),
    ],
)
def test_reading_a_query_differently_gives_a_warning(
    text: str, expected: str, warning: str
) -> None:
    query = parse_query(text)

    assert shape(query.root) == expected
    assert warning in " ".join(query.warnings)


def test_a_text_without_words_is_not_an_empty_query() -> None:
    assert parse_query("?!").nothing
    assert not parse_query("   ").nothing


def test_a_long_text_is_cut_at_a_word_with_a_warning() -> None:
    query = parse_query(" ".join(["word"] * 200))

    assert any("longer than 512 characters" in warning for warning in query.warnings)
    assert any("first 32 words" in warning for warning in query.warnings)
    assert isinstance(query.root, And)
    assert len(query.root.children) == 32


def test_long_questions_are_allowed_with_match_any() -> None:
    query = parse_query(" ".join(["word"] * 500), match="any")

    assert isinstance(query.root, Or)
    assert len(query.root.children) == 500
    assert query.warnings == ()


def test_match_any_reads_operators_as_text_and_keeps_phrases() -> None:
    query = parse_query('a -b NOT (c OR "d e") title:f g*', match="any")

    assert shape(query.root) == '(a | b | not | c | or | "d e" | title | f | g)'


@pytest.mark.parametrize(
    ("filters", "parameter"),
    [
        ({"page": "x"}, "page"),
        ({"page": 0}, "page"),
        ({"size": 101}, "size"),
        ({"page": 200, "size": 100}, "page"),
        ({"from": "19x0"}, "from"),
        ({"from": 1990, "to": 1980}, "from"),
        ({"year": "soon"}, "year"),
        ({"match": "some"}, "match"),
        ({"sort": "best"}, "sort"),
        ({"colour": "red"}, "colour"),
        ({"organisation": [f"o{i}" for i in range(51)]}, "organisation"),
        ({"mentions": ["one"] * 51}, "mentions"),
        ({"year": range(1900, 1951)}, "year"),
        ({"organisation": "o" * 201}, "organisation"),
        ({"organisation": "o" * 240_000}, "organisation"),
        ({"organisation": ["militant", "Militant Tendency"]}, "organisation"),
        ({"organisation": "../etc"}, "organisation"),
        ({"organisation": "a--b"}, "organisation"),
        ({"mentions": "--a"}, "mentions"),
        ({"mentions": "-"}, "mentions"),
        ({"year": "--1990"}, "year"),
        ({"year": -10_000}, "year"),
        ({"mentions": "é"}, "mentions"),
    ],
)
def test_a_bad_parameter_is_named(filters: dict[str, Any], parameter: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("peace", **filters)

    assert caught.value.parameter == parameter
    assert parameter in str(caught.value)


def test_every_slug_an_index_may_hold_is_a_filter() -> None:
    slugs = (slugify("Militant"), slugify("4th International"), slugify("’"), slugify("x y " * 90))

    query = parse_query("", organisation=[*slugs, "none"], mentions=slugs)

    assert query.filters.chosen.of("organisation") == (*slugs, "none")
    assert query.filters.chosen.of("mentions") == slugs


def test_a_minus_before_a_value_leaves_it_out() -> None:
    query = parse_query("", organisation=["a", "-b", "-none"], year=[-1990, "-01990", 1991])

    assert query.filters == Filters(
        chosen=Selection(organisation=("a",), year=(1991,)),
        excluded=Selection(organisation=("b", "none"), year=(1990,)),
    )


def test_years_are_those_of_the_facet_that_date_names() -> None:
    query = parse_query("", year=[1990, "-none"], date="mentioned")

    assert query.filters.chosen == Selection(mentioned_year=(1990,))
    assert query.filters.excluded == Selection(mentioned_year=("none",))


def test_a_selection_is_a_value() -> None:
    selection = Selection({"year": [1990, 1991], "mentions": []})

    assert selection == Selection(year=(1990, 1991))
    assert hash(selection) == hash(Selection(year=(1990, 1991)))
    assert selection.without("year", 1990) == Selection(year=(1991,))
    assert selection.without("year") == Selection()
    assert list(selection) == ["year"]


def test_every_facet_has_a_parameter_of_its_own_but_those_of_years() -> None:
    names = [facet.name for facet in FACETS if facet.years is None]

    assert len({*names, "q", "from", "to", "year", "date"} | {*PARAMETERS}) == len(PARAMETERS)
    assert len(set(names)) == len(names)
    assert [facet.years for facet in FACETS_OF_YEARS] == ["published", "mentioned"]


@given(st.text(max_size=300))
def test_what_names_are_made_into_is_a_slug(name: str) -> None:
    assert is_slug(slugify(name))


def test_what_is_kept_of_a_text_is_no_longer_than_what_is_searched_for() -> None:
    query = parse_query("word " * 50_000, match="any")

    assert len(query.given) < 4097
    assert any("longer than 4096 characters" in warning for warning in query.warnings)


def test_empty_parameters_are_absent_and_unknown_ones_ignored() -> None:
    query = read_parameters({"q": ["peace"], "from": [""], "year": ["", "none"], "utm": ["x"]})

    assert query == parse_query("peace", year="none")


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        parse_query("peace", organisation=["a", "b"], mentions="c", from_=1970, to=1980),
        parse_query('"a b"', year=[1970, "none"], date="mentioned", match="any", forms="exact"),
        parse_query("x", aliases="off", sort="newest", page=3, size=50),
        parse_query("x", organisation=["a", "-b", "-none"], year=[-1990, 1991], mentions="-a"),
        parse_query("x", year=["-none", -1990], date="mentioned"),
    ],
)
def test_written_parameters_read_back_to_the_same_query(query: Query) -> None:
    given: dict[str, list[str]] = {}
    for name, value in write_parameters(query):
        given.setdefault(name, []).append(value)

    assert read_parameters(given) == query


def test_defaults_are_not_written() -> None:
    assert write_parameters(parse_query("peace", page=1, size=20, match="all")) == [("q", "peace")]


def test_the_same_text_can_be_read_as_any_of_its_words() -> None:
    assert shape(with_match_any(parse_query("a -b c", page=4)).root) == "(a | b | c)"


@given(st.text(max_size=700), st.sampled_from(("all", "any")))
def test_every_text_can_be_read(text: str, match: grammar.Match) -> None:
    query = parse_query(text, match=match)

    assert (query.root is not None) or query.nothing or not query.given.strip()
    assert query.given == "" or query.given.isprintable() or query.given.strip()


@given(
    st.lists(st.sampled_from('a b OR NOT AND ( ) - " * title: x* "p q"'.split(" ")), max_size=60)
)
def test_every_heap_of_operators_can_be_read(lexemes: list[str]) -> None:
    for glue in (" ", ""):
        parse_query(glue.join(lexemes))
