"""Documents as bytes: a short card for lists of results, and a record of all the rest.

Both are pickles of plain tuples, since class names would be most of their length.
Neither has the document's text, id or path, which are kept once elsewhere.
"""

from __future__ import annotations

import pickle
import zlib
from typing import Any

from indexer.model import Attribution, Block, Candidate, Card, Document, DroppedBlock, Published

COMPRESSED_FROM = 400
"""Bytes from which on compressing a record saves more than it costs."""
_PLAIN, _COMPRESSED = b"\0", b"\1"

Fields = tuple[Any, ...]


def _fields(value: Any) -> Fields:
    return tuple(vars(value).values())


def card_record(document: Document) -> bytes:
    """The card of a document without id and path."""
    published = None if document.published is None else _fields(document.published)
    organisations = tuple(map(_fields, document.organisations))
    return pickle.dumps((document.title, document.url, organisations, published), 5)


def read_card(record: bytes, document_id: str, path: str) -> Card:
    """The card that ``card_record`` wrote."""
    title, url, organisations, published = pickle.loads(record)
    return Card(
        document_id,
        path,
        title,
        url,
        tuple(Attribution(*fields) for fields in organisations),
        None if published is None else Published(*published),
    )


def document_record(document: Document, with_text: bool) -> bytes:
    """What a document has besides its card; with the text of its blocks only if asked for."""
    with_text = with_text or any("\n" in block.text for block in document.blocks)
    blocks = tuple(
        (block.text if with_text else None, *_fields(block)[1:]) for block in document.blocks
    )
    dropped = tuple(map(_fields, document.dropped))
    candidates = tuple(map(_fields, document.candidates))
    content = pickle.dumps(
        (document.title_basis, document.captured, blocks, dropped, candidates), 5
    )
    if len(content) < COMPRESSED_FROM:
        return _PLAIN + content
    return _COMPRESSED + zlib.compress(content, 6)


def read_document_record(record: bytes, card: Card, text: str) -> Document:
    """The document that ``document_record`` wrote; ``text`` is what is kept with its passages."""
    content = zlib.decompress(record[1:]) if record[:1] == _COMPRESSED else record[1:]
    title_basis, captured, blocks, dropped, candidates = pickle.loads(content)
    if blocks and blocks[0][0] is None:
        blocks = ((own, *rest) for own, (_, *rest) in zip(text.split("\n"), blocks, strict=True))
    return Document(
        card.id,
        card.path,
        card.title,
        title_basis,
        card.url,
        card.published,
        captured,
        card.organisations,
        tuple(Block(*fields) for fields in blocks),
        tuple(DroppedBlock(*fields) for fields in dropped),
        tuple(Candidate(*fields) for fields in candidates),
    )
