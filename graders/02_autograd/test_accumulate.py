"""accumulate, held against gradients that torch.autograd.grad computes one by one."""

import pytest
import torch

from torchgrade import Exercise, check


def slope(f, x):
    point = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(point), point)[0]


def by_sums(f, g, x):
    return slope(f, x), slope(f, x) + slope(g, x), slope(g, x)


exercise = Exercise("accumulate", reference=by_sums)
exercise.equivalent(
    "a leaf that shares memory is as good, since nothing writes into it",
    "leaf = x.detach().clone().requires_grad_() -> leaf = x.detach().requires_grad_()",
)
exercise.equivalent(
    "leaf.grad is let go of before the next backward, which adds to no tensor that is kept",
    "both = leaf.grad.clone() -> both = leaf.grad",
)


@exercise.probe_with
def ask(accumulate, f, g, x, requires_grad=False, trace=False):
    """Call it with the functions of these names; with `trace`, say what became of x, too."""
    functions = {
        "bowl": lambda p: (3 * (p + 2) ** 2).mean(),
        "cubes": lambda p: (p**3).sum(),
        "wave": lambda p: (p.sin() * p).sum(),
        "line": lambda p: (5 * p).sum(),
    }
    found = accumulate(functions[f], functions[g], x.requires_grad_(requires_grad))
    if not trace:
        return found
    return {"the three": found, "x.grad is None": x.grad is None, "x.requires_grad": x.requires_grad}


@exercise.misconception("the first .grad kept without clone(): the second backward added to that very tensor")
def no_clone(f, g, x):
    _, both, last = by_sums(f, g, x)
    return both, both.clone(), last


@exercise.misconception("the same tensor three times: .grad never cloned, and cleared in place with zero_()")
def no_clone_zeroed(f, g, x):
    last = slope(g, x)
    return last, last.clone(), last.clone()


@exercise.misconception("no reset before the last backward: it adds to the two before")
def never_reset(f, g, x):
    once, both, last = by_sums(f, g, x)
    return once, both, both + last


@exercise.misconception("f and g once more for the last one, without a reset: four gradients added up")
def once_more(f, g, x):
    once, both, _ = by_sums(f, g, x)
    return once, both, 2 * both


@exercise.misconception(
    "g's gradient alone in the second place: a reset came before it, or emptied it later, without clone()"
)
def always_reset(f, g, x):
    once, _, last = by_sums(f, g, x)
    return once, last, last.clone()


@exercise.misconception("a reset after the last backward, when there is nothing left to look at")
def reset_too_late(f, g, x):
    once, both, last = by_sums(f, g, x)
    return once, both, torch.zeros_like(last)


@exercise.misconception("f again after the reset: the last one was to be the gradient of g alone")
def f_again(f, g, x):
    once, both, _ = by_sums(f, g, x)
    return once, both, once.clone()


@exercise.misconception("the last two in another order: the gradient after the reset stands before the sum")
def last_two_swapped(f, g, x):
    once, both, last = by_sums(f, g, x)
    return once, last, both


@exercise.misconception("no reset between the two backwards of the third one: the gradient of f is still in it")
def no_reset_between(f, g, x):
    once, both, _ = by_sums(f, g, x)
    return once, both, both.clone()


@exercise.misconception("f once more before g, without a reset: its gradient was in .grad already")
def f_once_more(f, g, x):
    once, both, last = by_sums(f, g, x)
    return once, once + both, last


@exercise.misconception("what backward() returns, which is None: the gradient lies in the .grad of the leaf")
def backward_returned(f, g, x):
    return None, None, None


@exercise.misconception("the gradient of f twice: the second backward was to start from g")
def f_twice(f, g, x):
    once, _, last = by_sums(f, g, x)
    return once, 2 * once, last


@exercise.misconception("mean instead of sum: torch adds gradients, it does not average them")
def averages(f, g, x):
    once, both, last = by_sums(f, g, x)
    return once, both / 2, last


@exercise.misconception("backward twice on the same result: its graph was thrown away the first time; call g anew")
def same_graph(f, g, x):
    leaf = x.detach().clone().requires_grad_()
    second = g(leaf)
    second.backward()
    second.backward()


@exercise.misconception("a clone() without detach(): where x requires grad it is no leaf, and its .grad stays None")
def no_detach(f, g, x):
    if x.requires_grad:
        raise AttributeError("'NoneType' object has no attribute 'clone'")
    return by_sums(f, g, x)


@exercise.misconception("backward with x itself: it ends up requiring grad, with a gradient of its own")
def uses_x(f, g, x):
    found = by_sums(f, g, x)
    x.requires_grad_()
    x.grad = found[2].clone()
    return found


@check(
    5,
    "Print .grad after each backward. Which numbers are still in it?",
    "`leaf.grad = None` (or `leaf.grad.zero_()`) clears it; without that, the next backward adds.",
    "Keep `leaf.grad.clone()`: backward adds in place, to the tensor that you hold in your hand.",
)
@pytest.mark.parametrize(("f", "g"), [("line", "cubes"), ("bowl", "wave"), ("wave", "bowl")])
@pytest.mark.parametrize("shape", [(1,), (3,)], ids=str)
def test_values(verify, draw, f, g, shape):
    """says what .grad holds after one backward, two, and two with a reset between"""
    verify(f, g, draw.normal(*shape))


@check(
    2,
    "backward can be called once on each result; call f and g anew when you need another.",
    "The same function twice gives twice the gradient: it was added to itself.",
)
def test_same_function(verify, draw):
    """adds a gradient to itself when f and g are the same function"""
    verify("bowl", "bowl", draw.normal(4))
    verify("cubes", "cubes", draw.normal(2, 3))


@check(
    2,
    "Whose .grad do you fill: that of x, or that of a copy?",
    "Begin with `leaf = x.detach().clone().requires_grad_()`, and use `leaf` from there on.",
)
@pytest.mark.parametrize("requires_grad", [False, True])
def test_leaves_x(verify, draw, requires_grad):
    """leaves x without a gradient, requiring grad only if it did before"""
    verify("bowl", "cubes", draw.normal(3), requires_grad=requires_grad, trace=True)


@check(1, "Make your leaf from x by `detach().clone()`: it keeps shape, dtype and device.")
def test_contract(verify, draw):
    """keeps shape, dtype and device, and leaves the values of x unchanged"""
    verify.contract("bowl", "wave", draw.normal(2, 3))
    verify.contract("cubes", "wave", draw.normal())
