from __future__ import annotations

import json
from dataclasses import replace

import pytest

from torchgrade.formats.github_classroom import github_classroom
from torchgrade.formats.gradescope import gradescope
from torchgrade.formats.junit import junit
from torchgrade.formats.markdown import markdown
from torchgrade.formats.moodle import comment
from torchgrade.formats.prairielearn import prairielearn
from torchgrade.formats.terminal import terminal
from torchgrade.formats.wording import adjusted, shortened, why
from torchgrade.results import Adjustment

LATE = Adjustment("late", -1.5, "2 days late", ("{days} days late", {"days": "2"}))
MANUAL = Adjustment("manual", 2, "well\nexplained")


@pytest.fixture
def late(report):
    return replace(report, adjustments=(LATE, MANUAL))


def test_an_adjustment_is_one_line_with_its_reason(late):
    assert adjusted(late) == ["-1.5 points: 2 days late", "+2 points: well explained"]
    assert adjusted(replace(late, adjustments=(Adjustment("late", -1, "", ("broken",)),))) == ["-1 points"]


@pytest.mark.parametrize(
    "render",
    [
        lambda one: terminal([one]),
        lambda one: markdown([one]),
        lambda one: junit([one]),
        comment,
        gradescope,
        prairielearn,
        github_classroom,
    ],
)
def test_every_format_of_text_says_it(late, render):
    assert "1.5 points: 2 days late" in render(late)


def test_the_parts_of_classroom_add_up_to_the_score_whatever_was_taken(late):
    for one in (late, replace(late, adjustments=(replace(LATE, change=-100),))):
        assert sum(test["score"] for test in json.loads(github_classroom(one))["tests"]) == one.score


def test_what_is_right_or_not_begun_needs_no_reason(report):
    assert [why(check) for check in report.checks if check.verdict in ("passed", "not_started")] == [[], []]


def test_a_sentence_that_cannot_be_put_together_is_left_out(report):
    check = replace(report.checks[2], relation=("no sentence",), message="only this")
    assert why(check) == ["only this"]


def test_a_text_is_cut_with_an_ellipsis():
    assert (shortened("abc", 3), shortened("abcd", 3)) == ("abc", "ab…")
