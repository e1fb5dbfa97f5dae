"""What stands in the Whoosh index, as stock Whoosh sees it.

A row is a passage. ``title`` is of the document and stands in the first of its
rows. The class paths below are pickled into the index; the module never moves.
"""

from __future__ import annotations

from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Positions

from indexer.engines.whoosh.inversion import FIELDS


class TermsField(FieldType):
    """Terms with their positions and lengths; only ever read through Whoosh."""

    def __init__(self) -> None:
        super().__init__(
            format=Positions(),
            analyzer=None,  # type: ignore[arg-type]
            scorable=True,
        )


def make_schema() -> Schema:
    """The searched fields, and each row's passage."""
    return Schema(content=STORED(), **{name: TermsField() for name in FIELDS})
