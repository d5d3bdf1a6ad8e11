"""gradient, held against torch.func.grad, which leaves no trace either."""

import pytest
import torch

from torchgrade import Exercise, check


def without_trace(f, x):
    return torch.func.grad(f)(x.detach()).detach()


exercise = Exercise(
    "gradient",
    reference=without_trace,
    forbidden=("torch.func", "torch.autograd.functional", "torch._functorch.apis", "torch._functorch.eager_transforms"),
)
exercise.equivalent(
    "a leaf that shares memory is as good, since nothing writes into it, and torch.autograd.grad takes what is no leaf",
    "point = x.detach().clone().requires_grad_() -> point = x.detach().requires_grad_()",
    "point = x.detach().clone().requires_grad_() -> point = x.clone().requires_grad_()",
)


@exercise.probe_with
def ask(gradient, what, x, weight=None, grad=None, requires_grad=False, trace=False, graph=False):
    """Ask for the gradient of the function of that name; with `trace`, say what the call left behind, too.

    With `graph`, say whether the gradient requires grad itself: only one check asks, which costs one point.
    """
    functions = {
        "bowl": lambda p: (3 * (p + 2) ** 2).mean(),
        "wave": lambda p: (p.sin() * p).sum() + p.exp().mean(),
        "last": lambda p: p[..., -1].pow(3).sum(),
        "weighted": lambda p: (weight * p * p).sum(),
    }
    weight = None if weight is None else weight.requires_grad_()
    x.requires_grad_(requires_grad)
    x.grad = None if grad is None else grad.clone()
    found = gradient(functions[what], x)
    seen = {"the gradient": found.detach() if isinstance(found, torch.Tensor) else found}
    if not trace:
        return seen
    seen["x.grad is None"] = x.grad is None
    seen["the sum of x.grad"] = 0.0 if x.grad is None else float(x.grad.double().sum())
    seen["x.requires_grad"] = x.requires_grad
    if graph:
        seen["the gradient requires grad"] = isinstance(found, torch.Tensor) and found.requires_grad
    if weight is not None:
        seen["another tensor's .grad is as before"] = weight.grad is None
    return seen


@exercise.misconception("backward with x itself, which leaves the gradient in x.grad, or adds it to what was there")
def backward_on_x(f, x):
    before = x.requires_grad
    f(x.requires_grad_()).backward(inputs=[x])
    return x.requires_grad_(before).grad.clone()


@exercise.misconception("emptying x.grad afterwards: what was there before the call is lost")
def empties(f, x):
    x.grad = None
    return without_trace(f, x)


@exercise.misconception("backward, which stores a gradient in every tensor that f uses, not only in your copy of x")
def backward_on_copy(f, x):
    point = x.detach().clone().requires_grad_()
    f(point).backward()
    return point.grad


@exercise.misconception("requires_grad_() on the x of the caller, where it stays switched on")
def switches_on(f, x):
    return torch.autograd.grad(f(x.requires_grad_()), x)[0]


@exercise.misconception("an x that does not require grad: torch wrote nothing down, so there is no way back")
def not_required(f, x):
    return torch.autograd.grad(f(x), x)[0]


@exercise.misconception("create_graph=True: the gradient itself requires grad, and keeps the whole computation alive")
def keeps_graph(f, x):
    point = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(point), point, create_graph=True)[0]


@exercise.misconception("the whole tuple that torch.autograd.grad returns, with the gradient as its only item")
def whole_tuple(f, x):
    return (without_trace(f, x),)


@exercise.misconception("the value of f at x, not its gradient")
def value(f, x):
    return f(x.detach()).detach()


@exercise.misconception("the gradient scaled to length 1: the direction is there, the steepness is lost")
def direction(f, x):
    found = without_trace(f, x)
    return found / found.norm()


@check(
    3,
    "Torch writes operations down only for a tensor that requires grad. Does yours?",
    "Make a leaf of your own from x: `point = x.detach().clone().requires_grad_()`.",
    "`torch.autograd.grad(f(point), point)[0]`: it returns a tuple with one gradient for each input.",
)
@pytest.mark.parametrize("what", ["bowl", "wave", "last"])
@pytest.mark.parametrize("shape", [(1,), (4,), (2, 3)], ids=str)
def test_values(verify, draw, what, shape):
    """gives the gradient of any function of x"""
    verify(what, draw.normal(*shape))


@check(
    2,
    "Print x.grad before and after the call.",
    "`backward()` adds to the .grad of the leaf that it ends at. Let that leaf be a copy, and no part of x.",
    "`point = x.detach().clone().requires_grad_()` is such a leaf; take the gradient for `point`, not for `x`.",
)
@pytest.mark.parametrize("has_grad", [False, True])
def test_leaves_grad(verify, draw, has_grad):
    """leaves x.grad as it was, whether x had one or not"""
    grad = draw.normal(3) if has_grad else None
    verify("bowl", draw.normal(3), grad=grad, requires_grad=True, trace=True)


@check(
    2,
    "backward() visits every leaf that f used. Which ones did you ask about?",
    "`torch.autograd.grad(output, inputs)` returns the gradients of `inputs` alone, and stores none.",
)
def test_other_tensors(verify, draw):
    """stores no gradient in the other tensors that f uses"""
    verify("weighted", draw.normal(3), weight=draw.normal(3), trace=True)
    verify("weighted", draw.normal(2, 2), weight=draw.normal(2, 2), requires_grad=True, trace=True)


@check(
    1,
    "x belongs to the caller. Does it require grad after your call, though it did not before? Does your result?",
    "A trailing underscore changes the tensor itself: call requires_grad_() on a detached copy.",
    "Leave `create_graph` at False: with it, the gradient comes with a graph of its own.",
)
def test_leaves_switch(verify, draw):
    """leaves x.requires_grad as it was, and returns a gradient that does not require grad"""
    verify("wave", draw.normal(3), trace=True, graph=True)
    verify("wave", draw.normal(3), requires_grad=True, trace=True, graph=True)


@check(1, "A gradient has the shape of x, even if that is () or if x lies transposed in memory.")
def test_shapes(verify, draw):
    """works for a single number, a transposed matrix and three dimensions"""
    verify("wave", draw.normal())
    verify("last", draw.normal(3, 2).t())
    verify("bowl", draw.normal(2, 1, 3))


@check(1, "Make your copy with x's dtype and device: `detach().clone()` keeps both.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves the values of x unchanged"""
    verify.contract("wave", draw.normal(3))
