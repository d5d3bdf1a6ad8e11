"""filled, held against torch.full."""

import math

import pytest
import torch

from torchgrade import Exercise, check


def full(shape, value, dtype):
    """torch.full, with the dtype as a third argument."""
    return torch.full(shape, value, dtype=dtype)


exercise = Exercise("filled", reference=full, forbidden=("aten::*full*", "aten::*ones*", "aten::*zeros*", "numpy"))


@exercise.probe_with
def look(filled, task, shape, value, dtype):
    """Return what the task asks about: the numbers, the dtype too, or the numbers after a write to one place."""
    tensor = filled(shape, value, dtype)
    if task == "dtype" and isinstance(tensor, torch.Tensor):
        return {"dtype": str(tensor.dtype), "numbers": tensor}
    if task == "write" and isinstance(tensor, torch.Tensor):
        tensor[(0,) * tensor.dim()] = 7
    return tensor


@exercise.misconception("float32 whatever was asked for: torch.empty makes float32 unless it is told the dtype")
def no_dtype(shape, value, dtype):
    return full(shape, value, torch.float32)


@exercise.misconception("a dtype guessed from the value, where the one in `dtype` was asked for")
def guessed_dtype(shape, value, dtype):
    return torch.full(shape, value)


@exercise.misconception("float32 first and the right dtype afterwards: large whole numbers lose their last digit")
def by_way_of_float(shape, value, dtype):
    return full(shape, value, torch.float32).to(dtype)


@exercise.misconception("rounding to the nearest whole number, where torch cuts off what is behind the point")
def rounded(shape, value, dtype):
    return full(shape, value if dtype.is_floating_point or dtype is torch.bool else round(value), dtype)


@exercise.misconception("the value turned into a whole number for every dtype")
def always_whole(shape, value, dtype):
    return full(shape, int(value), dtype)


@exercise.misconception("one number shown in every place by expand, so that a write to one place shows in all")
def expanded(shape, value, dtype):
    return full((), value, dtype).expand(shape)


@exercise.misconception("one row repeated by expand, so that a write to one row shows in all")
def expanded_rows(shape, value, dtype):
    return full(shape[1:], value, dtype).expand(shape)


@exercise.misconception("one long row with all the numbers, where `shape` was asked for")
def flat(shape, value, dtype):
    return full((math.prod(shape),), value, dtype)


@exercise.misconception("the sizes in reverse order")
def reversed_shape(shape, value, dtype):
    return full(shape[::-1], value, dtype)


@check(
    4,
    "What lies in the memory that torch.empty hands out, and what has to happen to it?",
    "torch.empty takes the shape as it is. Methods that end in `_` write into the tensor that they belong to.",
    "`tensor = torch.empty(shape, dtype=dtype)`, then `tensor.fill_(value)`, then return it.",
)
@pytest.mark.parametrize("shape", [(1,), (4,), (), (2, 3), (3, 2), (2, 1, 4), (30, 40)], ids=str)
def test_values(verify, draw, shape):
    """holds the value in every place, for shapes of none to three dimensions"""
    verify("numbers", shape, 1.5, torch.float32)
    verify("numbers", shape, -draw.uniform(1, low=0.1).item(), torch.float32)


@check(
    3,
    "Of which dtype is torch.empty(3), if nobody says otherwise?",
    "Hand the dtype on when the memory is taken: `torch.empty(shape, dtype=dtype)`.",
)
@pytest.mark.parametrize("dtype", [torch.float64, torch.int64, torch.int32, torch.float16, torch.bool], ids=str)
def test_dtype(verify, dtype):
    """has the dtype that was asked for"""
    verify("dtype", (3,), 3, dtype)
    verify("dtype", (2, 3), 5, dtype)


@check(
    2,
    "Let torch convert the value: it knows what each dtype does with it.",
    "Take memory of the right dtype from the start, and write the value into it as it is: no int(), no round().",
)
def test_conversion(verify):
    """writes the value as torch does: whole numbers cut, large ones exact, all but 0 True"""
    verify("numbers", (2,), 2.75, torch.int64)
    verify("numbers", (2,), -2.75, torch.int32)
    verify("numbers", (2,), 2**24 + 1, torch.int64)
    verify("numbers", (2, 2), 0.5, torch.bool)


@check(
    1,
    "How many numbers does memory hold after `expand`?",
    "Take memory for all numbers with torch.empty: `expand` only shows one number in many places.",
)
@pytest.mark.parametrize("shape", [(3,), (2, 3)], ids=str)
def test_memory(verify, shape):
    """gives every number a place of its own: a write to the first changes no other"""
    verify("write", shape, 1.5, torch.float32)
    verify("write", shape, 2, torch.int64)
