"""Documents as references: RIS and BibTeX for citation managers, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import rispy  # type: ignore[import-untyped]  # it ships no types

from indexer.model import Card, Hit
from webapp.links import original

COLUMNS = (
    "rank",
    "id",
    "title",
    "organisations",
    "published",
    "published_basis",
    "url",
    "path",
    "passages_matched",
    "passage",
)

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
    }
)


def as_csv(hits: Iterable[Hit]) -> str:
    """A header row, then one row per document, best first; ``passage`` is its best fragment."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in _row(hit)] for hit in hits)
    return sheet.getvalue()


def as_ris(cards: Sequence[Card]) -> str:
    """RIS references, one per document."""
    return str(rispy.dumps([_ris(card) for card in cards], implementation=_Unnumbered))


def as_bibtex(cards: Iterable[Card]) -> str:
    """``@misc`` entries in UTF-8, one per document, with its id as key."""
    return "\n".join(_bibtex(card) for card in cards)


class _Unnumbered(rispy.RisWriter):  # type: ignore[misc]  # untyped
    """RIS without a counter before each reference: not every program skips it."""

    def set_header(self, count: int) -> str:
        return ""


def _row(hit: Hit) -> tuple[object, ...]:
    card, published = hit.card, hit.card.published
    return (
        hit.rank,
        card.id,
        card.title,
        "; ".join(organisation.name for organisation in card.organisations),
        published.value if published else "",
        published.basis if published else "",
        card.url or "",
        card.path,
        hit.passages_matched,
        hit.fragments[0].text if hit.fragments else "",
    )


def _cell(value: object) -> object:
    """Escaped if a spreadsheet would run it as a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


def _line(text: str) -> str:
    return " ".join(text.split())


def _ris(card: Card) -> dict[str, object]:
    reference: dict[str, object] = {
        "type_of_reference": "ELEC",
        "id": card.id,
        "title": _line(card.title),
        "authors": [_line(organisation.name) for organisation in card.organisations],
    }
    if card.published is not None:
        reference["year"] = str(card.published.year)
        reference["date"] = "/".join([*card.published.value.split("-"), "", ""][:3]) + "/"
    if url := original(card.url):
        reference["urls"] = [_line(url)]
    return {name: value for name, value in reference.items() if value}


def _bibtex(card: Card) -> str:
    fields = {
        "title": f"{{{_latex(card.title)}}}",
        "author": " and ".join(f"{{{_latex(o.name)}}}" for o in card.organisations),
        "year": str(card.published.year) if card.published else "",
        "month": card.published.value[5:7].lstrip("0") if card.published else "",
        "url": _line(original(card.url) or "").replace("{", "%7B").replace("}", "%7D"),
    }
    lines = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{card.id},\n{''.join(lines)}}}\n"


def _latex(text: str) -> str:
    return _line(text).translate(_LATEX)
