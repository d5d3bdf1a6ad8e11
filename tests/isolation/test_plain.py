"""Every field that arrives is checked, and what is refused is a ProtocolError and nothing else."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.isolation.answer import Loaded
from torchgrade.isolation.failures import Failure
from torchgrade.isolation.observe import Observation, Question, observe
from torchgrade.isolation.plain import (
    loaded_from_plain,
    observation_from_plain,
    observation_to_plain,
    question_from_plain,
    question_to_plain,
    through_the_wire,
)
from torchgrade.isolation.wire import Opaque, ProtocolError, decode, encode

FAILURE = Failure(("builtins.ValueError", "builtins.Exception"), "no", "learner", True, (("a.py", 3, "f", "raise"),))
SEEN = Observation(
    value=[torch.ones(2)],
    failure=FAILURE,
    devices=("cpu",),
    needs_grad=(False,),
    gradients=(torch.ones(2), None, Opaque("a sparse tensor")),
    mutated=(0,),
    aliased=(1,),
    changed=("the default dtype",),
    hits=(("torch.softmax", "torch.softmax", "a.py", 3),),
)


def plain() -> dict[str, Any]:
    found: dict[str, Any] = decode(*encode(observation_to_plain(copy.deepcopy(SEEN))))
    return found


def test_an_observation_arrives_as_it_was():
    arrived = observation_from_plain(plain())
    assert arrived.value[0].tolist() == [1, 1]
    assert arrived.gradients[0].tolist() == [1, 1]
    for name in ("failure", "devices", "needs_grad", "mutated", "aliased", "changed", "hits", "lost"):
        assert getattr(arrived, name) == getattr(SEEN, name)
    assert arrived.gradients[1:] == SEEN.gradients[1:]


def test_a_question_arrives_as_it_was():
    question = Question((1, "a"), {"dim": 1}, "meta", 7, (0,), (), ("torch.softmax",))
    assert question_from_plain(decode(*encode(question_to_plain(question)))) == question


WRONG = [
    None,
    3,
    "text",
    float("inf"),
    Opaque("x"),
    torch.ones(2),
    torch.ones(2, 2, device="meta"),
    [Opaque("x")],
    [[1, 2]],
    [torch.ones(3)],
    {"a": 1},
    [["a", "b", "c", float("inf")]],
    [["a", "b", "c"]],
    [("a", "b", "c", torch.ones(2))],
    [-1],
    [True],
    True,
]
FIELDS = ["failure", "devices", "needs_grad", "gradients", "mutated", "aliased", "changed", "hits", "lost"]


def accepted(put: Callable[[dict[str, Any], Any], None]) -> list[str]:
    """Which of the wrong things are read all the same; every other one must be a ProtocolError."""
    found = []
    for wrong in WRONG:
        data = plain()
        put(data, wrong)
        try:
            observation_from_plain(data)
        except ProtocolError:
            continue
        found.append(repr(wrong))
    return found


FITS = {
    "failure": ["None"],
    "needs_grad": ["[True]"],
    "gradients": ["[Opaque(type_name='x')]", "[tensor([1., 1., 1.])]"],
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_read_only_if_it_fits(name):
    assert accepted(lambda data, wrong: data.update({name: wrong})) == FITS.get(name, [])


@pytest.mark.parametrize(
    ("name", "fits"),
    [("types", []), ("message", ["'text'"]), ("where", ["'text'"]), ("own_raise", ["True"]), ("frames", [])],
)
def test_a_field_of_a_failure_is_read_only_if_it_fits(name, fits):
    assert accepted(lambda data, wrong: data["failure"].update({name: wrong})) == fits


@pytest.mark.parametrize("wrong", [*WRONG, {}], ids=lambda value: str(value)[:20])
@pytest.mark.parametrize("read", [observation_from_plain, loaded_from_plain])
def test_another_thing_than_was_asked_for_is_refused(read, wrong):
    with pytest.raises(ProtocolError):
        read(wrong)


@pytest.mark.parametrize("name", [*FIELDS, "value", "lost_message"])
def test_a_missing_or_an_additional_field_is_refused(name):
    data = plain()
    del data[name]
    with pytest.raises(ProtocolError):
        observation_from_plain(data)
    with pytest.raises(ProtocolError):
        observation_from_plain({**plain(), "exception": None})


def test_a_long_message_is_cut():
    data = plain()
    data["failure"]["message"] = "x" * 10**5
    assert len(observation_from_plain(data).failure.message) == 2000


@pytest.mark.parametrize(
    "change",
    [
        {"value": torch.ones(2, device="meta"), "devices": ("cpu",)},
        {"value": [torch.ones(2), torch.ones(2, device="meta")], "devices": ("meta", "cpu")},
        {"value": torch.ones(2, device="meta"), "devices": ()},
        {"gradients": (torch.ones(2, device="meta"),)},
    ],
)
def test_a_tensor_without_values_cannot_pass_for_one_that_has_some(change):
    with pytest.raises(ProtocolError):
        observation_from_plain({**plain(), **change})


def test_a_tensor_without_values_arrives_as_one():
    change = {"value": [torch.ones(2, device="meta")], "devices": ("meta",)}
    assert observation_from_plain({**plain(), **change}).devices == ("meta",)


@pytest.mark.parametrize(
    ("value", "lost"),
    [
        ([torch.ones(1, device="meta")] * 1200, ""),
        ([torch.ones(2).to_sparse(), torch.ones(1, device="meta")], "broken"),
    ],
    ids=["more than are named", "behind one that does not travel"],
)
def test_strange_values_seen_in_this_process_are_no_error_of_ours(value, lost):
    seen = observe(lambda: value, None, Question((), {}), lambda name: False)
    assert through_the_wire(seen).lost == lost


def test_how_loading_went_arrives():
    data = {"failure": None, "missing": ["f"], "not_callable": []}
    assert loaded_from_plain(data) == Loaded(None, ("f",), ())


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(torch.ones(2)),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=4).map(tuple),
)


@given(st.fixed_dictionaries(dict.fromkeys((*FIELDS, "value", "lost_message"), ANYTHING)))
def test_anything_is_read_or_refused(data):
    try:
        observation_from_plain(data)
    except ProtocolError:
        return
