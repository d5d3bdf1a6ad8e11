"""cast, held against torch.Tensor.to."""

import pytest
import torch

from torchgrade import Exercise, check

FLOATS = (torch.float16, torch.float32, torch.float64)


def right(x, dtype):
    """torch's own cast, into new memory."""
    return x.to(dtype, copy=True)


# At the case's own dtype: what is cut off depends on it.
exercise = Exercise("cast", reference=right, reference_dtype="case")


@exercise.probe_with
def convert(cast, x, dtype):
    """The numbers, and the dtype that they came in."""
    y = cast(x, dtype)
    return {"numbers": y, "dtype": str(y.dtype)}


@exercise.misconception("rounding to the nearest whole number, where a cast cuts the fraction off")
def rounds(x, dtype):
    return right(x.round() if x.is_floating_point() and dtype not in (torch.bool, *FLOATS) else x, dtype)


@exercise.misconception("rounding down (floor), which differs from cutting off for negative numbers")
def floors(x, dtype):
    return right(x.floor() if x.is_floating_point() and dtype not in (torch.bool, *FLOATS) else x, dtype)


@exercise.misconception("rounding away from 0")
def away(x, dtype):
    whole = x.is_floating_point() and dtype not in (torch.bool, *FLOATS)
    return right(x.sign() * x.abs().ceil() if whole else x, dtype)


@exercise.misconception("numbers cut off before they become bool: 0.5 would be False")
def bool_through_int(x, dtype):
    return right(x.long() if dtype == torch.bool else x, dtype)


@exercise.misconception("bool as `x > 0`, which is False for negative numbers")
def bool_of_positive(x, dtype):
    return x > 0 if dtype == torch.bool else right(x, dtype)


@exercise.misconception("numbers too large for uint8 set to 0 or 255; a cast keeps the remainder modulo 256")
def clamps(x, dtype):
    return right(x.clamp(0, 255) if dtype == torch.uint8 else x, dtype)


@exercise.misconception("the bits read anew (`view`), where the numbers should stay what they are")
def reads_bits(x, dtype):
    return x.clone().view(dtype)


@exercise.misconception("int64, whatever integer dtype was asked for")
def always_int64(x, dtype):
    return right(x, torch.int64 if dtype in (torch.uint8, torch.int8, torch.int16, torch.int32) else dtype)


@exercise.misconception("the dtype of x, with nothing but the fraction cut off")
def only_truncates(x, dtype):
    return x.trunc() if x.is_floating_point() else x.clone()


@exercise.misconception("a detour through float32, which knows only about 7 digits")
def through_float32(x, dtype):
    return right(x.to(torch.float32), dtype)


@exercise.misconception("x itself where it has the dtype already, so that both share one memory")
def same_memory(x, dtype):
    return x.to(dtype)


@exercise.misconception("new numbers from torch.tensor or .data, which cut the gradient off")
def cut_off(x, dtype):
    return right(x.detach(), dtype)


@check(
    4,
    "Is the fraction rounded, or thrown away? What becomes of -2.7?",
    "torch cuts off towards 0 by itself: `x.to(torch.int64)` needs no round, floor or trunc before it.",
)
@pytest.mark.parametrize("dtype", [torch.int64, torch.int32, torch.int8], ids=str)
def test_float_to_integer(verify, draw, dtype):
    """cuts the fraction off, towards 0, when floats become integers"""
    verify(torch.tensor([2.7, 1.2]), dtype)
    verify(torch.tensor([-2.7, -0.5, 0.5, 1.5, 2.0]), dtype)
    verify(draw.normal(3, 4, std=15.0), dtype)


@check(
    1,
    "Which numbers count as False? All the others count as True.",
    "`x.to(torch.bool)` is `x != 0`; neither the sign nor the size matters.",
)
def test_bool(verify, draw):
    """makes False of 0 and True of everything else, and 0.0 and 1.0 of bools"""
    verify(torch.tensor([0.5, 0.0, -0.2, 1e-9]), torch.bool)
    verify(torch.tensor([[0, -1], [256, 2]]), torch.bool)
    verify(draw.normal(2, 3) > 0, torch.float32)
    verify(torch.tensor([True, False]), torch.uint8)


@check(
    1,
    "uint8 has 256 numbers, from 0 to 255. Which of them comes after 255?",
    "A cast from an integer goes round: 256 becomes 0, -1 becomes 255. `to` does that by itself.",
)
def test_uint8(verify, draw):
    """goes round at 256 when integers become uint8"""
    verify(torch.tensor([300, -1, 255, 256]), torch.uint8)
    verify(draw.integers(2, 5, low=-1000, high=1000), torch.uint8)


@check(
    2,
    "How many digits does the dtype keep that your numbers pass through?",
    "Go from x to dtype in one step: a detour through float32 loses digits of int64 and float64.",
)
def test_digits(verify, draw):
    """keeps every digit that the new dtype can hold, and takes the nearest number where it cannot"""
    verify(draw.normal(3, dtype=torch.float64), torch.float64)
    verify(torch.tensor([2**24 + 1, -(2**40) - 3]), torch.float64)
    verify(torch.tensor([2**53 + 1, 7]), torch.int64)
    verify(draw.normal(2, 3), torch.float16)
    verify(draw.integers(4, high=100), torch.float32)


@check(
    1,
    "Stay inside torch operations: .item(), .data and torch.tensor(...) cut the gradient.",
)
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32], ids=str)
def test_gradients(verify, draw, dtype):
    """lets the gradient through from float to float"""
    verify.gradients(draw.normal(2, 3), dtype)


@check(
    1,
    "What does `x.to(dtype)` give back if x has that dtype already?",
    "Ask for a new tensor always: `x.to(dtype, copy=True)`, or `.clone()`.",
)
def test_contract(verify, draw):
    """keeps the device and its input, and makes new memory even where the dtype stays"""
    verify.contract(draw.normal(3, 2).T, torch.int32)
    verify.contract(draw.normal(3, 2), torch.float64)
    verify.contract(draw.integers(3, high=9), torch.int64)
