"""Which organisations there are, and where a text names them."""

from indexer.authority.file import Organisation
from indexer.authority.register import Authority, shipped

__all__ = ["Authority", "Organisation", "shipped"]
