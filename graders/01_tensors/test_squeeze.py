"""squeeze and unsqueeze, held against torch.squeeze and torch.unsqueeze."""

import pytest
import torch

from torchgrade import Exercise, check


class _Right:
    """torch's own, with None for all dimensions of size 1."""

    @staticmethod
    def squeeze(x, dim=None):
        return torch.squeeze(x) if dim is None else torch.squeeze(x, dim)

    @staticmethod
    def unsqueeze(x, dim):
        return torch.unsqueeze(x, dim)


exercise = Exercise("squeeze", "unsqueeze", reference=_Right, forbidden=("torch.squeeze", "torch.unsqueeze"))


@exercise.probe_with
def reshaped(learner, task, x, *dim, **keyword):
    """Call the function that the task names; with "write" return what x is after a write to the result."""
    name, what = task
    function = learner.squeeze if name == "squeeze" else learner.unsqueeze
    kept = x.clone() if what == "write" else x
    seen = function(kept, *dim, **keyword)
    if what == "write" and isinstance(seen, torch.Tensor):
        seen.fill_(7)
        return {"shape": list(seen.shape), "x after a write to the result": kept}
    return seen


@exercise.misconception("all dimensions of size 1 taken out, whatever `dim` says", of=_Right, method="squeeze")
def dim_ignored(x, dim=None):
    return torch.squeeze(x)


@exercise.misconception("dim=0 taken for no dim at all: `if dim` is False for 0 as well", of=_Right, method="squeeze")
def zero_is_none(x, dim=None):
    return torch.squeeze(x, dim) if dim else torch.squeeze(x)


@exercise.misconception(
    "the dimension taken out whatever its size, so that the numbers do not fit any more", of=_Right, method="squeeze"
)
def whatever_size(x, dim=None):
    shape = list(x.shape)
    if dim is not None:
        del shape[dim]
    return torch.squeeze(x) if dim is None else x.view(shape)


@exercise.misconception(
    "an error where the dimension's size is not 1: torch leaves such a tensor as it is", of=_Right, method="squeeze"
)
def refuses_others(x, dim=None):
    if dim is not None and x.shape[dim] != 1:
        raise ValueError("this dimension has another size than 1")
    return _Right.squeeze(x, dim)


@exercise.misconception(
    "only the first dimension of size 1 taken out, where all were to go", of=_Right, method="squeeze"
)
def only_first(x, dim=None):
    where = [i for i, size in enumerate(x.shape) if size == 1][:1] if dim is None else [dim]
    return torch.squeeze(x, where[0]) if where else x


@exercise.misconception(
    "a list shortened while a loop walks through it: the 1 behind one that was removed is passed over",
    of=_Right,
    method="squeeze",
)
def removes_while_walking(x, dim=None):
    shape = list(x.shape)
    for size in shape:
        if size == 1:
            shape.remove(size)
    return x.view(shape) if dim is None else torch.squeeze(x, dim)


@exercise.misconception(
    "sizes larger than 1 kept, and a 0 thrown away with the 1s: only those of size 1 were to go",
    of=_Right,
    method="squeeze",
)
def larger_than_one(x, dim=None):
    return x.reshape([size for size in x.shape if size > 1]) if dim is None else torch.squeeze(x, dim)


@exercise.misconception(
    "a negative dim that meets no dimension, because those are counted from 0", of=_Right, method="squeeze"
)
def negative_meets_none(x, dim=None):
    return x if dim is not None and -x.dim() <= dim < 0 else _Right.squeeze(x, dim)


@exercise.misconception("a dim that x does not have let pass by squeeze", of=_Right, method="squeeze")
def squeeze_lets_pass(x, dim=None):
    return _Right.squeeze(x, None if dim is None else dim % x.dim())


@exercise.misconception(
    "a negative dim counted in x, as a list's insert does: its -1 lies before the last size",
    of=_Right,
    method="unsqueeze",
)
def inserts(x, dim):
    if not -x.dim() - 1 <= dim <= x.dim():
        raise IndexError("there is no such dimension")
    shape = list(x.shape)
    shape.insert(dim, 1)
    return x.view(shape)


@exercise.misconception(
    "a dim that the result does not have let pass by unsqueeze: a list's insert and slices do so",
    of=_Right,
    method="unsqueeze",
)
def unsqueeze_lets_pass(x, dim):
    return torch.unsqueeze(x, max(-x.dim() - 1, min(x.dim(), dim)))


@exercise.misconception("the new dimension always in front", of=_Right, method="unsqueeze")
def always_first(x, dim):
    return torch.unsqueeze(x, 0)


@exercise.misconception("the new dimension always at the end", of=_Right, method="unsqueeze")
def always_last(x, dim):
    return torch.unsqueeze(x, -1)


@exercise.misconception(
    "the new dimension behind dimension dim of x, and not in the place dim of the result", of=_Right, method="unsqueeze"
)
def one_behind(x, dim):
    return torch.unsqueeze(x, min(dim % (x.dim() + 1) + 1, x.dim()))


@exercise.misconception("copies of x: both were to be views, which show x's own numbers")
class _Copies:
    @staticmethod
    def squeeze(x, dim=None):
        return _Right.squeeze(x, dim).clone()

    @staticmethod
    def unsqueeze(x, dim):
        return torch.unsqueeze(x, dim).clone()


SQUEEZE, UNSQUEEZE = ("squeeze", "read"), ("unsqueeze", "read")


@check(
    2,
    "Which sizes of x.shape should be left, and how do you get x into that shape?",
    "A list comprehension over x.shape that keeps the sizes other than 1; then x.view or x.reshape.",
)
@pytest.mark.parametrize(
    "shape", [(1, 2), (3, 1), (1, 3, 1), (2, 1, 1, 4), (2, 3), (1, 5, 1, 2, 1), (1, 0, 3)], ids=str
)
def test_squeeze_all(verify, draw, shape):
    """squeeze(x) takes out all dimensions of size 1"""
    verify(SQUEEZE, draw.normal(*shape))
    verify(SQUEEZE, draw.normal(*shape), dim=None)


@check(
    2,
    "What should happen to a dimension of size 3, if just this one is to be squeezed?",
    "Take size `dim` out of the list of sizes if it is 1; else x keeps its shape.",
    "`shape = list(x.shape)`, then `if shape[dim] == 1: del shape[dim]`. Ask `dim is None` first: 0 is a dim too.",
)
@pytest.mark.parametrize(
    ("shape", "dim"), [((1, 3), 0), ((1, 3, 1), 0), ((1, 3, 1), 2), ((2, 1, 1, 4), 1), ((1, 3, 1), 1)], ids=str
)
def test_squeeze_one(verify, draw, shape, dim):
    """squeeze(x, dim) takes out dimension dim alone, and only if its size is 1"""
    verify(SQUEEZE, draw.normal(*shape), dim)


@check(
    2,
    "Which sizes stand before the new 1, and which behind it?",
    "The sizes up to dim, then a 1, then the rest: x.shape[:dim] and x.shape[dim:].",
)
@pytest.mark.parametrize(("shape", "dim"), [((3,), 0), ((3,), 1), ((2, 3), 1), ((2, 3), 2), ((2, 1, 3), 1)], ids=str)
def test_unsqueeze(verify, draw, shape, dim):
    """unsqueeze(x, dim) puts a dimension of size 1 in place dim of the result"""
    verify(UNSQUEEZE, draw.normal(*shape), dim)
    verify(UNSQUEEZE, draw.normal(*shape), dim=dim)


@check(
    1,
    "How many dimensions does the result of unsqueeze have, and which of them is its last?",
    "-1 is the last dimension: of x for squeeze, of the result for unsqueeze, which has x.dim() + 1 of them.",
    "Make dim positive first: `dim % (x.dim() + 1)` for unsqueeze, `dim % x.dim()` for squeeze.",
)
@pytest.mark.parametrize("dim", [-1, -2, -3])
def test_negative(verify, draw, dim):
    """both count negative dims from the end"""
    verify(UNSQUEEZE, draw.normal(2, 3), dim)
    verify(SQUEEZE, draw.normal(1, 1, 1, 2, 1), dim)
    verify(SQUEEZE, draw.normal(1, 1, 3, 1), dim)


@check(
    1,
    "Do you return x's own numbers in another shape, or a copy of them?",
    "view never copies; clone does.",
)
def test_views(verify, draw):
    """both return views: what is written into the result shows in x"""
    verify(("squeeze", "write"), draw.normal(2, 1))
    verify(("squeeze", "write"), draw.normal(3, 1, 2).transpose(0, 2), 1)
    verify(("unsqueeze", "write"), draw.normal(2, 3).T, 1)


@check(
    1,
    "What does torch say of dimension 2 of a matrix?",
    "A list's own index raises IndexError by itself, but its insert, its slices and the % take every number.",
    "`if not -dims <= dim < dims: raise IndexError(...)`, with x.dim() + 1 dimensions for unsqueeze.",
)
def test_no_such_dim(verify, draw):
    """both refuse a dimension that is not there, with an IndexError"""
    verify(SQUEEZE, draw.normal(2, 1), 1)
    verify(UNSQUEEZE, draw.normal(2, 1), 2)
    verify(UNSQUEEZE, draw.normal(2, 1), -3)
    for dim in (2, -3):
        verify.raises(IndexError)(SQUEEZE, draw.normal(2, 1), dim)
    for dim in (3, -4):
        verify.raises(IndexError)(UNSQUEEZE, draw.normal(2, 1), dim)


@check(1, "Stay inside torch operations: a tensor made anew from numbers has no gradient.")
def test_gradient(verify, draw):
    """both keep dtype, device and input as they are, and let the gradient through"""
    verify.contract(SQUEEZE, x=draw.normal(2, 1, 3))
    verify.contract(UNSQUEEZE, x=draw.normal(2, 3), dim=1)
    verify.gradients(SQUEEZE, x=draw.normal(2, 1, 3))
    verify.gradients(UNSQUEEZE, x=draw.normal(2, 3), dim=1)
