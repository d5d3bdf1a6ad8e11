"""conv2d, held against torch.nn.functional.conv2d."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise("conv2d", reference=F.conv2d, forbidden=("aten::*conv*", "torch.nn.functional.conv2d"))


def pair(value):
    """(vertical, horizontal) of a number or a pair."""
    return (value, value) if isinstance(value, int) else tuple(value)


@exercise.misconception("true convolution, with the kernel flipped; torch does not flip it")
def flipped(x, weight, bias=None, stride=1, padding=0):
    return F.conv2d(x, weight.flip(-1, -2), bias, stride, padding)


@exercise.misconception("the kernel transposed: its height taken for its width")
def transposed(x, weight, bias=None, stride=1, padding=0):
    return F.conv2d(x, weight.transpose(2, 3), bias, stride, padding)


@exercise.misconception("the stride read as (horizontal, vertical); torch puts the vertical step first")
def stride_swapped(x, weight, bias=None, stride=1, padding=0):
    return F.conv2d(x, weight, bias, pair(stride)[::-1], padding)


@exercise.misconception("the padding read as (horizontal, vertical); note that F.pad starts from the last dimension")
def padding_swapped(x, weight, bias=None, stride=1, padding=0):
    return F.conv2d(x, weight, bias, stride, pair(padding)[::-1])


@exercise.misconception("both pairs read as (horizontal, vertical): stride and padding begin with the vertical number")
def pairs_swapped(x, weight, bias=None, stride=1, padding=0):
    return F.conv2d(x, weight, bias, pair(stride)[::-1], pair(padding)[::-1])


@exercise.misconception("the pixels at the border repeated, where padding means zeros")
def border_repeated(x, weight, bias=None, stride=1, padding=0):
    ph, pw = pair(padding)
    return F.conv2d(F.pad(x, (pw, pw, ph, ph), mode="replicate"), weight, bias, stride)


@exercise.misconception("padding at the top and on the left only")
def one_sided(x, weight, bias=None, stride=1, padding=0):
    ph, pw = pair(padding)
    return F.conv2d(F.pad(x, (pw, 0, ph, 0)), weight, bias, stride)


@exercise.misconception("the padding shared out between the two sides; each side gets all of it")
def shared_out(x, weight, bias=None, stride=1, padding=0):
    ph, pw = pair(padding)
    return F.conv2d(F.pad(x, (pw // 2, pw - pw // 2, ph // 2, ph - ph // 2)), weight, bias, stride)


@exercise.misconception("the mean over the window where the sum is asked for")
def averaged(x, weight, bias=None, stride=1, padding=0):
    return F.conv2d(x, weight / weight[0].numel(), bias, stride, padding)


@exercise.misconception("forgetting the bias")
def bias_forgotten(x, weight, bias=None, stride=1, padding=0):
    return F.conv2d(x, weight, None, stride, padding)


@exercise.misconception("forgetting the bias where there is padding")
def bias_lost_with_padding(x, weight, bias=None, stride=1, padding=0):
    return F.conv2d(x, weight, None if any(pair(padding)) else bias, stride, padding)


@exercise.misconception("the bias added along the width; there is one entry for each output channel")
def bias_along_width(x, weight, bias=None, stride=1, padding=0):
    return F.conv2d(x, weight, None, stride, padding) + (0 if bias is None else bias)


@exercise.misconception("an output size without the `+ 1`: the last row and the last column are missing")
def last_place_missing(x, weight, bias=None, stride=1, padding=0):
    return F.conv2d(x, weight, bias, stride, padding)[:, :, :-1, :-1]


@exercise.misconception("an output size of size // stride, so that places where the kernel does not fit stay 0")
def size_by_stride(x, weight, bias=None, stride=1, padding=0):
    (sh, sw), y = pair(stride), F.conv2d(x, weight, bias, stride, padding)
    return F.pad(y, (0, x.shape[3] // sw - y.shape[3], 0, x.shape[2] // sh - y.shape[2]))


@exercise.misconception("an output of the right size for the stride, but windows that move by one pixel only")
def windows_side_by_side(x, weight, bias=None, stride=1, padding=0):
    size = F.conv2d(x, weight, bias, stride, padding).shape
    return F.conv2d(x, weight, bias, 1, padding)[:, :, : size[2], : size[3]]


@exercise.misconception("forgetting the stride")
def stride_forgotten(x, weight, bias=None, stride=1, padding=0):
    return F.conv2d(x, weight, bias, 1, padding)


@check(
    2,
    "Take a 3 x 3 image and a 2 x 2 kernel on paper: which four products make the number at the top left?",
    "The kernel is not flipped, and its height and width may differ; the sum goes over the input channels too.",
    "`windows = x.unfold(2, kh, 1).unfold(3, kw, 1)`, then `torch.einsum('ncijab,ocab->noij', windows, weight)`.",
)
@pytest.mark.parametrize(
    ("image", "kernel"),
    [
        ((1, 1, 2, 2), (1, 1, 2, 2)),
        ((1, 1, 3, 3), (1, 1, 2, 2)),
        ((1, 2, 4, 3), (3, 2, 1, 1)),
        ((2, 3, 4, 6), (2, 3, 2, 3)),
        ((2, 2, 6, 4), (4, 2, 3, 1)),
    ],
    ids=str,
)
def test_values(verify, draw, image, kernel):
    """gives each place of the window its weighted sum, for square and rectangular kernels and images"""
    verify(draw.normal(*image), draw.normal(*kernel))


@check(
    1,
    "How many entries has the bias, and which dimension of the output has as many?",
    "A bias of shape (out_channels,) lines up with the width; `bias[:, None, None]` lines up with the channels.",
)
@pytest.mark.parametrize(("image", "kernel"), [((1, 1, 3, 2), (2, 1, 2, 1)), ((2, 2, 4, 5), (3, 2, 2, 3))], ids=str)
def test_bias(verify, draw, image, kernel):
    """adds its own bias to every output channel"""
    verify(draw.normal(*image), draw.normal(*kernel), draw.normal(kernel[0]))


@check(
    2,
    "Which pixel is the first that the window sees, and where does it stand after one step?",
    "Padding puts that many zeros on each of the four sides; `torch.nn.functional.pad` does it.",
    "`(size + 2 * padding - kernel) // stride + 1` rows or columns come out; a step that does not fit is not taken.",
)
@pytest.mark.parametrize(("stride", "padding"), [(2, 0), (1, 1), (1, 2), (3, 0), (2, 1), (3, 2)])
def test_stride_and_padding(verify, draw, stride, padding):
    """steps by the stride and pads with zeros on all four sides, with a bias"""
    verify(draw.normal(2, 2, 7, 6), draw.normal(3, 2, 2, 3), draw.normal(3), stride=stride, padding=padding)


@check(
    1,
    "Which number of a pair is the vertical one?",
    "The first number of stride and padding is for the height, the second for the width, as in the shape of an image.",
    "`torch.nn.functional.pad` wants the last dimension first: `pad(x, (pw, pw, ph, ph))`.",
)
@pytest.mark.parametrize(("stride", "padding"), [((1, 2), 0), (1, (2, 0)), ((2, 1), (0, 1)), ((3, 2), (1, 3))], ids=str)
def test_pairs(verify, draw, stride, padding):
    """takes stride and padding as (vertical, horizontal) pairs"""
    verify(draw.normal(2, 2, 6, 7), draw.normal(3, 2, 3, 2), draw.normal(3), stride, padding)


@check(
    1,
    "Does your code look at the numbers where they lie, or does it assume an order in memory?",
    "`view` refuses a transposed tensor; `reshape` copies it where it must.",
)
def test_non_contiguous(verify, draw):
    """works on transposed images and kernels too"""
    verify(draw.normal(2, 2, 4, 3).transpose(2, 3), draw.normal(3, 2, 3, 2).transpose(2, 3))


@check(
    1,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "Every weight is used at every place, and a pixel in as many windows as cover it: autograd adds the parts up.",
)
@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), ((1, 2), (2, 0))], ids=str)
def test_gradients(verify, draw, stride, padding):
    """lets the gradient through to x, weight and bias"""
    verify.gradients(draw.normal(2, 2, 5, 4), draw.normal(3, 2, 2, 3), draw.normal(3), stride, padding)


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
    verify.contract(draw.normal(1, 2, 4, 3), draw.normal(2, 2, 2, 2), draw.normal(2), padding=1)
    verify.contract(draw.normal(1, 1, 3, 3), draw.normal(2, 1, 2, 2))  # adding a bias can hide a sum kept in float32
