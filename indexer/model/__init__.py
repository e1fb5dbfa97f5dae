"""The values that move through the program, in the order in which they do.

SourceFile -> ParsedPage -> CleanPage -> Document -> Passage -> Engine <- Query
                                                       Engine -> Results

All values are frozen; ``None`` means unknown; text is NFC-normalised Unicode
without lone surrogates.
"""

from indexer.model.documents import (
    Attribution,
    Candidate,
    DateBasis,
    Document,
    Entry,
    OrganisationBasis,
    Passage,
    Precision,
    Published,
)
from indexer.model.pages import (
    Block,
    BlockKind,
    CleanPage,
    DroppedBlock,
    ParsedPage,
    Property,
    SourceFile,
)
from indexer.model.queries import (
    NONE,
    And,
    FieldName,
    Filters,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Selection,
    Value,
    Word,
    YearsMeant,
)
from indexer.model.reports import BadLine, Report, Unread
from indexer.model.results import (
    ArchiveInfo,
    Card,
    Facet,
    FacetValue,
    Fragment,
    Hit,
    Part,
    Results,
    Suggestion,
    card_of,
)
from indexer.model.traces import Repeated, Trace

__all__ = [
    "NONE",
    "And",
    "ArchiveInfo",
    "Attribution",
    "BadLine",
    "Block",
    "BlockKind",
    "Candidate",
    "Card",
    "CleanPage",
    "DateBasis",
    "Document",
    "DroppedBlock",
    "Entry",
    "Facet",
    "FacetValue",
    "FieldName",
    "Filters",
    "Fragment",
    "Hit",
    "Node",
    "Not",
    "Or",
    "OrganisationBasis",
    "ParsedPage",
    "Part",
    "Passage",
    "Phrase",
    "Precision",
    "Prefix",
    "Property",
    "Published",
    "Query",
    "Repeated",
    "Report",
    "Results",
    "Selection",
    "SourceFile",
    "Suggestion",
    "Trace",
    "Unread",
    "Value",
    "Word",
    "YearsMeant",
    "card_of",
]
