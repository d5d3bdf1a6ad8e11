"""to_channels_last and to_channels_first, held against torch.movedim."""

import pytest

from torchgrade import Exercise, check


class _Right:
    """Dimensions moved, counted from the end."""

    @staticmethod
    def to_channels_last(x):
        return x.movedim(-3, -1)

    @staticmethod
    def to_channels_first(x):
        return x.movedim(-1, -3)


exercise = Exercise("to_channels_last", "to_channels_first", reference=_Right)


@exercise.probe_with
def moved(learner, way, x):
    """Call one of the functions, or with "round trip" one after the other."""
    if way == "last":
        return learner.to_channels_last(x)
    if way == "first":
        return learner.to_channels_first(x)
    return learner.to_channels_first(learner.to_channels_last(x))


@exercise.misconception("reshape, which gives the right shape and leaves the numbers in the wrong places")
class _Reshaped:
    @staticmethod
    def to_channels_last(x):
        return x.reshape(x.movedim(-3, -1).shape)

    @staticmethod
    def to_channels_first(x):
        return x.reshape(x.movedim(-1, -3).shape)


@exercise.misconception("channels and width exchanged by transpose: height and width come out in the wrong order")
class _Exchanged:
    @staticmethod
    def to_channels_last(x):
        return x.transpose(-3, -1)

    @staticmethod
    def to_channels_first(x):
        return x.transpose(-3, -1)


@exercise.misconception("channels and height exchanged by transpose: the channels come to stand in the middle")
class _Half:
    @staticmethod
    def to_channels_last(x):
        return x.transpose(-3, -2)

    @staticmethod
    def to_channels_first(x):
        return x.transpose(-1, -2)


@exercise.misconception("dimension 0 moved, which is that of the batch where there is one")
class _FirstMoved:
    @staticmethod
    def to_channels_last(x):
        return x.movedim(0, -1)

    @staticmethod
    def to_channels_first(x):
        return x.movedim(-1, 0)


@exercise.misconception(
    "the same move for both directions: moving on twice is not moving back", of=_Right, method="to_channels_first"
)
def same_move(x):
    return x.movedim(-3, -1)


@exercise.misconception("the two directions mixed up")
class _Backwards:
    @staticmethod
    def to_channels_last(x):
        return x.movedim(-1, -3)

    @staticmethod
    def to_channels_first(x):
        return x.movedim(-3, -1)


@exercise.misconception("dimensions counted from the front, as if there were always exactly one batch dimension")
class _AlwaysBatched:
    @staticmethod
    def to_channels_last(x):
        return x.permute(0, 2, 3, 1)

    @staticmethod
    def to_channels_first(x):
        return x.permute(0, 3, 1, 2)


@exercise.misconception("dimensions counted from the front, as if there were never a batch dimension")
class _NeverBatched:
    @staticmethod
    def to_channels_last(x):
        return x.permute(1, 2, 0)

    @staticmethod
    def to_channels_first(x):
        return x.permute(2, 0, 1)


@exercise.misconception("single images and one batch dimension provided for, and nothing with more dimensions")
class _ThreeOrFour:
    @staticmethod
    def to_channels_last(x):
        return x.permute(1, 2, 0) if x.dim() == 3 else x.permute(0, 2, 3, 1)

    @staticmethod
    def to_channels_first(x):
        return x.permute(2, 0, 1) if x.dim() == 3 else x.permute(0, 3, 1, 2)


@exercise.misconception("channels looked for in dimension 1, where they are in batches only")
class _SecondDim:
    @staticmethod
    def to_channels_last(x):
        return x.movedim(1, -1)

    @staticmethod
    def to_channels_first(x):
        return x.movedim(-1, 1)


@exercise.misconception("all dimensions reversed, as x.T does")
class _Reversed:
    @staticmethod
    def to_channels_last(x):
        return x.permute(*reversed(range(x.dim())))

    @staticmethod
    def to_channels_first(x):
        return x.permute(*reversed(range(x.dim())))


@exercise.misconception("the order in memory changed with memory_format=channels_last, which leaves the shape as it is")
class _InMemoryOnly:
    @staticmethod
    def to_channels_last(x):
        return x.clone()

    @staticmethod
    def to_channels_first(x):
        return x.clone()


@check(
    3,
    "Where in the result should the number x[c, h, w] stand?",
    "reshape never moves a number past another. permute, movedim and transpose change the order of the dimensions.",
    "For a single image `x.permute(1, 2, 0)`: the result's first dimension is x's dimension 1, and so on.",
)
@pytest.mark.parametrize("shape", [(2, 1, 2), (2, 2, 2), (3, 4, 5), (1, 4, 3)], ids=str)
def test_single(verify, draw, shape):
    """to_channels_last moves the channels of a single image behind its height and width"""
    verify("last", draw.normal(*shape))


@check(
    3,
    "Which dimension has to move in front of which?",
    "It is the move of to_channels_last backwards; for a single image `x.permute(2, 0, 1)`.",
)
@pytest.mark.parametrize("shape", [(1, 2, 2), (2, 2, 2), (4, 5, 3), (2, 5, 1)], ids=str)
def test_back(verify, draw, shape):
    """to_channels_first moves them back"""
    verify("first", draw.normal(*shape))


@check(
    2,
    "Which number has the channel dimension when there is a batch dimension too? And counted from the end?",
    "Count from the end: channels first is dimension -3, channels last is dimension -1, however many stand in front.",
    "`x.movedim(-3, -1)` and `x.movedim(-1, -3)`",
)
@pytest.mark.parametrize("shape", [(3, 4, 5), (2, 3, 4, 5), (3, 3, 3, 3), (2, 3, 1, 4, 5)], ids=str)
def test_batches(verify, draw, shape):
    """both work on single images, on batches of them, and on batches of batches"""
    verify("last", draw.normal(*shape))
    verify("first", draw.normal(*shape))


@check(1, "Each must undo the other: try them one after the other on x = torch.arange(24).reshape(2, 3, 4).")
@pytest.mark.parametrize("shape", [(2, 3, 4), (2, 3, 4, 5)], ids=str)
def test_round_trip(verify, draw, shape):
    """there and back again gives the same image, whole numbers and transposed ones too"""
    verify("last", draw.integers(*shape, high=256))
    verify("round trip", draw.normal(*shape))
    verify("round trip", draw.normal(*shape).transpose(-1, -2))


@check(1, "Stay inside torch operations: a tensor made anew from numbers has no gradient.")
def test_gradient(verify, draw):
    """both keep dtype, device and input as they are, and let the gradient through"""
    verify.contract("last", x=draw.normal(3, 2, 4))
    verify.contract("first", x=draw.normal(3, 2, 4))
    verify.gradients("last", x=draw.normal(3, 2, 4))
    verify.gradients("first", x=draw.normal(2, 3, 2, 4))
