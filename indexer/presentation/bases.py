"""How a value is known, in words: the same in a terminal and on a page."""

from __future__ import annotations

from collections.abc import Mapping

_OVERRIDE = "set by the archivist"
_COLLECTION = "from the description of its collection"
_FRONT_MATTER = "from the front matter of the file"
_PAGE = "from the metadata of the page"

TITLE_BASES: Mapping[str, str] = {
    "override": _OVERRIDE,
    "front-matter": _FRONT_MATTER,
    "page": _PAGE,
    "heading": "from the heading of the page",
    "first line": "from the first line",
    "file name": "from the file name",
}
DATE_BASES: Mapping[str, str] = {
    "override": _OVERRIDE,
    "collection": _COLLECTION,
    "front-matter": _FRONT_MATTER,
    "page": _PAGE,
    "address": "from the address",
    "printed": "printed on the page",
    "items": "the year of its latest dated item",
}
ORGANISATION_BASES: Mapping[str, str] = {
    "override": _OVERRIDE,
    "collection": _COLLECTION,
    "front-matter": _FRONT_MATTER,
    "page": _PAGE,
    "heading": "named in the heading or the first lines",
    "text": "the organisation the text is mainly about",
}
"""The tables of dates and organisations are in order of trust: the first that answers decides."""

_BY_FIELD: Mapping[str, Mapping[str, str]] = {
    "title": TITLE_BASES,
    "published": DATE_BASES,
    "organisations": ORGANISATION_BASES,
}


def basis_in_words(basis: str, field: str) -> str:
    """How a value of ``title``, ``published`` or ``organisations`` is known.

    A basis without words is given back as it is.
    """
    return _BY_FIELD[field].get(basis, basis)
