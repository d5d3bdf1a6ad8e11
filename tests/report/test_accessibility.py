"""Every page holds WCAG 2.2 AA as far as axe-core can tell: both languages, both themes, on a desk and a phone."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from torchgrade.language.speaking import speaking
from torchgrade.report.cohort import Attendance, Gathering
from torchgrade.report.html import render_cohort_page, render_submission
from torchgrade.report.likeness import Compared, Pair
from torchgrade.results import Report, Series, Surface

BROWSER = runpy.run_path(str(Path(__file__).with_name("browser.py")))
violations, dumped = BROWSER["violations"], BROWSER["dumped"]
pytestmark = BROWSER["NEEDED"]


def with_plots(report: Report) -> Report:
    """The report with a curve and a path on a surface in its first failing check."""
    surface = Surface((-1.0, 2.0, -1.0, 2.0), [[float(x * x + y) for x in range(8)] for y in range(8)])
    series = (
        Series("result", "curve", [2.0, 1.0, 0.5], [2.0, 1.5, "nan"]),
        Series("result", "path", [[0.0, 0.0], [1.0, 1.0], [1.5, 1.0]], [[0.0, 0.0], [0.5, 1.0]], 1, (0, 1), surface),
    )
    wrong = report.checks[2]
    wrong = replace(wrong, evidence=replace(wrong.evidence, series=series))
    return replace(report, checks=(*report.checks[:2], wrong, *report.checks[3:]), fingerprints={"softmax": "same"})


def page_of(kind: str, report: Report, others: list[Report]) -> str:
    if kind != "cohort":
        return render_submission(with_plots(report), kind)  # type: ignore[arg-type]
    pairs = tuple(Pair(99.0 - place, ("s01", "s02"), (f"s{place:02d}",)) for place in range(3, 36))
    compared = (Compared("09_optimizers/adam", 60.0, 14, pairs, 5), Compared("05_convolution/conv2d", 90.0, 3))
    gathering = Gathering(Attendance({"s01": "Ada", "s77": "Nobody yet"}, ("s01",)), compared)
    for one in others:
        gathering.add(with_plots(one) if len(one.checks) > 3 else one, f"submissions/{one.submission}.html")
    return render_cohort_page(gathering.cohort())


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "zh_CN"])
@pytest.mark.parametrize("kind", ["learner", "instructor", "cohort"])
def test_axe_finds_nothing_wrong(
    kind: str, locale: str, dark: bool, rich_report: Report, small_class: list[Report], tmp_path: Path
) -> None:
    with speaking(locale):
        page = page_of(kind, rich_report, small_class)
    assert violations(page, tmp_path, dark) == []


@pytest.mark.parametrize("kind", ["learner", "cohort"])
def test_axe_finds_nothing_wrong_on_a_phone(
    kind: str, rich_report: Report, small_class: list[Report], tmp_path: Path
) -> None:
    assert violations(page_of(kind, rich_report, small_class), tmp_path, width=390) == []


def test_axe_does_find_what_is_wrong(rich_report: Report, tmp_path: Path) -> None:
    page = render_submission(rich_report, "learner").replace("--muted: #5d626b", "--muted: #c5c5c5")
    assert "color-contrast" in [rule for rule, *_ in violations(page.replace(' lang="en"', ""), tmp_path)]


def test_a_filter_leaves_the_rows_that_hold_every_word(small_class: list[Report], tmp_path: Path) -> None:
    page = page_of("cohort", small_class[0], small_class)
    ask = (
        '<script>const asked = document.querySelector("[data-table=submissions] input");'
        'asked.value = "S0 5"; asked.dispatchEvent(new Event("input"));'
        "document.querySelectorAll('#submissions th button')[0].click();</script>"
    )
    start, end = page.index("<meta http-equiv"), page.index('<meta name="color-scheme"')
    (tmp_path / "page.html").write_text((page[:start] + page[end:]).replace("</body>", f"{ask}</body>"), "utf-8")
    dom = dumped(tmp_path / "page.html", tmp_path)
    rows = dom[dom.index('id="submissions"') :].split("<tr ")[1:]
    shown = [row for row in rows if 'hidden=""' not in row.partition(">")[0]]
    assert 0 < len(shown) < len(rows)
    assert all("s0" in row for row in shown)
    assert f"{len(shown)} of {len(rows)}" in dom
    assert 'aria-sort="ascending"' in dom
