from __future__ import annotations

import json
from dataclasses import replace

from torchgrade.formats.prairielearn import MOST_BYTES, prairielearn
from torchgrade.report.views import learner_view


def test_golden(report, held):
    held("prairielearn.json", prairielearn(learner_view(report)))


def test_the_score_is_a_share(report):
    data = json.loads(prairielearn(report))
    assert data["score"] == report.score / report.max_score
    assert data["gradable"] is True
    assert json.loads(prairielearn(replace(report, checks=())))["score"] == 0


def test_a_submission_that_cannot_be_read_is_not_gradable_and_our_fault_is(report):
    unreadable = json.loads(prairielearn(replace(report, status="unreadable", message="no zip")))
    assert unreadable["gradable"] is False
    assert "no zip" in unreadable["format_errors"][0]
    fault = json.loads(prairielearn(replace(report, status="grader_fault", message="KeyError")))
    assert fault["gradable"] is True
    assert "KeyError" in fault["message"]


def test_the_file_is_never_too_large(report):
    checks = tuple(replace(report.checks[1], id=f"e::{i}", stdout="é" * 20_000, message="m" * 500) for i in range(100))
    data = json.loads(prairielearn(replace(report, checks=checks)))
    assert len(data["tests"]) == 100
    assert len(prairielearn(replace(report, checks=checks)).encode("utf-8")) <= MOST_BYTES
    many = prairielearn(replace(report, checks=checks * 60))
    assert len(many.encode("utf-8")) <= MOST_BYTES
    assert json.loads(many)["score"] == 0
