"""conv2d_general, held against torch.nn.functional.conv2d."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise("conv2d_general", reference=F.conv2d, forbidden=("aten::*conv*", "torch.nn.functional.conv2d"))


def pair(value):
    """(vertical, horizontal) of a number or a pair."""
    return (value, value) if isinstance(value, int) else tuple(value)


def covered(weight, dilation):
    """How many rows and columns a dilated kernel covers."""
    return [d * (k - 1) + 1 for d, k in zip(pair(dilation), weight.shape[2:], strict=True)]


@exercise.misconception("forgetting the dilation")
def dilation_forgotten(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return F.conv2d(x, weight, bias, stride, padding, 1, groups)


@exercise.misconception("an output of the right size for the dilation, but the kernel's weights still side by side")
def undilated_taps(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    rows, columns = F.conv2d(x, weight, bias, stride, padding, dilation, groups).shape[2:]
    return F.conv2d(x, weight, bias, stride, padding, 1, groups)[:, :, :rows, :columns]


@exercise.misconception("the dilation taken for a stride")
def dilation_as_stride(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    steps = tuple(s * d for s, d in zip(pair(stride), pair(dilation), strict=True))
    return F.conv2d(x, weight, bias, steps, padding, 1, groups)


@exercise.misconception("dilation read as the number of gaps: dilation 1 means that there are none")
def one_gap_more(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    more = tuple(d + 1 if d > 1 else d for d in pair(dilation))
    return F.conv2d(x, weight, bias, stride, padding, more, groups)


@exercise.misconception("the dilation read as (horizontal, vertical); torch puts the vertical distance first")
def dilation_swapped(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return F.conv2d(x, weight, bias, stride, padding, pair(dilation)[::-1], groups)


@exercise.misconception("the stride read as (horizontal, vertical); torch puts the vertical step first")
def stride_swapped(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return F.conv2d(x, weight, bias, pair(stride)[::-1], padding, dilation, groups)


@exercise.misconception("the padding read as (horizontal, vertical); note that F.pad starts from the last dimension")
def padding_swapped(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return F.conv2d(x, weight, bias, stride, pair(padding)[::-1], dilation, groups)


@exercise.misconception("every output channel looking at the first group of input channels")
def first_group(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x = x[:, : weight.shape[1]]
    return F.conv2d(x, weight, bias, stride, padding, dilation)


@exercise.misconception("groups of every groups-th input channel; torch's groups are neighbours")
def interleaved_input(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x = x.unflatten(1, (-1, groups)).transpose(1, 2).flatten(1, 2)
    return F.conv2d(x, weight, bias, stride, padding, dilation, groups)


@exercise.misconception("output channel o taken for group o % groups; neighbouring output channels share a group")
def interleaved_output(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    order = torch.arange(len(weight), device=x.device).view(-1, groups).T.flatten()
    y = F.conv2d(x, weight[order], None, stride, padding, dilation, groups)
    y = y.unflatten(1, (groups, -1)).transpose(1, 2).flatten(1, 2)
    return y if bias is None else y + bias[:, None, None]


@exercise.misconception("the groups' results added up, where they are put one after the other")
def groups_added(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    y = F.conv2d(x, weight, None, stride, padding, dilation, groups)
    y = y.unflatten(1, (groups, -1)).sum(1).repeat(1, groups, 1, 1)
    return y if bias is None else y + bias[:, None, None]


@exercise.misconception("true convolution, with the kernel flipped; torch does not flip it")
def flipped(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return F.conv2d(x, weight.flip(-1, -2), bias, stride, padding, dilation, groups)


@exercise.misconception("forgetting the bias where there are groups")
def bias_lost_with_groups(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return F.conv2d(x, weight, bias if groups == 1 else None, stride, padding, dilation, groups)


@exercise.misconception("padding counted after the kernel was spread: too little, as if the kernel covered less")
def padding_divided(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    less = tuple(p // d for p, d in zip(pair(padding), pair(dilation), strict=True))
    return F.conv2d(x, weight, bias, stride, less, dilation, groups)


@exercise.misconception("reading past the end: the last place is kept though the dilated kernel hangs over the edge")
def hangs_over(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    long, wide = (c - k for c, k in zip(covered(weight, dilation), weight.shape[2:], strict=True))
    return F.conv2d(F.pad(x, (pw, pw + wide, ph, ph + long)), weight, bias, (sh, sw), 0, dilation, groups)


@check(
    1,
    "Is your conv2d still right when dilation is 1 and there is one group?",
    "Start from your `conv2d`: pad, cut out the windows, then einsum with the weights.",
    "`padded.unfold(2, kh, sh).unfold(3, kw, sw)`, then `torch.einsum('ncijab,ocab->noij', windows, weight)`.",
)
@pytest.mark.parametrize(("stride", "padding"), [(1, 0), ((1, 2), 0), (1, (2, 0)), (2, 1), ((3, 2), (1, 3))], ids=str)
def test_plain(verify, draw, stride, padding):
    """convolves with stride, padding and bias, as conv2d did"""
    verify(draw.normal(2, 2, 7, 6), draw.normal(3, 2, 2, 3), draw.normal(3), stride, padding)


@check(
    2,
    "On which pixels of one row do the weights of a kernel of 3 lie when the dilation is 2?",
    "On pixels 0, 2 and 4: the kernel covers dilation * (kernel - 1) + 1 pixels, and that decides the output's size.",
    "Cut out windows of the covered size, then keep every dh-th row and dw-th column of each: `[..., ::dh, ::dw]`.",
)
@pytest.mark.parametrize("dilation", [2, (1, 2), (3, 1), (2, 3)], ids=str)
def test_dilation(verify, draw, dilation):
    """spreads the kernel by the dilation"""
    verify(draw.normal(1, 1, 8, 9), draw.normal(1, 1, 2, 2), dilation=dilation)
    verify(draw.normal(2, 2, 7, 8), draw.normal(3, 2, 2, 3), draw.normal(3), dilation=dilation)


@check(
    2,
    "Which input channels does output channel 0 see, and which does the last one see?",
    "Split x into `groups` pieces along the channels and weight into as many along dim 0; convolve piece by piece.",
    "`torch.cat([conv(piece, kernels) for piece, kernels in zip(x.chunk(groups, 1), weight.chunk(groups))], 1)`",
)
@pytest.mark.parametrize(
    ("channels", "kernel", "groups"),
    [(2, (2, 1, 1, 1), 2), (4, (4, 2, 2, 3), 2), (4, (6, 2, 3, 2), 2), (3, (6, 1, 2, 2), 3), (4, (4, 1, 3, 2), 4)],
    ids=str,
)
def test_groups(verify, draw, channels, kernel, groups):
    """keeps the groups of channels apart"""
    verify(draw.normal(2, channels, 4, 5), draw.normal(*kernel), groups=groups)
    verify(draw.normal(2, channels, 4, 5), draw.normal(*kernel), draw.normal(kernel[0]), groups=groups)


@check(
    1,
    "Do padding and stride still act on the image, and dilation on the kernel alone?",
    "One after the other: pad the image, place the spread kernel at steps of the stride, then add the bias.",
)
@pytest.mark.parametrize(
    ("stride", "padding", "dilation", "groups"),
    [(2, 1, 2, 1), ((2, 1), (1, 2), (1, 2), 2), ((1, 3), 2, (2, 1), 2), (3, (3, 4), 2, 4)],
    ids=str,
)
def test_together(verify, draw, stride, padding, dilation, groups):
    """puts stride, padding, dilation and groups together"""
    x, weight = draw.normal(2, 4, 8, 7), draw.normal(8, 4 // groups, 3, 2)
    verify(x, weight, draw.normal(8), stride, padding, dilation, groups)
    verify(x.transpose(2, 3), weight, None, stride, padding, dilation, groups)


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "Autograd adds up what each pixel and each weight did; write into new tensors, not into x or weight.",
)
@pytest.mark.parametrize(
    ("stride", "padding", "dilation", "groups"), [(1, 0, 1, 1), (1, 0, 2, 1), (1, 1, 1, 2), (2, 1, (2, 1), 2)], ids=str
)
def test_gradients(verify, draw, stride, padding, dilation, groups):
    """lets the gradient through to x, weight and bias"""
    x, weight = draw.normal(2, 4, 5, 6), draw.normal(4, 4 // groups, 2, 3)
    verify.gradients(x, weight, draw.normal(4), stride, padding, dilation, groups)


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


@check(1, "Make new tensors with the input's dtype and device (`x.new_zeros`), and leave the inputs as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    x, weight = draw.normal(1, 4, 5, 4), draw.normal(2, 2, 2, 2)
    verify.contract(x, weight, draw.normal(2), padding=1, dilation=2, groups=2)
    verify.contract(x, weight, padding=1, groups=2)  # adding a bias can hide a sum kept in float32
