from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from torchgrade.assignment.handed_in import HandedIn
from torchgrade.assignment.manual import Manual
from torchgrade.assignment.model import Assignment, Late
from torchgrade.assignment.rules import Rules
from torchgrade.course import Entry
from torchgrade.results import Check, Report
from torchgrade.results_io import from_json, to_json

GRADER = '''
@check(3, "hint")
def test_values(verify):
    """gives the values"""


@check(1, "hint")
def test_contract(verify):
    """keeps the rules"""
'''


@pytest.fixture
def assignment(tmp_path: Path) -> Assignment:
    path = tmp_path / "graders" / "01_first" / "test_twice.py"
    path.parent.mkdir(parents=True)
    path.write_text(GRADER, encoding="utf-8")
    entry = Entry("01_first", "twice", path)
    return Assignment(tmp_path / "ps1.toml", "ps1", (entry,), {entry.id: 20.0}, late=Late(days=3, percent=10))


def report(*verdicts: str) -> Report:
    names = ("test_values", "test_contract")
    checks = [
        Check("01_first/twice", f"01_first/twice::{name}", name, 0, 1, verdict)  # type: ignore[arg-type]
        for name, verdict in zip(names, verdicts, strict=True)
    ]
    return Report("ada", tuple(checks))


def test_an_exercise_is_worth_its_weight(assignment: Assignment) -> None:
    found = Rules(assignment)(report("passed", "failed"))
    assert [(check.points, check.max_points) for check in found.checks] == [(15, 15), (0, 5)]
    assert (found.score, found.max_score) == (15, 20)
    assert found.assignment == "ps1"


def test_a_check_about_speed_has_a_share_of_the_weight_only_where_it_counts(assignment: Assignment) -> None:
    grader = assignment.entries[0].grader
    grader.write_text(GRADER + '\n\n@check(1, "hint", speed=True)\ndef test_speed(verify):\n    """is fast"""\n')
    assert Rules(assignment).worth == {"01_first/twice::test_values": 15, "01_first/twice::test_contract": 5}
    assert Rules(replace(assignment, speed=True)).worth == {
        "01_first/twice::test_values": 12,
        "01_first/twice::test_contract": 4,
        "01_first/twice::test_speed": 4,
    }


def test_weights_that_change_apply_to_what_is_graded_already(assignment: Assignment) -> None:
    once = Rules(assignment)(report("passed", "failed"))
    heavier = replace(assignment, weights={"01_first/twice": 40.0})
    assert Rules(heavier)(once).score == 30
    assert Rules(assignment)(Rules(heavier)(once)) == once


def test_a_fault_of_ours_is_worth_nothing_and_costs_nothing(assignment: Assignment) -> None:
    found = Rules(assignment)(report("passed", "grader_fault"))
    assert (found.score, found.max_score) == (15, 15)


def test_hidden_checks_are_marked_as_such_and_no_others(assignment: Assignment) -> None:
    hides = replace(assignment, hidden=frozenset({"01_first/twice::test_contract"}))
    found = Rules(hides)(report("passed", "passed"))
    assert [check.visibility for check in found.checks] == ["visible", "hidden"]
    assert [check.visibility for check in Rules(assignment)(found).checks] == ["visible", "visible"]


@pytest.mark.parametrize(("days", "free", "score"), [(0, 0, 20), (1, 0, 18), (2, 0, 16), (2, 1, 18), (2, 2, 20)])
def test_late_days_cost_their_percentage(assignment: Assignment, days: int, free: int, score: float) -> None:
    late = replace(assignment, late=Late(days=3, free=free, percent=10))
    found = Rules(late, {"ada": HandedIn("ada", "ada", late_days=days)})(report("passed", "passed"))
    assert (found.earned, found.score, found.max_score) == (20, score, 20)
    assert len(found.adjustments) == (score < 20)


@pytest.mark.parametrize(
    ("late", "days", "told"),
    [
        (Late(days=3, percent=10), 1, "handed in 1 day late: 10 % less"),
        (Late(days=3, percent=10), 2, "handed in 2 days late: 20 % less"),
        (Late(days=3, free=1, percent=10), 3, "handed in 3 days late, 1 of which cost nothing: 20 % less"),
        (Late(days=3, percent=10), 4, "handed in too late (days late: 4, allowed: 3): it counts 0"),
        (Late(), 1, "handed in too late (days late: 1, allowed: 0): it counts 0"),
    ],
    ids=str,
)
def test_what_lateness_costs_is_told_once(assignment: Assignment, late: Late, days: int, told: str) -> None:
    found = Rules(replace(assignment, late=late), {"ada": HandedIn("ada", "ada", late_days=days)})(
        report("passed", "failed")
    )
    assert [(item.kind, item.reason) for item in found.adjustments] == [("late", told)]
    assert found.score == pytest.approx(15 * (1 - late.share(days)))


def test_lateness_never_takes_more_than_all(assignment: Assignment) -> None:
    late = replace(assignment, late=Late(days=30, percent=50))
    assert Rules(late, {"ada": HandedIn("ada", "ada", late_days=9)})(report("passed", "passed")).score == 0


def test_manual_marks_count_beside_the_checks_and_are_never_counted_twice(assignment: Assignment) -> None:
    rules = Rules(assignment, manual={"ada": [Manual("ada", 2.5, "a fine proof"), Manual("ada", -1)]})
    once = rules(report("passed", "failed"))
    assert (once.earned, once.score) == (15, 16.5)
    assert once.adjustments[0].reason == "a fine proof"
    assert rules(once) == once


def test_marks_are_found_by_the_student_of_a_folder(assignment: Assignment) -> None:
    rules = Rules(assignment, {"ada": HandedIn("ada", "u17", attempt=3)}, {"u17": [Manual("u17", 1)]})
    found = rules(report("failed", "failed"))
    assert (found.score, found.attempt) == (1, 3)


def test_adjustments_outlast_the_disk(assignment: Assignment) -> None:
    rules = Rules(assignment, {"ada": HandedIn("ada", "ada", late_days=2)}, {"ada": [Manual("ada", 1, "well said")]})
    found = replace(rules(report("passed", "failed")), graders={"01_first/twice": "abc"})
    assert from_json(to_json(found)) == found
    assert rules(from_json(to_json(found))) == found
