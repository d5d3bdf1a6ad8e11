"""flatten, held against torch.flatten."""

import math

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise("flatten", reference=torch.flatten, forbidden=("torch.flatten",))


def melted(x, start, end):
    """The shape with the dimensions from start up to, but without, end made one."""
    return (*x.shape[:start], math.prod(x.shape[start:end]), *x.shape[end:])


@exercise.misconception("everything made one dimension, whatever start_dim and end_dim say")
def everything(x, start_dim=0, end_dim=-1):
    return torch.flatten(x)


@exercise.misconception("end_dim left out, and all up to the last dimension melted")
def end_ignored(x, start_dim=0, end_dim=-1):
    return torch.flatten(x, start_dim)


@exercise.misconception("start_dim left out, and all from the first dimension on melted")
def start_ignored(x, start_dim=0, end_dim=-1):
    return torch.flatten(x, 0, end_dim)


@exercise.misconception("a default of start_dim=1: nn.Flatten keeps the batch dimension, torch.flatten does not")
def keeps_batch(x, start_dim=1, end_dim=-1):
    return torch.flatten(x, min(start_dim, max(x.dim() - 1, 0)), end_dim)


@exercise.misconception("end_dim not counted in: here the dimension end_dim is melted as well")
def end_excluded(x, start_dim=0, end_dim=-1):
    torch.flatten(x, start_dim, end_dim)
    if x.dim() < 2:
        return torch.flatten(x)
    start, end = start_dim % x.dim(), end_dim % x.dim()
    return x.reshape(melted(x, start, end) if end > start else x.shape)


@exercise.misconception("shape[end_dim + 1:] with end_dim = -1, which is shape[0:], the whole shape again")
def end_of_minus_one(x, start_dim=0, end_dim=-1):
    if end_dim != -1:
        return torch.flatten(x, start_dim, end_dim)
    return x.reshape(*x.shape[:start_dim], -1, *x.shape)


@exercise.misconception("the numbers taken column by column: the last index has to run fastest")
def columns_first(x, start_dim=0, end_dim=-1):
    return torch.flatten(x.permute(*reversed(range(x.dim()))), start_dim, end_dim).reshape(
        torch.flatten(x, start_dim, end_dim).shape
    )


@exercise.misconception("view, which refuses a tensor whose numbers do not lie in the right order in memory")
def views(x, start_dim=0, end_dim=-1):
    return x.view(torch.flatten(x, start_dim, end_dim).shape)


@exercise.misconception("-1 for the melted size: torch cannot work it out when another size is 0")
def works_it_out(x, start_dim=0, end_dim=-1):
    torch.flatten(x, start_dim, end_dim)
    if x.dim() == 0:
        return x.reshape(1)
    start, end = start_dim % x.dim(), end_dim % x.dim()
    return x.reshape(*x.shape[:start], -1, *x.shape[end + 1 :])


@exercise.misconception("a single number left as it is: torch makes a tensor of shape (1,) of it")
def leaves_scalar(x, start_dim=0, end_dim=-1):
    return x if x.dim() == 0 else torch.flatten(x, start_dim, end_dim)


@exercise.misconception("dims that x does not have counted round, as % does, or cut to those that it has")
def any_dim(x, start_dim=0, end_dim=-1):
    return torch.flatten(x, start_dim % max(x.dim(), 1), end_dim % max(x.dim(), 1))


@exercise.misconception("start_dim and end_dim exchanged where they come in the wrong order: torch refuses that")
def exchanges(x, start_dim=0, end_dim=-1):
    n = max(x.dim(), 1)
    backwards = -n <= end_dim < n and -n <= start_dim < n and start_dim % n > end_dim % n
    return torch.flatten(x, end_dim, start_dim) if backwards else torch.flatten(x, start_dim, end_dim)


@exercise.misconception("an empty stretch where start_dim comes after end_dim: torch refuses that")
def nothing_to_melt(x, start_dim=0, end_dim=-1):
    n = max(x.dim(), 1)
    backwards = -n <= end_dim < n and -n <= start_dim < n and start_dim % n > end_dim % n
    return x if backwards else torch.flatten(x, start_dim, end_dim)


@check(
    2,
    "How many numbers does the tensor hold, and what is the one size that holds them all?",
    "`x.reshape(n)` with n = x.numel(), for the defaults; both must be parameters with torch's defaults, 0 and -1.",
)
@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 2), (2, 3, 4)], ids=str)
def test_everything(verify, draw, shape):
    """makes one dimension of all of them, in the order of the numbers"""
    verify(draw.normal(*shape))
    verify(draw.normal(*shape), start_dim=0, end_dim=-1)


@check(
    3,
    "Which sizes stay in front, which are multiplied, which stay behind?",
    "A slice leaves its end out, but the dimension end_dim is melted too: behind it begins shape[end_dim + 1:].",
    "`(*shape[:start], product of shape[start : end + 1], *shape[end + 1:])`, with math.prod for the product.",
)
@pytest.mark.parametrize(
    ("shape", "start", "end"),
    [((2, 3, 4), 0, 1), ((2, 3, 4), 1, 2), ((2, 3, 2), 1, 1), ((2, 3, 4, 5), 1, 2), ((2, 1, 3, 2, 2), 1, 3)],
    ids=str,
)
def test_stretch(verify, draw, shape, start, end):
    """melts the dimensions from start_dim to end_dim, both counted in"""
    verify(draw.normal(*shape), start, end)
    verify(draw.normal(*shape), start_dim=start, end_dim=end)


@check(
    2,
    "What is end_dim + 1 when end_dim is -1?",
    "Make both dims positive before you slice: `end = end_dim % x.dim()`, or `range(x.dim())[end_dim]`.",
)
@pytest.mark.parametrize(("start", "end"), [(1, -1), (2, -1), (-3, -2), (-2, 3), (1, -2)], ids=str)
def test_negative(verify, draw, start, end):
    """counts negative dims from the end, end_dim=-1 above all"""
    verify(draw.normal(2, 3, 4, 5), start, end)


@check(
    1,
    "Does your code rely on how the numbers lie in memory? Does it rely on there being any?",
    "reshape copies where view cannot. Give it every size as a number: -1 is ambiguous when there are no numbers.",
    "A tensor of shape () has no dimension to slice; return `x.reshape(1)` for it.",
)
def test_unusual(verify, draw):
    """works on transposed tensors, on single numbers, and on an empty batch"""
    verify(draw.normal(3, 2).T, 0, 1)
    verify(draw.normal(4, 2, 3).permute(2, 0, 1), 1, 2)
    verify(draw.normal(2, 3, 4)[:, 1:], 0, 1)
    verify(draw.normal())
    verify(torch.zeros(0, 2, 3), 1, 2)


@check(
    1,
    "What should torch melt from dimension 2 to dimension 1?",
    "Compare start and end when both are positive: `raise RuntimeError(...)` if start > end.",
    "An index like `range(x.dim())[start_dim]` raises IndexError for a dimension that is not there; % hides it.",
)
def test_refusals(verify, draw):
    """refuses dims in the wrong order with a RuntimeError, and dims that are not there with an IndexError"""
    verify(draw.normal(2, 3, 4), 2, 2)
    verify.raises(RuntimeError)(draw.normal(2, 3, 4, 5), 2, 1)
    verify.raises(RuntimeError)(draw.normal(2, 3, 4, 5), -1, 0)
    verify.raises(RuntimeError)(draw.normal(2, 3, 4, 5), 3, -2)
    verify.raises(IndexError)(draw.normal(2, 3, 4), 0, 3)
    verify.raises(IndexError)(draw.normal(2, 3, 4), -4, 1)


@check(1, "Stay inside torch operations: a tensor made anew from numbers has no gradient.")
@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 4)], ids=str)
def test_gradient(verify, draw, shape):
    """keeps dtype, device and input as they are, and lets the gradient through"""
    verify.contract(draw.normal(*shape), 1)
    verify.gradients(draw.normal(*shape), 1)
    verify.gradients(draw.normal(*shape))
