"""TensorDataset, held against torch.utils.data.TensorDataset."""

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise(
    "TensorDataset",
    reference=torch.utils.data.TensorDataset,
    # Not their module: some write `from torch.utils.data.dataset import Dataset`, which they may.
    forbidden=("torch.utils.data.TensorDataset", "torch.utils.data.StackDataset"),
)
exercise.equivalent(
    "all tensors have one length, or the dataset refuses them",
    "if any(len(tensor) != len(tensors[0]) for tensor in tensors): -> if any(len(tensor) != "
    "len(tensors[(-1)]) for tensor in tensors):",
    "return len(self.tensors[0]) -> return len(self.tensors[(-1)])",
)


@exercise.probe_with
def drive(TensorDataset, what, tensors, index=0):
    """Make a dataset of the tensors, and return what `what` names."""
    dataset = TensorDataset(*tensors)
    index = slice(*index) if isinstance(index, tuple) else index
    if what == "length":
        return len(dataset)
    if what == "loop":
        samples = []
        for sample in dataset:
            samples.append(sample)
            if len(samples) > len(tensors[0]) + 2:
                break  # a loop that does not end is wrong all the same
        return samples
    if what == "loader":
        return [list(batch) for batch in torch.utils.data.DataLoader(dataset, batch_size=index)]
    if what == "kind":
        sample = dataset[index]
        rows = list(sample) if isinstance(sample, (tuple, list)) else sample
        return {"a sample is a tuple": isinstance(sample, tuple), "sample": rows}
    return dataset[index]


class _Dataset:
    """What TensorDataset does, so that each misconception below replaces a single method."""

    def __init__(self, *tensors):
        self.check(tensors)
        self.tensors = tensors

    def check(self, tensors):
        if len({len(tensor) for tensor in tensors}) > 1:
            raise AssertionError("sizes differ")

    def __len__(self):
        return len(self.tensors[0])

    def __getitem__(self, index):
        return tuple(tensor[index] for tensor in self.tensors)


@exercise.misconception("the first tensor's row alone, without those of the others", of=_Dataset, method="__getitem__")
def first_alone(self, index):
    return self.tensors[0][index]


@exercise.misconception(
    "a whole tensor, where one row of every tensor was asked for", of=_Dataset, method="__getitem__"
)
def whole_tensor(self, index):
    return self.tensors[index]


@exercise.misconception("rows that keep a first dimension of size 1", of=_Dataset, method="__getitem__")
def keeps_dimension(self, index):
    return tuple(tensor[index : index + 1] if type(index) is int else tensor[index] for tensor in self.tensors)


@exercise.misconception(
    "a list of samples, zipped beforehand: it takes no masks and tensors, and of a slice it makes samples",
    of=_Dataset,
    method="__getitem__",
)
def zipped(self, index):
    return list(zip(*self.tensors, strict=True))[index]


@exercise.misconception("a list of rows, where a tuple was asked for", of=_Dataset, method="__getitem__")
def as_list(self, index):
    return [tensor[index] for tensor in self.tensors]


@exercise.misconception(
    "a row without a tuple around it, where there is only one tensor", of=_Dataset, method="__getitem__"
)
def bare_row(self, index):
    rows = tuple(tensor[index] for tensor in self.tensors)
    return rows if len(rows) > 1 else rows[0]


@exercise.misconception("a column (the last dimension indexed), not a row", of=_Dataset, method="__getitem__")
def column(self, index):
    return tuple(tensor[..., index] for tensor in self.tensors)


@exercise.misconception("lists of Python numbers in the place of tensors", of=_Dataset, method="__getitem__")
def numbers(self, index):
    return tuple(tensor[index].tolist() for tensor in self.tensors)


@exercise.misconception(
    "indices past the end that begin again at 0, so that a loop never ends", of=_Dataset, method="__getitem__"
)
def endless(self, index):
    if type(index) is int:
        index %= len(self)
    return tuple(tensor[index] for tensor in self.tensors)


@exercise.misconception(
    "a slice read as if it had both ends: `dataset[:3]` has a start of None", of=_Dataset, method="__getitem__"
)
def needs_both_ends(self, index):
    if isinstance(index, slice):
        index = torch.arange(index.start, index.stop, index.step or 1)
    return tuple(tensor[index] for tensor in self.tensors)


@exercise.misconception("the number of tensors for a length, not the number of samples", of=_Dataset, method="__len__")
def counts_tensors(self):
    return len(self.tensors)


@exercise.misconception("the count of all numbers for a length, not of the samples", of=_Dataset, method="__len__")
def counts_numbers(self):
    return self.tensors[0].numel()


@exercise.misconception("tensors of different lengths taken as they are", of=_Dataset, method="check")
def takes_any(self, tensors):
    pass


@exercise.misconception("longer tensors quietly cut to the length of the shortest", of=_Dataset, method="__init__")
def cuts_quietly(self, *tensors):
    self.tensors = [tensor[: min(map(len, tensors))] for tensor in tensors]


@exercise.misconception(
    "rows converted to float32: labels and float64 numbers change their dtype", of=_Dataset, method="__init__"
)
def always_float(self, *tensors):
    self.check(tensors)
    self.tensors = [tensor.float() for tensor in tensors]


def tensors(draw, count, *shapes):
    """Floating tensors of these shapes a sample, and int64 labels."""
    return [*(draw.normal(count, *shape) for shape in shapes), draw.integers(count, high=10)]


@check(
    3,
    "What belongs to sample 2 if you have one tensor of images and one of labels?",
    "Row `index` of every tensor: index each of them in the same way.",
    "`return tuple(tensor[index] for tensor in self.tensors)`.",
)
@pytest.mark.parametrize(
    ("shapes", "index"), [([(2,)], 0), ([(3,)], 3), ([(2, 3), ()], 1), ([(1, 4, 4), (5,), (2,)], 2)], ids=str
)
def test_sample(verify, draw, shapes, index):
    """gives row i of every tensor as sample i"""
    verify("sample", tensors(draw, 4, *shapes), index)


@check(
    1,
    "What is the type of a sample?",
    "Square brackets make a list. `tuple(...)` around it, or in its place, makes a tuple.",
)
@pytest.mark.parametrize("shapes", [[()], [(2,), ()]], ids=str)
def test_kind(verify, draw, shapes):
    """hands a sample out as a tuple, also where there is only one tensor"""
    verify("kind", tensors(draw, 3, *shapes)[: len(shapes)], 1)


@check(
    1,
    "How many samples are in a tensor of shape (5, 28, 28)?",
    "The size of dimension 0, which is `len(tensor)`; it is the same for all the tensors.",
)
@pytest.mark.parametrize(("count", "shape"), [(1, (3,)), (5, (2, 2)), (7, ())], ids=str)
def test_length(verify, draw, count, shape):
    """has as many items as there are rows"""
    verify("length", tensors(draw, count, shape, shape))
    verify("length", [draw.normal(count, *shape)])


@check(
    2,
    "How does a `for` loop know that a dataset is at its end?",
    "It counts up from 0 until it meets an IndexError. A tensor raises one by itself: let it through.",
)
@pytest.mark.parametrize("count", [1, 4])
def test_loop(verify, draw, count):
    """can be looped over, and refuses an index past its end"""
    verify("loop", tensors(draw, count, (2,)))
    verify.raises(IndexError)("sample", tensors(draw, count, (2,)), count)


@check(
    1,
    "Which indices does a tensor understand, beside whole numbers from 0 up?",
    "Hand the index to the tensors as it is: they know slices, lists, masks and negative numbers.",
)
def test_indices(verify, draw):
    """takes every index that a tensor takes: -1, slices, index tensors, masks"""
    mask = torch.tensor([True, False, True, True, False])
    for index in (-1, (1, 4), torch.tensor([4, 0, 0]), (0, 5, 2), (None, 3), mask):  # the probe makes slices of tuples
        verify("sample", tensors(draw, 5, (3,)), index)


@check(
    1,
    "What would sample 3 be if one tensor had four rows and another three?",
    "Compare the sizes in `__init__`, before you keep the tensors; the tensors may come in any order of sizes.",
)
def test_refuses(verify, draw):
    """refuses tensors of different lengths, and takes those of the same"""
    verify("length", tensors(draw, 3, (3,), (2,)))
    verify.raises(ValueError, AssertionError)("length", [draw.normal(4, 3), draw.normal(3, 3)])
    verify.raises(ValueError, AssertionError)("length", [draw.normal(3), draw.normal(3), draw.normal(4, 3)])
    verify.raises(ValueError, AssertionError)("length", [draw.normal(3), draw.normal(4), draw.normal(3)])


@check(
    1,
    "What does a DataLoader ask of a dataset? `len(dataset)`, `dataset[i]`, and nothing else.",
    "Leave dtypes as they are: labels stay int64, and float64 numbers stay float64.",
)
def test_loader(verify, draw):
    """serves torch's own DataLoader, with every dtype as it was"""
    verify("loader", tensors(draw, 5, (2,)), 2)
    verify.contract("sample", tensors(draw, 5, (2,)), torch.tensor([3, 1]))
