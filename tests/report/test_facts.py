from __future__ import annotations

import pytest

from torchgrade.report.facts import command, exercise_parts, facts
from torchgrade.results import Evidence, Report


def test_the_command_names_the_exercise_without_its_unit() -> None:
    assert command("03_activations/softmax") == "pytest --exercise softmax"


def test_a_known_seed_is_part_of_the_command() -> None:
    assert command("softmax", 7) == "pytest --exercise softmax --seed 7"


def test_a_name_cannot_break_out_of_the_command() -> None:
    assert command("a; rm -rf ~") == "pytest --exercise 'a; rm -rf ~'"


def test_errors_are_told_with_their_place_and_in_tolerances() -> None:
    told = dict(facts(Evidence(4, 3, "(3, 6)-1", 0.5, "inf", (0, 5), 0.001)))
    assert told == {
        "cases": "3 of 4 not right",
        "first wrong case": "(3, 6)-1",
        "largest error": "0.5 at [0, 5]",
        "allowed there": "0.001; the error is 500 times that",
        "largest relative error": "inf",
    }


@pytest.mark.parametrize(("error", "allowed"), [("nan", "0.001"), (0.0015, "0.001"), (None, "0.001")])
def test_tolerances_are_counted_only_where_that_says_something(error: float | str | None, allowed: str) -> None:
    assert dict(facts(Evidence(1, 1, max_abs_error=error, tolerance=0.001)))["allowed there"] == allowed


def test_a_device_that_was_not_there_is_named() -> None:
    assert list(facts(Evidence(2, not_run=("cuda",)))) == [
        ("cases", "2 cases"),
        ("not run on", "cuda (not on this machine)"),
    ]


def test_an_exercise_carries_its_points_and_the_first_line_of_each_message(rich_report: Report) -> None:
    softmax = exercise_parts(rich_report)[1]
    assert (softmax.unit, softmax.name, softmax.points, softmax.max_points) == ("03_activations", "softmax", 0, 10)
    assert softmax.checks[0].headline == "7 of 18 values differ: the largest by 0.4, at [0, 5]."
    assert softmax.checks[0].detail == "expected  0.02\nyours     0.42"
