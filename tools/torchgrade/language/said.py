"""Sentences that remember what they were made of, so that results can be told in any language later."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_SLOT = re.compile(r"\{(\w+)\}")
DEEPEST = 8  # sentences within sentences that are followed; results may come from anywhere


class Said(str):
    """A sentence in English with the template and the values that it was made from."""

    __slots__ = ("template", "values")
    template: str
    values: dict[str, str]


def say(template: str, /, **values: object) -> Said:
    """The template with `{name}` replaced by each value's text; a value may be such a sentence itself.

    The template stands in the code as a literal, from where the catalogue takes it.
    """
    texts = {name: value if isinstance(value, str) else str(value) for name, value in values.items()}
    said = Said(filled(template, texts))
    said.template, said.values = template, texts
    return said


def parts(text: str) -> list[Any]:
    """A sentence as JSON-able data, [template, {name: text or such data}]; [] for a text of no known making."""
    if not isinstance(text, Said):
        return []
    return [text.template, {name: parts(value) or str(value) for name, value in text.values.items()}]


def spoken(data: Any, translate: Callable[[str], str], depth: int = DEEPEST) -> str:
    """The sentence that `parts` took apart, in the language that `translate` puts templates into.

    Raises:
        ValueError: the data is not what `parts` makes.
    """
    if not (isinstance(data, (list, tuple)) and len(data) == 2 and isinstance(data[0], str) and depth > 0):
        raise ValueError("no sentence in parts")
    template, values = data
    if not isinstance(values, dict):
        raise ValueError("no values for a sentence")
    texts = {
        str(name): value if isinstance(value, str) else spoken(value, translate, depth - 1)
        for name, value in values.items()
    }
    return filled(translate(template), texts)


def slots(template: str) -> set[str]:
    """The names that a template asks for."""
    return set(_SLOT.findall(template))


def filled(template: str, texts: dict[str, str]) -> str:
    """Only known names are replaced: a brace in prose stays, and no value is looked into."""
    return _SLOT.sub(lambda match: texts.get(match[1], match[0]), template)
