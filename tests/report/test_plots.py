from __future__ import annotations

import importlib.util
import os
import re

import pytest

from torchgrade.language.speaking import speaking
from torchgrade.report import plots
from torchgrade.report.html import render_submission
from torchgrade.report.plots import bars, plot
from torchgrade.results import Check, Evidence, Report, Series, Surface

DRAWN = pytest.mark.skipif(
    importlib.util.find_spec("matplotlib") is None and os.environ.get("CI") != "true",
    reason="needs matplotlib: pip install 'torchgrade[plots]'",
)
CURVE = Series("result['loss']", "curve", [2.0, 1.0, 0.5], [2.0, "nan"], every=4)
PATH = Series("result", "path", [[0.0, 0.0], [1.0, 2.0], [1.5, 3.0]], [[0.0, 0.0], [1.0, "inf"]], 1, (3, 5))
BOWL = Surface((-1.0, 2.0, -1.0, 4.0), [[float(x * x + y * y) for x in range(6)] for y in range(6)])


def page(*series: Series) -> str:
    check = Check("u/sgd", "u/sgd::test_it", "walks", 0, 4, "failed", evidence=Evidence(2, 2, "3", series=series))
    return render_submission(Report("s1", (check,)), "learner")


def test_the_numbers_of_a_curve_are_a_table_of_its_steps() -> None:
    shown = plot(CURVE)
    assert shown.columns == ("step", "expected", "yours")
    assert shown.rows == (("0", "2", "2"), ("4", "1", "nan"), ("8", "0.5", "–"))
    assert shown.title == "result['loss'], step by step"


def test_the_numbers_of_a_path_are_a_table_of_both_coordinates() -> None:
    shown = plot(PATH)
    assert shown.columns[1:] == ("expected, number 3", "expected, number 5", "yours, number 3", "yours, number 5")
    assert shown.rows[1:] == (("1", "1", "2", "1", "inf"), ("2", "1.5", "3", "–", "–"))


@DRAWN
@pytest.mark.parametrize("series", [CURVE, PATH, Series(**{**vars(PATH), "surface": BOWL})])
def test_a_picture_has_the_pages_colours_and_nothing_from_elsewhere(series: Series) -> None:
    picture = str(plot(series).picture)
    assert picture.startswith("<svg ")
    assert "var(--right)" in picture
    assert "var(--yours)" in picture
    assert not re.search(r"#0[1-7]0[1-7]0[1-8]|https?:|<style|<metadata", picture)
    assert set(re.findall(r'(?:href="#|url\(#)([\w-]+)', picture)) <= set(re.findall(r'id="([\w-]+)"', picture))


@DRAWN
def test_pictures_on_one_page_share_no_id_and_come_out_the_same_again() -> None:
    text = page(CURVE, PATH, Series(**{**vars(PATH), "surface": BOWL}))
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids)) > 3
    assert text.count("<svg ") == 3
    assert "Thin lines join points of equal loss." in text
    assert page(CURVE, PATH, Series(**{**vars(PATH), "surface": BOWL})) == text


@DRAWN
@pytest.mark.parametrize(
    "series",
    [
        Series("result", "curve", ["nan", "nan", "nan"], ["inf"]),
        Series("result", "curve", [1e300, 1e-300, 0.0], [-1e308, 1e308]),
        Series("result", "curve", [1.0, 1.0, 1.0], [1e9, 2e9]),
        Series("result", "path", [["nan", 0.0]] * 3, [["inf", "inf"]], 1, (0, 1), Surface((0, 0, 0, 0), [["nan"]])),
        Series("result", "path", [[0.0, 0.0]] * 3, [[0.0, 0.0]], 1, (0, 1), Surface((0, 1, 0, 1), [[1.0] * 2] * 2)),
        Series("<blink>", "curve", [1.0], [2.0]),
        Series("result", "path", [[0.0]], [], 1, ()),
    ],
)
def test_odd_numbers_are_drawn_or_left_to_the_table(series: Series) -> None:
    text = page(series)
    assert "<blink>" not in text
    assert '<table class="numbers">' in text


@DRAWN
def test_a_picture_speaks_the_language_of_the_page() -> None:
    with speaking("zh_CN"):
        assert "你的" in str(plot(CURVE).picture)


def test_without_matplotlib_the_numbers_are_there_alone_and_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plots, "_matplotlib", lambda: None)
    text = page(CURVE)
    assert "<svg" not in text
    assert re.search(r"<details open>\s*<summary>Step by step, in numbers", text)
    assert bars([1, 2]) is None


def test_numbers_on_an_axis_are_whole_however_small_they_are() -> None:
    shown = plot(Series("result", "curve", [0.0002, 0.0001, 0.00005], [0.0002, 0.00015, 0.0001])).picture
    assert shown is not None
    labels = re.findall(r">([\d.]+)</text>", shown)
    assert "0.00010" in labels
    assert len(labels) == len(set(labels)), "two marks of one axis are never called the same"
