"""What several test modules share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from indexer.rebuilding.pipeline import rebuild
from indexer.settings import load_settings

CORPUS = Path(__file__).parents[1] / "corpus"

# A loaded machine draws examples slowly; that is no fault of the code under test.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample archive, built by the real rebuild."""
    index = tmp_path_factory.mktemp("sample") / "index"
    rebuild(load_settings(corpus=CORPUS, index=index))
    return index
