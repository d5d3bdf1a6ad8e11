"""The published JSON Schema of results, made from the model's own types, and a check that results hold it."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from torchgrade.results import SCHEMA_VERSION, Report, plain

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
_NAMES = {
    "number": "a number",
    "integer": "a whole number",
    "string": "a text",
    "array": "a list",
    "object": "an object",
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


def problem(report: Report) -> str:
    """The first field of a report that does not hold the schema, in words; "" if all do."""
    whole = schema()
    return next(_problems(plain(report), whole, whole["$defs"], ""), "")


def _problems(value: Any, rule: dict[str, Any], parts: dict[str, Any], where: str) -> Iterator[str]:
    """What is wrong with a value. Only the keywords that `schema` writes are known."""
    if "$ref" in rule:
        rule = parts[rule["$ref"].rpartition("/")[2]]
    if "anyOf" in rule:
        tried = [next(_problems(value, item, parts, where), "") for item in rule["anyOf"]]
        if all(tried):
            yield tried[0]
        return
    allowed = rule.get("enum", [rule["const"]] if "const" in rule else None)
    if allowed is not None and value not in allowed:
        yield f"{where} is {_short(value)}, not one of {', '.join(map(str, allowed))}"
    elif not _is_a(value, rule.get("type")):
        yield f"{where} is {_short(value)}, not {_NAMES.get(rule['type'], rule['type'])}"
    elif isinstance(value, dict):
        yield from _in_object(value, rule, parts, where)
    elif isinstance(value, list):
        yield from _in_list(value, rule, parts, where)
    elif "minimum" in rule and not rule["minimum"] <= value <= rule["maximum"]:
        yield f"{where} is {_short(value)}, not between {rule['minimum']} and {rule['maximum']}"


def _in_object(value: dict[str, Any], rule: dict[str, Any], parts: dict[str, Any], where: str) -> Iterator[str]:
    known, others = rule.get("properties", {}), rule.get("additionalProperties", {})
    for name, item in value.items():
        yield from _problems(item, known.get(name, others), parts, f"{where}.{name}" if where else str(name))


def _in_list(value: list[Any], rule: dict[str, Any], parts: dict[str, Any], where: str) -> Iterator[str]:
    if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value)):
        yield f"{where} has {len(value)} entries, not {rule['minItems']}"
    for place, item in enumerate(value):
        yield from _problems(item, rule.get("items", {}), parts, f"{where}[{place}]")


def _is_a(value: Any, kind: str | None) -> bool:
    if kind in ("number", "integer"):
        return isinstance(value, int if kind == "integer" else (int, float)) and not isinstance(value, bool)
    known = {"string": str, "boolean": bool, "null": type(None), "array": list, "object": dict}
    return kind is None or isinstance(value, known[kind])


def _short(value: Any) -> str:
    try:
        text = repr(value)
    except ValueError:  # an int with more digits than Python prints
        return "a number with thousands of digits"
    return text if len(text) <= 40 else f"{text[:37]}..."
