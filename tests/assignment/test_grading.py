from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.assignment.grading import grade_assignment
from torchgrade.errors import BadInput
from torchgrade.report.views import view

pytestmark = [pytest.mark.usefixtures("warm"), pytest.mark.learner_code]


def test_exercises_weights_hidden_checks_and_seed_come_from_the_file(course, right, square):
    course.assign(hidden="'twice::test_values'")
    course.hand_in("ada", right)
    course.hand_in("bob", square)
    assert course.grade() == 0
    ada, bob = course.report("ada"), course.report("bob")
    assert (ada.score, ada.max_score, bob.score) == (30, 30, 20)
    assert (ada.assignment, ada.environment.seed) == ("ps1", 7)
    hidden = [check for check in bob.checks if check.visibility == "hidden"]
    assert [check.id for check in hidden] == ["01_first/twice::test_values"]
    assert hidden[0].misconception == "the square"
    assert "the square" not in str(view(bob, "learner").checks[0])


def test_what_is_shown_to_learners_on_the_site_has_no_seed_and_no_hidden_check(course, square):
    course.assign(hidden="'twice::test_values'")
    course.hand_in("bob", square)
    course.grade()
    assert course.report("bob").environment.seed == 7
    assert view(course.report("bob"), "learner").environment.seed == 0


def test_a_weight_that_changes_needs_no_grading_again(course, right):
    course.hand_in("ada", right)
    course.grade()
    before = course.report("ada")
    course.file.write_text(course.file.read_text("utf-8").replace("thrice = 20", "thrice = 50").replace("30", "60"))
    course.grade()
    after = course.report("ada")
    assert (before.score, after.score) == (30, 60)
    assert after.timing == before.timing


def test_without_a_collected_folder_the_next_step_is_said(course):
    with pytest.raises(BadInput, match="torchgrade collect"):
        grade_assignment(course.file, graders=course.graders)


def test_a_wrong_assignment_writes_nothing(course, right):
    course.hand_in("ada", right)
    course.file.write_text("[exercises]\ntwise = 1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="Did you mean twice"):
        course.grade()
    assert not course.out.exists()


def test_the_collected_folder_is_found_beside_the_file(course, right):
    course.hand_in("ada", right).rename(Path(course.root / "ada"))
    (course.root / "ps1" / "collected").mkdir(parents=True)
    (course.root / "ada").rename(course.root / "ps1" / "collected" / "ada")
    assert grade_assignment(course.file, graders=course.graders) == 0
    assert course.report("ada").score == 30
