"""tanh, held against torch.tanh."""

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise("tanh", reference=torch.tanh, forbidden=("aten::*tanh*", "math.tanh", "numpy.tanh"))
exercise.equivalent(
    "tanh is 1 or -1 to the last digit beyond 19, and exp(42) is finite",
    "power = torch.exp(2 * input.clamp(-20, 20)) -> power = torch.exp(2 * input.clamp(-21, 20))",
    "power = torch.exp(2 * input.clamp(-20, 20)) -> power = torch.exp(2 * input.clamp(-19, 20))",
    "power = torch.exp(2 * input.clamp(-20, 20)) -> power = torch.exp(2 * input.clamp(-20, 21))",
    "power = torch.exp(2 * input.clamp(-20, 20)) -> power = torch.exp(2 * input.clamp(-20, 19))",
)


def slope_by(rule):
    """torch's tanh with another slope."""

    class Wrong(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x.tanh()

        @staticmethod
        def backward(ctx, upstream):
            return upstream * rule(*ctx.saved_tensors)

    return Wrong.apply


@exercise.misconception("the sigmoid, which lies between 0 and 1")
def logistic(input):
    return input.sigmoid()


@exercise.misconception("2 * sigmoid(x) - 1: x has to be doubled first, and the curve is half as steep without it")
def half_as_steep(input):
    return (input / 2).tanh()


@exercise.misconception("the sign turned: exp(-x) - exp(x) on top")
def falls(input):
    return -input.tanh()


@exercise.misconception("the tangent of trigonometry, which is another function")
def trigonometric(input):
    return input.tan()


@exercise.misconception("the fraction upside down: the sum over the difference")
def upside_down(input):
    return 1 / input.tanh()


@exercise.misconception("numbers clipped to [-1, 1]; tanh bends long before")
def clipped(input):
    return input.clamp(-1, 1)


@exercise.misconception("(exp(x) - exp(-x)) / (exp(x) + exp(-x)) as it stands: infinity over infinity on both sides")
def overflows(input):
    up, down = input.exp(), (-input).exp()
    return (up - down) / (up + down)


@exercise.misconception("(exp(2x) - 1) / (exp(2x) + 1) as it stands: infinity over infinity for large x")
def overflows_right(input):
    power = (2 * input).exp()
    return (power - 1) / (power + 1)


@exercise.misconception("1 in the place of every NaN: infinity over infinity stands on the left, too, where -1 belongs")
def filled_with_one(input):
    up, down = input.exp(), (-input).exp()
    return ((up - down) / (up + down)).nan_to_num(1.0)


@exercise.misconception("1 - 2 / (exp(2x) + 1) as it stands: for large x the value is right, and the gradient NaN")
def infinite_exp(input):
    return 1 - 2 / ((2 * input).exp() + 1)


@exercise.misconception("|x| and the sign put back: both have the slope 0 at 0, so the gradient there is 0, not 1")
def flat_at_zero(input):
    small = torch.exp(-2 * input.abs())
    return input.sign() * (1 - small) / (1 + small)


@exercise.misconception("the slope 1 - x**2; it is 1 - t**2, with the value t of tanh(x)")
def slope_of_input(input):
    return slope_by(lambda x: 1 - x**2)(input)


@exercise.misconception("the slope 1 - t; the value t has to be squared")
def slope_not_squared(input):
    return slope_by(lambda x: 1 - x.tanh())(input)


@check(
    4,
    "What should come out for 0, for a large number and for a very negative one?",
    "Both exponentials appear twice: their difference on top, their sum below.",
    "With `power = torch.exp(2 * input)` it is `(power - 1) / (power + 1)`, as long as the numbers are small.",
)
@pytest.mark.parametrize("shape", [(), (1,), (5,), (4, 6), (2, 3, 4)], ids=str)
def test_values(verify, draw, shape):
    """gives torch.tanh's values, for any shape"""
    verify(draw.normal(*shape, std=2))
    verify(draw.uniform(*shape, low=-8, high=8))


@check(
    2,
    "What is exp(1000) in float32, and what is infinity over infinity?",
    "tanh(20) is 1 to all digits: clamp the input before you call exp.",
    "`input.clamp(-20, 20)` changes no answer, and exp(40) is still far from overflow.",
)
def test_large(verify):
    """gives right values and gradients for numbers as large as 1e4 and as small as -1e4"""
    verify(torch.tensor([-5.0, 3.0]))  # first: it tells a wrong sign everywhere from one far out alone
    verify(torch.tensor([-1000.0, -1e4, -100.0]))
    verify(torch.tensor([1000.0, 1e4, 100.0]))
    verify.gradients(torch.tensor([1000.0, -1000.0, 1.0]))
    verify(torch.tensor([-1000.0, 1000.0], dtype=torch.float64))  # a clamp at 7 has lost digits here


@check(1, "What does your code give for inf, -inf and NaN?", "clamp turns inf into its limit, and keeps NaN.")
def test_extremes(verify):
    """gives inf a 1 and -inf a -1, and leaves NaN as NaN"""
    verify(torch.tensor([float("inf"), -float("inf"), 0.5]))
    verify(torch.tensor([float("nan"), -1.0]))


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "The slope is 1 - t**2, where t is tanh(x): 1 at 0. Does abs or sign in your code spoil it there?",
)
def test_gradient(verify, draw):
    """lets the gradient through, also at 0"""
    verify.gradients(draw.normal(4, 6))
    verify.gradients(torch.tensor([0.0, 1.0, -1.0, 0.0]))


@check(1, "Make new tensors with the input's dtype and device, and leave the input as it is.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its input unchanged, and works on a transposed one"""
    verify(draw.normal(4, 6).T)
    verify.contract(draw.normal(3, 4))
