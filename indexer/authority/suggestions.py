"""Names in the documents that the authority file does not have, as entries ready to paste."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from indexer.authority.name_shapes import ShapedName, find_names
from indexer.authority.name_words import form_key
from indexer.authority.register import Authority, slugify
from indexer.model import Document, Entry, Passage

SuggestionKind = Literal["attributed", "organisation", "title"]

_EXAMPLES = 3
_CONTEXT = 90
"""Occurrences shown of a name, and the characters on either side; chosen by hand."""


@dataclass(frozen=True)
class Occurrence:
    """An occurrence of a name: the passage's id and the text around the name."""

    passage: str
    text: str


@dataclass(frozen=True)
class SuggestedEntry:
    """A name that is not in the authority file.

    ``kind`` is ``attributed`` if documents are described as this organisation's,
    ``title`` if it may as well be a paper. ``years`` are the first and last of the
    documents it is named in, ``None`` if none is dated. The most frequent of its
    ``acronyms`` comes first.
    """

    name: str
    kind: SuggestionKind
    acronyms: tuple[str, ...]
    documents: int
    mentions: int
    years: tuple[int, int] | None
    examples: tuple[Occurrence, ...]

    @property
    def values(self) -> Mapping[str, Any]:
        """The suggestion as JSON has it."""
        return {
            "slug": slugify(self.name),
            "name": self.name,
            "kind": self.kind,
            "acronyms": list(self.acronyms),
            "documents": self.documents,
            "mentions": self.mentions,
            "years": list(self.years) if self.years else None,
            "examples": [{"passage": e.passage, "text": e.text} for e in self.examples],
        }


@dataclass
class _Tally:
    """What is counted of one name."""

    kind: SuggestionKind
    spellings: Counter[str] = field(default_factory=Counter)
    acronyms: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    examples: list[Occurrence] = field(default_factory=list)


def suggest(entries: Iterable[Entry], authority: Authority) -> tuple[SuggestedEntry, ...]:
    """The names worth an entry: those of described documents first, then by number of documents.

    A name counts if it occurs in two documents, three times in one, or once with its acronym.
    """
    tallies: dict[tuple[str, ...], _Tally] = {}
    for entry in entries:
        _count_attributions(entry.document, authority, tallies)
        for passage in entry.passages:
            for name in find_names(passage.text, authority):
                _count_name(name, entry.document, passage, tallies)
    found = [_suggestion(tally) for tally in tallies.values() if _is_enough(tally)]
    return tuple(
        sorted(found, key=lambda s: (s.kind != "attributed", -s.documents, -s.mentions, s.name))
    )


def as_toml(suggestions: Iterable[SuggestedEntry]) -> Iterator[str]:
    """Lines of an authority file, with comments above each entry on where it was found."""
    for suggestion in suggestions:
        yield f"# {_summary(suggestion)}"
        for example in suggestion.examples:
            yield f"#   {example.passage}: {example.text}"
        yield "[[organisation]]"
        yield f"slug = {_quoted(slugify(suggestion.name))}"
        yield f"name = {_quoted(suggestion.name)}"
        if suggestion.acronyms:
            yield f"acronyms = [{', '.join(map(_quoted, suggestion.acronyms))}]"
        yield ""


def _summary(suggestion: SuggestedEntry) -> str:
    documents = f"{suggestion.documents} document{'s' * (suggestion.documents != 1)}"
    times = f"named {suggestion.mentions} time{'s' * (suggestion.mentions != 1)} in {documents}"
    given = f"{documents} described as of this organisation, which has no entry"
    first, last = suggestion.years or (0, 0)
    dated = f", dated {first}–{last}" if first != last else f", dated {first}" if first else ""
    paper = "; perhaps a paper" if suggestion.kind == "title" else ""
    return (given if suggestion.kind == "attributed" else times) + dated + paper


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _count_attributions(
    document: Document, authority: Authority, tallies: dict[tuple[str, ...], _Tally]
) -> None:
    for attribution in document.organisations:
        if authority.get(attribution.slug) is None:
            tally = tallies.setdefault(form_key(attribution.name), _Tally("attributed"))
            tally.kind = "attributed"
            tally.spellings[attribution.name] += 0
            tally.documents.add(document.id)
            tally.years |= {document.published.year} if document.published else set()


def _count_name(
    name: ShapedName, document: Document, passage: Passage, tallies: dict[tuple[str, ...], _Tally]
) -> None:
    tally = tallies.setdefault(form_key(name.text), _Tally(name.shape))
    tally.spellings[name.text] += 1
    tally.acronyms.update([name.acronym] if name.acronym else [])
    tally.years |= {document.published.year} if document.published else set()
    if document.id not in tally.documents and len(tally.examples) < _EXAMPLES:
        tally.examples.append(Occurrence(passage.id, _text_around(passage.text, name)))
    tally.documents.add(document.id)


def _text_around(text: str, name: ShapedName) -> str:
    start, end = max(0, name.start - _CONTEXT), name.end + _CONTEXT
    words = text[start:end].split()
    inner = words[start > 0 : len(words) - (end < len(text))]
    return " ".join(inner)


def _is_enough(tally: _Tally) -> bool:
    times = sum(tally.spellings.values())
    return (
        tally.kind == "attributed" or len(tally.documents) > 1 or times > 2 or bool(tally.acronyms)
    )


def _suggestion(tally: _Tally) -> SuggestedEntry:
    (name, _), *_ = tally.spellings.most_common(1)
    return SuggestedEntry(
        name,
        tally.kind,
        tuple(acronym for acronym, _ in tally.acronyms.most_common(2)),
        len(tally.documents),
        sum(tally.spellings.values()),
        (min(tally.years), max(tally.years)) if tally.years else None,
        tuple(tally.examples),
    )
