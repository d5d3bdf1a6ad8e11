from __future__ import annotations

import base64
import json
from dataclasses import replace

from torchgrade.formats.github_classroom import encoded, github_classroom
from torchgrade.report.views import learner_view

FIELDS = {"name", "status", "score", "message", "test_code", "filename", "line_no", "duration"}


def test_golden(report, held):
    held("classroom.json", github_classroom(learner_view(report)))


def test_it_has_what_the_reporter_adds_up(nasty):
    data = json.loads(base64.b64decode(encoded(github_classroom(nasty))))
    assert (data["version"], data["status"]) == (1, "fail")
    assert isinstance(data["max_score"], int)
    assert sum(test["score"] for test in data["tests"]) == nasty.score
    for test in data["tests"]:
        assert set(test) == FIELDS
        assert test["status"] in ("pass", "fail", "error")


def test_all_right_is_a_pass_and_nothing_at_all_is_none(report):
    right = replace(report, checks=report.checks[:1])
    assert json.loads(github_classroom(right))["status"] == "pass"
    assert json.loads(github_classroom(replace(report, checks=())))["status"] == "fail"


def test_what_could_not_be_graded_is_an_error_with_its_sentence(report):
    data = json.loads(github_classroom(replace(report, checks=(), status="unreadable", message="no zip")))
    assert data["status"] == "error"
    assert "no zip" in data["tests"][0]["message"]


def test_an_encoded_result_is_one_line(nasty):
    assert "\n" not in encoded(github_classroom(nasty))
