"""What a page says once, and what it leaves out."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
import torch

from torchgrade.language.said import parts
from torchgrade.messages import wrong_values
from torchgrade.report.html import render_cohort, render_submission
from torchgrade.results import Evidence, Report


@pytest.fixture
def page(rich_report: Report) -> str:
    return render_submission(rich_report, "instructor")


def test_an_exercise_not_started_takes_one_line(page: str) -> None:
    [section] = re.findall(r'<section class="exercise one-line".*?</section>', page, re.DOTALL)
    assert "adam" in section
    assert "<article" not in section
    assert "pytest" not in section


@pytest.mark.parametrize("audience", ["learner", "instructor"])
def test_one_cause_is_told_once_with_the_checks_as_a_plain_list(rich_report: Report, audience: str) -> None:
    said = "softmax.py could not be imported: it raised SyntaxError: '(' was never closed (line 5)"
    broken = [
        replace(check, points=0, verdict="error", message=said, misconception=None, evidence=Evidence(4, 4, "(2,)-3"))
        for check in rich_report.checks[2:5]
    ]
    text = render_submission(replace(rich_report, checks=tuple(broken)), audience)  # type: ignore[arg-type]
    assert html.unescape(text).count(said) == 1
    assert text.count("<article") == 1
    items = [re.sub("<[^>]*>", "", item) for item in re.findall(r"<li>(.*?)</li>", text) if "torch.softmax" in item]
    assert items == ["gives torch.softmax&#39;s values along any dimension"]
    for noise in ("A hint", "(2,)-3", "not right"):
        assert noise not in text
    assert text.count("red alert") == 1  # what was printed meanwhile is still there


def test_the_largest_error_stands_in_a_table_and_its_factor_once(rich_report: Report) -> None:
    right, yours, allowed = torch.zeros(3, 6) + 0.02, torch.zeros(3, 6) + 0.02, torch.full((3, 6), 1.3e-5)
    yours[0, 5] = 0.42
    said = wrong_values("result", yours != right, right, yours, allowed)
    wrong = replace(rich_report.checks[2], message=said, said=tuple(parts(said)))
    text = render_submission(replace(rich_report, checks=(wrong,)), "learner")
    table = re.search(r'<table class="measured">.*?</table>', text, re.DOTALL)
    assert table
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", table[0])
    assert cells[: len(cells) // 2] == ["largest error", "expected", "yours", "off by", "allowed", "times the allowed"]
    assert cells[len(cells) // 2 :] == ["at [0, 5]", "0.02", "0.42", "0.4", "1.3e-5", "30,800"]
    assert "times that" not in text
    assert "e+04" not in text


def test_the_overview_has_remarks_only_where_there_are_any(rich_report: Report, page: str) -> None:
    heading = "What it looks like, or what went wrong"
    right = tuple(replace(rich_report.checks[0], exercise=name) for name in ("u/one", "u/two"))
    assert heading in page
    assert heading not in render_submission(replace(rich_report, checks=right), "learner")


def test_a_wrong_idea_is_set_large_once_and_small_afterwards(rich_report: Report) -> None:
    check = rich_report.checks[2]
    again = replace(check, id="again", title="again", message="differs again")
    text = render_submission(replace(rich_report, checks=(check, again)), "learner")
    assert text.count('<div class="idea">') == 1
    assert text.count("Looks like the same as above") == 1


def test_columns_with_one_value_are_left_out_of_the_cohort_s_table(rich_report: Report) -> None:
    calm = [replace(rich_report, submission=name, checks=rich_report.checks[:2], flags=()) for name in ("s1", "s2")]
    [table] = re.findall(r'<table class="sortable" id="submissions">.*?</table>', render_cohort(calm, {}), re.DOTALL)
    headings = re.findall(r'<th scope="col"[^>]*><button type="button">(.*?)<', table)
    assert headings == ["Submission", "Score", "Checks passed", "Time"]


def test_every_score_has_the_room_of_the_widest_so_that_the_bars_stand_in_line(rich_report: Report) -> None:
    right = tuple(replace(check, points=check.max_points, verdict="passed") for check in rich_report.checks)
    text = render_cohort([rich_report, replace(rich_report, submission="s08", checks=right)], {})
    told = re.findall(r'min-width: (\d+)ch">(\d+ / \d+)<', text)
    assert told == [("7", "11 / 40"), ("7", "40 / 40")]
