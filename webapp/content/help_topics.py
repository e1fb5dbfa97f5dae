"""Examples of the query language for the help page; tests run each of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HelpExample:
    """A query text and what it finds."""

    query: str
    meaning: str


@dataclass(frozen=True)
class HelpTopic:
    """One feature of the query language, with examples."""

    title: str
    text: str
    examples: tuple[HelpExample, ...]


TOPICS = (
    HelpTopic(
        "Words",
        "A document is found if it contains all of the words, anywhere in its text. "
        "A word also finds its related forms, British and American spellings, words with and "
        "without accents, apostrophes and hyphens, and acronyms with full stops.",
        (
            HelpExample("conference resolutions", "documents with both words or related forms"),
            HelpExample("organise", "also organised, organising, organize"),
            HelpExample("anticapitalist", "also anti-capitalist"),
            HelpExample("CND", "also C.N.D. and the name Campaign for Nuclear Disarmament"),
        ),
    ),
    HelpTopic(
        "Phrases",
        "Words in quotation marks are found exactly as written, next to each other, in one "
        "passage. Only capitals, accents and the style of quotation marks make no difference.",
        (
            HelpExample('"poll tax"', "the two words next to each other"),
            HelpExample('"to be or not to be"', "every word counts, even the most common"),
            HelpExample('"strike"', "exactly this word, not strikes or striking"),
        ),
    ),
    HelpTopic(
        "Alternatives and exclusions",
        "OR, in capitals, joins alternatives. A minus sign, or NOT in capitals, excludes "
        "documents. Round brackets group words.",
        (
            HelpExample("miners OR dockers", "documents with either word"),
            HelpExample("strike -hunger", "documents with strike that do not contain hunger"),
            HelpExample("strike NOT hunger", "the same"),
            HelpExample("(miners OR dockers) strike", "strike and at least one of the two"),
        ),
    ),
    HelpTopic(
        "Beginnings of words",
        "At least three letters and an asterisk find every word that begins with them.",
        (HelpExample("trotsky*", "Trotsky, Trotsky’s, Trotskyist, Trotskyism …"),),
    ),
    HelpTopic(
        "In the title",
        "title: searches for the next word or phrase only in titles.",
        (
            HelpExample("title:manifesto", "documents with the word in their title"),
            HelpExample('title:"who we are" militant', "a phrase in the title, a word anywhere"),
        ),
    ),
)


def examples() -> tuple[HelpExample, ...]:
    """All examples in the order of the page."""
    return tuple(example for topic in TOPICS for example in topic.examples)
