"""sigmoid, held against torch.sigmoid."""

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise("sigmoid", reference=torch.sigmoid, forbidden=("aten::*sigmoid*", "aten::glu*", "aten::silu*"))
exercise.equivalent(
    "exp(1) is finite, and that side is not taken there; at 0 both sides give a half",
    "left = torch.exp(input.clamp(max=0)) -> left = torch.exp(input.clamp(max=1))",
    "right = 1 / (1 + torch.exp(-input.clamp(min=0))) -> right = 1 / (1 + torch.exp(-input.clamp(min=(-1))))",
    "return torch.where(input < 0, left / (left + 1), right) -> return torch.where((input <= 0), left / "
    "(left + 1), right)",
)


def slope_by(rule):
    """torch's sigmoid with another slope."""

    class Wrong(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x.sigmoid()

        @staticmethod
        def backward(ctx, upstream):
            return upstream * rule(*ctx.saved_tensors)

    return Wrong.apply


@exercise.misconception("1 / (1 + exp(x)): without the minus sign the curve falls instead of rising")
def falls(input):
    return (-input).sigmoid()


@exercise.misconception("tanh, which lies between -1 and 1")
def hyperbolic(input):
    return input.tanh()


@exercise.misconception("tanh(x), moved and halved to lie between 0 and 1: it is twice as steep as the sigmoid")
def too_steep(input):
    return (2 * input).sigmoid()


@exercise.misconception("the hard sigmoid, which is made of straight lines")
def hard(input):
    return (input / 6 + 0.5).clamp(0, 1)


@exercise.misconception("a softmax over the numbers, which then share a sum of 1; each number is on its own here")
def shares(input):
    return input.softmax(-1) if input.dim() else input.sigmoid()


@exercise.misconception("exp(x) / (1 + exp(x)) as it stands: for 1000 that is infinity over infinity")
def ratio(input):
    return input.exp() / (1 + input.exp())


@exercise.misconception("1 / (1 + exp(-x)) as it stands: at -1000 the value is right, and the gradient NaN")
def infinite_exp(input):
    return 1 / (1 + (-input).exp())


@exercise.misconception(
    "one formula for the whole tensor, chosen by a single number of it: each number needs its own side"
)
def one_for_all(input):
    return infinite_exp(input) if input.flatten()[0] >= 0 else ratio(input)


@exercise.misconception("both formulas inside torch.where: the side not chosen overflows, and makes the gradient NaN")
def unused_branch(input):
    left = input.exp()
    return torch.where(input < 0, left / (1 + left), 1 / (1 + (-input).exp()))


@exercise.misconception("exp(-|x|) for both sides: |x| has the slope 0 at 0, so the gradient there is 0, not 1/4")
def flat_at_zero(input):
    small = torch.exp(-input.abs())
    return torch.where(input < 0, small, 1) / (1 + small)


@exercise.misconception("the slope s * (1 - x); it is s * (1 - s), with the sigmoid's value s in both places")
def slope_of_input(input):
    return slope_by(lambda x: x.sigmoid() * (1 - x))(input)


@exercise.misconception("the slope s alone; it is s * (1 - s)")
def slope_without_rest(input):
    return slope_by(torch.sigmoid)(input)


@check(
    4,
    "What should come out for 0, for a large number and for a very negative one?",
    "1 / (1 + exp(-x)) is near 1 for large x, and near 0 for very negative x.",
    "`1 / (1 + torch.exp(-input))` is right as long as the numbers are small.",
)
@pytest.mark.parametrize("shape", [(), (1,), (5,), (4, 6), (2, 3, 4)], ids=str)
def test_values(verify, draw, shape):
    """gives torch.sigmoid's values, for any shape"""
    verify(draw.normal(*shape, std=3))
    verify(draw.uniform(*shape, low=-10, high=10))


@check(
    2,
    "What is exp(1000) in float32, and what is infinity over infinity?",
    "For x < 0 use exp(x) / (exp(x) + 1), for x >= 0 use 1 / (1 + exp(-x)): no exponent is above 0 then.",
    "`torch.where` works out both formulas: let `clamp(max=0)` and `clamp(min=0)` give each its own numbers only.",
)
def test_large(verify):
    """gives right values and gradients for numbers as large as 1e4 and as small as -1e4"""
    verify(torch.tensor([1000.0, 1e4, 100.0]))
    verify(torch.tensor([-1000.0, -1e4, -100.0]))
    verify.gradients(torch.tensor([1000.0, 1e4, 90.0, -1.0]))
    verify.gradients(torch.tensor([-1000.0, 2.0, -90.0]))
    verify.gradients(torch.tensor([1000.0, -1000.0, 0.5]))  # no formula is right for the whole of it
    verify.gradients(torch.tensor([-1000.0, 1000.0, 0.5]))
    verify(torch.tensor([-1000.0, 1000.0], dtype=torch.float64))  # a clamp at 15 has lost digits here


@check(1, "What does your code give for inf, -inf and NaN?", "exp(-inf) is 0, and NaN should stay NaN.")
def test_extremes(verify):
    """gives inf a 1 and -inf a 0, and leaves NaN as NaN"""
    verify(torch.tensor([float("inf"), -float("inf"), 0.5]))
    verify(torch.tensor([float("nan"), -1.0]))


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "The slope is s * (1 - s), where s is the sigmoid of x: a quarter at 0.",
)
def test_gradient(verify, draw):
    """lets the gradient through, also at 0"""
    verify.gradients(draw.normal(4, 6, std=2))
    verify.gradients(torch.tensor([0.0, 1.0, -1.0, 0.0]))


@check(1, "Make new tensors with the input's dtype and device, and leave the input as it is.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its input unchanged, and works on a transposed one"""
    verify(draw.normal(4, 6).T)
    verify.contract(draw.normal(3, 4))
