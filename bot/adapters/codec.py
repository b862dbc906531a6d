"""The domain's frozen dataclasses as JSON values and back, driven by their type annotations."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def encode(value: Any) -> Any:
    """A JSON value that `decode` turns back into an equal one. Raises TypeError for what has no JSON form."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {encode(key): encode(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(encode(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON form")


def decode(type_: type[T], value: Any) -> T:
    """The dataclass again. Fields that are missing get their default, unknown ones are left out."""
    return cast(T, _decoder(cast(Hashable, type_))(value))


@cache
def _decoder(hint: Any) -> Decoder:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _optional(hint)
    if origin in (tuple, frozenset):
        item = _decoder(get_args(hint)[0])
        return lambda value: origin(item(part) for part in value)
    if origin is not None and origin is not Literal:
        return _mapping(*get_args(hint))
    if dataclasses.is_dataclass(hint):
        return _dataclass(cast(type, hint))
    return _scalar(hint)


def _scalar(hint: Any) -> Decoder:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if hint in (datetime, date, time):
        return cast(Decoder, hint.fromisoformat)
    return _as_is


def _as_is(value: Any) -> Any:
    return value


def _optional(hint: Any) -> Decoder:
    inner = _decoder(next(part for part in get_args(hint) if part is not type(None)))
    return lambda value: None if value is None else inner(value)


def _mapping(key_hint: Any, item_hint: Any) -> Decoder:
    key, item = _decoder(key_hint), _decoder(item_hint)
    return lambda value: {key(name): item(part) for name, part in value.items()}


def _dataclass(hint: type) -> Decoder:
    hints = get_type_hints(hint)
    fields = {field.name: _decoder(hints[field.name]) for field in dataclasses.fields(hint)}
    return lambda value: hint(**{name: fields[name](part) for name, part in value.items() if name in fields})
