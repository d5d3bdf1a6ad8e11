from __future__ import annotations

import pytest
import torch

from torchgrade import drive_optimizer
from torchgrade.isolation.answer import compile_probe
from torchgrade.probe import probe_source

START = [torch.tensor([1.0, 2.0]), torch.tensor([[3.0]])]
ROUNDS = [[torch.tensor([1.0, 0.0]), torch.tensor([[2.0]])], [torch.tensor([1.0, 4.0]), None]]


@pytest.fixture
def drive():
    """The probe as a contestant has it: compiled from its text."""
    return compile_probe(probe_source(drive_optimizer))


@pytest.mark.parametrize("task", ["paths", "generator"])
def test_it_returns_every_parameter_after_every_step_and_leaves_one_without_a_gradient(drive, task):
    seen = drive(torch.optim.SGD, task, START, ROUNDS, lr=0.5)
    assert list(seen) == ["parameters"]
    first, second = seen["parameters"]
    assert first.tolist() == [[0.5, 2.0], [0.0, 0.0]]
    assert second.tolist() == [[[2.0]], [[2.0]]]


def test_the_values_that_it_was_given_stay_as_they_are(drive):
    drive(torch.optim.SGD, "paths", START, ROUNDS, lr=0.5)
    assert START[0].tolist() == [1.0, 2.0]
    assert ROUNDS[0][1].tolist() == [[2.0]]


@pytest.mark.parametrize("clears", [True, False])
def test_it_says_whether_zero_grad_cleared_every_gradient(drive, clears):
    class Optimizer(torch.optim.SGD):
        def zero_grad(self):
            if clears:
                super().zero_grad()

    seen = drive(Optimizer, "zero_grad", START[:1], [ROUNDS[0][:1]] * 2, lr=0.5)
    assert seen["cleared"] == [[clears], [clears]]
    assert seen["parameters"][0].tolist() == [[0.5, 2.0], [0.0 if clears else -0.5, 2.0]]


def test_it_shows_state_that_borrowed_the_memory_of_a_gradient(drive):
    class Borrows:
        def __init__(self, params):
            self.params, self.first = list(params), {}

        def step(self):
            for p in self.params:
                p.data -= self.first.setdefault(p, p.grad)

    kept = [[torch.tensor([1.0, 0.0])], [torch.tensor([0.0, 9.0])]]
    assert drive(Borrows, "paths", START[:1], kept)["parameters"][0].tolist() == [[0.0, 2.0], [-1.0, 2.0]]
    seen = drive(Borrows, "contract", START[:1], kept)
    assert seen["parameters"][0].tolist() == [[0.0, 2.0], [0.0, -7.0]]
    assert [g.tolist() for g in seen["gradients after the step"]] == [[0.0, 9.0]]
