"""What stands in the Whoosh index.

A document is a group of rows next to each other: a *head* (title, facet values,
card), a *record* (the whole document, read only when its page is opened) and its
passages in order. All rows carry the document's id, so that one term deletes
the group; merging keeps groups together because Whoosh copies rows in order.

The class paths below are pickled into the index; the module never moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Any

from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Positions

from indexer.analysis import Token, compounds, tokenize
from indexer.engines.folding import Row
from indexer.facets import FACETS
from indexer.model import Entry, card_of

HEAD = "head"
PASSAGES_AFTER_HEAD = 2
"""The first passage's row, counted from the head's."""


@dataclass(frozen=True)
class Analysed:
    """A text and its tokens, computed once for all fields of a row."""

    text: str
    tokens: list[Token]

    @classmethod
    def of(cls, text: str) -> Analysed:
        return cls(text, tokenize(text))


Postings = Generator[tuple[bytes, int, float, bytes], Any, None]


def _postings(places: Iterable[tuple[str, int]], format: Positions) -> Postings:
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for term, position in places:
        positions[term].append(position)
    for term, found in positions.items():
        yield term.encode(), len(found), float(len(found)), format.encode(found)


class TermsField(FieldType):
    """The terms of an ``Analysed`` text with their positions."""

    format: Positions

    def __init__(self) -> None:
        super().__init__(format=Positions(), analyzer=None)  # type: ignore[arg-type]

    def index(self, value: Any, **kwargs: Any) -> Postings:
        """Postings as Whoosh wants them: term, frequency, weight, encoded positions."""
        places = ((token.term, position) for position, token in enumerate(value.tokens))
        yield from _postings(places, self.format)


class CompoundsField(FieldType):
    """The joined terms of hyphenated words and dotted acronyms of an ``Analysed`` text.

    A joined term stands at the position of the first word it joins.
    """

    format: Positions

    def __init__(self) -> None:
        super().__init__(format=Positions(), analyzer=None)  # type: ignore[arg-type]

    def index(self, value: Any, **kwargs: Any) -> Postings:
        """Postings as Whoosh wants them: term, frequency, weight, encoded positions."""
        joined = compounds(value.text, value.tokens)
        yield from _postings(((c.term, c.first) for c in joined), self.format)


def make_schema() -> Schema:
    """The fields of every row; each row fills those of its kind."""
    return Schema(
        kind=ID(),
        document=ID(),
        passage=ID(),
        title=TermsField(),
        title_compounds=CompoundsField(),
        text=TermsField(),
        text_compounds=CompoundsField(),
        content=STORED(),
    )


@dataclass(frozen=True)
class Head:
    """What is read of every document when an index is opened; lengths are in tokens.

    ``row.first`` is 0: passages are numbered when the index is opened.
    """

    row: Row
    title_length: int
    passage_lengths: tuple[int, ...]


def rows(entry: Entry) -> Iterable[dict[str, Any]]:
    """The group of rows of a document, in their order."""
    document = entry.document
    title = Analysed.of(document.title)
    texts = [Analysed.of(passage.text) for passage in entry.passages]
    facets = tuple(facet.values(entry) for facet in FACETS)
    head = Head(
        Row(card_of(document), 0, len(texts), facets),
        len(title.tokens),
        tuple(len(text.tokens) for text in texts),
    )
    yield {
        "kind": HEAD,
        "document": document.id,
        "title": title,
        "title_compounds": title,
        "content": head,
    }
    yield {"document": document.id, "content": document}
    for passage, text in zip(entry.passages, texts, strict=True):
        yield {
            "document": document.id,
            "passage": passage.id,
            "text": text,
            "text_compounds": text,
            "content": passage,
        }
