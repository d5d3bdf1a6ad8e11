from __future__ import annotations

import os

import pytest

from torchgrade.nbgrader.alembic import find_alembic
from torchgrade.nbgrader.gradebook import enter, enter_without_notebooks
from torchgrade.results import Check, Report

pytestmark = [pytest.mark.nbgrader, pytest.mark.filterwarnings("ignore")]  # its database's own warnings


def report(*checks):
    return Report("alice", tuple(Check("u/relu", f"u/relu::{name}", f"does {name}", *rest) for name, *rest in checks))


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A gradebook with a submission of a notebook that has one test."""
    from nbgrader.api import Gradebook

    monkeypatch.setenv("PATH", os.environ["PATH"])
    find_alembic()
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(url) as book:
        book.add_assignment("ps1")
        book.add_notebook("relu", "ps1")
        book.add_solution_cell("answer", "relu", "ps1")
        book.add_grade_cell("test_values", "relu", "ps1", max_score=4, cell_type="code")
        book.add_student("alice")
        book.add_submission("ps1", "alice")
    return {"notebook": "relu", "assignment": "ps1", "student": "alice", "db_url": url}


def grades(place):
    from nbgrader.api import Gradebook

    with Gradebook(place["db_url"]) as book:
        submission = book.find_submission("ps1", place["student"])
        found = {
            grade.name: (grade.score, grade.needs_manual_grade) for one in submission.notebooks for grade in one.grades
        }
        return found, submission.score, submission.max_score


def test_scores_and_a_comment_are_entered(place):
    from nbgrader.api import Gradebook

    enter(place, report(("test_values", 0, 4, "failed")), ["two answers"])
    assert grades(place) == ({"test_values": (0, False)}, 0, 4)
    with Gradebook(place["db_url"]) as book:
        comment = book.find_comment("answer", "relu", "ps1", "alice").comment
    assert comment.split("  \n") == ["two answers", "0 of 4 points.", "does test_values: not right yet"]


def test_a_check_that_was_added_after_the_submission_gets_a_cell_and_counts(place):
    enter(place, report(("test_values", 4, 4, "passed"), ("test_new", 6, 6, "passed")))
    assert grades(place) == ({"test_values": (4, False), "test_new": (6, False)}, 10, 10)


def test_a_fault_of_ours_waits_for_a_person(place):
    enter(place, report(("test_values", 0, 0, "grader_fault")))
    assert grades(place)[0] == {"test_values": (0, True)}


def test_a_mark_by_hand_outlives_a_regrade(place):
    from nbgrader.api import Gradebook

    with Gradebook(place["db_url"]) as book:
        book.find_grade("test_values", "relu", "ps1", "alice").manual_score = 3
        book.db.commit()
    enter(place, report(("test_values", 0, 4, "failed")))
    assert grades(place)[1] == 3


def test_a_submission_without_notebooks_is_in_the_gradebook(place):
    enter_without_notebooks(place["db_url"], "ps1", "bob")
    enter_without_notebooks(place["db_url"], "ps1", "bob")
    assert grades({**place, "student": "bob"})[1:] == (0, 4)
