"""conv_output_size, held against the shape of what torch.nn.functional.conv1d returns."""

import pytest
import torch

from torchgrade import Exercise, check


def size_in_torch(size, kernel, stride=1, padding=0, dilation=1):
    """Let torch work out the shape: tensors on `meta` have a size and no numbers."""
    image, weight = torch.empty(1, 1, size, device="meta"), torch.empty(1, 1, kernel, device="meta")
    try:
        return torch.nn.functional.conv1d(image, weight, None, stride, padding, dilation).shape[-1]
    except RuntimeError as error:
        raise ValueError(str(error)) from error


exercise = Exercise("conv_output_size", reference=size_in_torch)


def room(size, kernel, padding, dilation):
    """How far the kernel can move, in pixels; ValueError where it does not fit at all."""
    left = size + 2 * padding - dilation * (kernel - 1) - 1
    if left < 0:
        raise ValueError("the kernel does not fit")
    return left


@exercise.misconception("counting the moves and not the places: the `+ 1` is missing")
def no_first_place(size, kernel, stride=1, padding=0, dilation=1):
    return room(size, kernel, padding, dilation) // stride


@exercise.misconception("adding the 1 before dividing by the stride; the first place is there whatever the stride is")
def one_too_early(size, kernel, stride=1, padding=0, dilation=1):
    return (room(size, kernel, padding, dilation) + 1) // stride


@exercise.misconception("size divided by stride, whatever the kernel covers")
def kernel_forgotten(size, kernel, stride=1, padding=0, dilation=1):
    room(size, kernel, padding, dilation)
    return size // stride


@exercise.misconception("rounding up: the last place would hang over the edge")
def rounded_up(size, kernel, stride=1, padding=0, dilation=1):
    return -(-room(size, kernel, padding, dilation) // stride) + 1


@exercise.misconception("forgetting the stride")
def stride_forgotten(size, kernel, stride=1, padding=0, dilation=1):
    return room(size, kernel, padding, dilation) + 1


@exercise.misconception("counting the padding once; it is added at both ends")
def padding_once(size, kernel, stride=1, padding=0, dilation=1):
    return room(size + padding, kernel, 0, dilation) // stride + 1


@exercise.misconception("forgetting the padding")
def padding_forgotten(size, kernel, stride=1, padding=0, dilation=1):
    return room(size, kernel, 0, dilation) // stride + 1


@exercise.misconception("forgetting the dilation")
def dilation_forgotten(size, kernel, stride=1, padding=0, dilation=1):
    return room(size, kernel, padding, 1) // stride + 1


@exercise.misconception("dilation * kernel as the covered length; between k weights there are only k - 1 gaps")
def one_gap_too_many(size, kernel, stride=1, padding=0, dilation=1):
    return room(size, dilation * kernel, padding, 1) // stride + 1


@exercise.misconception("giving the formula's negative number where the kernel does not fit")
def negative_size(size, kernel, stride=1, padding=0, dilation=1):
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


@exercise.misconception("int(... / stride), which rounds towards 0: a room of -1 becomes a place, where // rounds down")
def cut_to_zero(size, kernel, stride=1, padding=0, dilation=1):
    places = int((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1
    if places < 1:
        raise ValueError("the kernel does not fit")
    return places


@exercise.misconception("giving 0 where the kernel does not fit, when torch refuses")
def zero_size(size, kernel, stride=1, padding=0, dilation=1):
    return max(0, negative_size(size, kernel, stride, padding, dilation))


@exercise.misconception("refusing a kernel larger than the bare input; the padding may make room for it")
def refused_too_early(size, kernel, stride=1, padding=0, dilation=1):
    room(size, kernel, 0, dilation)
    return size_in_torch(size, kernel, stride, padding, dilation)


@exercise.misconception("refusing by the kernel's length alone; with dilation it covers more")
def refused_by_length(size, kernel, stride=1, padding=0, dilation=1):
    room(size, kernel, padding, 1)
    return negative_size(size, kernel, stride, padding, dilation)


@check(
    2,
    "Put a kernel of 3 on 5 pixels of squared paper: on how many places can it stand?",
    "It stands on its first place, then moves one pixel at a time over the `size - kernel` pixels that are left.",
    "`size - kernel + 1`, and an int: // and not /.",
)
@pytest.mark.parametrize(("size", "kernel"), [(1, 1), (5, 3), (4, 4), (28, 5)])
def test_kernel(verify, size, kernel):
    """counts the places where a kernel fits, as an int"""
    verify(size, kernel)


@check(
    3,
    "What happens at the end, when a last step of the full stride does not fit any more?",
    "That step is not taken: the division is rounded down, and the first place is counted after it.",
    "`(size - kernel) // stride + 1`",
)
@pytest.mark.parametrize(
    ("size", "kernel", "stride"), [(4, 2, 2), (5, 2, 2), (6, 3, 2), (7, 2, 3), (8, 2, 3), (3, 1, 4)]
)
def test_stride(verify, size, kernel, stride):
    """rounds down where the stride does not come out even"""
    verify(size, kernel, stride)


@check(
    1,
    "On how many sides of the input are there zeros?",
    "The padded input is `size + 2 * padding` long.",
)
@pytest.mark.parametrize(("size", "kernel", "padding"), [(3, 3, 1), (2, 5, 2), (6, 2, 3)])
def test_padding(verify, size, kernel, padding):
    """counts the padding at both ends, also where only the padding makes room for the kernel"""
    verify(size, kernel, padding=padding)


@check(
    1,
    "How many pixels lie between a dilated kernel's first weight and its last, both counted?",
    "Between k weights there are k - 1 gaps: it covers `dilation * (kernel - 1) + 1` pixels.",
)
@pytest.mark.parametrize(("size", "kernel", "dilation"), [(5, 1, 3), (5, 3, 2), (9, 2, 4), (12, 3, 3)])
def test_dilation(verify, size, kernel, dilation):
    """takes a dilated kernel for as long as it really is"""
    verify(size, kernel, dilation=dilation)


@check(
    2,
    "Work out two lengths first: that of the padded input, and what the kernel covers.",
    "`(size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1`",
)
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_together(verify, draw, stride):
    """puts stride, padding and dilation together"""
    for _ in range(4):
        size, kernel, dilation = draw.choice(range(20, 60)), draw.choice(range(2, 6)), draw.choice((2, 3))
        verify(size, kernel=kernel, stride=stride, padding=draw.choice((1, 2, 3)), dilation=dilation)


@check(
    1,
    "What does your formula give for a kernel of 5 on 3 pixels, and what would torch say?",
    "Where even the first place does not exist, `raise ValueError(...)` with a sentence that says why.",
    "Compare what the kernel covers, dilation included, with `size + 2 * padding`.",
)
def test_too_large(verify):
    """refuses a kernel larger than the padded input with a ValueError, but not one that just fits"""
    verify(5, 5)
    verify.raises(ValueError)(2, 5)
    verify.raises(ValueError)(2, 6, padding=1)
    verify.raises(ValueError)(4, 3, stride=2, dilation=3)
    verify.raises(ValueError)(2, 3)
    verify.raises(ValueError)(2, 3, stride=2)  # -1 / 2 is -0.5: rounded towards 0 it lets a place in
