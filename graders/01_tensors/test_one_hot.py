"""one_hot, held against torch.nn.functional.one_hot."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional

exercise = Exercise("one_hot", reference=F.one_hot, forbidden=("torch.nn.functional.one_hot",))


def resolved(tensor, num_classes):
    """num_classes, or what -1 stands for; what does not fit is refused."""
    return F.one_hot(tensor, num_classes).shape[-1]


@exercise.misconception("a row for each class and a column for each sample: the classes come last")
def classes_first(tensor, num_classes=-1):
    return F.one_hot(tensor, num_classes).movedim(-1, 0)


@exercise.misconception("`zeros[:, tensor] = 1`, which marks every class of the batch in every row")
def every_row(tensor, num_classes=-1):
    return F.one_hot(tensor, num_classes).flatten(0, max(tensor.ndim - 1, 0)).amax(0).expand(*tensor.shape, -1)


@exercise.misconception("classes counted from 1: the 1 stands one place too far left")
def from_one(tensor, num_classes=-1):
    return F.one_hot(tensor, num_classes).roll(-1, -1)


@exercise.misconception("the dimensions of the classes flattened into one")
def flattened(tensor, num_classes=-1):
    return F.one_hot(tensor.reshape(-1), num_classes)


@exercise.misconception("the last class missing: -1 means one more than the largest class")
def largest_missing(tensor, num_classes=-1):
    y = F.one_hot(tensor, num_classes)
    return y[..., :-1] if num_classes == -1 else y


@exercise.misconception("a num_classes of -1 taken for the number of different classes in the tensor")
def counts_different(tensor, num_classes=-1):
    if num_classes != -1:
        return F.one_hot(tensor, num_classes)
    return F.one_hot(tensor)[..., : len(tensor.unique())]


@exercise.misconception("num_classes never looked at: rows only as long as the largest class asks for")
def always_inferred(tensor, num_classes=-1):
    resolved(tensor, num_classes)
    return F.one_hot(tensor)


@exercise.misconception("the class itself at its place, where a 1 belongs")
def class_for_one(tensor, num_classes=-1):
    return F.one_hot(tensor, num_classes) * tensor.unsqueeze(-1)


@exercise.misconception("negative classes let through: as an index -1 means the last class")
def counts_from_the_end(tensor, num_classes=-1):
    num_classes = int(tensor.max()) + 1 if num_classes == -1 else num_classes
    return F.one_hot(torch.where(tensor < 0, tensor + num_classes, tensor), num_classes)


@exercise.misconception("negative classes let through, as rows of zeros")
def negative_is_nothing(tensor, num_classes=-1):
    num_classes = int(tensor.max()) + 1 if num_classes == -1 else num_classes
    return F.one_hot(tensor.clamp(min=0), num_classes) * (tensor >= 0).unsqueeze(-1)


@exercise.misconception("classes of num_classes and more let through, as rows of zeros")
def large_is_nothing(tensor, num_classes=-1):
    if (tensor < 0).any():
        raise RuntimeError("negative")
    num_classes = int(tensor.max()) + 1 if num_classes == -1 else num_classes
    return (tensor.unsqueeze(-1) == torch.arange(num_classes)).long()


@exercise.misconception("nothing refused: classes that do not exist become rows of zeros")
def refuses_nothing(tensor, num_classes=-1):
    num_classes = int(tensor.max()) + 1 if num_classes == -1 else num_classes
    return (tensor.unsqueeze(-1) == torch.arange(num_classes)).long()


@exercise.misconception("an IndexError, as eye[tensor] raises it, where torch raises a RuntimeError")
def index_error(tensor, num_classes=-1):
    num_classes = int(tensor.max()) + 1 if num_classes == -1 else num_classes
    if (tensor < 0).any() or (tensor >= num_classes).any():
        raise IndexError("out of range")
    return F.one_hot(tensor, num_classes)


@exercise.misconception(
    "`eye[tensor]` alone: it takes -1 for the last class, and refuses a large one with an IndexError"
)
def rows_of_eye(tensor, num_classes=-1):
    num_classes = int(tensor.max()) + 1 if num_classes == -1 else num_classes
    return torch.eye(num_classes, dtype=torch.int64, device=tensor.device)[tensor]


@exercise.misconception("zeros and ones in float32; torch.zeros makes that unless a dtype is given")
def as_float(tensor, num_classes=-1):
    return F.one_hot(tensor, num_classes).float()


@exercise.misconception("True and False in the place of 1 and 0")
def as_bool(tensor, num_classes=-1):
    return F.one_hot(tensor, num_classes).bool()


@check(
    4,
    "How many rows has the answer, how long is each, and how many ones does each hold?",
    "Compare every class with all of 0, 1, ..., num_classes - 1: broadcasting makes a whole row of it.",
    "`tensor.unsqueeze(-1) == torch.arange(num_classes)`, turned into int64.",
)
@pytest.mark.parametrize(("count", "classes"), [(2, 2), (3, 4), (4, 4), (6, 3), (1, 5)], ids=str)
def test_rows(verify, draw, count, classes):
    """gives each sample its own row, with a 1 at its class"""
    verify(draw.permutation(classes)[:1].expand(1), num_classes=classes + 1)
    verify(draw.integers(count, high=classes), classes)


@check(
    1,
    "What does the shape of a single number look like, and what stands behind it afterwards?",
    "The new dimension is the last one, behind all that tensor has: `unsqueeze(-1)`, not `[:, None]`.",
)
@pytest.mark.parametrize("shape", [(), (2, 3), (2, 2, 2), (1, 4)], ids=str)
def test_shapes(verify, draw, shape):
    """takes classes of any shape, a single number too"""
    verify(draw.integers(*shape, low=1, high=4), 5)


@check(
    2,
    "If the largest class is 5, how many classes are there at least?",
    "For -1 take `int(tensor.max()) + 1`, even when some classes below it are missing.",
)
def test_inferred(verify, draw):
    """finds the number of classes itself, one more than the largest, when it is not given"""
    verify(torch.tensor([2, 0, 1]))
    verify(torch.tensor([[1, 5], [3, 1]]))
    verify(draw.integers(4, low=2, high=9), num_classes=-1)


@check(
    2,
    "What would your code make of class -1, and of class 4 among 4 classes?",
    "Look first: raise a RuntimeError if any class is negative, or not below num_classes.",
)
@pytest.mark.parametrize(("wrong", "classes"), [((0, -1, 1), 3), ((-2, 1), -1), ((0, 4), 4), ((7, 4), 5)], ids=str)
def test_refused(verify, wrong, classes):
    """refuses classes that are negative or not below num_classes, with a RuntimeError"""
    verify.raises(RuntimeError)(torch.tensor(wrong), classes)
    verify(torch.tensor([0, 2]), classes)


@check(1, "Give the zeros the dtype torch.int64 and the device of the input, and leave the input as it is.")
def test_contract(verify, draw):
    """gives int64, keeps the device, works on a transposed tensor, and leaves its input unchanged"""
    verify.contract(draw.integers(3, 2, high=4).T, 4)
