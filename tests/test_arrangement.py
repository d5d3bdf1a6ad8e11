from __future__ import annotations

import json
from hashlib import sha256

import pytest

from torchgrade.arrangement import in_order, untouched_is_not_started
from torchgrade.results import Check, Report

BUGGY = "def train(model):\n    return model\n"


def check(exercise: str, name: str, line: int, verdict: str = "failed") -> Check:
    return Check(
        exercise, f"{exercise}::{name}", name, 2 if verdict == "passed" else 0, 5, verdict, line=line, message="m"
    )


def test_checks_follow_the_catalogue_and_then_the_grader():
    report = Report("s", (check("u/b", "y", 9), check("u/a", "x", 5), check("u/c", "z", 1), check("u/b", "w", 2)))
    assert [item.title for item in in_order(report, ["u/b", "u/a"]).checks] == ["w", "y", "x", "z"]


@pytest.fixture
def course(tmp_path):
    (tmp_path / "exercises/u").mkdir(parents=True)
    for name in ("a", "b"):
        (tmp_path / f"exercises/u/{name}.py").write_text(BUGGY)
    made = {f"u/{name}.py": sha256(BUGGY.encode()).hexdigest() for name in ("a", "b")}
    (tmp_path / "exercises/.generated.json").write_text(json.dumps(made))
    return tmp_path


def test_a_stub_that_nobody_touched_is_not_started_although_it_runs(course):
    (course / "exercises/u/b.py").write_text(BUGGY + "# tried\n")
    report = Report("s", tuple(check(f"u/{n}", t, 1, v) for n in "ab" for t, v in (("x", "passed"), ("y", "failed"))))
    shown = untouched_is_not_started(report, course)
    assert [(item.exercise, item.verdict, item.points) for item in shown.checks] == [
        ("u/a", "not_started", 0),
        ("u/a", "not_started", 0),
        ("u/b", "passed", 2),
        ("u/b", "failed", 0),
    ]
    assert shown.max_score == report.max_score


@pytest.mark.parametrize("verdict", ["missing", "not_selected", "grader_fault", "not_run"])
def test_what_was_never_asked_keeps_its_verdict(course, verdict):
    report = Report("s", (check("u/a", "x", 1, verdict),))
    assert untouched_is_not_started(report, course) == report


def test_without_the_table_of_stubs_every_file_counts_as_the_learner_s(course):
    (course / "exercises/.generated.json").write_text("{half a table")
    report = Report("s", (check("u/a", "x", 1),))
    assert untouched_is_not_started(report, course) == report
