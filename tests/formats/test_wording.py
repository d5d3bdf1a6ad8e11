from __future__ import annotations

import json
from dataclasses import replace

import pytest

from torchgrade.formats.github import log
from torchgrade.formats.github_classroom import github_classroom
from torchgrade.formats.gradescope import gradescope
from torchgrade.formats.junit import junit
from torchgrade.formats.markdown import markdown
from torchgrade.formats.moodle import comment
from torchgrade.formats.prairielearn import prairielearn
from torchgrade.formats.terminal import terminal
from torchgrade.formats.wording import adjusted, notes, shortened, why
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


NOTE = ("{file}, line {line} stays on the CPU.", {"file": "relu.py", "line": "3"})
TOLD = "note (costs no points): relu.py, line 3 stays on the CPU."


@pytest.fixture
def noted(report):
    """The first check is passed, with a note; so is another one of the same exercise."""
    right = replace(report.checks[0], notes=(NOTE,))
    return replace(report, checks=(right, replace(right, id="u/relu::test_other", title="other"), *report.checks[1:]))


def test_a_note_is_told_once_and_one_that_cannot_be_put_together_is_left_out(noted):
    assert notes(noted.checks) == [TOLD]
    assert notes([replace(noted.checks[0], notes=(("no sentence",), NOTE))]) == [TOLD]


@pytest.mark.parametrize(
    "render",
    [
        lambda report: markdown([report]).replace("\\", ""),
        lambda report: junit([report]),
        lambda report: log([report], "5e" * 16),
        gradescope,
        prairielearn,
    ],
)
def test_every_format_with_room_for_it_tells_the_note_of_a_right_answer(noted, report, render):
    assert TOLD in render(noted)
    assert "costs no points" not in render(report)


def test_what_is_right_or_not_begun_needs_no_reason(report):
    assert [why(check) for check in report.checks if check.verdict in ("passed", "not_started")] == [[], []]


def test_a_sentence_that_cannot_be_put_together_is_left_out(report):
    check = replace(report.checks[2], relation=("no sentence",), message="only this")
    assert why(check) == ["only this"]


def test_a_text_is_cut_with_an_ellipsis():
    assert (shortened("abc", 3), shortened("abcd", 3)) == ("abc", "ab…")
