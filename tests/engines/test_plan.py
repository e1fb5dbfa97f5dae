"""Plans of queries: forms, aliases, the description in words."""

from __future__ import annotations

import pytest

from indexer.engines.aliases import Aliases
from indexer.engines.plan import Plan, make_plan
from indexer.engines.reference.lexicon import Lexicon
from indexer.engines.vocabulary import MAX_EXPANSIONS, Form
from indexer.query.parameters import parse_query
from tests.building import AUTHORITY

WORDS = Lexicon(
    {"strike": 9, "strikes": 4, "striking": 1, "rent": 3, "league": 2, "llr": 1, "anti": 1}
    | {"anticapitalist": 2, "capitalist": 3, "capitalists": 1, "cnd": 5, "labor": 2},
    {"anticapitalists": 1, "llr": 1},
)


def plan(text: str, words: Lexicon = WORDS, **filters: str) -> Plan:
    return make_plan(parse_query(text, **filters), words, Aliases(AUTHORITY))


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("", "all documents"),
        ("?", "nothing to search for"),
        ("strike", "documents with strike (also strikes, striking)"),
        ("labour", "documents with labour (also labor)"),
        ('"rent strike"', "documents with the phrase “rent strike”"),
        ("rent OR cnd", "documents with rent or cnd"),
        ("rent -cnd", "documents with rent and without cnd"),
        ("-cnd", "documents without cnd"),
        ("rent (cnd OR league)", "documents with rent and (cnd or league)"),
        ("title:cnd", "documents with cnd in the title"),
        ("str*", "documents with str* (such as strike, strikes, striking)"),
        ("zzz*", "documents with zzz* (no such word)"),
        (
            "LLR",
            "documents with LLR or League for Lower Rents by another name (“rent league”)",
        ),
        (
            "LLR strike",
            "documents with (LLR or League for Lower Rents by another name (“rent league”))"
            " and strike (also strikes, striking)",
        ),
    ],
)
def test_the_query_in_words(text: str, reading: str) -> None:
    assert plan(text).reading == reading


def test_a_hyphenated_word_is_expanded_to_its_open_closed_and_hyphenated_forms() -> None:
    forms = plan("anti-capitalist").wanted[0].forms

    assert Form(("anti", "capitalist")) in forms
    assert Form(("anti", "capitalists")) in forms
    assert Form(("anticapitalist",)) in forms
    assert Form(("anticapitalists",), compound=True) in forms


def test_a_name_of_several_words_is_expanded_to_the_other_names() -> None:
    alias = plan("meeting rent league hall").wanted[-2]

    assert alias.part.kind == "alias"
    assert alias.part.text == "League for Lower Rents"
    assert Form(("llr",)) in alias.forms
    assert Form(("league", "for", "lower", "rents")) in alias.forms
    assert Form(("rent", "league")) not in alias.forms


def test_names_in_quotes_or_with_aliases_off_are_not_expanded() -> None:
    assert [leaf.part.kind for leaf in plan('"rent league"').wanted] == ["phrase"]
    assert [leaf.part.kind for leaf in plan("rent league", aliases="off").wanted] == ["word"] * 2


def test_a_dotted_acronym_names_an_organisation_too() -> None:
    assert [leaf.part.kind for leaf in plan("L.L.R.").wanted] == ["word", "alias"]


def test_negated_words_are_not_wanted() -> None:
    assert [leaf.part.text for leaf in plan("rent -cnd NOT (league OR strike)").wanted] == ["rent"]


def test_a_prefix_of_too_many_words_is_cut_to_the_most_frequent_with_a_warning() -> None:
    many = Lexicon({f"abc{i:03}": i for i in range(400)}, {})

    cut = plan("abc*", many)

    assert len(cut.wanted[0].forms) == MAX_EXPANSIONS
    assert cut.wanted[0].forms[0] == Form(("abc399",))
    assert "“abc*” stands for 400 words" in cut.warnings[0]


def test_nearest_spellings_come_first_and_frequent_ones_before_rare_ones() -> None:
    words = Lexicon({"tenant": 5, "tenants": 9, "tenancy": 1, "pennant": 7}, {})

    assert words.near("tennant") == ("pennant", "tenant", "tenants")
    assert words.near("tennants")[0] == "tenants"
    assert words.near("te") == ()
    assert words.near("1926") == ()
