"""pad2d, held against torch.nn.functional.pad."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional
INF = float("inf")


def framed(x, padding, value=0.0):
    return F.pad(x, (padding,) * 4 if isinstance(padding, int) else padding, value=value)


exercise = Exercise(
    "pad2d", reference=framed, forbidden=("aten::*pad*", "torch.nn.functional.pad", "aten::*conv*", "numpy.pad")
)


def four(padding):
    """(left, right, top, bottom) of a number or four."""
    return (padding,) * 4 if isinstance(padding, int) else tuple(padding)


@exercise.misconception("the four numbers read as (top, bottom, left, right); torch puts the width first")
def height_first(x, padding, value=0.0):
    left, right, top, bottom = four(padding)
    return framed(x, (top, bottom, left, right), value)


@exercise.misconception("the four numbers read as (left, top, right, bottom); both sides of the width come first")
def corner_by_corner(x, padding, value=0.0):
    left, right, top, bottom = four(padding)
    return framed(x, (left, top, right, bottom), value)


@exercise.misconception("the image at the wrong end: left and right swapped, and top and bottom too")
def ends_swapped(x, padding, value=0.0):
    left, right, top, bottom = four(padding)
    return framed(x, (right, left, bottom, top), value)


@exercise.misconception("the frame all on the right and at the bottom: the image stays in the top left corner")
def image_in_corner(x, padding, value=0.0):
    left, right, top, bottom = four(padding)
    return framed(x, (0, left + right, 0, top + bottom), value)


@exercise.misconception("as much on the right as on the left, and as much at the bottom as at the top")
def symmetric(x, padding, value=0.0):
    left, _, top, _ = four(padding)
    return framed(x, (left, left, top, top), value)


@exercise.misconception(
    "the image put at [top:-bottom, left:-right]: there is no such place where bottom or right is 0"
)
def ends_at_minus_zero(x, padding, value=0.0):
    left, right, top, bottom = four(padding)
    y = framed(torch.zeros_like(x), padding, value)
    y[..., top:-bottom, left:-right] = x
    return y


@exercise.misconception("one number shared out between two sides; each side gets all of it")
def shared_out(x, padding, value=0.0):
    if isinstance(padding, int):
        padding = (padding // 2, padding - padding // 2) * 2
    return framed(x, padding, value)


@exercise.misconception("a frame of zeros, whatever `value` was asked for")
def always_zeros(x, padding, value=0.0):
    return framed(x, padding)


@exercise.misconception("value added to the image as well: only the frame has it")
def shifted_image(x, padding, value=0.0):
    return framed(x, padding) + value


@exercise.misconception("a mask of zeros times the value: 0 * inf is not a number")
def masked(x, padding, value=0.0):
    inside = framed(torch.ones_like(x), padding)
    return framed(x, padding) + (1 - inside) * value


@exercise.misconception("a frame of zeros, and then every 0 replaced by `value`: the image may have black pixels too")
def every_zero(x, padding, value=0.0):
    y = framed(x, padding)
    return torch.where(y == 0, value, y)


@exercise.misconception("the pixels at the border repeated, where the frame has one value")
def border_repeated(x, padding, value=0.0):
    left, right, top, bottom = four(padding)
    rows = torch.arange(-top, x.shape[-2] + bottom, device=x.device).clamp(0, x.shape[-2] - 1)
    columns = torch.arange(-left, x.shape[-1] + right, device=x.device).clamp(0, x.shape[-1] - 1)
    return x[..., rows, :][..., columns]


@exercise.misconception("a frame made with torch.full alone: always float32, always on the CPU")
def default_full(x, padding, value=0.0):
    left, right, top, bottom = four(padding)
    height, width = x.shape[-2:]
    y = torch.full((*x.shape[:-2], top + height + bottom, left + width + right), float(value))
    y[..., top : top + height, left : left + width] = x
    return y


@exercise.misconception("the numbers written into the frame without their graph: no gradient reaches x")
def cut_graph(x, padding, value=0.0):
    return framed(x.detach(), padding, value)


@check(
    2,
    "How tall and how wide is a 2 x 3 image with a frame of 1?",
    "Make the whole frame first, filled with the value; then write the image into its middle.",
    "`y = x.new_full(shape, value)`, then `y[..., top : top + height, left : left + width] = x`.",
)
@pytest.mark.parametrize(("shape", "padding"), [((1, 1), 1), ((2, 3), 1), ((3, 2), 2), ((4, 4), 3)], ids=str)
def test_one_number(verify, draw, shape, padding):
    """puts the same frame of zeros on all four sides"""
    verify(draw.normal(*shape), padding)


@check(
    3,
    "Which two of the four numbers belong to the width?",
    "The first two: (left, right, top, bottom). The shape of an image says the height first, the padding does not.",
)
@pytest.mark.parametrize("padding", [(1, 0, 0, 0), (0, 0, 2, 0), (0, 2, 0, 1), (1, 2, 3, 4), (0, 0, 0, 0)], ids=str)
def test_four_numbers(verify, draw, padding):
    """takes the frame as (left, right, top, bottom)"""
    verify(draw.normal(3, 4), padding)


@check(
    2,
    "What is 0 * inf?",
    "Fill the frame with the value itself: a product with a mask of zeros gives NaN where the value is infinite.",
)
@pytest.mark.parametrize("value", [1.5, -2.0, -INF, INF])
def test_value(verify, draw, value):
    """fills the frame with any value, also an infinite one, and leaves the image as it is"""
    verify(draw.normal(2, 3), (1, 0, 2, 1), value)
    verify(draw.normal(2, 3), 1, value=value)
    verify(draw.normal(2, 3) * torch.tensor([0.0, 1.0, 1.0]) + torch.tensor([0.0, 0.0, 1.0]), 1, value)


@check(
    1,
    "Which dimensions does your code name? The last two are -2 and -1, however many come before them.",
    "`x.shape[:-2]` are the dimensions to keep; `...` in an index stands for them.",
)
@pytest.mark.parametrize("shape", [(3, 2, 4), (2, 3, 4, 2), (2, 1, 2, 3, 2)], ids=str)
def test_dimensions(verify, draw, shape):
    """frames every image of a batch, with any number of dimensions, and transposed images too"""
    verify(draw.normal(*shape), (1, 2, 0, 1), 0.5)
    verify(draw.normal(*shape).transpose(-1, -2), (1, 2, 0, 1), 0.5)


@check(
    1,
    "Stay inside torch operations: .item(), .data, torch.tensor(...) and numpy cut the gradient.",
)
@pytest.mark.parametrize("shape", [(2, 3), (2, 2, 3, 4)], ids=str)
def test_gradient(verify, draw, shape):
    """lets the gradient through"""
    verify.gradients(draw.normal(*shape), (1, 2, 0, 1), 0.5)


@check(1, "Make the frame with the input's dtype and device: `x.new_full(shape, value)`.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its input unchanged"""
    verify.contract(draw.normal(2, 3, 4), (1, 2, 0, 1), 0.5)
    verify.contract(draw.integers(2, 3, low=1, high=9), 1, 7)
    verify.contract(draw.normal(2, 3), 0)  # no frame at all: a new tensor all the same
