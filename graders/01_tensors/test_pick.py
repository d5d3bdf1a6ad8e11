"""pick, held against indexing with two lists of positions."""

import pytest
import torch

from torchgrade import Exercise, check


def picked(scores, labels):
    """One entry a row."""
    return scores[torch.arange(len(labels), device=labels.device), labels]


exercise = Exercise("pick", reference=picked)
exercise.equivalent(
    "indices may lie on the CPU, wherever the tensor is",
    "rows = torch.arange(len(labels), device=labels.device) -> rows = torch.arange(len(labels))",
)

INF = float("inf")


@exercise.probe_with
def ask(pick, scores, labels):
    """Call pick, on the CPU where a label may lie out of range: a GPU that indexes there can do nothing afterwards."""
    if scores.is_cuda and int(labels.max()) >= min(scores.shape):
        return pick(scores.cpu(), labels.cpu())
    return pick(scores, labels)


@exercise.misconception("scores[:, labels], which picks every label's column from every row: N times N numbers")
def every_row(scores, labels):
    return scores[:, labels]


@exercise.misconception("scores[labels], which picks whole rows: the first index is that of the row")
def whole_rows(scores, labels):
    return scores[labels]


@exercise.misconception("row and column mixed up: the label names the column, which is the second index")
def transposed(scores, labels):
    return scores[labels, torch.arange(len(labels), device=labels.device)]


@exercise.misconception("the largest score of every row, whatever the label is")
def largest(scores, labels):
    return scores.amax(1)


@exercise.misconception("labels counted from 1; the first class is 0")
def from_one(scores, labels):
    return picked(scores, labels - 1)


@exercise.misconception("everything but the picked entries set to 0, with all C columns still there")
def masked(scores, labels):
    return scores * torch.nn.functional.one_hot(labels, scores.shape[1]).to(scores)


@exercise.misconception("one number for all rows: the picked entries were to be returned, not added up")
def added_up(scores, labels):
    return picked(scores, labels).sum()


@exercise.misconception("a column of shape (N, 1), as gather returns it, where shape (N,) was asked for")
def as_column(scores, labels):
    return picked(scores, labels)[:, None]


@exercise.misconception("a squeeze() without `dim`: of a single row even the dimension of the rows is gone")
def squeezed(scores, labels):
    return picked(scores, labels).squeeze()


@exercise.misconception("times 0 or 1, then summed: an infinite score beside the picked one makes 0 * inf = NaN")
def zero_times_infinity(scores, labels):
    picked(scores, labels)
    return (scores * torch.nn.functional.one_hot(labels, scores.shape[1]).to(scores)).sum(1)


@exercise.misconception("a label that is too large counted on from the first class, where torch refuses it")
def wraps_round(scores, labels):
    return picked(scores, labels % scores.shape[1])


@exercise.misconception("a label that is too large reaching into the next row, where torch refuses it")
def next_row(scores, labels):
    return scores.reshape(-1)[torch.arange(len(labels), device=labels.device) * scores.shape[1] + labels]


@exercise.misconception("a label that is too large taken for the last class, where torch refuses it")
def clamps(scores, labels):
    return picked(scores, labels.clamp(max=scores.shape[1] - 1))


@exercise.misconception("a label that is too large answered with 0, where torch refuses it")
def zero_instead(scores, labels):
    columns = torch.arange(scores.shape[1], device=labels.device)
    return torch.where(columns == labels[:, None], scores, 0).sum(1)


@exercise.misconception("numbers taken out of the tensor and put into a new one, where no gradient can follow")
def no_gradient(scores, labels):
    return picked(scores.detach(), labels)


@check(
    4,
    "Which entry does row 0 give, which one row 1? Write the pairs of indices down.",
    "Row 0 goes with labels[0], row 1 with labels[1]: two lists of equal length name one entry at each place.",
    "`scores[torch.arange(len(labels)), labels]`",
)
@pytest.mark.parametrize("shape", [(1, 3), (2, 3), (3, 3), (3, 7), (6, 2), (40, 10)], ids=str)
def test_values(verify, draw, shape):
    """picks scores[i, labels[i]] from every row i, for few classes and for many"""
    verify(draw.normal(*shape), draw.integers(shape[0], high=shape[1]))
    verify(draw.normal(*shape), (draw.integers(shape[0], high=2) - 1) % shape[1])


@check(
    2,
    "Do the scores beside the picked one matter at all?",
    "0 * inf is NaN. Indexing looks at nothing but the entry itself, and so does torch.where.",
)
@pytest.mark.parametrize("infinite", [-INF, INF], ids=str)
def test_infinite(verify, draw, infinite):
    """is not disturbed by infinite scores, picked or not"""
    scores = draw.normal(3, 3)
    scores[0, 0] = scores[1, 2] = infinite
    verify(scores, torch.tensor([1, 1, 2]))
    verify(scores, torch.tensor([0, 1, 2]))


@check(
    2,
    "Stay inside torch operations: .item(), .data and torch.tensor(...) cut the gradient.",
    "Index scores itself; for single numbers, torch.stack keeps the gradient where torch.tensor loses it.",
)
@pytest.mark.parametrize("shape", [(1, 2), (4, 3), (5, 8)], ids=str)
def test_gradient(verify, draw, shape):
    """lets the gradient through to the picked scores, and to no others"""
    verify.gradients(draw.normal(*shape), draw.integers(shape[0], high=shape[1]))


@check(
    1,
    "What does scores[0, 3] say when there are only three classes?",
    "Indexing and gather refuse such a label by themselves; other ways have to compare labels with scores.shape[1].",
)
def test_label_too_large(verify, draw):
    """refuses a label that names no class, with an IndexError"""
    verify(draw.normal(3, 4), torch.tensor([3, 0, 3]))
    verify.raises(IndexError, RuntimeError)(draw.normal(3, 4), torch.tensor([1, 4, 0]))


@check(1, "Make new tensors with the input's dtype and device, and leave the inputs as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    verify.contract(draw.normal(4, 3), draw.integers(4, high=3))
