"""Every field that is stored is read back, on every engine; no field is named here.

Values are made from the fields and types of the dataclasses, so that a new field is
covered without a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from itertools import count
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from indexer.engines import EngineType
from indexer.model import Entry, Published, card_of
from tests.building import AUTHORITY, a_document
from tests.engines.test_engines import INFO, KINDS

GIVEN: dict[tuple[type, str], Any] = {(Published, "value"): "1922-05"}
"""Fields for which not every value of their type is valid."""


def filled(kind: type, numbers: Iterator[int]) -> Any:
    """An instance of a dataclass in which every field differs from its default."""
    hints = get_type_hints(kind)
    return kind(
        **{
            field.name: GIVEN.get((kind, field.name))
            or value_of(hints[field.name], field.default, numbers)
            for field in fields(kind)
        }
    )


def value_of(hint: Any, default: Any, numbers: Iterator[int]) -> Any:
    """A value of a type that is not the default."""
    kind, parameters = get_origin(hint), get_args(hint)
    if hint is str:
        return f"text {next(numbers)} é “…”"
    if hint is bool:
        return default is not True
    if hint in (int, float):
        return hint(next(numbers))
    if kind is Literal:
        return next(option for option in reversed(parameters) if option != default)
    if kind in (Union, UnionType):
        return value_of(parameters[0], default, numbers)
    if kind in (tuple, frozenset):
        return kind(value_of(parameters[0], MISSING, numbers) for _ in range(2))
    assert is_dataclass(hint), f"say here how to make a {hint}"
    return filled(hint, numbers)  # type: ignore[arg-type]  # mypy takes it for an instance


def defaults_in(value: Any) -> Iterator[str]:
    """The fields, at whatever depth, that have their default."""
    if isinstance(value, tuple | frozenset):
        for item in value:
            yield from defaults_in(item)
    elif is_dataclass(value):
        for field in fields(value):
            own = getattr(value, field.name)
            if own == field.default or own in (None, (), ""):
                yield f"{type(value).__name__}.{field.name}"
            yield from defaults_in(own)


@pytest.fixture
def entry() -> Entry:
    made = filled(Entry, count(1))
    assert isinstance(made, Entry)
    assert list(defaults_in(made)) == []
    return made


def with_passages_of_its_text(entry: Entry) -> Entry:
    """The same with passages that are runs of the document's text, as those of a rebuild are."""
    text = entry.document.text
    middle = text.index("\n")
    cuts = ((0, middle), (middle + 1, len(text)))
    passages = tuple(
        replace(passage, start=start, text=text[start:end])
        for passage, (start, end) in zip(entry.passages, cuts, strict=True)
    )
    return replace(entry, passages=passages)


def read_back(kind: EngineType, entry: Entry, folder: Path) -> Entry | None:
    """The entry written in one version, with another, and read from the next."""
    one, two = folder / "one", folder / "two"
    one.mkdir()
    two.mkdir()
    kind.write(None, (), [a_document("a.txt", "one"), entry], one)
    kind.write(one, ["d-a.txt"], [a_document("b.txt", "two"), a_document("c.txt", "three")], two)
    engine = kind.open(two, INFO, AUTHORITY)
    assert card_of(entry.document) in engine.cards()
    return engine.entry(entry.document.id)


@pytest.mark.parametrize("name", KINDS)
def test_every_field_that_is_stored_comes_back(entry: Entry, tmp_path: Path, name: str) -> None:
    assert read_back(KINDS[name], entry, tmp_path) == entry


@pytest.mark.parametrize("name", KINDS)
def test_every_field_comes_back_where_passages_are_runs_of_the_text(
    entry: Entry, tmp_path: Path, name: str
) -> None:
    entry = with_passages_of_its_text(entry)

    assert read_back(KINDS[name], entry, tmp_path) == entry
