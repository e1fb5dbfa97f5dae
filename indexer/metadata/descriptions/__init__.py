"""What archivists say about documents: ``metadata.csv`` and ``collection.toml``."""

from indexer.metadata.descriptions.collection_toml import parse_collection
from indexer.metadata.descriptions.metadata_csv import parse_overrides
from indexer.metadata.descriptions.values import Collection, Context, Identity, Override

__all__ = [
    "Collection",
    "Context",
    "Identity",
    "Override",
    "parse_collection",
    "parse_overrides",
]
