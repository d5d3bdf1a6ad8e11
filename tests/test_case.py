from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import torch

from torchgrade import case as case_module
from torchgrade.calls import Call
from torchgrade.case import play
from torchgrade.exercise import Exercise
from torchgrade.isolation.plain import through_the_wire
from torchgrade.outcomes import CheckInfo, case_from_plain, to_plain
from torchgrade.recorded import RecordedCase, Target
from torchgrade.referee import consult

INF, NAN = float("inf"), float("nan")
CHECK = CheckInfo("u/f", "test_values", "gives values", 4, ("hint",), "graders/u/test_f.py", 1)


def played(reference: Any, learner: Any, *args: Any):
    target = Target("u/f", Exercise("f", reference=reference), None, None)
    recorded = RecordedCase(target, CHECK, "case", "cpu", [Call("values", args, {}, seed=1)])
    answer = SimpleNamespace(
        observe=lambda question: through_the_wire(consult(learner, None, question)), printed="hello\n"
    )
    return play(recorded, answer).result


def test_a_right_answer_has_no_figures():
    result = played(torch.exp, torch.exp, torch.ones(2))
    assert (result.verdict, result.message, result.numbers, result.printed) == ("passed", "", None, "hello\n")


def test_the_figures_of_a_wrong_answer():
    right = torch.tensor([[0.0, 2.0], [INF, NAN]])
    wrong = torch.tensor([[0.0, 3.0], [INF, NAN]])
    numbers = played(lambda: right, lambda: wrong).numbers
    assert (numbers.at, numbers.max_abs_error, numbers.max_rel_error) == ((0, 1), 1.0, 0.5)
    assert numbers.sample.error == [[0.0, 1.0], [0.0, 0.0]]


def test_an_error_where_zero_was_right_is_relatively_infinite():
    assert played(lambda: torch.zeros(2), lambda: torch.ones(2)).numbers.max_rel_error == "inf"


def test_a_nan_where_a_number_was_right_has_no_size():
    assert played(lambda: torch.zeros(2), lambda: torch.tensor([NAN, 0.0])).numbers.max_abs_error == "nan"


@pytest.mark.parametrize("yours", [torch.tensor([1.0, INF]), torch.tensor([NAN, 2.0]), torch.tensor([1j, 2])])
def test_a_result_travels_between_processes(yours):
    result = played(lambda: torch.tensor([1.0, 2.0]), lambda: yours)
    assert case_from_plain(to_plain(result)) == result


def test_an_answer_that_breaks_the_comparison_is_wrong_and_no_fault_of_ours(monkeypatch):
    def breaks(expected, seen):
        raise RuntimeError("odd")

    monkeypatch.setattr(case_module, "compare", breaks)
    result = played(torch.exp, torch.exp, torch.ones(2))
    assert (result.verdict, result.kind) == ("failed", "incomparable")
    assert "cannot be compared (RuntimeError: odd)" in result.message


def test_a_reference_at_fault_asks_the_learner_nothing():
    asked = []
    result = played(lambda x: x.nonsense, asked.append, torch.ones(2))
    assert result.verdict == "grader_fault"
    assert asked == []
