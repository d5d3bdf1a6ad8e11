from __future__ import annotations

import pytest
import torch

from torchgrade.calls import Call, steps_of
from torchgrade.errors import CatalogueError
from torchgrade.exercise import Exercise
from torchgrade.outcomes import CheckInfo
from torchgrade.recorded import RecordedCase, Target, record

INFO = CheckInfo("u/relu", "test_values", "gives values", 4, ("hint",), "graders/u/test_relu.py", 1)


def asked(body):
    return [call.kind for call in record(body, "check", "case", "variant", 0)]


def test_what_a_body_asks_is_kept_in_order():
    def body(verify, draw):
        verify(draw.normal(2))
        verify.gradients(draw.normal(2))
        verify.contract(draw.normal(2))
        verify.raises(ValueError)(-1)
        verify.within(atol=1e-3, reason="sums of many")(draw.normal(2))
        verify.agrees(torch.ones(2), at_least=0.5)(draw.normal(2))

    assert asked(body) == ["values", "gradients", "contract", "raises", "values", "agrees"]


def test_a_body_that_never_asks_is_refused():
    with pytest.raises(CatalogueError, match="never calls verify, so it would pass for any answer"):
        asked(lambda verify, draw: None)


def test_a_body_that_only_asks_for_errors_is_refused():
    def body(verify, draw):
        verify.raises(ValueError)(-1)
        verify.raises(TypeError)("x")

    with pytest.raises(CatalogueError, match="one right value is required too"):
        asked(body)


def test_what_is_to_be_refused_is_asked_on_the_cpu_where_it_ends_no_context():
    refused, values = (Call(kind, (torch.ones(1),), {}, seed=1) for kind in ("raises", "values"))
    assert [steps_of(call, "cuda")[0].question.device for call in (refused, values)] == ["cpu", "cuda"]


@pytest.mark.parametrize("ask", [lambda v: v.raises()(1), lambda v: v.within(atol=1.0, reason="")(1)])
def test_an_error_without_type_and_a_tolerance_without_reason_are_refused(ask):
    with pytest.raises(CatalogueError, match="needs the"):
        asked(lambda verify, draw: ask(verify))


def test_inputs_are_kept_as_they_were_when_asked():
    def body(verify, draw):
        x = torch.zeros(2)
        verify(x, options={"w": x})
        x += 1

    (call,) = record(body, "c")
    assert call.args[0].tolist() == call.kwargs["options"]["w"].tolist() == [0.0, 0.0]


def test_a_transposed_input_stays_transposed():
    (call,) = record(lambda verify, draw: verify(draw.normal(4, 6).T), "c")
    assert call.args[0].stride() == (1, 6)


def test_the_same_parts_draw_the_same_inputs_and_others_do_not():
    def body(verify, draw):
        verify(
            draw.normal(3), draw.integers(3, high=10**6), draw.uniform(3), draw.permutation(50), draw.choice("abcdefgh")
        )

    def drawn(*parts):
        return [value.tolist() if isinstance(value, torch.Tensor) else value for value in record(body, *parts)[0].args]

    assert drawn("check", "case", "", 1) == drawn("check", "case", "", 1)
    others = [drawn(*parts) for parts in (("check", "case", "", 2), ("check", "case", "s01", 1), ("check", "b", "", 1))]
    assert all(other != drawn("check", "case", "", 1) for other in others)


# ---- faults of the grader


def fault(exercise: Exercise, *calls: Call) -> str:
    return RecordedCase(Target("u/relu", exercise, None, None), INFO, "case", "cpu", list(calls)).find_fault()


def test_a_reference_that_answers_is_no_fault():
    assert fault(Exercise("relu", reference=torch.relu), Call("values", (torch.ones(2),), {}, seed=1)) == ""


@pytest.mark.parametrize(
    ("reference", "call", "said"),
    [
        (
            lambda x: x.nonsense,
            Call("values", (torch.ones(2),), {}, seed=1),
            "the reference raises builtins.AttributeError",
        ),
        (
            torch.relu,
            Call("raises", (torch.ones(2),), {}, seed=1, raises=(ValueError,)),
            "the reference raises nothing",
        ),
        (
            torch.relu,
            Call("raises", ("x",), {}, seed=1, raises=(ValueError,)),
            "the reference raises builtins.TypeError",
        ),
        (torch.relu, Call("agrees", (torch.ones(2),), {}, seed=1, labels=torch.zeros(2)), "agrees in 0.000 only"),
        (torch.relu, Call("agrees", (torch.ones(2),), {}, seed=1, labels=torch.zeros(3)), "labels and a reference"),
    ],
)
def test_a_reference_that_does_not_do_what_is_asked_is_one(reference, call, said):
    assert said in fault(Exercise("relu", reference=reference), call)


def test_whatever_else_goes_wrong_with_a_reference_is_the_grader_s_fault_too():
    shapes = iter([2, 3, 4, 5])
    odd = Exercise("relu", reference=lambda x: [0.0] * next(shapes))
    assert fault(odd, Call("values", (torch.ones(2),), {}, seed=1)) != ""
