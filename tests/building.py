"""Small archives for tests, built from plain words."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.authority import Authority
from indexer.model import Attribution, Block, Document, Entry, Passage, Published

AUTHORITY = Authority.parse(
    b"""
[[organisation]]
slug = "league-for-lower-rents"
name = "League for Lower Rents"
acronyms = ["LLR"]
other_names = ["Rent League"]
first = 1921
last = 1939

[[organisation]]
slug = "harbour-workers-union"
name = "Harbour Workers Union"
acronyms = ["HWU"]
first = 1903
""",
    "organisations.toml",
)


def a_document(
    path: str,
    *passages: str,
    title: str | None = None,
    organisations: Sequence[str] = (),
    published: str | None = None,
    mentions: Sequence[str] = (),
    years: Sequence[int] = (),
) -> Entry:
    """A document with these passages; every passage has the same mentions and years."""
    precision = {4: "year", 7: "month", 10: "day"}[len(published)] if published else "year"
    document = Document(
        id=f"d-{path}",
        path=path,
        title=path if title is None else title,
        title_basis="heading",
        url=None,
        published=Published(published, precision, "printed") if published else None,  # type: ignore[arg-type] # by its length
        captured=None,
        organisations=tuple(
            Attribution(slug, organisation.name, "heading")
            for slug in organisations
            if (organisation := AUTHORITY.get(slug)) is not None
        ),
        blocks=tuple(Block(text) for text in passages),
        dropped=(),
    )
    starts = [sum(len(text) + 1 for text in passages[:i]) for i in range(len(passages))]
    return Entry(
        document,
        tuple(
            Passage(f"{document.id}-{i}", start, (), text, tuple(mentions), tuple(years))
            for i, (start, text) in enumerate(zip(starts, passages, strict=True))
        ),
    )
