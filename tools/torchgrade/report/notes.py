"""Sentences that results hold in parts, put together for a reader: notes, which cost no points, among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torchgrade.language.speaking import _, say_again
from torchgrade.report.text import visible
from torchgrade.results import Check


def notes(checks: Sequence[Check]) -> list[str]:
    """What is worth knowing about these checks and costs nothing, a line each, each thing once."""
    told = (text for check in checks for note in check.notes for text in said(note))
    return [_("note (costs no points): {text}", text=visible(text)) for text in dict.fromkeys(told)]


def said(stored: Any) -> list[str]:
    """The sentence alone; nothing where it cannot be put together, since results may come from anywhere."""
    try:
        return [say_again(stored)]
    except ValueError:
        return []
