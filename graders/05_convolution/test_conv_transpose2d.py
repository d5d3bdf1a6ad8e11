"""conv_transpose2d, held against torch.nn.functional.conv_transpose2d."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise(
    "conv_transpose2d",
    reference=F.conv_transpose2d,
    forbidden=("aten::*conv*", "torch.nn.functional.conv_transpose2d"),
)
exercise.equivalent(
    "`y` is a part of what was made here, and nobody else sees it",
    "return y.clone() if bias is None else y + bias[:, None, None] -> return y if bias is None else y + "
    "bias[:, None, None]",
)


def pair(value):
    """(vertical, horizontal) of a number or a pair."""
    return (value, value) if isinstance(value, int) else tuple(value)


@exercise.misconception("weight read as (out_channels, in_channels, ...): here the channels of input come first")
def channels_swapped(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    return F.conv_transpose2d(input, weight.transpose(0, 1), bias, stride, padding, output_padding)


@exercise.misconception("the kernel flipped: a pixel paints the kernel as it is")
def flipped(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    return F.conv_transpose2d(input, weight.flip(-1, -2), bias, stride, padding, output_padding)


@exercise.misconception("the kernel transposed: its height taken for its width")
def transposed(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    return F.conv_transpose2d(input, weight.transpose(2, 3), bias, stride, padding, output_padding)


@exercise.misconception("an ordinary convolution, which makes the image smaller")
def ordinary(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    F.conv_transpose2d(input, weight, bias, stride, padding, output_padding)
    return F.conv2d(input, weight.transpose(0, 1), bias, stride, padding)


@exercise.misconception("painting over what is there: where copies of the kernel overlap, they add up")
def overwritten(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    big = torch.zeros_like(F.conv_transpose2d(input, weight, None, stride, 0, output_padding))
    for i in range(input.shape[2]):
        for j in range(input.shape[3]):
            copy = torch.einsum("nc,coab->noab", input[:, :, i, j], weight)
            big[:, :, i * sh : i * sh + weight.shape[2], j * sw : j * sw + weight.shape[3]] = copy
    y = big[:, :, ph : big.shape[2] - ph, pw : big.shape[3] - pw]
    return y.clone() if bias is None else y + bias[:, None, None]


@exercise.misconception("the stride read as (horizontal, vertical); torch puts the vertical step first")
def stride_swapped(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    return F.conv_transpose2d(input, weight, bias, pair(stride)[::-1], padding, output_padding)


@exercise.misconception("the padding read as (horizontal, vertical)")
def padding_swapped(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    return F.conv_transpose2d(input, weight, bias, stride, pair(padding)[::-1], output_padding)


@exercise.misconception("forgetting the stride")
def stride_forgotten(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    F.conv_transpose2d(input, weight, bias, stride, padding, output_padding)
    return F.conv_transpose2d(input, weight, bias, 1, padding)


@exercise.misconception("every pixel repeated `stride` times, where zeros lie between the pixels")
def pixels_repeated(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    (sh, sw), size = pair(stride), F.conv_transpose2d(input, weight, bias, stride, padding, output_padding).shape[2:]
    larger = input.repeat_interleave(sh, 2).repeat_interleave(sw, 3)
    return F.conv_transpose2d(larger, weight, bias, 1, padding)[:, :, : size[0], : size[1]]


@exercise.misconception("padding that adds: in a transposed convolution it is cut off from the result")
def padding_added(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    ph, pw = pair(padding)
    return F.pad(F.conv_transpose2d(input, weight, bias, stride, 0, output_padding), (pw, pw, ph, ph))


@exercise.misconception("no padding: nothing is cut off")
def padding_forgotten(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    return F.conv_transpose2d(input, weight, bias, stride, 0, output_padding)


@exercise.misconception("cutting off at the top and on the left only")
def one_sided(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    ph, pw = pair(padding)
    return F.conv_transpose2d(input, weight, bias, stride, 0, output_padding)[:, :, ph:, pw:].clone()


@exercise.misconception("no output_padding")
def extra_forgotten(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    F.conv_transpose2d(input, weight, bias, stride, padding, output_padding)
    return F.conv_transpose2d(input, weight, bias, stride, padding)


@exercise.misconception("output_padding as rows of zeros put on at the end: it shows what padding would have cut off")
def extra_zeros(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    F.conv_transpose2d(input, weight, bias, stride, padding, output_padding)
    eh, ew = pair(output_padding)
    return F.pad(F.conv_transpose2d(input, weight, bias, stride, padding), (0, ew, 0, eh))


@exercise.misconception("output_padding at the top and on the left")
def extra_at_start(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    upside_down = F.conv_transpose2d(input.flip(2, 3), weight.flip(2, 3), bias, stride, padding, output_padding)
    return upside_down.flip(2, 3)


@exercise.misconception("allowing an output_padding as large as the stride, which torch refuses")
def any_extra(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    (ph, pw), (eh, ew) = pair(padding), pair(output_padding)
    big = F.pad(F.conv_transpose2d(input, weight, bias, stride), (0, ew, 0, eh))
    big[:, :, big.shape[2] - eh :] = big[:, :, :, big.shape[3] - ew :] = 0
    if bias is not None:
        big[:, :, big.shape[2] - eh :] += bias[:, None, None]
        big[:, :, : big.shape[2] - eh, big.shape[3] - ew :] += bias[:, None, None]
    return big[:, :, ph : big.shape[2] - ph, pw : big.shape[3] - pw].clone()


@exercise.misconception("forgetting the bias")
def bias_forgotten(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    return F.conv_transpose2d(input, weight, None, stride, padding, output_padding)


@exercise.misconception("a bias in every copy of the kernel: where copies overlap it is counted several times")
def bias_per_copy(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    y = F.conv_transpose2d(input, weight, None, stride, padding, output_padding)
    if bias is None:
        return y
    ones = torch.ones_like(weight[:1, :1])
    copies = F.conv_transpose2d(torch.ones_like(input[:, :1]), ones, None, stride, padding, output_padding)
    return y + bias[:, None, None] * copies


@check(
    2,
    "A single pixel of value 2: what does it paint? And two pixels side by side?",
    "Start with zeros; pixel (i, j) adds input[n, :, i, j] times the kernel, from row i and column j on.",
    "For each weight: `big[:, :, a : a + rows, b : b + columns] += einsum('ncij,co->noij', input, weight[..., a, b])`.",
)
@pytest.mark.parametrize(
    ("image", "kernel"),
    [
        ((1, 1, 1, 1), (1, 1, 2, 3)),
        ((1, 1, 1, 3), (1, 1, 1, 2)),
        ((1, 1, 3, 4), (1, 1, 2, 2)),
        ((2, 2, 3, 4), (2, 2, 2, 3)),
        ((2, 3, 4, 2), (3, 2, 3, 2)),
    ],
    ids=str,
)
def test_values(verify, draw, image, kernel):
    """paints a scaled copy of the kernel for every pixel, and adds up where copies overlap"""
    verify(draw.normal(*image), draw.normal(*kernel))


@check(
    1,
    "How often does the bias belong to a pixel under several copies of the kernel?",
    "Add it at the end, once: `y + bias[:, None, None]`.",
)
@pytest.mark.parametrize(("image", "kernel"), [((1, 1, 3, 2), (1, 2, 2, 2)), ((2, 2, 4, 5), (2, 3, 2, 3))], ids=str)
def test_bias(verify, draw, image, kernel):
    """adds its own bias to every output channel, once"""
    verify(draw.normal(*image), draw.normal(*kernel), draw.normal(kernel[1]))


@check(
    2,
    "With a stride of 2, where does the copy of the second pixel of a row begin?",
    "Pixel (i, j) paints from row i * sh and column j * sw on; the whole is (rows - 1) * sh + kh high.",
    "Cut `padding` rows and columns off on each side at the end: `big[:, :, ph : height - ph, pw : width - pw]`.",
)
@pytest.mark.parametrize(
    ("stride", "padding"), [(2, 0), (3, 0), ((1, 2), 0), (1, 1), (1, (1, 0)), (2, 1), ((3, 2), (0, 2))], ids=str
)
def test_stride_and_padding(verify, draw, stride, padding):
    """spreads the copies by the stride, and cuts the padding off"""
    verify(draw.normal(2, 2, 4, 3), draw.normal(2, 3, 3, 2), draw.normal(3), stride, padding)


@check(
    1,
    "Which rows of the painted picture does padding cut off at the bottom, and how many of them come back?",
    "Make `big` that many rows and columns larger before you cut; the rest stays as it is, and the bias counts there.",
    "If output_padding is not smaller than the stride, `raise ValueError(...)`.",
)
def test_output_padding(verify, draw):
    """is output_padding longer at the bottom and on the right, and refuses one that is not smaller than the stride"""
    input, weight, bias = draw.normal(1, 2, 3, 4), draw.normal(2, 3, 3, 4), draw.normal(3)
    verify(input, weight, bias, 2, 0, 1)
    verify(input, weight, bias, (2, 3), 1, (1, 2))
    verify(input, weight, bias, stride=3, padding=(1, 0), output_padding=(0, 2))
    verify.raises(RuntimeError, ValueError)(input, weight, bias, 2, 1, 2)
    verify.raises(RuntimeError, ValueError)(input, weight, bias, (3, 1), 1, 1)
    verify.raises(RuntimeError, ValueError)(input, weight, bias, (2, 3), 1, (2, 1))


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "Adding in place into a tensor of zeros keeps the graph; writing into input or weight does not.",
)
@pytest.mark.parametrize(("stride", "padding", "extra"), [(1, 0, 0), (2, 1, 0), ((1, 2), (1, 0), (0, 1))], ids=str)
def test_gradients(verify, draw, stride, padding, extra):
    """lets the gradient through to input, weight and bias"""
    input, weight = draw.normal(2, 2, 3, 4), draw.normal(2, 3, 3, 2)
    verify.gradients(input, weight, draw.normal(3), stride, padding, extra)


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


@check(1, "Make new tensors with the input's dtype and device (`input.new_zeros`), and leave the inputs as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its inputs unchanged, and takes transposed images"""
    verify.contract(draw.normal(1, 2, 3, 4), draw.normal(2, 2, 2, 2), draw.normal(2), 2, 1, 1)
    verify.contract(draw.normal(1, 2, 2, 3), draw.normal(2, 1, 2, 2))  # adding a bias can hide a sum kept in float32
    verify(draw.normal(2, 2, 4, 3).transpose(2, 3), draw.normal(2, 3, 3, 2).transpose(2, 3))
