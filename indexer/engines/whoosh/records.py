"""Documents and passages as bytes: what is kept of them besides text, id and path.

Everything is JSON, in the order of the fields in ``model.py``; what is as usual at
the end of a list is left out. Organisations are a column like the facets.
"""

from __future__ import annotations

import json
import zlib
from functools import lru_cache
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
_EMPTY = ("null", "[]", '""')
SEEN = 1 << 14
"""Values whose JSON is kept at hand, at most; most documents of an archive share theirs."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_text = json.encoder.encode_basestring
_decode = json.JSONDecoder().decode


def _fields(value: Any) -> list[Any]:
    return list(vars(value).values())


@lru_cache(maxsize=SEEN)
def attribution_value(attribution: Attribution) -> str:
    """An attribution as the value of a column."""
    return _encode(_fields(attribution))


def read_attribution(value: str) -> Attribution:
    """The attribution that ``attribution_value`` wrote."""
    return Attribution(*_decode(value))


def card_record(document: Document) -> bytes:
    """The card of a document."""
    fields = [_text(document.title)]
    if document.published or document.url is not None:
        fields.append(_published(document.published))
    if document.url is not None:
        fields.append(_text(document.url))
    return f"[{','.join(fields)}]".encode()


@lru_cache(maxsize=SEEN)
def _published(published: Published | None) -> str:
    return _encode(None if published is None else _fields(published))


def read_card(
    record: bytes, document_id: str, path: str, organisations: tuple[Attribution, ...]
) -> Card:
    """The card that ``card_record`` wrote."""
    title, published, url = (*_decode(record.decode()), None, None)[:3]
    own = None if published is None else Published(*published)
    return Card(document_id, path, title, url, organisations, own)


def passage_record(passage: Passage) -> bytes:
    """A passage without what is told by its place."""
    if not (passage.heading or passage.mentions or passage.years):
        return b""
    fields = [passage.heading, passage.mentions, passage.years]
    while not fields[-1]:
        fields.pop()
    return _encode(fields).encode()


def read_passage(record: bytes, passage_id: str, ordinal: int, text: str) -> Passage:
    """The passage that ``passage_record`` wrote."""
    if not record:
        return Passage(passage_id, ordinal, (), text)
    heading, mentions, years = (*map(tuple, _decode(record.decode())), (), (), ())[:3]
    return Passage(passage_id, ordinal, heading, text, mentions, years)


def document_record(document: Document, with_text: bool) -> bytes:
    """What a document has besides its card; with the text of its blocks only if asked for."""
    with_text = with_text or any("\n" in block.text for block in document.blocks)
    fields = [_known(document.title_basis), _known(document.captured)]
    fields.append(f"[{','.join([_block_record(block, with_text) for block in document.blocks])}]")
    for others in (document.dropped, document.candidates):
        fields.append(_encode([_fields(other) for other in others]) if others else "[]")
    while len(fields) > 1 and fields[-1] in _EMPTY:
        fields.pop()
    content = f"[{','.join(fields)}]".encode()
    return content if len(content) < COMPRESSED_FROM else zlib.compress(content, 6)


_known = lru_cache(maxsize=SEEN)(_encode)
"""The JSON of a value that many documents share."""


def _block_record(block: Block, with_text: bool) -> str:
    text = _text(block.text) if with_text else "0"
    return f"[{text}{_block_rest(block.kind, block.level, block.tokens, block.tags, block.linked)}]"


@lru_cache(maxsize=SEEN)
def _block_rest(*fields: Any) -> str:
    """What comes after the text of a block."""
    left = len(fields)
    while left and fields[left - 1] == _PLAIN_BLOCK[left]:
        left -= 1
    rest = [sorted(field) if isinstance(field, frozenset) else field for field in fields[:left]]
    return "".join([f",{_encode(field)}" for field in rest])


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
