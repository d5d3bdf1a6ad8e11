"""Comparing beyond values: gradients, the contract, exceptions, bands, and what holds for all of them."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.calls import Call
from torchgrade.compare import Difference, compare
from torchgrade.draw import Draw
from torchgrade.exercise import Exercise
from torchgrade.expected import Expected, expect
from torchgrade.isolation.failures import Failure
from torchgrade.isolation.observe import Observation
from torchgrade.isolation.plain import through_the_wire
from torchgrade.referee import consult
from torchgrade.sample import worst

INF, NAN = float("inf"), float("nan")
Pair = namedtuple("Pair", "first second")  # a learner's own type


def differ(reference: Any, learner: Any, *args: Any, kind: Any = "values", **options: Any) -> Difference | None:
    """The first difference that a learner's function shows over everything that a call asks."""
    call = Call(kind, args, {}, seed=1, **options)
    for expected in expect(call, "cpu", Exercise("f", reference=reference), None):
        seen = through_the_wire(consult(learner, None, expected.step.question))
        difference = compare(expected, seen)
        if difference:
            return difference
    return None


def gives(right: Any, yours: Any, **options: Any) -> str:
    """The kind of the first difference between two fixed answers, "" for none."""
    difference = differ(lambda: right, lambda: yours, **options)
    return difference.kind if difference else ""


def x() -> torch.Tensor:
    return Draw("x").normal(3, 4)


# ---- gradients


def test_a_cut_graph_is_named():
    difference = differ(torch.exp, lambda x: x.detach().exp(), x(), kind="gradients")
    assert difference is not None
    assert difference.kind == "no_gradient"
    assert "argument 1" in difference.message


def test_a_wrong_gradient_behind_right_values():
    difference = differ(torch.exp, lambda x: x.exp() + (x - x.detach()), x(), kind="gradients")
    assert difference is not None
    assert difference.kind == "gradient"
    assert difference.message.startswith("the gradient of argument 1: ")


def test_a_gradient_that_only_a_random_cotangent_sees():
    wrong = lambda x: (x.softmax(1)).detach() + 0 * x  # noqa: E731 (its .sum() has the right gradient: zero)
    assert (
        differ(lambda x: x.softmax(1), wrong, x(), kind="gradients") or Difference("", "passed", "")
    ).kind == "gradient"


@pytest.mark.parametrize("slope", [0.0, 0.5, 1.0])
def test_any_slope_between_both_sides_of_a_kink_is_right(slope):
    def own(x: torch.Tensor) -> torch.Tensor:
        return torch.where(x == 0, slope * x, x.clamp(min=0))

    at_zero = torch.tensor([-1.0, 0.0, 2.0])
    assert differ(torch.relu, own, at_zero, kind="gradients", kinks=True) is None


@pytest.mark.parametrize("slope", [-0.5, 1.5])
def test_a_slope_outside_of_a_kink_is_wrong(slope):
    def own(x: torch.Tensor) -> torch.Tensor:
        return torch.where(x == 0, slope * x, x.clamp(min=0))

    difference = differ(torch.relu, own, torch.tensor([-1.0, 0.0, 2.0]), kind="gradients", kinks=True)
    assert difference is not None
    assert difference.kind == "gradient"


# ---- side effects, devices and memory, in the contract alone


def in_place(x: torch.Tensor) -> torch.Tensor:
    out = x.exp()
    x.zero_()
    return out


def test_a_changed_input():
    difference = differ(torch.exp, in_place, x(), kind="contract")
    assert difference is not None
    assert difference.kind == "mutated"
    assert "changes argument 1 in place" in difference.message
    assert differ(torch.exp, in_place, x()) is None


def drive(learner, task, image):
    return learner(image)


def test_an_input_changed_behind_a_probe_is_called_as_the_probe_calls_it():
    call = Call("contract", ("values", x()), {}, seed=1)
    for expected in expect(call, "cpu", Exercise("f", reference=torch.exp), drive)[:2]:
        difference = compare(expected, through_the_wire(consult(in_place, drive, expected.step.question)))
        assert difference is not None
        assert difference.message.startswith("changes image in place. ")


def test_shared_memory():
    assert (differ(torch.clone, lambda x: x, x(), kind="contract") or Difference("", "passed", "")).kind == "alias"
    assert differ(lambda x: x.view(-1), lambda x: x.view(-1), x(), kind="contract") is None
    assert differ(torch.clone, lambda x: x, x()) is None


def test_a_tensor_made_on_the_cpu_is_found_without_a_gpu():
    difference = differ(torch.exp, lambda x: x.exp() + torch.zeros(3, 4, dtype=x.dtype), x(), kind="contract")
    assert difference is not None
    assert difference.kind == "device"
    assert "device=x.device" in difference.message


def test_an_answer_that_lies_on_the_cpu_is_found_without_a_gpu():
    def elsewhere(x: torch.Tensor) -> torch.Tensor:
        return torch.ones(3, 4, dtype=x.dtype) if x.is_meta else x.exp()

    difference = differ(torch.exp, elsewhere, x(), kind="contract")
    assert difference is not None
    assert difference.kind == "device"


@pytest.mark.parametrize(
    "honest", [lambda x: x.exp() * float(bool((x > -99).all())), lambda x: x[x > -99].view(3, 4).exp()]
)
def test_honest_code_that_needs_numbers_loses_nothing_on_meta(honest):
    assert differ(torch.exp, honest, x(), kind="contract") is None


# ---- exceptions


def refuse(error: type[BaseException]) -> Any:
    def function(*args: Any) -> None:
        raise error("no")

    return function


def test_an_expected_error():
    asked = {"kind": "raises", "raises": (ValueError,)}
    assert differ(refuse(ValueError), refuse(ValueError), 1, **asked) is None
    assert differ(refuse(ValueError), refuse(UnicodeError), 1, **asked) is None  # a kind of ValueError
    wrong = differ(refuse(ValueError), refuse(TypeError), 1, **asked)
    assert wrong is not None
    assert (wrong.kind, wrong.verdict) == ("wrong_error", "failed")
    silent = differ(refuse(ValueError), lambda n: n, 1, **asked)
    assert silent is not None
    assert silent.kind == "no_error"


def expected_error() -> Expected:
    call = Call("raises", (1,), {}, seed=1, raises=(NotImplementedError,))
    return expect(call, "cpu", Exercise("f", reference=refuse(NotImplementedError)), None)[0]


def test_an_untouched_stub_satisfies_no_expected_error():
    stub = Failure(("builtins.NotImplementedError", "builtins.RuntimeError"), "", own_raise=True)
    difference = compare(expected_error(), Observation(failure=stub))
    assert difference is not None
    assert difference.verdict == "not_started"


def test_an_exception_shows_its_type_text_and_line():
    failure = Failure(("builtins.KeyError", "builtins.LookupError"), "'w'", frames=(("a.py", 3, "f", "d['w']"),))
    expected = expect(Call("values", (x(),), {}, seed=1), "cpu", Exercise("f", reference=torch.exp), None)[0]
    difference = compare(expected, Observation(failure=failure))
    assert difference is not None
    assert difference.verdict == "error"
    assert difference.message.splitlines() == ["raised KeyError: 'w'", "  a.py, line 3, in f: d['w']"]


@pytest.mark.parametrize(("lost", "verdict"), [("timeout", "timeout"), ("crashed", "crashed"), ("broken", "crashed")])
def test_a_lost_process_is_no_answer(lost, verdict):
    expected = expect(Call("values", (x(),), {}, seed=1), "cpu", Exercise("f", reference=torch.exp), None)[0]
    difference = compare(expected, Observation(lost=lost, lost_message="it ended"))
    assert difference is not None
    assert difference.verdict == verdict


# ---- a band


def test_a_share_of_labels():
    labels = torch.tensor([0, 1, 2, 3])
    asked = {"kind": "agrees", "labels": labels, "at_least": 0.75}
    assert differ(lambda: labels, lambda: torch.tensor([0, 1, 2, 0]), **asked) is None
    low = differ(lambda: labels, lambda: torch.tensor([0, 1, 0, 0]), **asked)
    assert low is not None
    assert (low.kind, low.message) == ("share", "50.0% are right where at least 75% were expected.")
    assert (differ(lambda: labels, lambda: labels[:2], **asked) or Difference("", "passed", "")).kind == "shape"


# ---- laws


shapes = st.lists(st.integers(1, 4), min_size=0, max_size=3).map(tuple)
FUNCTIONS = [torch.exp, torch.tanh, lambda x: x.sum(), lambda x: (x, x.abs().sqrt()), lambda x: {"y": x * 3}]


@given(shapes, st.sampled_from(FUNCTIONS), st.integers(0, 10**6), st.sampled_from(["values", "gradients", "contract"]))
def test_whatever_is_asked_the_reference_is_right(shape, function, seed, kind):
    assert differ(function, function, Draw(seed).normal(*shape), kind=kind) is None


@given(shapes, st.integers(0, 10**6), st.data())
def test_one_entry_a_hundred_tolerances_off_is_found_and_named(shape, seed, data):
    drawn = Draw(seed).normal(*shape)
    place = data.draw(st.integers(0, drawn.numel() - 1))

    def off(x: torch.Tensor) -> torch.Tensor:
        y = torch.tanh(x).flatten()
        allowed = 1e-5 + 1.3e-6 * y[place].abs()
        return y.index_add(0, torch.tensor([place]), (100 * allowed)[None]).reshape(x.shape)

    difference = differ(torch.tanh, off, drawn)
    assert difference is not None
    assert difference.kind == "value"
    error = (difference.yours - difference.expected).abs()
    assert worst(error, difference.allowed) == tuple(int(i) for i in torch.unravel_index(torch.tensor(place), shape))
