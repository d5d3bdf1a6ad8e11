"""Checks about speed: left out where nobody asks for them, else a check like any other. No ratio is looked at."""

from __future__ import annotations

import pytest

from .conftest import Course, Run

BODY = """
@check(2, "Add x to itself.")
def test_twice(verify, draw):
    "doubles"
    verify(draw.normal(3))

@check(1, "Call torch once.", speed=True)
def test_speed(verify, draw):
    "is not much slower than torch"
    verify.speed(within=1e9, against=torch.neg)(draw.normal(3))
"""


def worth(run: Run) -> dict[str, float]:
    return {check["id"].rpartition("::")[2]: check["max_points"] for check in run.results()["checks"]}


def test_a_check_about_speed_counts_only_where_speed_is_asked_for(course: Course) -> None:
    course.grader(BODY)
    off = course.run()
    assert (off.status, worth(off)) == (0, {"test_twice": 2})
    assert "2 of 2 points" in off.text
    on = course.run("--speed")
    assert (on.status, worth(on)) == (0, {"test_twice": 2, "test_speed": 1})
    assert "3 of 3 points" in on.text


@pytest.mark.parametrize("options", [(), ("--isolate",)], ids=["in process", "isolated"])
def test_the_board_tells_the_ratio_of_a_right_answer(course: Course, options: tuple[str, ...]) -> None:
    run = course.grader(BODY).run("--speed", *options)
    assert run.status == 0
    assert "times as long as torch's own, side by side (" in run.said
    assert "up to 1e+09 times is fine." in run.said
    (note,) = next(check for check in run.results()["checks"] if check["id"].endswith("speed"))["notes"]
    assert float(note[1]["ratio"]) > 0


def test_an_impossible_speed_fails_with_its_ratio_as_the_message(course: Course) -> None:
    run = course.grader(BODY.replace("1e9", "1e-9")).run("--speed")
    assert run.verdicts() == {"twice::test_twice": "passed", "twice::test_speed": "failed"}
    assert "as long as torch's own, side by side" in run.said


def test_speed_asked_for_in_another_check_is_the_graders_fault(course: Course) -> None:
    run = course.grader(BODY.replace(", speed=True", "")).run()
    assert run.verdicts()["twice::test_speed"] == "grader_fault"
    assert "stands alone, in a check of its own" in run.said
