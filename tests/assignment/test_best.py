from __future__ import annotations

import csv

import pytest

from torchgrade.assignment.collecting.command import collect
from torchgrade.assignment.grading import grade_assignment
from torchgrade.assignment.regrading import regrade
from torchgrade.report.likeness import read_compared

pytestmark = [pytest.mark.usefixtures("warm"), pytest.mark.learner_code]


@pytest.fixture
def graded(course, right, square):
    course.assign("[attempts]\ncounts = 'best'\n")
    course.hand_in("ada@1", right)
    course.hand_in("ada@2", square)
    course.hand_in("bob@1", square)
    collect(course.file, course.hand_ins, graders=course.graders)
    assert grade_assignment(course.file, graders=course.graders) == 0
    return course


def test_the_best_hand_in_is_the_student_s_result(graded):
    assert (graded.report("ada").score, graded.report("ada").attempt) == (30, 1)
    assert (graded.report("bob").score, graded.report("bob").attempt) == (20, 1)
    with open(graded.out / "grades.csv", encoding="utf-8") as stream:
        assert [(row["submission"], row["score"]) for row in csv.DictReader(stream)] == [("ada", "30"), ("bob", "20")]


def test_a_regrade_looks_at_all_hand_ins_again(graded, capsys):
    graded.grader("twice", 2, graded.grader("twice", 2).read_text("utf-8").replace("2 * x", "x * x"))
    assert regrade(graded.file, graders=graded.graders, changed=True) == 0
    assert (graded.report("ada").score, graded.report("ada").attempt) == (30, 2)
    assert "its grader changed" in capsys.readouterr().out


def test_answers_are_compared_between_students_and_told_of_those_that_count(course, right, square):
    course.assign("[attempts]\ncounts = 'best'\n[similar]\ntwice = 80\n")
    more = "\n".join(f"    t = x * {n} + {n} - x" for n in range(12))
    for name, answers, operation in (("ada@1", square, "-"), ("ada@2", right, "-"), ("bob@1", right, "/")):
        changed = answers["twice"].replace("    return", f"{more.replace('-', operation, 1)}\n    return")
        course.hand_in(name, {**answers, "twice": changed})
    collect(course.file, course.hand_ins, graders=course.graders)
    assert grade_assignment(course.file, graders=course.graders) == 0
    [found] = read_compared(course.out)
    assert [(pair.one, pair.other) for pair in found.pairs] == [(("ada",), ("bob",))]
    assert "Nearly the same answer" in (course.out / "index.html").read_text(encoding="utf-8")
