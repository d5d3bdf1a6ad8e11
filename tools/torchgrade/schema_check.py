"""Whether results hold the published schema: quickly for those that do, in words for those that do not."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from torchgrade.results import Report, plain
from torchgrade.results_schema import schema

_NAMES = {
    "number": "a number",
    "integer": "a whole number",
    "string": "a text",
    "array": "a list",
    "object": "an object",
}

Holds = Callable[[Any], bool]


def problem(report: Report) -> str:
    """The first field of a report that does not hold the schema, in words; "" if all do."""
    if _quick()(report):
        return ""
    whole = schema()
    return next(_problems(plain(report), whole, whole["$defs"], ""), "")


@cache
def _quick() -> Holds:
    """The schema as one function over the model's own objects: a class has millions of fields."""
    whole = schema()
    return _compiled(whole, whole["$defs"], {})


def _compiled(rule: dict[str, Any], parts: dict[str, Any], known: dict[str, Holds]) -> Holds:
    if "$ref" in rule:
        name = rule["$ref"].rpartition("/")[2]
        if name not in known:
            known[name] = _compiled(parts[name], parts, known)
        return known[name]
    if "anyOf" in rule:
        choices = [_compiled(item, parts, known) for item in rule["anyOf"]]
        return lambda value: any(holds(value) for holds in choices)
    if "enum" in rule or "const" in rule:
        allowed = rule.get("enum") or [rule["const"]]
        return lambda value: value in allowed
    if rule.get("type") == "object":
        return _compiled_object(rule, parts, known)
    if rule.get("type") == "array":
        return _compiled_list(rule, parts, known)
    return _compiled_simple(rule)


def _compiled_object(rule: dict[str, Any], parts: dict[str, Any], known: dict[str, Holds]) -> Holds:
    fields = [(name, _compiled(item, parts, known)) for name, item in rule.get("properties", {}).items()]
    if not fields:
        each = _compiled(rule["additionalProperties"], parts, known)
        return lambda value: isinstance(value, dict) and all(map(each, value.values()))

    def holds(value: Any) -> bool:
        found = getattr(value, "__dict__", None)
        return found is not None and all(holds(found[name]) for name, holds in fields if name in found)

    return holds


def _compiled_list(rule: dict[str, Any], parts: dict[str, Any], known: dict[str, Holds]) -> Holds:
    each = _compiled(rule["items"], parts, known)
    least, most = rule.get("minItems", 0), rule.get("maxItems", math.inf)
    return lambda value: isinstance(value, (list, tuple)) and least <= len(value) <= most and all(map(each, value))


def _compiled_simple(rule: dict[str, Any]) -> Holds:
    kind, least, most = rule.get("type"), rule.get("minimum", -math.inf), rule.get("maximum", math.inf)
    if kind is None:
        return lambda value: True
    if kind in ("number", "integer"):
        kinds = (int,) if kind == "integer" else (int, float)
        # Exact types, so that True is no number; nan is between no two, and infinity is left out.
        return lambda value: type(value) in kinds and least <= value <= most and abs(value) != math.inf
    exact = {"string": str, "boolean": bool, "null": type(None)}[kind]
    return lambda value: type(value) is exact


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
