"""max_pool2d, held against torch.nn.functional.max_pool2d."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise(
    "max_pool2d", reference=F.max_pool2d, forbidden=("aten::*max_pool*", "torch.nn.functional.max_pool2d")
)


def pair(value):
    """(vertical, horizontal) of a number or a pair."""
    return (value, value) if isinstance(value, int) else tuple(value)


def framed(input, padding, **how):
    """The image with a frame of another kind."""
    ph, pw = pair(padding)
    return F.pad(input, (pw, pw, ph, ph), **how)


@exercise.misconception("a frame of zeros: where all pixels of a window are negative, its zero wins; padding is -inf")
def zero_padding(input, kernel_size, stride=None, padding=0):
    F.max_pool2d(input, kernel_size, stride, padding)
    return F.max_pool2d(framed(input, padding), kernel_size, stride)


@exercise.misconception("a frame of -1, or of another number that is not small enough; padding is -inf")
def not_low_enough(input, kernel_size, stride=None, padding=0):
    F.max_pool2d(input, kernel_size, stride, padding)
    return F.max_pool2d(framed(input, padding, value=-1.0), kernel_size, stride)


@exercise.misconception("a frame of -1e9 or a similar number: pixels may lie below any such number, but not below -inf")
def low_but_finite(input, kernel_size, stride=None, padding=0):
    F.max_pool2d(input, kernel_size, stride, padding)
    return F.max_pool2d(framed(input, padding, value=-1e9), kernel_size, stride)


@exercise.misconception("a frame of the smallest finite number, as in torch.finfo: a pixel may be -inf itself")
def smallest_finite(input, kernel_size, stride=None, padding=0):
    F.max_pool2d(input, kernel_size, stride, padding)
    return F.max_pool2d(framed(input, padding, value=torch.finfo(input.dtype).min), kernel_size, stride)


@exercise.misconception("no padding at all")
def padding_forgotten(input, kernel_size, stride=None, padding=0):
    F.max_pool2d(input, kernel_size, stride, padding)
    return F.max_pool2d(input, kernel_size, stride)


@exercise.misconception("a stride of 1 where none was given; a pooling layer's stride is then its kernel_size")
def stride_one(input, kernel_size, stride=None, padding=0):
    return F.max_pool2d(input, kernel_size, 1 if stride is None else stride, padding)


@exercise.misconception("a stride of kernel_size, whatever was given")
def stride_ignored(input, kernel_size, stride=None, padding=0):
    return F.max_pool2d(input, kernel_size, None, padding)


@exercise.misconception("kernel_size read as (width, height); torch puts the height first")
def kernel_swapped(input, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    return F.max_pool2d(input, pair(kernel_size)[::-1], stride, padding)


@exercise.misconception("kernel_size read as (width, height), and a stride that was left out read in the same way")
def kernel_and_stride_swapped(input, kernel_size, stride=None, padding=0):
    return F.max_pool2d(input, pair(kernel_size)[::-1], stride, padding)


@exercise.misconception("the stride read as (horizontal, vertical); torch puts the vertical step first")
def stride_swapped(input, kernel_size, stride=None, padding=0):
    return F.max_pool2d(input, kernel_size, None if stride is None else pair(stride)[::-1], padding)


@exercise.misconception("the padding read as (horizontal, vertical); note that F.pad starts from the last dimension")
def padding_swapped(input, kernel_size, stride=None, padding=0):
    F.max_pool2d(input, kernel_size, stride, padding)
    return F.max_pool2d(framed(input, pair(padding)[::-1], value=-torch.inf), kernel_size, stride)


@exercise.misconception("the mean of the window, not its largest number")
def averaged(input, kernel_size, stride=None, padding=0):
    return F.avg_pool2d(input, kernel_size, stride, padding)


@exercise.misconception("the smallest number of the window")
def smallest(input, kernel_size, stride=None, padding=0):
    return -F.max_pool2d(-input, kernel_size, stride, padding)


@exercise.misconception("the largest absolute value of the window")
def largest_absolute(input, kernel_size, stride=None, padding=0):
    return F.max_pool2d(input.abs(), kernel_size, stride, padding)


@exercise.misconception("the largest number over all channels; every channel is pooled on its own")
def over_channels(input, kernel_size, stride=None, padding=0):
    y = F.max_pool2d(input, kernel_size, stride, padding)
    return y.amax(1, keepdim=True).expand_as(y).clone()


@exercise.misconception("rounding up: a window that is not full is left out")
def rounded_up(input, kernel_size, stride=None, padding=0):
    return F.max_pool2d(input, kernel_size, stride, padding, ceil_mode=True)


@exercise.misconception("allowing a padding of more than half of the window, which torch refuses")
def any_padding(input, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    return F.max_pool2d(framed(input, padding, value=-torch.inf), kernel_size, stride)


@exercise.misconception("a gradient for every pixel of the window; only the largest one had a part in the result")
def spread_gradient(input, kernel_size, stride=None, padding=0):
    y = F.max_pool2d(input, kernel_size, stride, padding)
    mean = F.avg_pool2d(input, kernel_size, stride, padding)
    return y.detach() + mean - mean.detach()


@check(
    2,
    "Which four pixels does the first window see, and where does the second one begin?",
    "Without a stride the windows lie side by side, each channel on its own; a rest that fills no window is left out.",
    "`windows = input.unfold(2, kh, sh).unfold(3, kw, sw)`, then `windows.amax((-2, -1))`.",
)
@pytest.mark.parametrize(
    ("shape", "kernel"),
    [((1, 1, 2, 2), 2), ((1, 1, 4, 4), 2), ((2, 3, 4, 6), 2), ((2, 2, 7, 8), 3), ((1, 2, 5, 3), 1)],
    ids=str,
)
def test_side_by_side(verify, draw, shape, kernel):
    """takes the largest number of windows that lie side by side"""
    verify(draw.normal(*shape), kernel)


@check(
    2,
    "Which number of a pair is the vertical one?",
    "The first number is for the height, the second for the width; a stride that is given may let windows overlap.",
)
@pytest.mark.parametrize(
    ("kernel", "stride"),
    [(2, 1), (3, 2), (2, 3), ((1, 3), None), ((3, 2), None), ((2, 3), (1, 2)), (2, (3, 1))],
    ids=str,
)
def test_stride_and_pairs(verify, draw, kernel, stride):
    """steps by the stride, and takes numbers and (vertical, horizontal) pairs"""
    verify(draw.normal(2, 2, 7, 6), kernel, stride)


@check(
    2,
    "If all pixels at the border are negative, which number has to come out there?",
    "A frame of zeros would win against negative pixels; pad with `-torch.inf`.",
    "`torch.nn.functional.pad(input, (pw, pw, ph, ph), value=-torch.inf)`",
)
@pytest.mark.parametrize(
    ("kernel", "stride", "padding"),
    [(2, 2, 1), (3, 1, 1), (4, 3, 2), ((3, 2), None, (1, 0)), ((2, 5), 2, (1, 2))],
    ids=str,
)
def test_padding(verify, draw, kernel, stride, padding):
    """never lets the padding win, also where every pixel is negative, by a little, by 1e30 or without end"""
    verify(draw.normal(2, 2, 7, 6, mean=-6), kernel, stride, padding)
    verify(draw.normal(2, 2, 7, 6, mean=-6) * 1e30, kernel, stride, padding)
    verify(torch.where(draw.normal(2, 2, 7, 6) > 0, 1.0, -torch.inf), kernel, stride, padding)


@check(
    1,
    "What would a window be worth that sees nothing but padding?",
    "`raise ValueError(...)` where 2 * padding is more than kernel_size, in one of the two directions.",
)
def test_too_much_padding(verify, draw):
    """refuses a padding of more than half of the window with a RuntimeError or ValueError, and allows just half"""
    verify(draw.normal(1, 1, 4, 4), 2, 2, 1)
    verify.raises(RuntimeError, ValueError)(draw.normal(1, 1, 4, 4), 2, 2, 2)
    verify.raises(RuntimeError, ValueError)(draw.normal(1, 1, 4, 4), (4, 3), padding=(1, 2))
    verify.raises(RuntimeError, ValueError)(draw.normal(1, 1, 4, 4), (3, 4), padding=(2, 1))


@check(
    1,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "amax and max hand each output's gradient to the pixel that was the largest.",
)
@pytest.mark.parametrize(("kernel", "stride", "padding"), [(2, None, 0), (3, 1, 0), (3, 2, 1)], ids=str)
def test_gradient(verify, draw, kernel, stride, padding):
    """sends the gradient to the largest pixel of each window, more than once where windows overlap"""
    verify.gradients(draw.normal(2, 2, 5, 6), kernel, stride, padding)


@check(
    1,
    "These calls are from torch's own tests of this function: which shape or option is new to your code?",
    "The case in brackets gives shapes and options: make such a call yourself, and compare with torch's answer.",
)
@pytest.mark.parametrize("sample", samples(__file__), ids=str)
def test_of_torch(verify, draw, sample):
    """agrees with torch on calls of torch's own tests"""
    args, kwargs = sample.drawn(draw)
    verify(*args, **kwargs)


@check(1, "Make new tensors with the input's dtype and device (`input.new_full`), and leave the input as it is.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its input unchanged, and takes transposed images"""
    verify.contract(draw.normal(1, 2, 4, 5), 3, 2, 1)
    verify(draw.normal(2, 2, 4, 6).transpose(2, 3), 2)
