"""intermediate_gradient, held against torch.autograd.grad with both tensors as inputs."""

import pytest
import torch

from torchgrade import Exercise, check


def both(f, g, x):
    leaf = x.detach().clone().requires_grad_()
    hidden = f(leaf)
    return torch.autograd.grad(g(hidden), (hidden, leaf))


exercise = Exercise("intermediate_gradient", reference=both)
exercise.equivalent(
    "a leaf that shares memory is as good, since nothing writes into it",
    "leaf = x.detach().clone().requires_grad_() -> leaf = x.detach().requires_grad_()",
)


@exercise.probe_with
def ask(intermediate_gradient, f, g, x, requires_grad=False, trace=False):
    """Call it with the functions of these names; with `trace`, say what became of x, too."""
    firsts = {
        "scale": lambda p: 3 * p,
        "wave": lambda p: p.sin() * p,
        "project": lambda p: p @ torch.arange(1, 3 * p.shape[-1] + 1).reshape(p.shape[-1], 3).to(p).cos(),
        "norm": lambda p: p.square().sum(),
    }
    seconds = {
        "squares": lambda h: h.square().sum(),
        "bowl": lambda h: (3 * (h + 2) ** 2).mean(),
        "twice": lambda h: (h.exp() * h.cos()).sum(),
    }
    found = intermediate_gradient(firsts[f], seconds[g], x.requires_grad_(requires_grad))
    if not trace:
        return found
    return {"the gradients": found, "x.grad is None": x.grad is None, "x.requires_grad": x.requires_grad}


@exercise.misconception("no retain_grad: hidden is no leaf, and its .grad stays None")
def not_retained(f, g, x):
    return None, both(f, g, x)[1]


@exercise.misconception(
    "no gradient for x: hidden was cut off with detach(), or the .grad is not that of the leaf given to f"
)
def cut_off(f, g, x):
    return both(f, g, x)[0], None


@exercise.misconception("the two the other way round: d y / d x first")
def swapped(f, g, x):
    return both(f, g, x)[::-1]


@exercise.misconception("d hidden / d x in the second place: the chain goes on to y")
def half_chain(f, g, x):
    leaf = x.detach().clone().requires_grad_()
    return both(f, g, x)[0], torch.autograd.grad(f(leaf).sum(), leaf)[0]


@exercise.misconception("d y / d hidden in both places")
def hidden_twice(f, g, x):
    return both(f, g, x)[0], both(f, g, x)[0].clone()


@exercise.misconception("the hidden tensor itself, not the gradient that passes through it")
def hidden_itself(f, g, x):
    return f(x.detach()).clone(), both(f, g, x)[1]


@exercise.misconception("two backward passes, one for each: both gradients add up to twice what they are")
def two_passes(f, g, x):
    return tuple(2 * one for one in both(f, g, x))


@exercise.misconception("two backward passes, one before retain_grad: only the gradient of x is doubled")
def retained_late(f, g, x):
    hidden, leaf = both(f, g, x)
    return hidden, 2 * leaf


@exercise.misconception("a clone() without detach(): where x requires grad it is no leaf, and its .grad stays None")
def no_detach(f, g, x):
    hidden, leaf = both(f, g, x)
    if not x.requires_grad:
        return hidden, leaf
    x.grad = leaf
    return hidden, None


@exercise.misconception("the caller's x used as the leaf: it ends up requiring grad, with a gradient of its own")
def uses_x(f, g, x):
    hidden, leaf = both(f, g, x)
    x.requires_grad_()
    x.grad = leaf.clone()
    return hidden, leaf


@check(
    4,
    "Print hidden.grad after backward. Which tensors keep theirs?",
    "backward stores gradients in leaves only. `hidden.retain_grad()` before backward keeps the one of hidden.",
    "`hidden = f(leaf)`, `hidden.retain_grad()`, `g(hidden).backward()`, then `hidden.grad` and `leaf.grad`.",
)
@pytest.mark.parametrize(("f", "g"), [("scale", "squares"), ("wave", "bowl"), ("wave", "twice")])
@pytest.mark.parametrize("shape", [(1,), (3,)], ids=str)
def test_values(verify, draw, f, g, shape):
    """gives the gradient at the hidden tensor and at x, in this order"""
    verify(f, g, draw.normal(*shape))


@check(
    3,
    "Each gradient has the shape of its tensor: which shape has f(x)?",
    "d y / d hidden is what reaches hidden from y; d y / d x is that, carried on through f.",
)
def test_shapes(verify, draw):
    """works when f changes the shape, to another number of columns or to a single number"""
    verify("project", "squares", draw.normal(2))
    verify("project", "twice", draw.normal(4, 2))
    verify("norm", "bowl", draw.normal(3, 2).t())


@check(
    2,
    "Does the caller's x have a .grad after your function, or require grad all of a sudden?",
    "Begin with `leaf = x.detach().clone().requires_grad_()`, and call f with `leaf`.",
)
@pytest.mark.parametrize("requires_grad", [False, True])
def test_leaves_x(verify, draw, requires_grad):
    """leaves x without a gradient, requiring grad only if it did before"""
    verify("wave", "bowl", draw.normal(3), requires_grad=requires_grad, trace=True)


@check(1, "Make your leaf from x by `detach().clone()`: it keeps dtype and device.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves the values of x unchanged"""
    verify.contract("wave", "bowl", draw.normal(2, 3))
