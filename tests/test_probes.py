from __future__ import annotations

import pytest
import torch

from torchgrade import drive_cell, drive_optimizer
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


def test_it_hands_over_options_by_position_too(drive):
    named = drive(torch.optim.SGD, "paths", START, ROUNDS, lr=0.5, momentum=0.9)["parameters"]
    assert all(map(torch.equal, drive(torch.optim.SGD, "paths", START, ROUNDS, 0.5, 0.9)["parameters"], named))


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


@pytest.fixture
def step():
    """The probe of cells as a contestant has it."""
    return compile_probe(probe_source(drive_cell))


WEIGHTS = {
    "weight_ih": torch.tensor([[2.0], [0.0]]),
    "weight_hh": torch.tensor([[0.0, 1.0], [1.0, 0.0]]),
    "bias_ih": torch.tensor([1.0, 0.0]),
    "bias_hh": torch.tensor([0.0, 1.0]),
}
X, HX = torch.tensor([[3.0]]), torch.tensor([[10.0, 20.0]])


def test_a_cell_is_driven_with_the_weights_that_were_asked_for(step):
    relu = {"nonlinearity": "relu"}
    assert step(torch.nn.RNNCell, "values", (1, 2), WEIGHTS, X, HX, **relu).tolist() == [[27.0, 11.0]]
    assert step(torch.nn.RNNCell, "values", (1, 2), WEIGHTS, X, **relu).tolist() == [[7.0, 1.0]]
    assert X.requires_grad is HX.requires_grad is False


def test_a_cells_gradients_are_those_of_its_inputs_and_parameters(step):
    seen = step(
        torch.nn.RNNCell, "gradients", (1, 2), WEIGHTS, X, HX, (torch.tensor([[1.0, 5.0]]),), nonlinearity="relu"
    )
    assert [gradient.tolist() for gradient in seen.pop("inputs")] == [[[2.0]], [[5.0, 1.0]]]
    assert {name: gradient.tolist() for name, gradient in seen.items()} == {
        "weight_ih": [[3.0], [15.0]],
        "weight_hh": [[10.0, 20.0], [50.0, 100.0]],
        "bias_ih": [1.0, 5.0],
        "bias_hh": [1.0, 5.0],
    }


def test_a_state_of_two_tensors_is_handed_over_and_read_as_two(step):
    weights = {name: value.repeat(4, *[1] * (value.dim() - 1)) for name, value in WEIGHTS.items()}
    seen = step(torch.nn.LSTMCell, "gradients", (1, 2), weights, X, (HX, HX), (HX, HX))
    assert [gradient.shape for gradient in seen["inputs"]] == [(1, 1), (1, 2), (1, 2)]
    assert len(step(torch.nn.LSTMCell, "values", (1, 2), weights, X)) == 2


def test_a_cell_with_other_parameters_is_refused_and_says_which_it_has(step):
    found = {"weight_ih": [2, 1], "weight_hh": [2, 2]}
    names = step(torch.nn.RNNCell, "names", (1, 2), WEIGHTS, X, bias=False)
    dtypes = dict.fromkeys(found, "torch.float32")
    assert names == {"state_dict": found, "parameters": ["weight_hh", "weight_ih"], "dtypes": dtypes}
    for task in ("start", "values", "gradients"):
        with pytest.raises(AttributeError, match=r"should be \{'weight_ih': \[2, 1\], .* state_dict has \{'weight_ih'"):
            step(torch.nn.RNNCell, task, (1, 2), WEIGHTS, X, bias=False)
        with pytest.raises(ValueError, match=r"state_dict has \{'weight_ih': \[2, 5\]"):
            step(torch.nn.RNNCell, task, (5, 2), WEIGHTS, X)


@pytest.mark.parametrize(
    ("factor", "inside", "fills", "times"),
    [(1.0, True, True, 1), (1.3, False, True, 1), (0.79, True, False, 1), (4.0, False, True, 4)],
)
def test_a_start_is_judged_by_its_range(step, factor, inside, fills, times):
    class Cell(torch.nn.RNNCell):
        def reset_parameters(self):
            super().reset_parameters()
            for p in self.parameters():
                p.data *= factor

    torch.manual_seed(0)
    weights = torch.nn.RNNCell(16, 256).state_dict()
    seen = step(Cell, "start", (16, 256), weights, X)
    assert {type(width) for width in seen["width beside the range"].values()} == {float}  # 0.5 stands beside 1.0
    assert seen == {
        "in the range": dict.fromkeys(weights, inside),
        "fills it": dict.fromkeys(weights, fills),
        "width beside the range": dict.fromkeys(weights, times),
        "the same in another one": dict.fromkeys(weights, False),
    }


def test_a_cell_that_starts_from_a_seed_of_its_own_shows(step):
    class Seeded(torch.nn.RNNCell):
        def reset_parameters(self):
            torch.manual_seed(0)
            super().reset_parameters()

    seen = step(Seeded, "start", (16, 256), torch.nn.RNNCell(16, 256).state_dict(), X)
    assert all(seen["the same in another one"].values())


def test_a_state_kept_from_an_earlier_call_shows_where_none_is_given(step):
    class Keeps(torch.nn.RNNCell):
        kept = None

        def forward(self, input, hx=None):
            self.kept = super().forward(input, self.kept if hx is None else hx)
            return self.kept

    relu = {"nonlinearity": "relu"}
    assert step(Keeps, "values", (1, 2), WEIGHTS, X, HX, **relu).tolist() == [[27.0, 11.0]]
    assert step(Keeps, "values", (1, 2), WEIGHTS, X, **relu).tolist() != [[7.0, 1.0]]
