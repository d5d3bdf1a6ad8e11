from __future__ import annotations

from collections import namedtuple
from typing import Any

import pytest
import torch

from torchgrade.calls import Call
from torchgrade.compare import Difference, compare
from torchgrade.draw import Draw
from torchgrade.exercise import Exercise
from torchgrade.expected import expect
from torchgrade.isolation.plain import through_the_wire
from torchgrade.referee import consult

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


# ---- what came back at all, its type and structure


def test_the_reference_agrees_with_itself_in_every_layer():
    for kind in ("values", "gradients", "contract"):
        assert differ(torch.softmax, torch.softmax, x(), 1, kind=kind) is None


def test_none_is_named_with_the_likely_reason():
    difference = differ(torch.exp, lambda x: None, x())
    assert difference is not None
    assert difference.kind == "none"
    assert difference.message == "result is None. Did you forget `return`?"


def test_none_inside_an_answer_may_be_a_gradient_that_is_not_there():
    difference = differ(lambda x: [x, x], lambda x: [x, None], x())
    assert difference is not None
    assert difference.message == ("result[1] is None. Was it left out of the computation, or a `return` forgotten?")


class Sub(torch.Tensor):
    """A subclass that could answer every comparison with True."""


@pytest.mark.parametrize(
    "yours",
    [1, "text", True, object(), {}, x().tolist(), x().numpy(), x().as_subclass(Sub), (x(),), x().to_sparse(), {1: x()}],
    ids=lambda value: type(value).__name__,
)
def test_only_a_plain_tensor_stands_for_a_tensor(yours):
    assert gives(x(), yours) == "type"


def test_a_parameter_counts_as_a_tensor():
    assert gives(x(), torch.nn.Parameter(x())) == ""


@pytest.mark.parametrize("yours", [(1.0, 2.0), [1.0, 2.0], Pair(1.0, 2.0)], ids=repr)
def test_a_list_a_tuple_and_a_named_tuple_are_one_thing(yours):
    assert gives((1.0, 2.0), yours) == ""


@pytest.mark.parametrize("yours", [[], ()], ids=repr)
def test_empty_sequences_are_one_thing_too(yours):
    assert gives((), yours) == ""
    assert gives({"path": []}, {"path": yours}) == ""


@pytest.mark.parametrize("yours", [(), (1.0,), (1.0, 2.0, 3.0)], ids=repr)
def test_a_sequence_of_another_length_is_no_answer(yours):
    difference = differ(lambda: (1.0, 2.0), lambda: yours)
    assert difference is not None
    assert difference.kind == "structure"
    assert f"{len(yours)} items where 2" in difference.message


def test_dictionaries_are_compared_by_key_whatever_their_order():
    right = {"loss": x(), "steps": 3}
    assert gives(right, {"steps": 3, "loss": x()}) == ""
    assert gives(right, {"steps": 4, "loss": x()}) == "value"
    difference = differ(lambda: right, lambda: {"loss": x(), "step": 3})
    assert difference is not None
    assert (difference.kind, difference.message) == ("structure", "result lacks 'steps' and has 'step' too many.")


def test_the_place_of_a_difference_inside_a_structure_is_named():
    difference = differ(lambda: {"a": [x(), x()]}, lambda: {"a": [x(), x() + 1]})
    assert difference is not None
    assert difference.message.startswith("result['a'][1]: ")


# ---- numbers of Python


@pytest.mark.parametrize(
    ("right", "yours", "kind"),
    [
        (3, 3, ""),
        (3, 4, "value"),
        (3, 3.0, "type"),
        (3, True, "type"),
        (1, True, "type"),
        (1.0, True, "type"),
        (True, 1, "type"),
        (True, False, "value"),
        (2.0, 2, ""),
        (2.5, 2.5000001, ""),
        (2.5, 2.501, "value"),
        (1.0, 10**400, "inf"),
        (1.0, -(10**400), "inf"),
        (1.0, 2**5000, "type"),
        (1e300, 1e301, "value"),
        (INF, INF, ""),
        (INF, -INF, "value"),
        (NAN, NAN, ""),
        (1.0, NAN, "nan"),
        ("mean", "mean", ""),
        ("mean", "sum", "value"),
        (None, None, ""),
        (None, 1, "type"),
        (1 + 2j, 1 + 2j, ""),
    ],
    ids=lambda value: str(value)[:12],
)
def test_python_numbers(right, yours, kind):
    assert gives(right, yours) == kind


# ---- tensors


@pytest.mark.parametrize(
    ("yours", "hint"), [(x().T, "transpose"), (x()[0], ""), (x()[None], ""), (torch.zeros(()), "")], ids=str
)
def test_another_shape(yours, hint):
    difference = differ(lambda: x(), lambda: yours)
    assert difference is not None
    assert difference.kind == "shape"
    assert str(tuple(yours.shape)) in difference.message
    assert hint in difference.message


def test_a_lost_dimension_of_size_one_asks_about_keepdim():
    difference = differ(lambda x: x.sum(1, keepdim=True), lambda x: x.sum(1), x())
    assert difference is not None
    assert "keepdim" in difference.message


def test_dtype_counts_in_the_contract_alone():
    assert gives(x(), x().double()) == ""
    assert gives(x(), x().double(), kind="contract") == "dtype"


def test_a_contract_compares_values_too_so_that_zeros_earn_nothing():
    difference = differ(torch.exp, torch.zeros_like, x(), kind="contract")
    assert difference is not None
    assert difference.kind == "value"


def test_the_contract_asks_in_float64_too():
    difference = differ(torch.exp, lambda x: x.exp().float(), x(), kind="contract")
    assert difference is not None
    assert difference.kind == "dtype"
    assert "float64 was expected. Make new tensors with the input's dtype" in difference.message


def test_the_inputs_dtype_is_recommended_where_it_is_the_right_one():
    difference = differ(lambda x: x.argmax(), lambda x: x.argmax().int(), x(), kind="contract")
    assert difference is not None
    assert difference.message == "result is int32 where int64 was expected."


@pytest.mark.parametrize(
    ("yours", "kind"),
    [([NAN, 1.0], "nan"), ([INF, 1.0], "inf"), ([NAN, INF], "nan"), ([0.5, 1.0], "value")],
    ids=str,
)
def test_nan_comes_before_infinity_and_infinity_before_values(yours, kind):
    assert gives(torch.tensor([0.0, 1.0]), torch.tensor(yours)) == kind


def test_a_number_where_nan_or_infinity_belongs_is_a_difference_too():
    assert gives(torch.tensor([NAN, 1.0]), torch.tensor([0.0, 1.0])) == "nan"
    assert gives(torch.tensor([-INF, 1.0]), torch.tensor([-1e38, 1.0])) == "inf"
    assert gives(torch.tensor([INF]), torch.tensor([-INF])) == "value"


def test_nan_and_infinities_in_the_right_places_are_right():
    same = torch.tensor([NAN, INF, -INF, -0.0, 0.0])
    assert gives(same, torch.tensor([NAN, INF, -INF, 0.0, -0.0])) == ""


def test_whole_numbers_are_exact_however_large():
    large = torch.tensor([2**60, 5])
    assert gives(large, large.clone()) == ""
    difference = differ(lambda: large, lambda: large + torch.tensor([1, 0]))
    assert difference is not None
    assert difference.kind == "value"
    assert "1 of 2 entries differ" in difference.message


def test_booleans_and_complex_numbers():
    assert gives(torch.tensor([True, False]), torch.tensor([True, True])) == "value"
    z = torch.tensor([1 + 2j, 3 - 1j])
    assert gives(z, z * (1 + 1e-8)) == ""
    assert gives(z, z.conj()) == "value"
    assert gives(z, z.real) == "value"
    assert gives(z, torch.tensor([complex(NAN, 0), 3 - 1j])) == "nan"


def test_empty_tensors_agree_when_their_shapes_do():
    assert gives(torch.empty(0, 3), torch.empty(0, 3)) == ""
    assert gives(torch.empty(0, 3), torch.empty(3, 0)) == "shape"


def test_a_tensor_without_numbers_is_refused_and_stops_nothing():
    for kind in ("values", "contract"):
        assert gives(x(), torch.empty(3, 4, device="meta"), kind=kind) == "device"


def test_the_message_names_the_worst_entry_and_how_far_it_is_off():
    difference = differ(lambda: torch.zeros(2, 3), lambda: torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 2.0]]))
    assert difference is not None
    assert "2 of 6 entries differ; expected 0, got 2 at [1, 2] (off by 2" in difference.message
