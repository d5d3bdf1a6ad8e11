from __future__ import annotations

import json
from dataclasses import replace

import pytest

from torchgrade.formats.gradescope import gradescope
from torchgrade.report.views import learner_view

TOP = {
    *("score", "execution_time", "output", "output_format", "test_output_format", "test_name_format"),
    *("visibility", "stdout_visibility", "extra_data", "tests", "leaderboard"),
}
TEST = {
    "score",
    "max_score",
    "status",
    "name",
    "name_format",
    "number",
    "output",
    "output_format",
    "tags",
    "visibility",
}


def test_golden(report, held):
    held("gradescope.json", gradescope(learner_view(report)))
    held("gradescope-instructor.json", gradescope(report))


def test_there_is_nothing_that_gradescope_does_not_know(nasty):
    data = json.loads(gradescope(nasty))
    assert set(data) <= TOP
    for test in data["tests"]:
        assert set(test) <= TEST
        assert test["status"] in ("passed", "failed")
        assert test["visibility"] in ("hidden", "after_due_date", "after_published", "visible")


def test_the_score_is_set_and_is_the_sum_of_the_tests(report):
    data = json.loads(gradescope(report))
    assert data["score"] == 4 == sum(test["score"] for test in data["tests"])


def test_a_hidden_check_is_a_visible_count_for_learners_and_a_hidden_test_for_instructors(report):
    learners, instructors = json.loads(gradescope(learner_view(report))), json.loads(gradescope(report))
    assert "secret" not in json.dumps(learners)
    assert {test["visibility"] for test in learners["tests"]} == {"visible"}
    assert [t["visibility"] for t in instructors["tests"] if "secret" in t["name"]] == ["hidden"]


@pytest.mark.parametrize("status", ["unreadable", "grader_fault"])
def test_what_was_not_graded_is_one_visible_failed_test(report, status):
    data = json.loads(gradescope(replace(report, status=status, message="lea.zip: no zip", checks=())))
    [test] = data["tests"]
    assert (data["score"], test["status"]) == (0, "failed")
    assert "lea.zip: no zip" in test["output"]


def test_what_the_code_printed_cannot_leave_its_block(nasty):
    checks = tuple(replace(check, stdout="````\n# heading") for check in nasty.checks)
    output = json.loads(gradescope(replace(nasty, checks=checks)))["tests"][1]["output"]
    assert "`````text\n````\n# heading\n`````" in output
