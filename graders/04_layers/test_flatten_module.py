"""Flatten, held against torch.nn.Flatten."""

import pytest
import torch

from torchgrade import Exercise, check

Layer = torch.nn.Flatten

exercise = Exercise("Flatten", reference=Layer, forbidden=("torch.flatten", "torch.nn.modules.flatten"))


@exercise.probe_with
def drive(Flatten, x, *more, **dims):
    """Send one input after another through the same layer."""
    layer = Flatten(**dims)
    Flatten(0, 0)  # another layer, whose dimensions are its own affair
    return {
        "outputs": [layer(each) for each in (x, *more)],
        "parameters": len(list(layer.parameters())),
        "it is a module": isinstance(layer, torch.nn.Module),
    }


@exercise.misconception("flattening the batch as well: all images end up in one single row", of=Layer, method="forward")
def whole(self, input):
    return input.reshape(-1)


@exercise.misconception(
    "start_dim 0 by default, as torch.flatten has it; the module's default is 1", of=Layer, method="__init__"
)
def starts_at_zero(self, start_dim=0, end_dim=-1):
    Layer.__init__(self, start_dim, end_dim)


@exercise.misconception("always (N, everything else), whatever dimensions were asked for", of=Layer, method="forward")
def always_rows(self, input):
    return input.reshape(len(input), -1)


@exercise.misconception("ignoring end_dim: everything from start_dim on is flattened", of=Layer, method="forward")
def ignores_end(self, input):
    return input.flatten(self.start_dim, -1)


@exercise.misconception("ignoring start_dim: it always begins at 1", of=Layer, method="forward")
def ignores_start(self, input):
    return input.flatten(1, self.end_dim)


@exercise.misconception(
    "an end_dim that does not count itself, as in a slice: one dimension too few melts", of=Layer, method="forward"
)
def excludes_end(self, input):
    start, end = self.start_dim % input.dim(), self.end_dim % input.dim()
    return input.reshape(*input.shape[:start], -1, *input.shape[end:])


@exercise.misconception("the flat dimension put first, where the batch belongs", of=Layer, method="forward")
def batch_last(self, input):
    return input.reshape(-1, len(input))


@exercise.misconception("numbers in another order: the dimensions were turned round first", of=Layer, method="forward")
def turned(self, input):
    start, end = self.start_dim % input.dim(), self.end_dim % input.dim()
    dims = [*range(start), *reversed(range(start, end + 1)), *range(end + 1, input.dim())]
    return input.permute(dims).flatten(start, end)


@exercise.misconception(
    "numbers in the order in which they lie in memory, which a transposed input does not follow",
    of=Layer,
    method="forward",
)
def memory_order(self, input):
    stored = torch.as_strided(input, (input.numel(),), (1,))
    return stored.reshape(input.flatten(self.start_dim, self.end_dim).shape)


@exercise.misconception("averages in the place of the numbers: flattening keeps every one", of=Layer, method="forward")
def averages(self, input):
    return input.flatten(2).mean(-1) if input.dim() > 2 else input


@exercise.misconception("dimensions in the wrong order accepted without a word", of=Layer, method="forward")
def accepts_all(self, input):
    start, end = sorted((self.start_dim % input.dim(), self.end_dim % input.dim()))
    return input.flatten(start, end)


@exercise.misconception(
    "an end_dim made positive once and for all: an input with more dimensions is then not flattened to its end",
    of=Layer,
    method="forward",
)
def first_dims(self, input):
    self.end_dim %= input.dim() if self.end_dim < 0 else self.end_dim + 1
    return Layer.forward(self, input) if self.end_dim < input.dim() else input.flatten(self.start_dim)


@exercise.misconception("the sizes of the first input kept for all others", of=Layer, method="forward")
def first_sizes(self, input):
    self.sizes = getattr(self, "sizes", None) or input.flatten(self.start_dim, self.end_dim).shape[1:]
    return input.reshape(-1, *self.sizes)


@check(
    4,
    "Which dimension counts the images, and what should become of the others?",
    "The batch stays as it is; all numbers of one image stand in one row, in the order in which they stood.",
    "`input.reshape(len(input), -1)` is right for the defaults.",
)
@pytest.mark.parametrize("shape", [(2, 3), (2, 2, 3), (3, 1, 2, 2), (2, 3, 4, 5)], ids=str)
def test_values(verify, draw, shape):
    """turns each image of a batch into one row"""
    verify(draw.normal(*shape))


@check(
    3,
    "Which sizes stand in front of start_dim, and which behind end_dim?",
    "A negative dimension counts from the end: `dim % input.dim()` makes it positive. end_dim itself melts too.",
    "`input.reshape(*input.shape[:start], -1, *input.shape[end + 1:])`.",
)
@pytest.mark.parametrize(
    ("start", "end"), [(0, 1), (0, -1), (1, 2), (-2, -1), (2, 2), (-3, -2), (0, -2), (2, 3)], ids=str
)
def test_dims(verify, draw, start, end):
    """flattens from start_dim to end_dim, negative ones too"""
    verify(draw.normal(2, 3, 4, 5), start_dim=start, end_dim=end)
    verify(draw.normal(2, 3, 4, 5), end_dim=2)


@check(
    1,
    "What does your code do with an input that is not contiguous, and with one of whole numbers?",
    "`view` refuses a transposed tensor; `reshape` copies it where it must.",
    "Work out sizes in forward, from the input that is there: the next one may have others.",
)
def test_other_inputs(verify, draw):
    """takes transposed inputs, whole numbers, and inputs of different sizes one after another"""
    verify(draw.normal(3, 4, 2).transpose(0, 2))
    verify(draw.integers(2, 3, 2, high=9))
    verify(draw.normal(2, 3, 2), draw.normal(1, 4, 5), draw.normal(3, 2), draw.normal(2, 2, 3, 2))


@check(
    1,
    "What should Flatten(2, 1) do?",
    "Make both dimensions positive, compare them, and `raise RuntimeError(...)` where the start lies behind the end.",
)
def test_refuses(verify, draw):
    """raises RuntimeError where start_dim lies behind end_dim, and accepts where they are equal"""
    verify.raises(RuntimeError)(draw.normal(2, 3, 4, 5), start_dim=2, end_dim=1)
    for middle in (3, 1):  # with a size of 1 between them the dimensions melt without an error of their own
        verify.raises(RuntimeError)(draw.normal(2, middle, 4), start_dim=-1, end_dim=0)
    verify(draw.normal(2, 3, 4), start_dim=1, end_dim=1)


@check(1, "Reshape the input itself: its dtype, its device and its gradient then come along.")
def test_contract(verify, draw):
    """keeps dtype and device, lets the gradient through, and leaves its input unchanged"""
    verify.contract(draw.normal(2, 3, 4))
    verify.gradients(draw.normal(2, 3, 4))
