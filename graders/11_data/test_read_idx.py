"""read_idx, held against torch.frombuffer behind a header that is read by the book."""

import math
import warnings

import pytest
import torch

from torchgrade import Exercise, check


class _Right:
    """The right way, with the parts that people get wrong as methods of their own; calling it reads."""

    def __new__(cls, data):
        cls.check_magic(data)
        dimensions = data[3]
        shape = [cls.size(data[4 + 4 * d : 8 + 4 * d]) for d in range(dimensions)]
        start, count = 4 + 4 * dimensions, math.prod(shape)
        cls.check_length(len(data), start + count)
        numbers = list(data[start : start + count])
        return cls.tensor(numbers + [0] * (count - len(numbers)), shape)

    @staticmethod
    def check_magic(data):
        if data[:3] != b"\0\0\x08" or len(data) < 4:
            raise ValueError("magic number")

    @staticmethod
    def size(four):
        return int.from_bytes(four, "big")

    @staticmethod
    def check_length(has, wants):
        if has != wants:
            raise ValueError("length")

    @staticmethod
    def tensor(numbers, shape):
        return torch.tensor(numbers, dtype=torch.uint8).reshape(shape)


exercise = Exercise("read_idx", reference=_Right)
exercise.equivalent(
    "a file of four bytes is refused all the same, as its sizes are missing",
    'if len(data) < 4 or data[:3] != b"\\0\\0\\x08": -> if (len(data) <= 4) or data[:3] != b"\\0\\0\\x08":',
    'if len(data) < 4 or data[:3] != b"\\0\\0\\x08": -> if len(data) < 5 or data[:3] != b"\\0\\0\\x08":',
)


@exercise.probe_with
def drive(read_idx, what, content):
    """Let the learner read a file of these bytes; with "write", write to the tensor and look at the file's bytes."""
    data = bytes(content.tolist())
    try:
        found = read_idx(data)
    except ValueError as error:  # whatever it says: which files are refused tells the idea behind it
        if what != "refuse":
            error.args = ("a file was refused that is as its header says",)
        raise
    if what == "write":
        before = list(data)
        found.add_(1)
        return {"tensor": found, "the file's bytes are as they were": list(data) == before}
    return found


@exercise.misconception("sizes read with the least significant byte first (little-endian)", of=_Right, method="size")
def little_endian(four):
    return int.from_bytes(four, "little")


@exercise.misconception("only the last byte of each size read: sizes over 255 come out wrong", of=_Right, method="size")
def last_byte(four):
    return four[3]


@exercise.misconception(
    "only the last two bytes of each size read: sizes over 65,535 come out wrong", of=_Right, method="size"
)
def two_bytes(four):
    return int.from_bytes(four[2:], "big")


@exercise.misconception("the magic number never looked at", of=_Right, method="check_magic")
def any_magic(data):
    pass


@exercise.misconception("the two zeros at the beginning never looked at", of=_Right, method="check_magic")
def only_the_sign(data):
    if data[2:3] != b"\x08":
        raise ValueError("magic number")


@exercise.misconception("the sign for the kind of numbers never looked at", of=_Right, method="check_magic")
def only_the_zeros(data):
    if data[:2] != b"\0\0":
        raise ValueError("magic number")


@exercise.misconception("the number of bytes never compared with the header", of=_Right, method="check_length")
def any_length(has, wants):
    pass


@exercise.misconception("a header that is cut short let through: missing sizes count as 0, and so no number is missing")
def short_header(data):
    _Right.check_magic(data)
    return _Right(data + bytes(max(0, 4 + 4 * data[3] - len(data))))


@exercise.misconception(
    "bytes behind the end overlooked: only a short file is refused", of=_Right, method="check_length"
)
def longer_is_fine(has, wants):
    if has < wants:
        raise ValueError("length")


@exercise.misconception(
    "float32 numbers, where the bytes themselves (uint8) were asked for", of=_Right, method="tensor"
)
def floats(numbers, shape):
    return torch.tensor(numbers, dtype=torch.float32).reshape(shape)


@exercise.misconception("numbers scaled to [0, 1]", of=_Right, method="tensor")
def scaled(numbers, shape):
    return torch.tensor(numbers, dtype=torch.float32).reshape(shape) / 255


@exercise.misconception("bytes taken for numbers from -128 to 127", of=_Right, method="tensor")
def signed(numbers, shape):
    return torch.tensor(numbers, dtype=torch.uint8).view(torch.int8).reshape(shape)


@exercise.misconception("one long row: the sizes in the header are not used", of=_Right, method="tensor")
def flat(numbers, shape):
    return torch.tensor(numbers, dtype=torch.uint8)


@exercise.misconception("the sizes in the opposite order", of=_Right, method="tensor")
def reversed_sizes(numbers, shape):
    return torch.tensor(numbers, dtype=torch.uint8).reshape(shape[::-1])


@exercise.misconception("the first dimension running fastest, not the last one", of=_Right, method="tensor")
def first_fastest(numbers, shape):
    turned = torch.tensor(numbers, dtype=torch.uint8).reshape(shape[::-1])
    return turned.permute(*range(len(shape) - 1, -1, -1)).contiguous()


@exercise.misconception("the numbers 2049 and 2051 alone let through: files of two or four dimensions are refused too")
def digits_alone(data):
    if data[3:4] not in (b"\x01", b"\x03"):
        raise ValueError("magic number")
    return _Right(data)


@exercise.misconception("a header of three sizes, whatever the fourth byte says: right for images alone")
def always_three(data):
    return _Right(data[:3] + b"\x03" + data[4:])


@exercise.misconception("a header of one size, whatever the fourth byte says: right for labels alone")
def always_one(data):
    return _Right(data[:3] + b"\x01" + data[4:])


@exercise.misconception("a tensor that shares the file's memory: writing to it changes the bytes")
def shares(data):
    _Right(data)
    start = 4 + 4 * data[3]
    shape = [int.from_bytes(data[at : at + 4], "big") for at in range(4, start, 4)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns of this very mistake
        return torch.frombuffer(data, dtype=torch.uint8, offset=start).reshape(shape)


def file(draw, *shape, start=(0, 0, 8)):
    """The content of an IDX file with random bytes, as a tensor."""
    sizes = [byte for size in shape for byte in size.to_bytes(4, "big")]
    return torch.cat([torch.tensor([*start, len(shape), *sizes]), draw.integers(math.prod(shape), high=256)])


@check(
    2,
    "Where does the header of a file of labels end? It has one dimension.",
    "Byte 3 is the number of dimensions; each has 4 bytes; then come the numbers.",
    "`start = 4 + 4 * data[3]`, and the numbers are `data[start:]`.",
)
@pytest.mark.parametrize("count", [1, 5, 40])
def test_labels(verify, draw, count):
    """reads files of labels, of one dimension"""
    verify("read", file(draw, count))


@check(
    3,
    "Which sizes does the header name, and in which order?",
    "Give a flat tensor the header's sizes with `reshape`: as in torch, the last dimension runs fastest.",
)
@pytest.mark.parametrize("shape", [(3,), (1, 2, 2), (2, 3, 4), (3, 28, 28), (5, 2), (2, 3, 2, 2)], ids=str)
def test_images(verify, draw, shape):
    """reads files of images, and of any other number of dimensions"""
    verify("read", file(draw, *shape))


@check(
    2,
    "Which four bytes stand for 300?",
    "0, 0, 1, 44: `int.from_bytes(data[at : at + 4], 'big')` makes 300 of them.",
)
@pytest.mark.parametrize("shape", [(2, 1, 3), (300,), (2, 257, 1), (1, 1, 1000), (65_538,)], ids=str)
def test_sizes(verify, draw, shape):
    """reads sizes of four bytes, also those over 255 and over 65,535"""
    verify("read", file(draw, *shape))


@check(
    1,
    "With which three bytes does every file of this kind begin?",
    "`raise ValueError(...)` unless the file begins with 0, 0, 8. What other file could it be?",
)
@pytest.mark.parametrize("start", [(0, 0, 13), (0, 1, 8), (31, 0, 8), (137, 80, 78)], ids=str)
def test_magic(verify, draw, start):
    """refuses what is no IDX file of bytes"""
    verify("read", file(draw, 2, 2, 2))
    verify.raises(ValueError)("refuse", file(draw, 2, 2, 2, start=start))


@check(
    1,
    "How many bytes must a file have, if you go by its header?",
    "4 + 4 * dimensions + the product of all sizes: no more and no fewer.",
)
def test_length(verify, draw):
    """refuses files that are shorter or longer than their header says"""
    whole = file(draw, 2, 3, 3)
    verify("read", whole)
    for wrong in (whole[:-1], torch.cat([whole, torch.tensor([0])]), whole[:16], whole[:9], whole[:3], whole[:0]):
        verify.raises(ValueError)("refuse", wrong)


@check(
    1,
    "What happens to the file's bytes when somebody writes to your tensor?",
    "`torch.frombuffer` shares the memory it is given: hand it a copy, `bytearray(data)`, or clone the result.",
)
def test_memory(verify, draw):
    """gives a tensor of dtype uint8 with memory of its own"""
    verify("write", file(draw, 2, 2, 3))
    verify.contract("read", file(draw, 2, 3))
