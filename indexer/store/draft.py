"""A generation being built: written aside, made durable, verified, and only then published."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from indexer.errors import EngineError, VerifyError
from indexer.os_errors import writing
from indexer.store.durable import Sums, files_below, sum_of, sync, sync_below, write_durably
from indexer.store.generations import check, generation_folder, prepare_switch, switch
from indexer.store.manifest import Manifest, write_manifest
from indexer.store.verifying import MANIFEST


class Draft:
    """A generation being built; nothing refers to it before ``publish``.

    ``number`` is above that of every earlier generation; ``known`` are the checksums
    of files that may be hard-linked into it. As a context manager it deletes its
    folder on leaving, unless it was published.
    """

    def __init__(self, index: Path, number: int, known: Sums | None = None) -> None:
        now = datetime.fromtimestamp(int(time.time()), UTC)
        self.index = index
        self.id = f"{number:06d}-{now:%Y%m%dT%H%M%SZ}"
        self.created = f"{now:%Y-%m-%dT%H:%M:%SZ}"
        self.folder = generation_folder(index, self.id)
        self._known = known or {}
        self._published = False

    def __enter__(self) -> Draft:
        with writing(self.folder):
            self.folder.mkdir(parents=True)
        return self

    def __exit__(self, *_: object) -> None:
        if not self._published:
            shutil.rmtree(self.folder, ignore_errors=True)

    def make_folder(self, name: str) -> Path:
        """Create an empty folder inside the generation."""
        with writing(self.folder / name):
            (self.folder / name).mkdir()
        return self.folder / name

    def write(self, name: str, content: bytes) -> None:
        """Write one file of the generation."""
        with writing(self.folder / name):
            (self.folder / name).write_bytes(content)

    def commit(self, manifest: Manifest) -> Manifest:
        """Make the generation durable, then verify it; returns the manifest with its files.

        Raises:
            VerifyError: if the files on disk are not what was written.
        """
        with writing(self.folder):
            sync_below(self.folder)
            names = sorted(files_below(self.folder))
            sums = {name: sum_of(self.folder / name, self._known) for name in names}
            manifest = replace(manifest, files=sums)
            write_durably(self.folder / MANIFEST, write_manifest(manifest))
            sync(self.folder.parent)
            sync(self.index)
        try:
            check(self.index, self.id, self._known)
        except EngineError as error:
            raise VerifyError(f"the new generation does not verify: {error}") from error
        return manifest

    def publish(self) -> None:
        """Make this the generation in use."""
        prepare_switch(self.index, self.id)
        self._published = True  # from here on it may be in use, even if an error is raised
        switch(self.index, self.id)
