"""distances, held against torch.cdist and torch.nn.functional.cosine_similarity."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional


def reference(x, y, kind="l2"):
    """torch's three ways, without the matrix product that makes cdist quick and inexact for many rows."""
    if kind not in ("l1", "l2", "cosine"):
        raise ValueError(kind)
    if kind == "cosine":
        return 1 - torch.nn.functional.cosine_similarity(x[:, None], y[None], dim=2)
    return torch.cdist(x, y, p=1 if kind == "l1" else 2, compute_mode="donot_use_mm_for_euclid_dist")


class _Rules:
    """The three distances one by one, so that each misconception below replaces a single one."""

    def __new__(cls, *args, **options):
        """Called like a function, it gives the function's answer."""
        return super().__new__(cls).run(*args, **options)

    def run(self, x, y, kind="l2"):
        return getattr(self, kind)(x, y) if kind in ("l1", "l2", "cosine") else reference(x, y, kind)

    def l1(self, x, y):
        return reference(x, y, "l1")

    def l2(self, x, y):
        return reference(x, y, "l2")

    def cosine(self, x, y):
        return reference(x, y, "cosine")


exercise = Exercise(
    "distances",
    reference=reference,
    forbidden=(
        "torch.cdist",
        "aten::*cdist*",
        "aten::*pdist*",
        "aten::pairwise_distance",
        "aten::cosine_similarity",
        "aten::cosine_embedding_loss",
        # These three are made of operators that honest code runs as well: what calls them is seen by its module.
        "torch.nn.modules.distance",
        "torch.nn.modules.loss",
    ),
)
exercise.equivalent(
    "a norm has no sign",
    "differences = x[:, None, :] - y[None, :, :] -> differences = (y[None, :, :] - x[:, None, :])",
)


@exercise.misconception("the mean of the absolute differences; l1 is their sum", of=_Rules, method="l1")
def l1_mean(self, x, y):
    return torch.cdist(x, y, p=1) / x.shape[1]


@exercise.misconception(
    "the differences added up as they are; without abs they cancel each other", of=_Rules, method="l1"
)
def l1_signed(self, x, y):
    return x.sum(1)[:, None] - y.sum(1)


@exercise.misconception("the largest absolute difference: that is the maximum norm", of=_Rules, method="l1")
def l1_largest(self, x, y):
    return torch.cdist(x, y, p=float("inf"))


@exercise.misconception("squared distances: the square root is missing", of=_Rules, method="l2")
def l2_squared(self, x, y):
    return (x[:, None] - y).square().sum(2)


@exercise.misconception("the root of the mean of the squares; l2 takes their sum", of=_Rules, method="l2")
def l2_mean(self, x, y):
    return reference(x, y, "l2") / x.shape[1] ** 0.5


@exercise.misconception(
    "the difference of the two lengths, where the length of the difference is wanted", of=_Rules, method="l2"
)
def l2_of_lengths(self, x, y):
    return (x.norm(dim=1)[:, None] - y.norm(dim=1)).abs()


@exercise.misconception(
    "|x|**2 + |y|**2 - 2 x·y: for rows far from 0 and close to each other it loses the digits", of=_Rules, method="l2"
)
def l2_by_products(self, x, y):
    squares = x.square().sum(1)[:, None] + y.square().sum(1) - 2 * x @ y.T
    return squares.clamp(min=1e-30).sqrt()


@exercise.misconception(
    "the root of 0 where two rows are the same: its slope is infinite, and the gradient becomes NaN",
    of=_Rules,
    method="l2",
)
def l2_root(self, x, y):
    return (x[:, None] - y).square().sum(2).sqrt()


@exercise.misconception("the cosine similarity; the distance is 1 minus it", of=_Rules, method="cosine")
def similarity(self, x, y):
    return 1 - reference(x, y, "cosine")


@exercise.misconception(
    "1 minus the dot product: it has to be divided by the lengths of both rows", of=_Rules, method="cosine"
)
def dot_product(self, x, y):
    return 1 - x @ y.T


@exercise.misconception("divided by the length of one row only", of=_Rules, method="cosine")
def one_length(self, x, y):
    return 1 - F.normalize(x, dim=1) @ y.T


@exercise.misconception("columns brought to length 1; each vector is a row", of=_Rules, method="cosine")
def columns(self, x, y):
    return 1 - F.normalize(x, dim=0) @ F.normalize(y, dim=0).T


@exercise.misconception(
    "divided by the squares of the lengths; their square root is missing", of=_Rules, method="cosine"
)
def squared_lengths(self, x, y):
    return 1 - x @ y.T / (x.square().sum(1)[:, None] * y.square().sum(1))


@exercise.misconception("l2, whatever `kind` was asked for")
def always_l2(x, y, kind="l2"):
    return reference(x, y)


@exercise.misconception("the table lies on its side: entry (i, j) belongs to x[i] and y[j]")
def transposed(x, y, kind="l2"):
    return reference(y, x, kind)


@exercise.misconception("row i of x with row i of y only; every row of x is to be compared with every row of y")
def paired(x, y, kind="l2"):
    return reference(x, y, kind).diagonal()


@exercise.misconception("distances between columns; each vector is a row")
def between_columns(x, y, kind="l2"):
    return reference(x.T, y.T, kind)


@exercise.misconception("an unknown kind taken for l2")
def any_kind(x, y, kind="l2"):
    return reference(x, y, kind if kind in ("l1", "cosine") else "l2")


SHAPES = pytest.mark.parametrize(("n", "m", "size"), [(1, 1, 2), (3, 2, 4), (3, 3, 3), (2, 5, 1), (4, 6, 8)])


@check(
    2,
    "How many differences are there between N rows and M rows, each of D numbers?",
    "`x[:, None, :] - y[None, :, :]` has shape (N, M, D): all the differences at once.",
    "`(x[:, None, :] - y[None, :, :]).abs().sum(2)` adds them up along the last dimension.",
)
@SHAPES
def test_l1(verify, draw, n, m, size):
    """gives the l1 distances between all rows of x and all rows of y"""
    verify(draw.normal(n, size), draw.normal(m, size), "l1")


@check(
    2,
    "What is the length of a vector of D numbers?",
    "`torch.linalg.vector_norm(differences, dim=2)` is the root of the sum of the squares.",
)
@SHAPES
def test_l2(verify, draw, n, m, size):
    """gives the l2 distances between all rows of x and all rows of y, as kind and by default"""
    verify(draw.normal(n, size), draw.normal(m, size), kind="l2")
    verify(draw.normal(n, size), draw.normal(m, size))


@check(
    2,
    "What is the cosine of a vector with itself, and how far is it from itself?",
    "The cosine is the dot product divided by both lengths; the distance is 1 minus the cosine.",
    "`x @ y.T` are all dot products; divide by `x.norm(dim=1)[:, None] * y.norm(dim=1)`.",
)
@pytest.mark.parametrize(("n", "m", "size"), [(1, 1, 2), (3, 2, 4), (3, 3, 3), (4, 6, 8)])
def test_cosine(verify, draw, n, m, size):
    """gives the cosine distances between all rows, whatever their lengths"""
    verify(draw.normal(n, size), draw.normal(m, size), "cosine")
    verify(20 * draw.normal(n, size), 0.1 * draw.normal(m, size), kind="cosine")


@check(
    1,
    "Two rows near (1000, 1000) are 0.1 apart. How large are their squares, and what is left of float32's 7 digits?",
    "Subtract first, and square the small differences; large squares swallow them.",
)
def test_far_away(verify, draw):
    """gives right l2 distances for rows far from 0 and close to each other"""
    verify(draw.normal(3, 2, mean=1000, std=0.1), draw.normal(4, 2, mean=1000, std=0.1))


@check(
    2,
    "What is the slope of a square root at 0, and where does a distance of 0 come up?",
    "`torch.linalg.vector_norm` has slope 0 there; `sqrt` has an infinite one, which becomes NaN.",
    "A tiny number under the root, `(squares + 1e-12).sqrt()`, helps as well.",
)
@pytest.mark.parametrize("kind", ["l1", "l2", "cosine"])
def test_gradient(verify, draw, kind):
    """lets the gradient through to x and y; where an l2 distance is 0 the gradient is 0, and not NaN"""
    verify.gradients(draw.normal(2, 3), draw.normal(4, 3), kind)
    verify.gradients(torch.tensor([[1.0, 2.0], [0.0, 3.0]]), torch.tensor([[1.0, 2.0], [4.0, 5.0]]), "l2")


@check(1, "Make new tensors with the dtype and device of x, and leave x and y as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, works on transposed tensors, and refuses an unknown kind with ValueError"""
    verify(draw.normal(4, 3).T, draw.normal(4, 5).T)
    for kind in ("l1", "l2", "cosine"):
        verify.contract(draw.normal(2, 3), draw.normal(4, 3), kind)
    verify.raises(ValueError)(draw.normal(2, 3), draw.normal(4, 3), "chebyshev")
