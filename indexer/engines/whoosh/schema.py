"""The schema of the index, as stock Whoosh sees it.

A row is a passage; a document's title is indexed in its first row. The paths of the
classes below are pickled into indexes, so this module must not be moved.
"""

from __future__ import annotations

from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Positions

from indexer.engines.whoosh.segment import FIELDS


class TermsField(FieldType):
    """Terms with positions and lengths; Whoosh only reads them."""

    def __init__(self) -> None:
        super().__init__(
            format=Positions(),
            analyzer=None,  # type: ignore[arg-type] # nothing is analysed when reading
            scorable=True,
        )


def make_schema() -> Schema:
    """The searched fields, and the passage of each row as a stored field."""
    return Schema(content=STORED(), **{name: TermsField() for name in FIELDS})
