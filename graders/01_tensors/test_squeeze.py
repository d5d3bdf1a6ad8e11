"""squeeze and unsqueeze, held against torch.squeeze and torch.unsqueeze."""

import pytest
import torch

from torchgrade import Exercise, check


class _Right:
    """torch's own, with None for all dimensions of size 1."""

    @staticmethod
    def squeeze(input, dim=None):
        return torch.squeeze(input) if dim is None else torch.squeeze(input, dim)

    @staticmethod
    def unsqueeze(input, dim):
        return torch.unsqueeze(input, dim)


COPIES = ("torch.squeeze_copy", "torch.unsqueeze_copy")

exercise = Exercise(
    "squeeze", "unsqueeze", reference=_Right, forbidden=("torch.squeeze", "torch.unsqueeze", *COPIES, "numpy")
)


@exercise.probe_with
def reshaped(learner, task, input, *dim, **keyword):
    """Call the function that the task names; with "write" return what input is after a write to the result."""
    name, what = task
    function = learner.squeeze if name == "squeeze" else learner.unsqueeze
    kept = input.clone() if what == "write" else input
    seen = function(kept, *dim, **keyword)
    if what == "write" and isinstance(seen, torch.Tensor):
        seen.fill_(7)
        return {"shape": list(seen.shape), "input after a write to the result": kept}
    return seen


@exercise.misconception("all dimensions of size 1 taken out, whatever `dim` says", of=_Right, method="squeeze")
def dim_ignored(input, dim=None):
    return torch.squeeze(input)


@exercise.misconception("dim=0 taken for no dim at all: `if dim` is False for 0 as well", of=_Right, method="squeeze")
def zero_is_none(input, dim=None):
    return torch.squeeze(input, dim) if dim else torch.squeeze(input)


@exercise.misconception(
    "the dimension taken out whatever its size, so that the numbers do not fit any more", of=_Right, method="squeeze"
)
def whatever_size(input, dim=None):
    shape = list(input.shape)
    if dim is not None:
        del shape[dim]
    return torch.squeeze(input) if dim is None else input.view(shape)


@exercise.misconception(
    "an error where the dimension's size is not 1: torch leaves such a tensor as it is", of=_Right, method="squeeze"
)
def refuses_others(input, dim=None):
    if dim is not None and input.shape[dim] != 1:
        raise ValueError("this dimension has another size than 1")
    return _Right.squeeze(input, dim)


@exercise.misconception(
    "only the first dimension of size 1 taken out, where all were to go", of=_Right, method="squeeze"
)
def only_first(input, dim=None):
    where = [i for i, size in enumerate(input.shape) if size == 1][:1] if dim is None else [dim]
    return torch.squeeze(input, where[0]) if where else input


@exercise.misconception(
    "a list shortened while a loop walks through it: the 1 behind one that was removed is passed over",
    of=_Right,
    method="squeeze",
)
def removes_while_walking(input, dim=None):
    shape = list(input.shape)
    for size in shape:
        if size == 1:
            shape.remove(size)
    return input.view(shape) if dim is None else torch.squeeze(input, dim)


@exercise.misconception(
    "remove(1), which takes the first 1 out of the list of sizes and not the one in place dim",
    of=_Right,
    method="squeeze",
)
def removes_first(input, dim=None):
    shape = list(input.shape)
    if dim is not None and shape[dim] == 1:
        shape.remove(1)
    return torch.squeeze(input) if dim is None else input.view(shape)


@exercise.misconception(
    "sizes larger than 1 kept, and a 0 thrown away with the 1s: only those of size 1 were to go",
    of=_Right,
    method="squeeze",
)
def larger_than_one(input, dim=None):
    return input.reshape([size for size in input.shape if size > 1]) if dim is None else torch.squeeze(input, dim)


@exercise.misconception(
    "a negative dim that meets no dimension, because those are counted from 0", of=_Right, method="squeeze"
)
def negative_meets_none(input, dim=None):
    return input if dim is not None and -input.dim() <= dim < 0 else _Right.squeeze(input, dim)


@exercise.misconception("a dim that input does not have let pass by squeeze", of=_Right, method="squeeze")
def squeeze_lets_pass(input, dim=None):
    return _Right.squeeze(input, None if dim is None else dim % input.dim())


@exercise.misconception(
    "a negative dim counted in input, as a list's insert does: its -1 lies before the last size",
    of=_Right,
    method="unsqueeze",
)
def inserts(input, dim):
    if not -input.dim() - 1 <= dim <= input.dim():
        raise IndexError("there is no such dimension")
    shape = list(input.shape)
    shape.insert(dim, 1)
    return input.view(shape)


@exercise.misconception(
    "a dim that the result does not have let pass by unsqueeze: a list's insert and slices do so",
    of=_Right,
    method="unsqueeze",
)
def unsqueeze_lets_pass(input, dim):
    return torch.unsqueeze(input, max(-input.dim() - 1, min(input.dim(), dim)))


@exercise.misconception("the new dimension always in front", of=_Right, method="unsqueeze")
def always_first(input, dim):
    return torch.unsqueeze(input, 0)


@exercise.misconception("the new dimension always at the end", of=_Right, method="unsqueeze")
def always_last(input, dim):
    return torch.unsqueeze(input, -1)


@exercise.misconception(
    "the new dimension behind dimension dim of input, and not in the place dim of the result",
    of=_Right,
    method="unsqueeze",
)
def one_behind(input, dim):
    return torch.unsqueeze(input, min(dim % (input.dim() + 1) + 1, input.dim()))


@exercise.misconception("copies of input: both were to be views, which show input's own numbers")
class _Copies:
    @staticmethod
    def squeeze(input, dim=None):
        return _Right.squeeze(input, dim).clone()

    @staticmethod
    def unsqueeze(input, dim):
        return torch.unsqueeze(input, dim).clone()


@exercise.misconception("contiguous() before the view, which copies where the numbers do not lie in order already")
class _Contiguous:
    @staticmethod
    def squeeze(input, dim=None):
        return _Right.squeeze(input.contiguous(), dim)

    @staticmethod
    def unsqueeze(input, dim):
        return torch.unsqueeze(input.contiguous(), dim)


SQUEEZE, UNSQUEEZE = ("squeeze", "read"), ("unsqueeze", "read")


@check(
    2,
    "Which sizes of input.shape should be left, and how do you get input into that shape?",
    "A list comprehension over input.shape that keeps the sizes other than 1; then input.view or input.reshape.",
)
@pytest.mark.parametrize(
    "shape", [(1, 2), (3, 1), (1, 3, 1), (2, 1, 1, 4), (2, 3), (1, 5, 1, 2, 1), (1, 0, 3)], ids=str
)
def test_squeeze_all(verify, draw, shape):
    """squeeze(input) takes out all dimensions of size 1"""
    verify(SQUEEZE, draw.normal(*shape))
    verify(SQUEEZE, draw.normal(*shape), dim=None)


@check(
    2,
    "What should happen to a dimension of size 3, if just this one is to be squeezed?",
    "Take size `dim` out of the list of sizes if it is 1; else input keeps its shape.",
    "`shape = list(input.shape)`, then `if shape[dim] == 1: del shape[dim]`. Ask `dim is None` first: 0 is a dim too.",
)
@pytest.mark.parametrize(
    ("shape", "dim"), [((1, 3), 0), ((1, 3, 1), 0), ((1, 3, 1), 2), ((2, 1, 1, 4), 1), ((1, 3, 1), 1)], ids=str
)
def test_squeeze_one(verify, draw, shape, dim):
    """squeeze(input, dim) takes out dimension dim alone, and only if its size is 1"""
    verify(SQUEEZE, draw.normal(*shape), dim)


@check(
    2,
    "Which sizes stand before the new 1, and which behind it?",
    "The sizes up to dim, then a 1, then the rest: input.shape[:dim] and input.shape[dim:].",
)
@pytest.mark.parametrize(
    ("shape", "dim"), [((3,), 0), ((3,), 1), ((2, 3), 1), ((2, 3), 2), ((2, 1, 3), 1), ((), 0)], ids=str
)
def test_unsqueeze(verify, draw, shape, dim):
    """unsqueeze(input, dim) puts a dimension of size 1 in place dim of the result"""
    verify(UNSQUEEZE, draw.normal(*shape), dim)
    verify(UNSQUEEZE, draw.normal(*shape), dim=dim)


@check(
    1,
    "How many dimensions does the result of unsqueeze have, and which of them is its last?",
    "-1 is the last dimension: of input for squeeze, of the result for unsqueeze, which has input.dim() + 1 of them.",
    "Make dim positive first: `dim % (input.dim() + 1)` for unsqueeze, `dim % input.dim()` for squeeze.",
)
@pytest.mark.parametrize("dim", [-1, -2, -3])
def test_negative(verify, draw, dim):
    """both count negative dims from the end"""
    verify(UNSQUEEZE, draw.normal(2, 3), dim)
    verify(SQUEEZE, draw.normal(1, 1, 1, 2, 1), dim)
    verify(SQUEEZE, draw.normal(1, 1, 3, 1), dim)


@check(
    1,
    "Do you return input's own numbers in another shape, or a copy of them?",
    "view never copies; clone does.",
)
def test_views(verify, draw):
    """both return views: what is written into the result shows in input"""
    verify(("squeeze", "write"), draw.normal(2, 1))
    verify(("squeeze", "write"), draw.normal(3, 1, 2).transpose(0, 2), 1)
    verify(("unsqueeze", "write"), draw.normal(2, 3).T, 1)


@check(
    1,
    "What does torch say of dimension 2 of a matrix?",
    "A list's own index raises IndexError by itself, but its insert, its slices and the % take every number.",
    "`if not -dims <= dim < dims: raise IndexError(...)`, with input.dim() + 1 dimensions for unsqueeze.",
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
    verify.contract(SQUEEZE, input=draw.normal(2, 1, 3))
    verify.contract(UNSQUEEZE, input=draw.normal(2, 3), dim=1)
    verify.gradients(SQUEEZE, input=draw.normal(2, 1, 3))
    verify.gradients(UNSQUEEZE, input=draw.normal(2, 3), dim=1)
