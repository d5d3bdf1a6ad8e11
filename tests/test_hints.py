from __future__ import annotations

import pytest

from torchgrade import hints, progress
from torchgrade.course import catalogue
from torchgrade.errors import BadInput
from torchgrade.results import Check, Report
from torchgrade.results_io import to_json, write_text

TWICE = "01_first/twice"
GRADER = '''
@check(3, "Look at the sign.", "Add x to itself.", "x + x")
def test_values(verify, draw):
    """doubles"""

@check(1, "Leave x as it is.")
def test_contract(verify, draw):
    """keeps the rules"""
'''


@pytest.fixture
def course(tmp_path):
    write_text(tmp_path / "graders/01_first/test_twice.py", GRADER)
    write_text(tmp_path / f"exercises/{TWICE}.py", "first")
    return tmp_path


@pytest.fixture
def twice(course):
    return catalogue(course / "graders")[0]


def check(name, verdict, idea=None):
    return Check(TWICE, f"{TWICE}::{name}", "doubles", 0, 1, verdict, misconception=idea)


def checks(values="failed", contract="failed", idea=None):
    return [check("test_values", values, idea), check("test_contract", contract)]


def test_each_hint_says_more_and_the_last_one_shows_the_way_out(course, twice):
    said = [hints.next_hint(course, twice, ()) for _ in range(3)]
    assert "Hint 1 of 3: Look at the sign." in said[0]
    assert "One more: torchgrade hint twice" in said[0]
    assert "Hint 2 of 3: Add x to itself." in said[1]
    assert "Hint 3 of 3: x + x" in said[2]
    assert "torchgrade solution twice --give-up" in said[2]


def test_hints_are_counted_and_survive(course, twice):
    hints.next_hint(course, twice, ())
    assert progress.read(course).of(TWICE).hints == 1


def test_a_rung_asked_for_by_its_number_is_shown(course, twice):
    assert "Hint 3 of 3: x + x" in hints.next_hint(course, twice, (), asked=3)


def test_a_number_that_is_no_rung_is_refused_and_not_counted(course, twice):
    for asked in (0, 4, -1):
        with pytest.raises(BadInput, match="choose 1 to 3"):
            hints.next_hint(course, twice, (), asked)
    assert progress.read(course).of(TWICE).hints == 0


def test_hints_are_for_the_first_check_that_is_not_right(course, twice):
    assert "Leave x as it is." in hints.next_hint(course, twice, checks(values="passed"))


def test_a_green_exercise_needs_no_hint_and_none_is_counted(course, twice):
    assert "twice is green" in hints.next_hint(course, twice, checks("passed", "passed"))
    assert progress.read(course).of(TWICE).hints == 0


def test_a_wrong_idea_with_a_name_takes_the_place_of_the_hint(course, twice):
    said = hints.next_hint(course, twice, checks(idea="the square of x"))
    assert "looks like the square of x." in said
    assert "torchgrade hint twice --rung 1" in said
    assert "Hint" not in said
    assert progress.read(course).of(TWICE).hints == 0


def test_the_wrong_idea_of_another_check_takes_no_hint_away(course, twice):
    both = [check("test_values", "failed"), check("test_contract", "failed", "changing x itself")]
    assert "Look at the sign." in hints.next_hint(course, twice, both)


def test_a_rung_asked_for_is_shown_beside_a_named_idea(course, twice):
    assert "Look at the sign." in hints.next_hint(course, twice, checks(idea="the square of x"), asked=1)


def test_an_idea_in_a_file_that_has_changed_since_is_not_told(course, twice):
    wrong = checks(idea="the square of x")
    progress.record_run(course, Report("exercises", tuple(wrong)))
    assert "looks like" in hints.next_hint(course, twice, wrong)
    write_text(course / f"exercises/{TWICE}.py", "second")
    assert "Look at the sign." in hints.next_hint(course, twice, wrong)


def test_an_exercise_without_hints_says_so(course):
    write_text(course / "graders/01_first/test_twice.py", "pass\n")
    entry = catalogue(course / "graders")[0]
    with pytest.raises(BadInput, match="twice has no hints"):
        hints.next_hint(course, entry, ())


def test_the_last_checks_are_those_of_the_learners_own_files(course):
    write_text(course / ".torchgrade/results.json", to_json(Report("exercises", tuple(checks()))))
    write_text(course / ".torchgrade/results-partial.json", to_json(Report("solutions", tuple(checks("passed")))))
    assert [found.verdict for found in hints.last_checks(course, TWICE)] == ["failed", "failed"]


def test_results_that_cannot_be_read_are_passed_over(course):
    write_text(course / ".torchgrade/results.json", "{")
    assert hints.last_checks(course, TWICE) == ()
