"""Dataclasses as JSON lists."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.whoosh.layouts import Layout, decode
from indexer.model import (
    Attribution,
    Block,
    Candidate,
    Card,
    Document,
    DroppedBlock,
    Passage,
    Published,
)


@pytest.mark.parametrize(
    "kind", [Attribution, Block, Candidate, Card, Document, DroppedBlock, Passage, Published]
)
@given(data=st.data())
def test_any_value_of_a_stored_class_comes_back(kind: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))

    assert Layout(kind).read(decode(Layout(kind).write(value))) == value


@dataclass(frozen=True)
class Tool:
    name: str
    weight: float = 1.5
    uses: tuple[str, ...] = ()
    lent: bool = False
    note: str | None = None


def test_defaults_at_the_end_are_left_out() -> None:
    layout = Layout(Tool)

    assert layout.write(Tool("saw")) == '["saw"]'
    assert layout.write(Tool("saw", uses=("logs",))) == '["saw",1.5,["logs"]]'
    assert layout.read(["saw"]) == Tool("saw")
    assert layout.read([]) == Tool("")


def test_fields_that_are_stored_elsewhere_are_given() -> None:
    layout = Layout(Tool, elsewhere=("note", "name"))
    tool = Tool("saw", 2.0, ("logs",), True, "blunt")

    assert layout.write(tool) == '[2.0,["logs"],true]'
    assert layout.read([2.0, ["logs"], True], "blunt", "saw") == tool


def test_a_type_that_cannot_be_stored_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd:
        parts: dict[str, int]

    with pytest.raises(TypeError, match=r"dict\[str, int\] cannot be stored yet"):
        Layout(Odd)


def test_a_writer_that_is_given_replaces_the_derived_one() -> None:
    layout = Layout(Tool, shared=("note",), writers={"name": lambda name: f'"{name}!"'})

    written = [layout.write(Tool(name, note="old")) for name in ("saw", "axe")]

    assert written == ['["saw!",1.5,[],false,"old"]', '["axe!",1.5,[],false,"old"]']
