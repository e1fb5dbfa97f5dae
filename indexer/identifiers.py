"""Ids of documents: made from paths, so that they survive a rebuild."""

from __future__ import annotations

import hashlib


def document_id(raw: bytes) -> str:
    """The id of the document in a file; ``raw`` is its path in the corpus, with ``/``."""
    return "d" + hashlib.sha256(raw).hexdigest()[:16]


def record_id(raw: bytes, position: str) -> str:
    """The id of a document that is a record of a file, by the record's position there."""
    return document_id(raw + b"\0" + position.encode())
