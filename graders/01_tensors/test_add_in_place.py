"""add_in_place and add, held against torch.Tensor.add_ and torch.add."""

import pytest
import torch

from torchgrade import Exercise, check


class _Right:
    """torch's own."""

    @staticmethod
    def add_in_place(x, other):
        return x.add_(other)

    @staticmethod
    def add(x, other):
        return torch.add(x, other)


exercise = Exercise("add_in_place", "add", reference=_Right)


@exercise.probe_with
def added(learner, task, x, other):
    """Add, and return the sum with what became of x and other; of x as a row of a matrix, what became of the matrix."""
    if task == "sum":
        return learner.add(x, other)
    x, other = x.clone(), other.clone()
    if task == "row":
        matrix = torch.stack([x, x, x])
        learner.add_in_place(matrix[1], other)
        return matrix
    seen = learner.add(x, other) if task == "new" else learner.add_in_place(x, other)
    if not isinstance(seen, torch.Tensor):
        return seen
    found = {"returned": seen.clone(), "x afterwards": x.clone(), "other afterwards": other}
    if task == "new":
        seen.fill_(-1)
        return {**found, "x after a write to the sum": x}
    return {**found, "returned x itself": seen is x}


@exercise.misconception(
    "x = x + other, which makes a new tensor: the x of the caller stays as it was", of=_Right, method="add_in_place"
)
def new_name(x, other):
    return torch.add(x, other)


@exercise.misconception(
    "a copy returned by add_in_place: x is changed, but the result is another object", of=_Right, method="add_in_place"
)
def returns_copy(x, other):
    return x.add_(other).clone()


@exercise.misconception(
    "the sum added to other: it is x that add_in_place has to change", of=_Right, method="add_in_place"
)
def changes_other(x, other):
    return other.add_(x)


@exercise.misconception(
    "x.data set to a new tensor: x has other memory now, and its views and owners see nothing",
    of=_Right,
    method="add_in_place",
)
def new_memory(x, other):
    if x.add(other).shape != x.shape or x.add(other).dtype != x.dtype:
        raise RuntimeError("the sum has no place in x")
    x.data = torch.add(x, other)
    return x


@exercise.misconception(
    "other written over x: copy_ replaces the numbers, where it was to add to them", of=_Right, method="add_in_place"
)
def overwrites(x, other):
    return x.copy_(other)


@exercise.misconception(
    "a sum of another dtype squeezed into x, where torch refuses to cut off what is behind the point",
    of=_Right,
    method="add_in_place",
)
def cuts_off(x, other):
    return x.copy_(x + other)


@exercise.misconception(
    "x changed by add: `y = x` makes no copy, and `y += other` then changes x as well", of=_Right, method="add"
)
def changes_x(x, other):
    return x.add_(other)


@exercise.misconception(
    "a copy of x added to in place: it has no room for a sum of a larger shape or of another dtype",
    of=_Right,
    method="add",
)
def copy_too_small(x, other):
    return x.clone().add_(other)


@exercise.misconception(
    "other added twice: once in place and once in what is returned", of=_Right, method="add_in_place"
)
def twice(x, other):
    x.add_(other)
    return x + other


@check(
    3,
    "After `x = x + other` inside a function, which tensor does the caller still hold?",
    "`x + other` always makes a new tensor. `+=` on a tensor works in place, and so does a method that ends in `_`.",
    "`x += other`, then `return x`.",
)
@pytest.mark.parametrize("shape", [(1,), (3,), (2, 3)], ids=str)
def test_in_place(verify, draw, shape):
    """add_in_place changes x, leaves other alone, and returns x itself"""
    verify("in place", draw.normal(*shape), draw.normal(*shape))


@check(
    2,
    "Your result is right: has x changed as well?",
    "`y = x` gives the same tensor a second name. Only a new tensor, such as x + other, leaves x alone.",
)
@pytest.mark.parametrize("shape", [(1,), (3,), (2, 3)], ids=str)
def test_new(verify, draw, shape):
    """add returns a new tensor, with memory of its own, and leaves x and other alone"""
    verify("new", draw.normal(*shape), draw.normal(*shape))


@check(
    2,
    "Where do the new numbers lie: in x's memory, or in memory of their own?",
    "A row of a matrix shows the matrix's memory. Write into that memory: no `.data =`, no `.set_()`.",
)
@pytest.mark.parametrize("size", [1, 4])
def test_view(verify, draw, size):
    """add_in_place on a row of a matrix changes that row of the matrix, and no other"""
    verify("in place", draw.normal(size), draw.normal(size))
    verify("row", draw.normal(size), draw.normal(size))
    verify("row", draw.normal(size), draw.normal(1))


@check(
    1,
    "Can the sum have more numbers than x, or numbers of another kind?",
    "A copy of x is too small for such a sum. `x + other` takes what room it needs.",
)
def test_larger_sum(verify, draw):
    """add gives the sum where it has a larger shape than x, or another dtype"""
    verify("new", draw.normal(3), draw.normal(3))
    verify("new", draw.normal(3), draw.normal(2, 3))
    verify("new", draw.normal(2, 1), draw.normal(3))
    verify("new", draw.integers(3, high=9), draw.normal(3))


@check(
    1,
    "What could torch do with 2.5, if x is int64 and keeps its dtype?",
    "Torch refuses by itself, and all you need is not to convert: `x += other` on the tensors as they are.",
)
def test_no_room(verify, draw):
    """add_in_place broadcasts other, but refuses with a RuntimeError a sum that has no place in x"""
    verify("in place", draw.normal(2, 3), draw.normal(3))
    verify("in place", draw.normal(3), draw.integers(3, high=9))
    verify.raises(RuntimeError)("in place", draw.integers(3, high=9), draw.normal(3))
    verify.raises(RuntimeError)("in place", draw.normal(3), draw.normal(2, 3))


@check(1, "Stay inside torch operations: .item(), .data and torch.tensor(...) cut the gradient.")
def test_gradient(verify, draw):
    """add keeps dtype, device and inputs as they are, and lets the gradient through to both"""
    verify.contract("sum", x=draw.normal(2, 3), other=draw.normal(2, 3))
    verify.gradients("sum", x=draw.normal(2, 3), other=draw.normal(3))
