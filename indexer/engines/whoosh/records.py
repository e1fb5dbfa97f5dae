"""Documents and passages as bytes: what is kept of them besides text, id and path.

Everything is JSON, in the order of the fields in ``model.py``; what is as usual at
the end of a list is left out. Organisations are a column like the facets.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from indexer.model import (
    Attribution,
    Block,
    Candidate,
    Card,
    Document,
    DroppedBlock,
    Passage,
    Published,
)

COMPRESSED_FROM = 400
"""Bytes from which on compressing a record saves more than it costs."""
_PLAIN_BLOCK = tuple(vars(Block("")).values())
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().decode


def _fields(value: Any) -> list[Any]:
    return list(vars(value).values())


def attribution_value(attribution: Attribution) -> str:
    """An attribution as the value of a column."""
    return _encode(_fields(attribution))


def read_attribution(value: str) -> Attribution:
    """The attribution that ``attribution_value`` wrote."""
    return Attribution(*_decode(value))


def card_record(document: Document) -> bytes:
    """The card of a document."""
    fields: list[Any] = [document.title]
    if document.published or document.url is not None:
        fields.append(None if document.published is None else _fields(document.published))
    if document.url is not None:
        fields.append(document.url)
    return _encode(fields).encode()


def read_card(
    record: bytes, document_id: str, path: str, organisations: tuple[Attribution, ...]
) -> Card:
    """The card that ``card_record`` wrote."""
    title, published, url = (*_decode(record.decode()), None, None)[:3]
    own = None if published is None else Published(*published)
    return Card(document_id, path, title, url, organisations, own)


def passage_record(passage: Passage) -> bytes:
    """A passage without what is told by its place."""
    fields = [passage.heading, passage.mentions, passage.years]
    while fields and not fields[-1]:
        fields.pop()
    return _encode(fields).encode() if fields else b""


def read_passage(record: bytes, passage_id: str, ordinal: int, text: str) -> Passage:
    """The passage that ``passage_record`` wrote."""
    if not record:
        return Passage(passage_id, ordinal, (), text)
    heading, mentions, years = (*map(tuple, _decode(record.decode())), (), (), ())[:3]
    return Passage(passage_id, ordinal, heading, text, mentions, years)


def document_record(document: Document, with_text: bool) -> bytes:
    """What a document has besides its card; with the text of its blocks only if asked for."""
    with_text = with_text or any("\n" in block.text for block in document.blocks)
    fields = [
        document.title_basis,
        document.captured,
        [_block_fields(block, with_text) for block in document.blocks],
        [_fields(block) for block in document.dropped],
        [_fields(candidate) for candidate in document.candidates],
    ]
    while len(fields) > 1 and not fields[-1]:
        fields.pop()
    content = _encode(fields).encode()
    return content if len(content) < COMPRESSED_FROM else zlib.compress(content, 6)


def _block_fields(block: Block, with_text: bool) -> list[Any]:
    fields = _fields(block)
    while len(fields) > 1 and fields[-1] == _PLAIN_BLOCK[len(fields) - 1]:
        fields.pop()
    fields = [sorted(field) if isinstance(field, frozenset) else field for field in fields]
    if not with_text:
        fields[0] = 0
    return fields


def read_document_record(record: bytes, card: Card, text: str) -> Document:
    """The document that ``document_record`` wrote; ``text`` is what is kept with its passages."""
    content = record if record[:1] == b"[" else zlib.decompress(record)
    fields = (*_decode(content.decode()), *(None,) * 5)[:5]
    title_basis, captured, blocks, dropped, candidates = fields
    if blocks and blocks[0][0] == 0:
        blocks = [[own, *rest] for own, (_, *rest) in zip(text.split("\n"), blocks, strict=True)]
    return Document(
        card.id,
        card.path,
        card.title,
        title_basis,
        card.url,
        card.published,
        captured,
        card.organisations,
        tuple(_block(fields) for fields in blocks or ()),
        tuple(DroppedBlock(*fields) for fields in dropped or ()),
        tuple(Candidate(*fields) for fields in candidates or ()),
    )


def _block(fields: list[Any]) -> Block:
    values: Any = [frozenset(field) if isinstance(field, list) else field for field in fields]
    return Block(*values)
