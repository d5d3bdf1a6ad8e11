from __future__ import annotations

from dataclasses import replace

import pytest

from torchgrade.report.board import board
from torchgrade.results import Check, Evidence, Report, Verdict

RELU, SOFTMAX, ADAM = "03_activations/relu", "03_activations/softmax", "09_optimizers/adam"
IDEA = "softmax over dim 0, whatever `dim` was asked for"


def check(exercise: str, title: str, verdict: Verdict = "failed", message: str = "", **values: object) -> Check:
    points = 5 if verdict == "passed" else 0
    made = Check(exercise, f"{exercise}::{title}", title, points, 5, verdict, message=message)
    return replace(made, **values)  # type: ignore[arg-type]


def text(*checks: Check, width: int = 100, verbosity: int = 0, **values: object) -> str:
    report = Report("exercises", checks, **values)  # type: ignore[arg-type]
    return "\n".join(line.text for line in board(report, width, verbosity))


def by_dim(title: str, failed: int, cases: int, name: str) -> Check:
    return check(
        SOFTMAX, title, message=f"differs in {title}", misconception=IDEA, evidence=Evidence(cases, failed, name)
    )


def test_a_wrong_idea_is_said_whole_once_and_then_as_the_same_with_its_count() -> None:
    shown = text(by_dim("values", 3, 7, "(4, 6)-1"), by_dim("gradient", 2, 3, "(4, 6)-1"), width=200)
    assert shown.count(IDEA) == 1
    assert f"looks like {IDEA} (3 of 3 failing cases)\n" in shown
    assert "looks like the same (2 of 2)\n" in shown


def test_another_wrong_idea_is_said_whole() -> None:
    other = replace(by_dim("gradient", 1, 1, "only case"), misconception="no shift")
    shown = text(by_dim("values", 1, 1, "only case"), other, width=200)
    assert "looks like no shift (1 of 1 failing case)" in shown
    assert "the same" not in shown


def test_a_case_is_named_quietly_where_a_check_has_several() -> None:
    report = Report("exercises", (by_dim("values", 3, 7, "(4, 6)-1"), by_dim("contract", 1, 1, "only case")))
    quiet = [line.text.strip() for line in board(report) if line.styles == ("light",)]
    assert quiet == ["case [(4, 6)-1], the first of 3 that fail"]


def test_what_the_code_printed_is_shown_once_where_it_repeats() -> None:
    shown = text(
        check(RELU, "one", message="is wrong", stdout="hello"),
        check(RELU, "two", message="is off", stdout="hello"),
        check(RELU, "three", message="is odd", stdout="hello again"),
    )
    assert shown.count("printed: hello\n") == 1
    assert shown.count("printed: hello again") == 1


def test_an_equal_message_is_the_same_as_above() -> None:
    shown = text(
        check(RELU, "one", "error", "raised TypeError: no"),
        check(RELU, "two", "error", "raised TypeError: no"),
        check(RELU, "three", "passed"),
    )
    assert shown.count("raised TypeError") == 1
    assert shown.count("the same as above") == 1


def test_a_cause_shared_by_all_checks_takes_the_place_of_their_list() -> None:
    said = "relu.py could not be imported: it raised SyntaxError"
    lines = text(*(check(RELU, title, "error", said, stdout="hello") for title in ("one", "two"))).splitlines()
    assert [line.strip() for line in lines[1:-2]] == [said, "printed: hello"]
    assert "hint" not in lines[-1]


def test_exercises_without_a_file_take_one_line_together() -> None:
    said = "no file answers this exercise."
    absent = [check(name, title, "missing", said) for name in (RELU, ADAM) for title in ("one", "two")]
    shown = text(*absent, check(SOFTMAX, "values", message="differs"))
    assert shown.count("missing") == 1
    assert "\n✗ missing: relu, adam (no file answers this exercise)\n" in shown
    assert "Next: change exercises/03_activations/softmax.py" in shown


def test_quiet_gives_each_exercise_its_line_whatever_it_shares() -> None:
    absent = [check(name, "one", "missing", "no file answers this exercise.") for name in (RELU, ADAM)]
    shown = text(*absent, verbosity=-1).splitlines()
    assert [line.split()[1] for line in shown[:2]] == [RELU, ADAM]


def test_one_exercise_all_right_is_praised_and_the_next_step_shown() -> None:
    shown = text(check(RELU, "one", "passed"), check(RELU, "two", "passed"), partial=True)
    assert shown.endswith("Well done: relu is right in all 2 checks.\nNext: `pytest` shows what is still open.")


def test_praise_is_for_runs_in_which_everything_is_right() -> None:
    passed = check(RELU, "one", "passed")
    assert "Well done: all 2 exercises are right." in text(passed, check(ADAM, "one", "passed"))
    assert "Well done" not in text(passed, check(ADAM, "one", "not_started"))
    assert "Well done" not in text()


def test_behind_a_right_exercise_the_next_open_one_is_named_if_the_results_know_it() -> None:
    shown = text(check(RELU, "one", "passed"), check(SOFTMAX, "values", "not_started"), partial=True)
    assert "Next: open exercises/03_activations/softmax.py" in shown


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    path = "/".join(["a_rather_long_folder"] * 6)
    shown = text(
        by_dim("values along any dimension, near and far, large and small", 3, 7, "(4, 6)-1"),
        check("12_training/an_exercise_with_a_very_long_name_indeed", "one", "error", f"no file {path}", stdout=path),
        check(ADAM, "steps", "not_started"),
        width=width,
    )
    assert max(map(len, shown.splitlines())) <= width
    assert "-1]" in shown  # a minus is no place to break a line


def test_nothing_that_a_learner_wrote_reaches_the_terminal_as_a_control_character() -> None:
    red = "\x1b[31mred"
    shown = text(check(RELU, "one", message=red, stdout=red, evidence=Evidence(2, 1, red), misconception=red))
    assert "\x1b" not in shown
    assert shown.count(r"\x1b[31mred") == 4


def waiting(*exercises: str) -> str:
    return text(*(check(name, "values", "not_started") for name in exercises), width=200)


def test_few_exercises_that_nobody_has_begun_are_named_one_by_one() -> None:
    assert "not started: relu, softmax, adam\n" in waiting(RELU, SOFTMAX, ADAM)


def test_of_many_that_nobody_has_begun_units_are_named_where_nothing_is_begun() -> None:
    many = [check(f"01_tensors/e{number}", "values", "not_started") for number in range(12)]
    others = [check(ADAM, "values", "not_started"), check(SOFTMAX, "values", "not_started")]
    shown = text(check(RELU, "values", "passed"), *many, *others, width=200)
    assert "not started: 01_tensors (all 12), adam, softmax\n" in shown


def test_a_note_stands_below_its_exercise_once_though_all_is_right() -> None:
    note = ["{file} asks for a GPU", {"file": "relu.py"}]
    shown = text(check(RELU, "one", "passed", notes=(note,)), check(RELU, "two", "passed", notes=(note,)))
    assert shown.count("\n    – note (costs no points): relu.py asks for a GPU\n") == 1
    assert "10 of 10 points" in shown
    assert "note" not in text(check(RELU, "one", "passed", notes=(note,)), verbosity=-1)
