"""pool_output_size, held against the shape of what torch.nn.functional.max_pool1d returns."""

import pytest
import torch

from torchgrade import Exercise, check


def size_in_torch(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    """Let torch work out the shape: tensors on `meta` have a size and no numbers."""
    image = torch.empty(1, 1, size, 1, device="meta")
    stride = kernel_size if stride is None else stride
    try:
        pooled = torch.nn.functional.max_pool2d(image, (kernel_size, 1), (stride, 1), (padding, 0), 1, ceil_mode)
    except RuntimeError as error:
        raise ValueError(str(error)) from error
    return pooled.shape[2]


exercise = Exercise("pool_output_size", reference=size_in_torch)
exercise.equivalent(
    "a whole number is above a half of another where it is above its whole part",
    "if padding > kernel_size // 2: -> if padding > (kernel_size / 2):",
)


def formula(size, kernel_size, stride, padding, ceil_mode):
    """The rules of torch without its refusals."""
    room = size + 2 * padding - kernel_size
    places = (-(-room // stride) if ceil_mode else room // stride) + 1
    return places - (ceil_mode and (places - 1) * stride >= size + padding)


@exercise.misconception("a stride of 1 where none was given; a pooling layer's stride is then its kernel_size")
def stride_one(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    return size_in_torch(size, kernel_size, stride or 1, padding, ceil_mode)


@exercise.misconception("a stride of 2 where none was given; a pooling layer's stride is then its kernel_size")
def stride_two(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    return size_in_torch(size, kernel_size, stride or 2, padding, ceil_mode)


@exercise.misconception("a stride of kernel_size, whatever was given")
def stride_ignored(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    return size_in_torch(size, kernel_size, kernel_size, padding, ceil_mode)


@exercise.misconception("counting the moves and not the places: the `+ 1` is missing")
def no_first_place(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    return size_in_torch(size, kernel_size, stride, padding, ceil_mode) - 1


@exercise.misconception("size divided by stride, whatever the window covers")
def window_forgotten(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    size_in_torch(size, kernel_size, stride, padding, ceil_mode)
    stride = stride or kernel_size
    return -(-size // stride) if ceil_mode else size // stride


@exercise.misconception("counting the padding once; it is added at both ends")
def padding_once(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    size_in_torch(size, kernel_size, stride, padding, ceil_mode)
    return formula(size + padding, kernel_size, stride or kernel_size, 0, ceil_mode)


@exercise.misconception("rounding down always, whatever ceil_mode says")
def never_rounds_up(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    return size_in_torch(size, kernel_size, stride, padding)


@exercise.misconception("rounding up always, whatever ceil_mode says")
def always_rounds_up(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    return size_in_torch(size, kernel_size, stride, padding, True)


@exercise.misconception(
    "one window more always in ceil_mode: where the last full one ends at the edge, there is no rest"
)
def one_more(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    size_in_torch(size, kernel_size, stride, padding, ceil_mode)
    stride = stride or kernel_size
    places = formula(size, kernel_size, stride, padding, False)
    return places + (ceil_mode and places * stride < size + padding)


@exercise.misconception(
    "int(... / stride), which rounds towards 0: a room of -1 becomes a window, where // rounds down"
)
def cut_to_zero(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    if ceil_mode or 2 * padding > kernel_size or size + 2 * padding >= kernel_size:
        return size_in_torch(size, kernel_size, stride, padding, ceil_mode)
    places = int((size + 2 * padding - kernel_size) / (stride or kernel_size)) + 1
    if places < 1:
        raise ValueError("no window fits")
    return places


@exercise.misconception("rounding to the nearest number in ceil_mode, where a small rest makes a window, too")
def nearest(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    places, stride = size_in_torch(size, kernel_size, stride, padding, ceil_mode), stride or kernel_size
    rest = (size + 2 * padding - kernel_size) % stride
    return places - (ceil_mode and 0 < 2 * rest < stride)


@exercise.misconception("counting, in ceil_mode, a last window that begins behind the image and its left padding")
def window_in_nothing(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    size_in_torch(size, kernel_size, stride, padding, ceil_mode)
    room, stride = size + 2 * padding - kernel_size, stride or kernel_size
    return (-(-room // stride) if ceil_mode else room // stride) + 1


@exercise.misconception("leaving out, in ceil_mode, every window that begins in the right padding or beyond the image")
def drops_too_many(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    places, stride = size_in_torch(size, kernel_size, stride, padding, ceil_mode), stride or kernel_size
    return places - (ceil_mode and (places - 1) * stride >= size)


@exercise.misconception("allowing a padding of more than half of the window, which torch refuses")
def any_padding(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    places = formula(size, kernel_size, stride or kernel_size, padding, ceil_mode)
    if places < 1:
        raise ValueError("no window fits")
    return places


@exercise.misconception("refusing a padding of exactly half of the window, which is still allowed")
def half_refused(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    if 2 * padding >= kernel_size:
        raise ValueError("too much padding")
    return size_in_torch(size, kernel_size, stride, padding, ceil_mode)


@exercise.misconception("giving the formula's number of 0 or less where no window fits, when torch refuses")
def nothing_left(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    if padding > kernel_size // 2:
        raise ValueError("too much padding")
    return formula(size, kernel_size, stride or kernel_size, padding, ceil_mode)


@exercise.misconception("refusing, in ceil_mode too, a window that is longer than the image")
def refused_too_early(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    if size + 2 * padding < kernel_size:
        raise ValueError("no window fits")
    return size_in_torch(size, kernel_size, stride, padding, ceil_mode)


@check(
    3,
    "Lay windows of 3 side by side over 7 pixels of squared paper: how many are full?",
    "Without a stride the next window begins where the last one ended: `stride = kernel_size`.",
    "`(size - kernel_size) // kernel_size + 1`, and an int: // and not /.",
)
@pytest.mark.parametrize(("size", "kernel_size"), [(1, 1), (4, 2), (7, 3), (8, 3), (5, 5), (28, 4)])
def test_side_by_side(verify, size, kernel_size):
    """counts windows that lie side by side when no stride is given, as an int"""
    verify(size, kernel_size)


@check(
    2,
    "With a stride smaller than the window, neighbouring windows overlap: does your formula still count them all?",
    "`(size + 2 * padding - kernel_size) // stride + 1`: the padding is there at both ends.",
)
@pytest.mark.parametrize(
    ("size", "kernel_size", "stride", "padding"), [(6, 3, 2, 0), (7, 2, 1, 0), (9, 2, 3, 0), (6, 2, 2, 1), (8, 5, 3, 2)]
)
def test_stride_and_padding(verify, draw, size, kernel_size, stride, padding):
    """takes the stride that is given, and a padding of up to half of the window"""
    verify(size, kernel_size, stride=stride, padding=padding)
    verify(size, kernel_size, None, padding)
    verify(draw.choice(range(20, 90)), draw.choice(range(4, 9)), draw.choice(range(1, 4)), padding)


@check(
    2,
    "Rounded up means: a last window may begin inside the image and end outside of it.",
    "`-(-room // stride)` rounds up in whole numbers, with room = size + 2 * padding - kernel_size.",
)
@pytest.mark.parametrize(
    ("size", "kernel_size", "stride", "padding"),
    [(6, 2, 2, 0), (7, 2, 2, 0), (8, 3, 3, 1), (10, 4, 3, 1), (11, 4, 3, 0), (7, 3, 2, 0), (9, 5, 2, 1), (2, 3, 3, 0)],
)
def test_ceil_mode(verify, size, kernel_size, stride, padding):
    """counts a last window that is not full in ceil_mode, and only there"""
    verify(size, kernel_size, stride, padding, ceil_mode=True)
    if size >= kernel_size:
        verify(size, kernel_size, stride, padding)


@check(
    2,
    "Where does the last window begin, and is there anything of the image or of the left padding at that place?",
    "It begins at (places - 1) * stride; if that is size + padding or more, take one place less.",
)
@pytest.mark.parametrize(
    ("size", "kernel_size", "stride", "padding"),
    [(3, 1, 3, 0), (5, 2, 6, 0), (3, 2, 2, 1), (8, 5, 2, 0), (7, 2, 2, 0), (5, 4, 6, 2)],
)
def test_last_window(verify, size, kernel_size, stride, padding):
    """leaves out a last window that would begin behind the image and its left padding"""
    verify(size, kernel_size, stride, padding, ceil_mode=True)


@check(
    1,
    "Which windows could see nothing but padding, if there were more padding than half of the window?",
    "`raise ValueError(...)` if padding > kernel_size // 2, and if less than one window is left.",
)
def test_refusals(verify):
    """refuses too much padding and a window that does not fit with a ValueError, but not what just fits"""
    verify(4, 4)
    verify(5, 4)
    verify(1, 3, padding=1)
    verify.raises(ValueError)(6, 2, padding=2)
    verify.raises(ValueError)(6, 3, padding=2)
    verify.raises(ValueError)(3, 4)
    verify.raises(ValueError)(2, 5, 1)
