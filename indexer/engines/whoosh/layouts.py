"""Frozen dataclasses as JSON lists, derived from their fields and type hints.

A value is the list of its fields in order; fields at the end that have their default
(or, without one, the empty value of their type) are left out. A field of an unknown
type raises as soon as the layout is made, so that none is ever dropped in silence.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import lru_cache
from operator import attrgetter, itemgetter
from types import NoneType, UnionType
from typing import Any, Generic, Literal, NamedTuple, TypeVar, Union, get_args, get_origin
from typing import get_type_hints as type_hints

Value = TypeVar("Value")
Writer = Callable[[Any], str]

CACHED = 1 << 14
"""Values of one field whose JSON is cached, at most; chosen by hand."""

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
decode = json.JSONDecoder().decode


class _JsonType(NamedTuple):
    """How values of one type are written as JSON, and read from decoded JSON."""

    write: Writer
    read: Callable[[Any], Any] | None
    """``None`` if decoded JSON is the value."""
    empty: Any
    """The value of a field without a default that was left out."""


class Layout(Generic[Value]):
    """The fields of a dataclass as a JSON list."""

    def __init__(
        self,
        kind: type[Value],
        elsewhere: Sequence[str] = (),
        shared: Collection[str] = (),
        writers: Mapping[str, Writer] | None = None,
    ) -> None:
        """``elsewhere`` are fields that are stored in another way and given to ``read``.

        ``shared`` are fields whose values recur, so that their JSON is cached.
        ``writers`` are used in place of those that are derived from the types.
        """
        hints = type_hints(kind)
        stored = [field for field in _fields(kind) if field.name not in elsewhere]
        types = [_json_type(hints[field.name]) for field in stored]
        self._kind = kind
        self._names = [field.name for field in stored]
        own = dict(zip(self._names, [type_.write for type_ in types], strict=True))
        own |= {name: lru_cache(CACHED)(own[name]) for name in shared}
        self._writers = [*(own | dict(writers or {})).values()]
        self._left_out = list(map(_value_left_out, stored, types))
        self._readers = [(i, type_.read) for i, type_ in enumerate(types) if type_.read is not None]
        given = [*self._names, *elsewhere]
        self._in_order = itemgetter(*[given.index(field.name) for field in _fields(kind)])
        self._values = attrgetter(*self._names)

    def write(self, value: object) -> str:
        """The JSON of a value, or of another that has the same fields."""
        values = self._values(value)
        return self.write_values(values if len(self._names) > 1 else (values,))

    def write_values(self, values: Sequence[Any]) -> str:
        """The JSON of the fields' values, in order."""
        end = len(values)
        left_out = self._left_out
        while end and values[end - 1] == left_out[end - 1]:
            end -= 1
        items = [write(value) for write, value in zip(self._writers, values[:end], strict=False)]
        return f"[{','.join(items)}]"

    def read(self, stored: Sequence[Any], *elsewhere: Any) -> Value:
        """The value whose JSON was ``stored``.

        ``elsewhere`` are the values of the fields that are not in it, in their order.
        """
        values = list(stored)
        for position, read in self._readers:
            if position >= len(stored):
                break
            values[position] = read(values[position])
        values += self._left_out[len(stored) :]
        if not elsewhere:
            return self._kind(*values)
        return self._kind(*self._in_order([*values, *elsewhere]))


def _value_left_out(field: Field[Any], type_: _JsonType) -> Any:
    return type_.empty if field.default is MISSING else field.default


def _fields(kind: Any) -> tuple[Field[Any], ...]:
    found: tuple[Field[Any], ...] = fields(kind)
    return found


def _json_type(hint: Any) -> _JsonType:
    """How values of a type are stored.

    Raises:
        TypeError: if that is not known yet.
    """
    if hint in _PLAIN:
        return _PLAIN[hint]
    kind, parameters = get_origin(hint), get_args(hint)
    if kind is Literal:
        return _json_type(type(parameters[0]))
    if kind in (Union, UnionType) and len(parameters) == 2 and parameters[1] is NoneType:
        return _optional(_json_type(parameters[0]))
    if kind is tuple and parameters[1:] == (...,):
        return _many(_json_type(parameters[0]), tuple)
    if kind is frozenset:
        return _many(_json_type(parameters[0]), frozenset)
    if isinstance(hint, type) and is_dataclass(hint):
        layout: Layout[Any] = Layout(hint)
        return _JsonType(layout.write, layout.read, None)
    raise TypeError(f"fields of type {hint} cannot be stored yet: say how in {__name__}._json_type")


_PLAIN = {
    str: _JsonType(json.encoder.encode_basestring, None, ""),
    int: _JsonType(str, None, 0),
    float: _JsonType(encode, None, 0.0),
    bool: _JsonType(encode, None, False),
}


def _optional(type_: _JsonType) -> _JsonType:
    write, read = type_.write, type_.read
    return _JsonType(
        lambda value: "null" if value is None else write(value),
        read and (lambda item: None if item is None else read(item)),
        None,
    )


def _many(type_: _JsonType, kind: type[tuple[Any, ...]] | type[frozenset[Any]]) -> _JsonType:
    write, read = type_.write, type_.read
    in_order: Callable[[Any], Any] = sorted if kind is frozenset else iter
    return _JsonType(
        lambda values: f"[{','.join([write(value) for value in in_order(values)])}]",
        kind if read is None else lambda items: kind([read(item) for item in items]),
        kind(),
    )
