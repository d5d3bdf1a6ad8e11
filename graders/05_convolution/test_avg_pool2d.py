"""avg_pool2d, held against torch.nn.functional.avg_pool2d."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise(
    "avg_pool2d", reference=F.avg_pool2d, forbidden=("aten::*avg_pool*", "torch.nn.functional.avg_pool2d")
)


def pair(value):
    """(vertical, horizontal) of a number or a pair."""
    return (value, value) if isinstance(value, int) else tuple(value)


def pool(input, kernel_size, stride, padding, count_include_pad=True):
    """torch's own, with the arguments in our order."""
    return F.avg_pool2d(input, kernel_size, stride, padding, False, count_include_pad)


@exercise.misconception("dividing by the number of real pixels always, whatever count_include_pad says")
def valid_count(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    return pool(input, kernel_size, stride, padding, False)


@exercise.misconception("dividing by kh * kw always, whatever count_include_pad says")
def full_count(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    return pool(input, kernel_size, stride, padding)


@exercise.misconception("count_include_pad the wrong way round")
def count_inverted(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    return pool(input, kernel_size, stride, padding, not count_include_pad)


@exercise.misconception("counting the pixels that are not 0: a black pixel of the image is a pixel too")
def counts_nonzero(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    if count_include_pad:
        return pool(input, kernel_size, stride, padding)
    return pool(input, kernel_size, stride, padding) / pool((input != 0).to(input.dtype), kernel_size, stride, padding)


@exercise.misconception("the sum of the window, not divided by anything")
def summed(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    kh, kw = pair(kernel_size)
    return pool(input, kernel_size, stride, padding) * (kh * kw)


@exercise.misconception("dividing by kernel_size once: a window of k x k has k * k places")
def divided_once(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    return pool(input, kernel_size, stride, padding, count_include_pad) * pair(kernel_size)[0]


@exercise.misconception("the largest number of the window, as in max pooling")
def largest(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    return F.max_pool2d(input, kernel_size, stride, padding)


@exercise.misconception("no padding at all")
def padding_forgotten(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    return pool(input, kernel_size, stride, 0)


@exercise.misconception("a stride of 1 where none was given; a pooling layer's stride is then its kernel_size")
def stride_one(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    return pool(input, kernel_size, 1 if stride is None else stride, padding, count_include_pad)


@exercise.misconception("a stride of kernel_size, whatever was given")
def stride_ignored(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    return pool(input, kernel_size, None, padding, count_include_pad)


@exercise.misconception("kernel_size read as (width, height); torch puts the height first")
def kernel_swapped(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    return pool(input, pair(kernel_size)[::-1], kernel_size if stride is None else stride, padding, count_include_pad)


@exercise.misconception("kernel_size read as (width, height), and a stride that was left out read in the same way")
def kernel_and_stride_swapped(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    return pool(input, pair(kernel_size)[::-1], stride, padding, count_include_pad)


@exercise.misconception("the padding read as (horizontal, vertical); note that F.pad starts from the last dimension")
def padding_swapped(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    ph, pw = pair(padding)
    inside = F.pad(torch.ones_like(input), (ph, ph, pw, pw))
    share = 1 if count_include_pad else F.avg_pool2d(inside, kernel_size, stride)
    return F.avg_pool2d(F.pad(input, (ph, ph, pw, pw)), kernel_size, stride) / share


@exercise.misconception("count_include_pad left out taken for False: by default the padding counts")
def not_counted_by_default(input, kernel_size, stride=None, padding=0, *, count_include_pad=False):
    return pool(input, kernel_size, stride, padding, count_include_pad)


@exercise.misconception("dividing by kh * kh: a window of kh x kw has kh * kw places")
def height_squared(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    kh, kw = pair(kernel_size)
    return pool(input, kernel_size, stride, padding, count_include_pad) * (kw / kh if count_include_pad else 1)


@exercise.misconception("the stride read as (horizontal, vertical); torch puts the vertical step first")
def stride_swapped(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    return pool(input, kernel_size, None if stride is None else pair(stride)[::-1], padding, count_include_pad)


@exercise.misconception("the mean over all channels; every channel is pooled on its own")
def over_channels(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    y = pool(input, kernel_size, stride, padding, count_include_pad)
    return y.mean(1, keepdim=True).expand(-1, input.shape[1], -1, -1).clone()


@check(
    2,
    "How many numbers are in a window of 2 x 3?",
    "The mean is the sum divided by kh * kw; each channel on its own, and a rest that fills no window is left out.",
    "`windows = input.unfold(2, kh, sh).unfold(3, kw, sw)`, then `windows.mean((-2, -1))`.",
)
@pytest.mark.parametrize(
    ("shape", "kernel"),
    [((1, 1, 2, 2), 2), ((1, 1, 4, 4), 2), ((2, 3, 4, 6), 2), ((2, 2, 7, 8), 3), ((1, 2, 5, 3), 1)],
    ids=str,
)
def test_side_by_side(verify, draw, shape, kernel):
    """takes the mean of windows that lie side by side"""
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
    "A window over one corner pixel and three places of padding: is its mean the pixel, or a quarter of it?",
    "By default the zeros count: pad with 0, and divide by kh * kw everywhere.",
)
@pytest.mark.parametrize(
    ("kernel", "stride", "padding"),
    [(2, 2, 1), (3, 1, 1), (4, 3, 2), ((3, 2), None, (1, 0)), ((2, 5), 2, (1, 2))],
    ids=str,
)
def test_padding(verify, draw, kernel, stride, padding):
    """counts the zeros of the padding"""
    verify(draw.normal(2, 2, 7, 6, mean=3), kernel, stride, padding, count_include_pad=True)
    verify(draw.normal(2, 2, 7, 6, mean=3), kernel, stride, padding)


@check(
    1,
    "How many real pixels does each window see? The answer depends on its place alone, not on the image.",
    "Pool an image of ones with the same padding, but take the sums: each is the number of real pixels.",
    "`count = window_sums(torch.ones_like(input))`, and the result is `window_sums(input) / count`.",
)
@pytest.mark.parametrize(
    ("kernel", "stride", "padding"),
    [(3, 2, 0), (2, 2, 1), (3, 1, 1), ((3, 2), None, (1, 0)), ((2, 5), 2, (1, 2))],
    ids=str,
)
def test_padding_left_out(verify, draw, kernel, stride, padding):
    """divides by the number of real pixels, black ones among them, without count_include_pad"""
    input = draw.normal(2, 2, 7, 6, mean=3) * (torch.arange(6) > 1)
    verify(input, kernel, stride, padding, count_include_pad=False)


@check(
    1,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "Each pixel of a window gets the same share of its gradient, and the shares of overlapping windows add up.",
)
@pytest.mark.parametrize(
    ("kernel", "stride", "padding", "counted"), [(2, None, 0, True), (3, 1, 1, True), (3, 2, 1, False)], ids=str
)
def test_gradient(verify, draw, kernel, stride, padding, counted):
    """lets the gradient through"""
    verify.gradients(draw.normal(2, 2, 5, 6), kernel, stride, padding, count_include_pad=counted)


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


@check(1, "Make new tensors with the input's dtype and device (`torch.ones_like(input)`), and leave it as it is.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its input unchanged, and takes transposed images"""
    verify.contract(draw.normal(1, 2, 4, 5), 3, 2, 1, count_include_pad=False)
    verify(draw.normal(2, 2, 4, 6).transpose(2, 3), 2)
