from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from torchgrade.language.said import parts
from torchgrade.messages import wrong_values
from torchgrade.report.facts import command, exercise_parts, facts
from torchgrade.results import Check, Evidence, Report, Sample

RIGHT = torch.tensor([1.0, 1.0])
SENTENCE = wrong_values("result", RIGHT > 0, RIGHT, RIGHT + 0.5, torch.full((2,), 0.001))


def failed(evidence: Evidence, message: str = "differs", **values: str) -> Check:
    said = tuple(parts(message))
    return Check(
        "u/e", "u/e::test_it", "is right", 0, 4, "failed", message=message, said=said, evidence=evidence, **values
    )


def test_the_command_names_the_exercise_without_its_unit() -> None:
    assert command("03_activations/softmax") == "pytest --exercise softmax"


def test_a_known_seed_is_part_of_the_command() -> None:
    assert command("softmax", 7) == "pytest --exercise softmax --seed 7"


def test_a_name_cannot_break_out_of_the_command() -> None:
    assert command("a; rm -rf ~") == "pytest --exercise 'a; rm -rf ~'"


def test_errors_are_told_with_their_place_and_in_tolerances() -> None:
    told = dict(facts(failed(Evidence(4, 3, "(3, 6)-1", 0.5, 20.0, (0, 5), 0.001))))
    assert told == {
        "cases": "3 of 4 not right, the first is case [(3, 6)-1]",
        "largest error": "0.5 at [0, 5]",
        "allowed there": "0.001; the error is 500 times that",
        "largest relative error": "20",
    }


@pytest.mark.parametrize(("error", "allowed"), [("nan", "0.001"), (0.0015, "0.001"), (None, "0.001")])
def test_tolerances_are_counted_only_where_that_says_something(error: float | str | None, allowed: str) -> None:
    told = dict(facts(failed(Evidence(1, 1, max_abs_error=error, tolerance=0.001))))
    assert told["allowed there"] == allowed


def test_a_relative_error_beside_an_expected_0_is_left_out() -> None:
    assert list(facts(failed(Evidence(1, 1, max_rel_error="inf")))) == []


def test_the_factor_is_left_to_the_message_that_has_it() -> None:
    told = dict(facts(failed(Evidence(1, 1, max_abs_error=0.5, tolerance=0.001), SENTENCE)))
    assert told["allowed there"] == "0.001"


def test_the_only_case_of_a_check_is_neither_counted_nor_named() -> None:
    assert list(facts(failed(Evidence(1, 1, "only case")))) == []
    assert dict(facts(failed(Evidence(2, 1, "10")))) == {"cases": "1 of 2 not right: case [10]"}


def test_numbers_of_a_sentence_stand_in_columns_and_not_in_the_facts_again() -> None:
    sample = Sample((2,), "[:]", [[1.0, 1.0]], [[1.0, 1.5]], [[0.0, 0.5]])
    evidence = Evidence(1, 1, "only case", 0.5, 0.5, (1,), 0.001, sample)
    part = exercise_parts(Report("s1", (failed(evidence, SENTENCE),)))[0].checks[0]
    assert part.headline == "result: 2 of 2 entries differ"
    assert dict(part.columns)["yours"] == "1.5"
    assert part.facts == (("largest relative error", "0.5"),)
    assert part.heatmap


def test_a_single_number_needs_no_picture_beside_its_columns() -> None:
    sample = Sample((), "", [[1.0]], [[1.5]], [[0.5]])
    evidence = Evidence(1, 1, "only case", 0.5, 0.5, (), 0.001, sample)
    one = torch.tensor(1.0)
    sentence = wrong_values("result", one > 0, one, one + 0.5, torch.tensor(0.001))
    part = exercise_parts(Report("s1", (failed(evidence, sentence),)))[0].checks[0]
    assert (part.headline, part.heatmap) == ("result: the value differs", None)


def test_a_wrong_idea_or_a_print_shown_above_is_known_as_the_same() -> None:
    one, two = (failed(Evidence(1, 1), said, misconception="x + y", stdout="hello") for said in ("one", "two"))
    shown = exercise_parts(Report("s1", (one, two)))[0].checks
    assert [(part.same_idea, part.same_print) for part in shown] == [(False, False), (True, True)]


def test_one_cause_stands_for_all_checks_of_an_exercise() -> None:
    check = Check("u/e", "u/e::a", "is right", 0, 4, "missing", message="no file answers this exercise.")
    exercise = exercise_parts(Report("s1", (check, check)))[0]
    assert exercise.cause
    assert (exercise.cause.headline, exercise.remark, exercise.started) == (check.message, check.message, True)


def test_a_device_that_was_not_there_is_named() -> None:
    assert list(facts(failed(Evidence(2, not_run=("cuda",))))) == [("not run on", "cuda (not on this machine)")]


def test_an_exercise_carries_its_points_and_the_first_line_of_each_message(rich_report: Report) -> None:
    softmax = exercise_parts(rich_report)[1]
    assert (softmax.unit, softmax.name, softmax.points, softmax.max_points) == ("03_activations", "softmax", 0, 10)
    assert softmax.checks[0].headline == "7 of 18 values differ: the largest by 0.4, at [0, 5]."
    assert softmax.checks[0].detail == "expected  0.02\nyours     0.42"


def test_notes_are_said_in_the_language_spoken():
    note = ["{file}, line {line} asks for {device}", {"file": "a.py", "line": "3", "device": ".cuda()"}]
    (part,) = exercise_parts(Report("s", (replace(failed(Evidence(1, 1)), notes=(note,)),)))
    assert part.checks[0].notes == ("a.py, line 3 asks for .cuda()",)
