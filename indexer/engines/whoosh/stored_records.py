"""Stored records of documents and passages, without text, ids and paths.

The records are derived from the fields of the dataclasses (``layouts.py``). Fields
that are named here as ``elsewhere`` are stored in columns of a segment (``segment.py``).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from indexer.engines.whoosh.layouts import CACHED, Layout, decode
from indexer.model import Attribution, Block, Card, Document, Passage

COMPRESSED_FROM = 400
"""Bytes from which on a record is compressed; chosen by hand."""

_ATTRIBUTION = Layout(Attribution)
_CARD = Layout(Card, elsewhere=("id", "path", "organisations"), shared=("published",))
_PASSAGE = Layout(
    Passage, elsewhere=("id", "start", "text"), shared=("heading", "mentions", "years")
)


@lru_cache(maxsize=CACHED)
def attribution_value(attribution: Attribution) -> str:
    """An attribution as the value of a column."""
    return _ATTRIBUTION.write(attribution)


def read_attribution(value: str) -> Attribution:
    """The attribution whose value in a column is given."""
    return _ATTRIBUTION.read(decode(value))


def card_record(document: Document) -> bytes:
    """The card of a document."""
    return _CARD.write(document).encode()


def read_card(
    record: bytes, document_id: str, path: str, organisations: tuple[Attribution, ...]
) -> Card:
    """The card whose record is given."""
    return _CARD.read(decode(record.decode()), document_id, path, organisations)


def passage_record(passage: Passage) -> bytes:
    """A passage; empty if all its fields have their defaults."""
    record = _PASSAGE.write(passage)
    return b"" if record == "[]" else record.encode()


def read_passage(record: bytes, passage_id: str, start: int, text: str) -> Passage:
    """The passage whose record is given."""
    return _PASSAGE.read(decode(record.decode()) if record else (), passage_id, start, text)


# ---------------------------------------------------------------- documents

_ON_CARD = tuple(field.name for field in fields(Card))
_BLOCK = Layout(Block, writers={"text": lambda text: "0"})
_values_after_text = attrgetter(*[field.name for field in fields(Block)][1:])


@lru_cache(maxsize=CACHED)
def _without_text(rest: tuple[Any, ...]) -> str:
    """The JSON of a block by its fields after ``text``, which is stored with the passages."""
    return _BLOCK.write_values(("stored elsewhere", *rest))


def _blocks_without_text(blocks: Iterable[Block]) -> str:
    return f"[{','.join([_without_text(_values_after_text(block)) for block in blocks])}]"


_SHARED = ("title_basis", "captured")
_DOCUMENT = Layout(Document, _ON_CARD, _SHARED)
_WITHOUT_TEXT = Layout(Document, _ON_CARD, _SHARED, {"blocks": _blocks_without_text})
_card_values = attrgetter(*_ON_CARD)
_BLOCKS = [field.name for field in fields(Document) if field.name not in _ON_CARD].index("blocks")


def document_record(document: Document, with_text: bool) -> bytes:
    """A document without what is on its card; with the texts of its blocks only if needed.

    They are needed if the text that is stored with the passages cannot be split into them.
    """
    with_text = with_text or any("\n" in block.text for block in document.blocks)
    content = (_DOCUMENT if with_text else _WITHOUT_TEXT).write(document).encode()
    return content if len(content) < COMPRESSED_FROM else zlib.compress(content, 6)


def read_document_record(record: bytes, card: Card, text: str) -> Document:
    """The document whose record is given; ``text`` is the text stored with the passages."""
    content = record if record[:1] == b"[" else zlib.decompress(record)
    stored = decode(content.decode())
    blocks = stored[_BLOCKS] if len(stored) > _BLOCKS else []
    if blocks and blocks[0][:1] == [0]:
        texts = text.split("\n")
        stored[_BLOCKS] = [[own, *rest] for own, (_, *rest) in zip(texts, blocks, strict=True)]
    return _DOCUMENT.read(stored, *_card_values(card))
