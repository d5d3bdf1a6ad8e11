"""mse_chain, held against autograd through torch.nn.functional.mse_loss."""

import pytest
import torch

from torchgrade import Exercise, check


def by_autograd(x, target, w, b):
    w, b = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_()
    return torch.autograd.grad(torch.nn.functional.mse_loss(w * x + b, target), (w, b))


exercise = Exercise(
    "mse_chain",
    reference=by_autograd,
    forbidden=(
        "torch.autograd.graph",
        "torch.autograd.forward_ad",
        "torch.func",
        "torch.Tensor.grad_fn",  # a node of the graph, called with what comes from above, hands back the answer
        "aten::*backward*",
    ),
)


@exercise.probe_with
def ask(mse_chain, what, **inputs):
    """Ask for both derivatives, or for one of them: what is right in one place counts there."""
    found = mse_chain(**inputs)
    places = {"w": 0, "b": 1}
    return found[places[what]] if what in places else found


def error(x, target, w, b):
    return w * x + b - target


@exercise.misconception("the 2 that comes down from the square is missing")
def no_two(x, target, w, b):
    return tuple(one / 2 for one in by_autograd(x, target, w, b))


@exercise.misconception("a sum over the points: the mean's 1 / N is missing")
def summed(x, target, w, b):
    return tuple(one * x.numel() for one in by_autograd(x, target, w, b))


@exercise.misconception("a division by the number of rows: len(x) is N only if x has one dimension")
def rows_only(x, target, w, b):
    return tuple(one * x.numel() / (len(x) if x.ndim else 1) for one in by_autograd(x, target, w, b))


@exercise.misconception("the sign of target - y: downhill where the gradient points uphill")
def wrong_sign(x, target, w, b):
    return tuple(-one for one in by_autograd(x, target, w, b))


@exercise.misconception("no x in d loss / d w: that is the derivative for b, since d y / d w is x")
def no_x(x, target, w, b):
    grad_b = by_autograd(x, target, w, b)[1]
    return grad_b, grad_b.clone()


@exercise.misconception("w as the inner derivative in d loss / d w: that is d y / d x")
def times_w(x, target, w, b):
    grad_b = by_autograd(x, target, w, b)[1]
    return grad_b * w, grad_b


@exercise.misconception("x in d loss / d b, too: moving b moves y by just as much, whatever x is")
def x_for_b(x, target, w, b):
    grad_w = by_autograd(x, target, w, b)[0]
    return grad_w, grad_w.clone()


@exercise.misconception("b as the inner derivative in d loss / d b: b is what moves, and d y / d b is 1")
def times_b(x, target, w, b):
    grad_w, grad_b = by_autograd(x, target, w, b)
    return grad_w, grad_b * b


@exercise.misconception("means multiplied: the mean of error times x is not mean error times mean x")
def product_of_means(x, target, w, b):
    grad_b = by_autograd(x, target, w, b)[1]
    return grad_b * x.mean(), grad_b


@exercise.misconception("the prediction without b")
def forgets_b(x, target, w, b):
    return by_autograd(x, target, w, torch.zeros_like(b))


@exercise.misconception("the signs of the errors, not the errors: that is the derivative of the absolute distance")
def signs(x, target, w, b):
    slope = error(x, target, w, b).sign()
    return (slope * x).mean(), slope.mean()


@exercise.misconception("the squared error as the outer factor: d (y - target)^2 / d y is 2 (y - target)")
def keeps_square(x, target, w, b):
    slope = 2 * error(x, target, w, b).square()
    return (slope * x).mean(), slope.mean()


@exercise.misconception("the two in another order: b first")
def swapped(x, target, w, b):
    return by_autograd(x, target, w, b)[::-1]


@exercise.misconception("one derivative for every point, not their sum")
def per_point(x, target, w, b):
    grad_y = 2 * error(x, target, w, b) / x.numel()
    return grad_y * x, grad_y


@exercise.misconception("a subtraction in place: the target of the caller is changed on the way")
def in_place(x, target, w, b):
    found = by_autograd(x, target, w, b)
    target.sub_(w * x + b)
    return found


def drawn(draw, *shape):
    inputs = {"x": draw.normal(*shape, mean=1.0), "target": draw.normal(*shape, std=2.0)}
    return {**inputs, "w": draw.normal(mean=2.0), "b": draw.normal(mean=-1.0)}


@check(
    4,
    "With a single point the loss is (w x + b - target)^2. What is its derivative for w?",
    "Outside, 2 (y - target); inside, d y / d w = x. Multiply the two for each point, then take the mean.",
    "`(2 * (w * x + b - target) * x).mean()`.",
)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_slope(verify, draw, count):
    """gives d loss / d w"""
    verify("w", **drawn(draw, count))


@check(
    3,
    "By how much does y_i move when b moves by 0.1?",
    "The outer factor is the same as for w; the inner one, d y / d b, is 1.",
    "`(2 * (w * x + b - target)).mean()`.",
)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_intercept(verify, draw, count):
    """gives d loss / d b"""
    verify("b", **drawn(draw, count))


@check(
    2,
    "Which of the two comes first, and which shape have they?",
    "Both are single numbers, of shape (): the sum over all points, in whatever shape they come.",
)
def test_both(verify, draw):
    """gives both, d loss / d w first, for points of any shape"""
    verify("both", **drawn(draw, 4))
    verify("both", **drawn(draw, 2, 3))
    verify("both", **drawn(draw))


@check(1, "Compute from the inputs, without a trailing underscore: the result then has their dtype and device.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    verify.contract("both", **drawn(draw, 5))
