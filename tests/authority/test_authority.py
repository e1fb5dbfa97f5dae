from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.authority.register import Authority, Organisation, shipped, slugify
from indexer.errors import ConfigError


def found(text: str) -> list[tuple[str, str]]:
    """What the shipped file finds in a text: the words and how they name."""
    return [(text[m.start : m.end], m.kind) for m in shipped().find(text)]


def read(text: str) -> Authority:
    return Authority.parse(text.encode(), "organisations.toml")


# ---------------------------------------------------------------- the shipped file


def test_the_shipped_file_holds_at_least_sixty_organisations_with_years_in_order() -> None:
    organisations = shipped().organisations

    assert len(organisations) >= 60
    assert all(o.first <= o.last for o in organisations if o.first and o.last)


def test_successors_in_the_shipped_file_begin_no_earlier_than_what_they_succeed() -> None:
    authority = shipped()

    for organisation in authority.organisations:
        later = authority.get(organisation.successor or "")
        if later and later.first and organisation.first:
            assert later.first >= organisation.first, organisation.slug


def test_every_entry_is_found_under_its_own_name() -> None:
    authority = shipped()

    for organisation in authority.organisations:
        mentions = authority.find(f"In that year the {organisation.name} met.")
        assert any(organisation.slug in m.slugs for m in mentions), organisation.slug


def test_every_entry_is_known_by_slug_and_by_full_name() -> None:
    authority = shipped()

    for organisation in authority.organisations:
        assert authority.named(organisation.slug) == organisation
        assert authority.named(organisation.name) == organisation


def test_an_authority_survives_pickling_with_its_entries_alone() -> None:
    authority = shipped()
    authority.find("Labour Party")

    copy = pickle.loads(pickle.dumps(authority))

    assert copy == authority
    assert copy.find("the Labour Party") == authority.find("the Labour Party")


# ---------------------------------------------------------------- finding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She joined the Socialist Workers’ Party.", [("Socialist Workers’ Party", "name")]),
        ("She joined the Socialist Workers Party.", [("Socialist Workers Party", "name")]),
        ("the Socialist Workers Party’s paper", [("Socialist Workers Party’s", "name")]),
        ("SOCIALIST WORKERS PARTY MEETING", [("SOCIALIST WORKERS PARTY", "name")]),
        ("the Anti Nazi League", [("Anti Nazi League", "name")]),
        ("the Anti-Nazi League", [("Anti-Nazi League", "name")]),
        ("the Cooperative Party", [("Cooperative Party", "name")]),
        ("the Campaign for Nuclear Disarmament", [("Campaign for Nuclear Disarmament", "name")]),
        ("a C.P.G.B. branch", [("C.P.G.B.", "acronym")]),
        ("the IMG’s journal", [("IMG’s", "acronym")]),
        (
            "SWPers, IMGs and an ILPer",
            [("SWPers", "acronym"), ("IMGs", "acronym"), ("ILPer", "acronym")],
        ),
        ("rs21 and the RS21 site", [("rs21", "acronym"), ("RS21", "acronym")]),
        ("they sold Socialist Standard", [("Socialist Standard", "publication")]),
        ("he was a Militant supporter", [("Militant", "name")]),
    ],
)
def test_names_are_found_whatever_their_apostrophes_hyphens_dots_and_capitals(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a labour party in the other sense",
        "Militant trade unions were common.",
        "Solidarity was the word of the day.",
        "the Young Socialist Workers Party of Anywhere",
        "the Irish Labour Party",
        "the Labour Party of Norway",
        "the Chinese Communist Party",
        "the Popular Socialist League",
        "the Communist League Federation",
        "it is what it is",
        "WHAT IS TO BE DONE",
        "the swp in small letters",
    ],
)
def test_other_words_and_parts_of_longer_or_foreign_names_are_not_found(text: str) -> None:
    assert found(text) == []


def test_the_longest_name_at_an_offset_is_the_one_found() -> None:
    text = "the Labour Party Young Socialists and the Independent Labour Party"

    assert found(text) == [
        ("Labour Party Young Socialists", "name"),
        ("Independent Labour Party", "name"),
    ]


def test_a_name_with_a_bracket_in_the_text_is_found_whole() -> None:
    text = "the Communist Party of Great Britain (Marxist-Leninist) met"

    mentions = shipped().find(text)

    assert text[mentions[0].start : mentions[0].end].endswith("(Marxist-Leninist)")
    assert mentions[0].slugs == ("communist-party-of-great-britain-marxist-leninist",)


def test_a_name_does_not_continue_from_one_line_to_the_next() -> None:
    assert found("The news of Labour\nParty time") == []


_WORDS = st.sampled_from(
    [
        *"the The of and Socialist Workers Party party's Labour LABOUR IS ISG C.P.G.B.".split(),
        *"International Group (Scotland) Irish Militant ’ . \n , - — ( ) & É 'n Communist".split(),
    ]
)


@given(st.lists(st.tuples(_WORDS, st.sampled_from([" ", "", "\n", "-", "’s "])), max_size=40))
def test_finding_never_overlaps_keeps_order_and_stays_within_the_text(
    words: list[tuple[str, str]],
) -> None:
    text = "".join(word + gap for word, gap in words)

    mentions = shipped().find(text)

    assert all(0 <= m.start < m.end <= len(text) and m.slugs for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(set(m.slugs) <= {o.slug for o in shipped().organisations} for m in mentions)


@given(st.text(max_size=200))
def test_any_text_can_be_searched_for_names(text: str) -> None:
    mentions = shipped().mentions(text, (1980,))

    assert list(mentions) == sorted(set(mentions))


# ---------------------------------------------------------------- telling namesakes apart


@pytest.mark.parametrize(
    ("text", "years", "slugs"),
    [
        ("The ISG met.", (1995,), ("international-socialist-group",)),
        ("The ISG met.", (2012,), ("international-socialist-group-scotland",)),
        ("The ISG met.", (), ()),
        ("The ISG met in Scotland.", (), ("international-socialist-group-scotland",)),
        ("The Socialist League met.", (1936,), ("socialist-league-1932",)),
        ("The Socialist League met.", (1984,), ("socialist-league-1982",)),
        ("The American SWP met.", (1950,), ("socialist-workers-party-us",)),
        ("The British SWP met.", (1990,), ("socialist-workers-party",)),
        ("The SWP met.", (1990,), ("socialist-workers-party",)),
        ("The SWP met in Chicago, US.", (1990,), ("socialist-workers-party-us",)),
        ("The SWP met.", (1950,), ("socialist-workers-party-us",)),
        ("The Communist Party of Britain", (1995,), ("communist-party-of-britain",)),
    ],
)
def test_namesakes_are_told_apart_by_years_and_countries_or_left_out(
    text: str, years: tuple[int, ...], slugs: tuple[str, ...]
) -> None:
    assert shipped().mentions(text, years) == slugs


def test_organisations_of_the_whole_document_go_before_their_namesakes() -> None:
    text = "The ISG met."

    slugs = shipped().mentions(text, within=["international-socialist-group-scotland"])

    assert slugs == ("international-socialist-group-scotland",)


def test_an_acronym_means_the_organisation_named_in_full_beside_it() -> None:
    text = "The International Socialist Group (Scotland) met. The ISG then marched."

    assert shipped().mentions(text) == ("international-socialist-group-scotland",)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (
            "The CP and its paper; the Communist Party of Great Britain.",
            "communist-party-of-great-britain",
        ),
        ("The Socialist Alliance was wound up, but SA members went on.", "socialist-alliance"),
    ],
)
def test_two_letters_mean_the_organisation_named_in_full(text: str, slug: str) -> None:
    assert [found for _, found in shipped().resolved(text, (1936, 2003))] == [slug, slug]


def test_the_party_alone_is_no_name() -> None:
    assert shipped().mentions("The Party met, and the Party's line and our Party changed.") == ()


def test_two_letters_count_only_beside_the_name_in_full() -> None:
    alone = shipped().mentions("The IS met.", (1970,))
    beside = shipped().mentions("The International Socialists (IS) met; IS grew.", (1970,))

    assert alone == ()
    assert beside == ("international-socialists",)


@pytest.mark.parametrize("acronym", ["AFA", "A.F.A.", "AFA’s"])
def test_an_acronym_often_another_s_counts_only_beside_the_name_in_full(acronym: str) -> None:
    alone = shipped().mentions(f"The {acronym} president spoke.", (1990,))
    beside = shipped().mentions(f"Anti-Fascist Action grew. The {acronym} paper sold.", (1990,))

    assert alone == ()
    assert beside == ("anti-fascist-action",)


def test_a_name_of_one_word_counts_only_beside_another() -> None:
    alone = shipped().mentions("They sent greetings and Respect, from Ely.", (2005,))
    company = shipped().mentions("The Labour Party lost and Respect, too.", (2005,))

    assert alone == ()
    assert company == ("labour-party", "respect")


def test_an_acronym_that_the_text_defines_otherwise_is_no_mention() -> None:
    text = "The Indian Cricket Council (ICC) met. The ICC agreed."

    assert shipped().mentions(text) == ()


def test_a_paper_is_no_mention_of_its_publisher() -> None:
    assert shipped().mentions("They read Socialist Standard daily.", (1950,)) == ()


@pytest.mark.parametrize(
    ("name", "years", "text", "slug"),
    [
        ("ISG", (1995,), "", "international-socialist-group"),
        ("ISG", (), "a group in Glasgow, Scotland", "international-socialist-group-scotland"),
        ("ISG", (), "", None),
        ("CND", (), "", "campaign-for-nuclear-disarmament"),
        ("c.n.d.", (), "", "campaign-for-nuclear-disarmament"),
        ("international-marxist-group", (), "", "international-marxist-group"),
        ("Nobody's League", (), "", None),
        ("", (), "", None),
    ],
)
def test_a_name_given_as_such_resolves_to_one_organisation_or_none(
    name: str, years: tuple[int, ...], text: str, slug: str | None
) -> None:
    organisation = shipped().resolve(name, years, text)

    assert (organisation.slug if organisation else None) == slug


def test_an_entry_s_own_name_goes_before_what_others_are_also_called() -> None:
    organisation = shipped().named("International Socialist Group")

    assert organisation is not None
    assert organisation.slug == "international-socialist-group"
    assert shipped().named("ISG") is None


# ---------------------------------------------------------------- the file


def test_an_entry_needs_a_name_alone() -> None:
    authority = read('[[organisation]]\nname = "Workers’ Circle of Ely"')

    assert authority.organisations == (
        Organisation(slug="workers-circle-of-ely", name="Workers’ Circle of Ely"),
    )


def test_an_empty_file_has_no_organisations_and_finds_nothing() -> None:
    authority = read("")

    assert authority.organisations == ()
    assert authority.mentions("the Labour Party") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[organisation]]\nname = ", ["not valid TOML"]),
        ("[[organisation]]\nslug = 'a'", ["entry 1", "no name"]),
        ("[[organisation]]\nname = 'A'\ncolour = 'red'", ["entry 1 (A)", "colour", "known are"]),
        ("[[organisation]]\nname = 'A'\nfirst = '1920'", ["first", "'1920'", "four digits"]),
        ("[[organisation]]\nname = 'A'\nfirst = 192", ["first", "192"]),
        ("[[organisation]]\nname = 'A'\nfirst = true", ["first", "True"]),
        ("[[organisation]]\nname = 'A'\nfirst = 1950\nlast = 1940", ["1950", "after last 1940"]),
        ("[[organisation]]\nname = 'A'\nacronyms = 'AA'", ["acronyms", "list"]),
        ("[[organisation]]\nname = 'A'\nslug = 'A B'", ["'A B'", "'a-b'"]),
        ("[[organisation]]\nname = 'None'", ["'none'", "another"]),
        ("[[organisation]]\nname = 'A'\nsuccessor = 'b'", ["(A)", "successor 'b'", "no entry"]),
        ("[[organisation]]\nname = 'A'\nparent = 'a'", ["parent 'a'", "itself"]),
        ("[[organisation]]\nname = 'A'\n[[organisation]]\nname = 'a'", ["2 entries", "'a'"]),
        ("[organisation]\nname = 'A'", ["[[organisation]]"]),
        ("name = 'A'", ["unknown at the top", "name"]),
    ],
)
def test_a_mistake_is_named_with_file_entry_and_remedy(text: str, words: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text)

    assert all(word in str(caught.value) for word in ["organisations.toml", *words])


def test_a_file_of_another_encoding_is_refused_by_name() -> None:
    with pytest.raises(ConfigError, match="is not UTF-8"):
        Authority.parse("[[organisation]]\nname = 'Été'".encode("latin-1"), "organisations.toml")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Workers’ Power", "workers-power"),
        (
            "Communist Party of Britain (Marxist-Leninist)",
            "communist-party-of-britain-marxist-leninist",
        ),
        ("Fédération ouvrière", "federation-ouvriere"),
        ("!!!", "organisation"),
        ("С", "organisation"),
    ],
)
def test_a_slug_is_plain_letters_digits_and_hyphens(name: str, slug: str) -> None:
    assert slugify(name) == slug


def test_a_history_that_begins_with_the_predecessors_is_of_their_successor() -> None:
    years = range(1950, 2004, 3)

    assert shipped().mentions("In January it became the SWP.", years) == (
        "socialist-workers-party",
    )
