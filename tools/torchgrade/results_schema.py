"""The published JSON Schema of results, made from the model's own types."""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from torchgrade.results import SCHEMA_VERSION, Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOST_POINTS = 1_000_000_000
_POINTS = {"type": "number", "minimum": 0, "maximum": MOST_POINTS}
_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    type(None): {"type": "null"},
    Any: {},
}


def schema() -> dict[str, Any]:
    """The JSON Schema of one results file.

    Unknown fields are allowed: a later torchgrade may add some without a new version. Every number is finite;
    where a measured one was not, the file has the string "nan", "inf" or "-inf".
    """
    parts: dict[str, Any] = {}
    root = _of_class(Report, parts)
    root["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    root["properties"] |= {"score": _POINTS, "max_score": _POINTS}
    root["required"] = sorted({*root["required"], "schema_version"})
    title = {"$schema": DIALECT, "$id": f"urn:torchgrade:results:{SCHEMA_VERSION}", "title": "torchgrade results"}
    return {**title, **root, "$defs": dict(sorted(parts.items()))}


def _of_class(cls: type, parts: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    properties = {
        item.name: _POINTS if item.name in ("points", "max_points") else _of_type(hints[item.name], parts)
        for item in fields(cls)
    }
    needed = sorted(item.name for item in fields(cls) if item.default is MISSING and item.default_factory is MISSING)
    about = (cls.__doc__ or "").partition("\n")[0]
    return {"type": "object", "description": about, "properties": properties, "required": needed}


def _of_type(hint: Any, parts: dict[str, Any]) -> dict[str, Any]:
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in parts:
            parts[hint.__name__] = {}  # before its fields, which may name it again
            parts[hint.__name__] = _of_class(hint, parts)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of_type(item, parts) for item in inner]}
    if origin in (list, tuple):
        return _of_sequence(inner, parts)
    if origin is dict:
        return {"type": "object", "additionalProperties": _of_type(inner[1], parts)}
    return dict(_SIMPLE[hint])


def _of_sequence(inner: tuple[Any, ...], parts: dict[str, Any]) -> dict[str, Any]:
    fixed = len(inner) > 1 and inner[-1] is not Ellipsis
    length = {"minItems": len(inner), "maxItems": len(inner)} if fixed else {}
    return {"type": "array", "items": _of_type(inner[0], parts), **length}
