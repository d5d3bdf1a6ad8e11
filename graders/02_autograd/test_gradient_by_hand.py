"""gradient_by_hand, held against autograd."""

import pytest
import torch

from torchgrade import Exercise, check


def by_autograd(x):
    point = x.detach().clone().requires_grad_()
    (3 * (point + 2) ** 2).mean().backward()
    return point.grad


exercise = Exercise(
    "gradient_by_hand",
    reference=by_autograd,
    forbidden=(
        "torch.autograd.graph",
        "torch.autograd.forward_ad",
        "torch.func",
        "torch.Tensor.grad_fn",  # a node of the graph, called with what comes from above, hands back the answer
        "aten::*backward*",
    ),
)


@exercise.misconception("the gradient of the sum: the mean's 1 / N is missing")
def of_the_sum(x):
    return 6 * (x + 2)


@exercise.misconception("the square left as it is: (x + 2)^2 has the derivative 2 (x + 2)")
def keeps_square(x):
    return 3 * (x + 2) ** 2 / x.numel()


@exercise.misconception("3 (x + 2) / N: the 2 that comes down from the exponent is missing")
def no_two(x):
    return 3 * (x + 2) / x.numel()


@exercise.misconception("2 (x + 2) / N: the factor 3 is gone, but a constant factor stays when one differentiates")
def no_three(x):
    return 2 * (x + 2) / x.numel()


@exercise.misconception("6 x / N: the 2 inside the bracket was dropped, though only a term of its own vanishes")
def drops_shift(x):
    return 6 * x / x.numel()


@exercise.misconception("(6 x + 2) / N: the factor belongs in front of the whole bracket, 6 (x + 2)")
def bracket_opened(x):
    return (6 * x + 2) / x.numel()


@exercise.misconception("the mean over all gradients: one number, where each x_i has its own")
def averaged(x):
    return (6 * (x + 2)).mean().expand(x.shape).clone()


@exercise.misconception("division by the number of rows: len(x) is N only if x has one dimension")
def rows_only(x):
    return 6 * (x + 2) / len(x)


@exercise.misconception("division by the length of the last dimension: N counts all entries")
def columns_only(x):
    return 6 * (x + 2) / x.shape[-1]


@exercise.misconception("3 (2 x + 2) / N: 2 (x + 2) is 2 x + 4, both terms in the bracket are doubled")
def bracket_halved(x):
    return 3 * (2 * x + 2) / x.numel()


@exercise.misconception("the value of the function, not its gradient")
def value(x):
    return (3 * (x + 2) ** 2).mean()


@exercise.misconception("x changed in place on the way")
def in_place(x):
    return x.add_(2).mul_(6).div_(x.numel()).clone()


@exercise.misconception("a result made with torch.zeros(shape): always float32, always on the CPU")
def default_result(x):
    return torch.zeros(x.shape).add_(6 * (x + 2) / x.numel())


@check(
    4,
    "Let x have a single entry first. What is the derivative of 3 (x + 2)^2?",
    "Bring the exponent down: 3 * 2 * (x + 2). With N entries each of them has the weight 1 / N in the mean.",
    "`6 * (x + 2) / x.numel()`.",
)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_values(verify, draw, count):
    """gives autograd's gradient for N numbers in a row"""
    verify(draw.normal(count, std=2))


@check(
    3,
    "Over how many numbers does the mean go when x has several dimensions?",
    "`len(x)` counts rows; `x.numel()` counts all numbers.",
)
@pytest.mark.parametrize("shape", [(2, 3), (4, 1, 2), (1, 5)], ids=str)
def test_dimensions(verify, draw, shape):
    """divides by the number of all entries, whatever the shape"""
    verify(draw.normal(*shape))


@check(
    2,
    "The gradient has the shape of x: one slope for every entry. Is it steep where x is large?",
    "Let the arithmetic run over all of x at once; it keeps shape (), and it does not mind a transposed x.",
)
def test_extremes(verify, draw):
    """works for a single number of shape (), a transposed matrix, and numbers up to 1e4"""
    verify(draw.normal())
    verify(draw.normal(3, 2).t())
    verify(draw.uniform(4, low=-1e4, high=1e4))


@check(1, "Compute from x itself, without a trailing underscore: the result then has its dtype and device.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its input unchanged"""
    verify.contract(draw.normal(2, 3))
