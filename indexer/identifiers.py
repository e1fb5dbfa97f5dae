"""Ids of documents: they come from paths, so they survive a rebuild."""

from __future__ import annotations

import hashlib


def document_id(raw: bytes) -> str:
    """The id of the document in the file ``raw``: its path in the corpus, with ``/``."""
    return "d" + hashlib.sha256(raw).hexdigest()[:16]


def record_id(raw: bytes, place: str) -> str:
    """The id of a document that is a record of the file ``raw``, by its place there."""
    return document_id(raw + b"\0" + place.encode())
