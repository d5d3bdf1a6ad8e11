from __future__ import annotations

import re

import pytest

from torchgrade.report import palette
from torchgrade.report.templating import TEMPLATES

TEXT_ON = [(text, back) for text in ("ink", "muted", "good", "bad", "accent") for back in ("page", "card", "soft")]


def themes() -> list[dict[str, str]]:
    """The light and the dark variables of the style sheet."""
    style = (TEMPLATES / "base.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    return [dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in (light, dark)]


def test_contrast_is_that_of_wcag() -> None:
    assert palette.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "back"), [*TEXT_ON, ("accent", "accent-soft"), ("ink", "accent-soft"), ("page", "ink")]
)
def test_text_has_enough_contrast_in_both_themes(theme: int, text: str, back: str) -> None:
    colours = themes()[theme]
    assert palette.contrast(colours[text], colours[back]) >= 4.5


def test_numbers_on_cells_have_enough_contrast() -> None:
    rules = re.findall(r"\.\w+\{fill:(#\w{6})\}\.\w+t\{fill:(#\w{6})\}", palette.css())
    assert len(rules) == 2 * 3 * palette.LEVELS
    assert all(palette.contrast(cell, ink) >= 4.5 for cell, ink in rules)


def test_a_ramp_runs_through_its_anchors() -> None:
    colours = palette.ramp(("#000000", "#808080", "#ffffff"))
    assert [colours[0], colours[palette.LEVELS // 2], colours[-1]] == ["#000000", "#808080", "#ffffff"]
    assert len(colours) == palette.LEVELS
