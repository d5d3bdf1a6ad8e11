"""Submitted notebooks graded by the isolated batch; nbgrader itself is not needed for that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from torchgrade.nbgrader import new
from torchgrade.nbgrader.course import NbCourse
from torchgrade.nbgrader.grading import grade_notebooks
from torchgrade.nbgrader.lateness import Lateness

GRADERS = Path(__file__).parents[2] / "graders"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course in Chinese, in which one check is hidden."""
    monkeypatch.setattr(new, "write_support", lambda *given: None)  # it records graders and builds a wheel
    new.new_course(tmp_path, ["relu"], "ps1", GRADERS)
    file = tmp_path / "ps1.toml"
    text = file.read_text().replace('language = "en"', 'language = "zh"')
    file.write_text(text.replace("hidden = []", 'hidden = ["relu::test_extremes"]'))
    new.source_notebooks(tmp_path, "ps1", GRADERS)
    return NbCourse(tmp_path, GRADERS)


def hand_in(course, student, source):
    notebook = json.loads((course.root / "source" / "ps1" / "relu.ipynb").read_text(encoding="utf-8"))
    notebook["cells"][1]["source"] = source
    path = course.handed_in("ps1", student) / "relu.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def graded(course, told=lambda report, fresh: None):
    return grade_notebooks(course, course.assignment("ps1"), course.students("ps1"), Lateness(), told)


def test_answers_are_graded_as_the_assignment_says_and_told_in_its_language(course):
    hand_in(course, "ana", "%time\ndef relu(x):\n    return x.clamp(min=0)")
    hand_in(course, "kai", "def relu(x):\n    return x.abs()")
    course.handed_in("ps1", "lea").mkdir(parents=True)
    found = graded(course)
    assert {student: one.report.score for student, one in found.items()} == {"ana": 10, "kai": 0, "lea": 0}
    checks = {check.id.rpartition("::")[2]: check for check in found["kai"].report.checks}
    assert checks["test_extremes"].visibility == "hidden"
    assert "绝对值" in (checks["test_values"].misconception or "")
    assert found["lea"].taken.said == ["relu: 这份提交里没有 relu.ipynb。"]
    lea = found["lea"].report
    assert (lea.status, lea.message) == ("unreadable", "relu: 这份提交里没有 relu.ipynb。")


def test_what_did_not_change_is_not_graded_again_and_what_changed_is(course):
    hand_in(course, "ana", "def relu(x):\n    return x.clamp(min=0)")
    hand_in(course, "kai", "def relu(x):\n    return x.abs()")
    seen: list[tuple[str, bool]] = []
    graded(course)
    path = course.handed_in("ps1", "kai") / "relu.ipynb"
    path.write_text(path.read_text().replace("x.abs()", "x.clamp(min=0)"))
    found = graded(course, lambda report, fresh: seen.append((report.submission, fresh)))
    assert sorted(seen) == [("ana", False), ("kai", True)]
    assert found["kai"].report.score == 10
