"""A smoke test of a generation before it is put to use: opened, searched, a document read."""

from __future__ import annotations

from pathlib import Path

from indexer.errors import DamagedError, EngineError, UnreadableSchema
from indexer.model import Query
from indexer.os_errors import reading
from indexer.store import generations
from indexer.store.manifest import Manifest
from indexer.store.reader import open_generation


def smoke_test(index: Path, manifest: Manifest) -> None:
    """Open a generation whose files have been checked, search it and read a document.

    Raises:
        UnreadableSchema: if it was written by a version of the program this one cannot read.
        DamagedError: if it does not hold what its manifest says.
        UnavailableError: if it cannot be read now.
    """
    with reading(generations.generation_folder(index, manifest.id)):
        engine = open_generation(index, manifest)
        try:
            found = engine.search(Query())
            if found.documents != manifest.documents:
                raise DamagedError(
                    f"generation {manifest.id} holds {found.documents} documents instead of "
                    f"{manifest.documents}"
                )
            for hit in found.hits[:1]:
                if engine.entry(hit.card.id) is None:
                    raise DamagedError(f"generation {manifest.id} lacks the document {hit.card.id}")
        finally:
            engine.close()


def usable(index: Path, generation: str) -> Manifest:
    """The manifest of an earlier generation that verifies and passes the smoke test.

    Raises:
        EngineError: if it cannot be rolled back to.
    """
    refused = f"cannot roll back to generation {generation}"
    try:
        manifest = generations.check(index, generation)
        smoke_test(index, manifest)
    except UnreadableSchema as error:
        raise EngineError(
            f"{refused}: it was built by another version of this program ({error.found}), which "
            "alone can read it; nothing was switched. Install that version, then: indexer rollback"
        ) from error
    except DamagedError as error:
        raise DamagedError(f"{refused}: {error}; nothing was switched") from error
    return manifest
