"""Every basis has its words."""

from __future__ import annotations

from typing import get_args

from indexer.model import DateBasis, OrganisationBasis
from indexer.presentation.bases import DATE_BASES, ORGANISATION_BASES, basis_in_words


def test_every_basis_of_a_date_and_of_an_organisation_has_words() -> None:
    assert tuple(DATE_BASES) == get_args(DateBasis)
    assert tuple(ORGANISATION_BASES) == get_args(OrganisationBasis)


def test_a_basis_reads_the_same_of_every_field_that_has_it() -> None:
    fields = ("title", "published", "organisations")

    assert {basis_in_words("override", field) for field in fields} == {"set by the archivist"}


def test_a_basis_without_words_is_returned_unchanged() -> None:
    assert basis_in_words("hearsay", "title") == "hearsay"
