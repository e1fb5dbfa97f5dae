"""Worked examples of the query language, shown on the help page; the tests run each one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HelpExample:
    """A query text and what it means."""

    query: str
    meaning: str


@dataclass(frozen=True)
class HelpTopic:
    """Examples of one piece of the language under a heading."""

    title: str
    text: str
    examples: tuple[HelpExample, ...]


TOPICS = (
    HelpTopic(
        "Words",
        "Words are joined: a document is found if it has all of them, anywhere in it. "
        "A word also finds its related forms, British and American spellings, "
        "accents and apostrophes either way, hyphens or none, and dotted acronyms.",
        (
            HelpExample("conference resolutions", "documents with both words, or forms of them"),
            HelpExample("organise", "also organised, organising, organize"),
            HelpExample("anticapitalist", "also anti-capitalist"),
            HelpExample("CND", "also C.N.D., and the Campaign for Nuclear Disarmament by name"),
        ),
    ),
    HelpTopic(
        "Phrases",
        "Words in quotation marks are found exactly as written, next to each other, in one "
        "passage. Nothing but capitals, accents and the shape of quotation marks is overlooked.",
        (
            HelpExample('"poll tax"', "the two words side by side"),
            HelpExample('"to be or not to be"', "every word counts, the small ones too"),
            HelpExample('"strike"', "a word exactly: not strikes, not striking"),
        ),
    ),
    HelpTopic(
        "One or the other, and without",
        "OR is written in capitals. A minus sign, or NOT in capitals, leaves out documents; "
        "round brackets keep together what belongs together.",
        (
            HelpExample("miners OR dockers", "documents with either"),
            HelpExample("strike -hunger", "documents with strike that nowhere have hunger"),
            HelpExample("strike NOT hunger", "the same"),
            HelpExample("(miners OR dockers) strike", "strike, and at least one of the two"),
        ),
    ),
    HelpTopic(
        "Beginnings of words",
        "At least three letters and an asterisk find every word that begins so.",
        (HelpExample("trotsky*", "Trotsky, Trotsky’s, Trotskyist, Trotskyism …"),),
    ),
    HelpTopic(
        "In the title",
        "title: looks for the next word or phrase in titles alone.",
        (
            HelpExample("title:manifesto", "documents whose title has the word"),
            HelpExample('title:"who we are" militant', "a phrase in the title, a word anywhere"),
        ),
    ),
)


def examples() -> tuple[HelpExample, ...]:
    """All examples in the order of the page."""
    return tuple(example for topic in TOPICS for example in topic.examples)
