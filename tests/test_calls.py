from __future__ import annotations

import pytest
import torch

from torchgrade.calls import Call, steps_of


def walk(subject, task, starts, *rest, **options):
    """A probe: the learner sees what it does to `starts`, and never a call of it."""


def asked(kind="values", wrt=None):
    pair, one = [torch.ones(1), torch.ones(2)], torch.ones(3)
    return Call(kind, ("paths", pair, 0.1, one), {"weight": one}, seed=1, wrt=wrt)


def names(probe=None):
    return steps_of(asked(), "cpu", probe)[0].argument_names


def test_without_a_probe_an_argument_is_called_by_its_position_in_the_learner_s_own_call():
    assert names() == ("argument 2", "argument 2", "argument 4", "weight")


def test_what_a_probe_is_given_is_called_by_its_parameter_and_never_by_a_number():
    assert names(walk) == ("starts", "starts", "an input", "weight")


@pytest.mark.parametrize("probe", [None, walk])
@pytest.mark.parametrize(
    ("wrt", "expected"), [(None, (0, 1, 2, 3)), ((1,), (0, 1)), ((3, "weight"), (2, 3)), ((), ())], ids=str
)
def test_gradients_are_asked_by_position_or_keyword_whatever_an_argument_is_called(probe, wrt, expected):
    assert steps_of(asked("gradients", wrt), "cpu", probe)[0].question.wrt == expected
