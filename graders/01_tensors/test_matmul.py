"""matmul, held against torch.matmul."""

import pytest
import torch

from torchgrade import Exercise, check

PRODUCTS = ("torch.matmul", "torch.mm", "torch.bmm", "torch.mv", "torch.dot")  # einsum ends in aten::bmm, too
INSIDE = (
    "mm",
    "mv",
    "dot",
    "vdot",
    "addmm",
    "addmv",
    "addbmm",
    "baddbmm",
    "linalg_vecdot",
    "convolution",
    "_trilinear",
)

exercise = Exercise(
    "matmul",
    reference=torch.matmul,
    forbidden=(*PRODUCTS, *(f"aten::{name}" for name in INSIDE), "torch.linalg.vecdot", "numpy"),
)
exercise.equivalent(
    "that dimension has one entry, which is the first and the last",
    "product = product[..., 0, :] -> product = product[..., (-1), :]",
    "return product[..., 0] if b.dim() == 1 else product -> return product[..., (-1)] if b.dim() == 1 else product",
)


def fits(a, b):
    """Raise where torch does."""
    torch.matmul(a, b)


@exercise.misconception("entry times entry, and nothing added up")
def entry_by_entry(a, b):
    return a * b


@exercise.misconception("b transposed: rows of a with rows of b, where columns of b were asked for")
def rows_with_rows(a, b):
    return torch.matmul(a, b if b.dim() == 1 else b.mT)


@exercise.misconception("a and b in the wrong order")
def wrong_order(a, b):
    return torch.matmul(b, a)


@exercise.misconception("the mean of the products, where their sum was asked for")
def mean(a, b):
    return torch.matmul(a, b) / a.shape[-1]


@exercise.misconception("the sum over all products of a matrix: every entry has a sum of its own")
def one_sum(a, b):
    return torch.matmul(a, b).sum()


@exercise.misconception("a vector a left as a matrix of one row: that dimension has to go from the result")
def row_left(a, b):
    return torch.matmul(a[None] if a.dim() == 1 else a, b)


@exercise.misconception("a vector b left as a matrix of one column: that dimension has to go from the result")
def column_left(a, b):
    return torch.matmul(a, b[:, None] if b.dim() == 1 else b)


@exercise.misconception("all dimensions of size 1 squeezed out of the result, which loses more than the vector's own")
def squeezed(a, b):
    return torch.matmul(a, b).squeeze()


@exercise.misconception("two vectors multiplied to a matrix of all products: one sum was asked for")
def outer(a, b):
    return torch.outer(a, b) if a.dim() == b.dim() == 1 else torch.matmul(a, b)


@exercise.misconception("every matrix of a with every matrix of b: a batch is a row of pairs")
def every_pair(a, b):
    fits(a, b)
    return torch.tensordot(a, b, ([-1], [max(b.dim() - 2, 0)]))


@exercise.misconception("only the first matrix of the batch b used")
def first_of_batch(a, b):
    fits(a, b)
    return torch.matmul(a, b.reshape(-1, *b.shape[-2:])[0] if b.dim() > 2 else b)


@exercise.misconception("only batches of the same size let through: they broadcast, as they do for `+`")
def no_broadcast(a, b):
    if a.dim() > 2 and b.dim() > 2 and a.shape[:-2] != b.shape[:-2]:
        raise RuntimeError("the batches differ in size")
    return torch.matmul(a, b)


@exercise.misconception("one batch dimension alone provided for")
def one_batch_dim(a, b):
    if a.dim() > 3 or b.dim() > 3:
        raise RuntimeError("too many dimensions")
    return torch.matmul(a, b)


@exercise.misconception("a K of 1 stretched to the other K by broadcasting: torch refuses K's that differ")
def stretches_k(a, b):
    rows, columns = a[None] if a.dim() == 1 else a, b[:, None] if b.dim() == 1 else b
    product = (rows.unsqueeze(-1) * columns.unsqueeze(-3)).sum(-2)
    product = product[..., 0, :] if a.dim() == 1 else product
    return product[..., 0] if b.dim() == 1 else product


@exercise.misconception("a ValueError, where torch raises a RuntimeError")
def value_error(a, b):
    try:
        return torch.matmul(a, b)
    except RuntimeError as error:
        raise ValueError(str(error)) from error


@check(
    1,
    "Multiply the vectors entry by entry. What is still to be done with the products?",
    "Add them up: the result is a single number, of shape ().",
)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_vectors(verify, draw, size):
    """vector by vector gives a single number"""
    verify(draw.normal(size), draw.normal(size))


@check(
    2,
    "Which row and which column meet in c[i, j]?",
    "Give both a third dimension, so that k is at the same place in both: (N, K, 1) and (1, K, M).",
    "`(a[:, :, None] * b[None, :, :]).sum(1)`, or einsum.",
)
@pytest.mark.parametrize(("n", "k", "m"), [(1, 1, 2), (2, 2, 2), (2, 3, 4), (1, 5, 3), (20, 30, 10)], ids=str)
def test_matrices(verify, draw, n, k, m):
    """matrix by matrix, square or not"""
    verify(draw.normal(n, k), draw.normal(k, m))


@check(
    1,
    "The vector on the right is a column. Is that column's dimension still in your result?",
    "Make a matrix of it by b[:, None], multiply, and take the last dimension out again.",
)
@pytest.mark.parametrize("shape", [(2, 1), (3, 3), (2, 4), (1, 3), (2, 3, 4), (2, 1, 3)], ids=str)
def test_vector_on_the_right(verify, draw, shape):
    """matrix by vector, and a batch of matrices by a vector"""
    verify(draw.normal(*shape), draw.normal(shape[-1]))


@check(
    1,
    "The vector on the left is a row. Is that row's dimension still in your result?",
    "Make a matrix of it by a[None, :], multiply, and take dimension -2 out again.",
)
@pytest.mark.parametrize("shape", [(1, 2), (3, 3), (4, 2), (3, 1), (2, 3, 4), (2, 3, 1)], ids=str)
def test_vector_on_the_left(verify, draw, shape):
    """vector by matrix, and a vector by a batch of matrices"""
    verify(draw.normal(shape[-2]), draw.normal(*shape))


@check(
    2,
    "Which dimensions belong to the product, and which only count its matrices?",
    "Only the last two. Index from the end, with `...` for what is in front, and broadcasting does the rest.",
    "`(a[..., :, :, None] * b[..., None, :, :]).sum(-2)`, or einsum with `...`.",
)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((2, 1, 2), (2, 2, 1)),
        ((3, 3, 3), (3, 3, 3)),
        ((2, 3, 4), (2, 4, 5)),
        ((2, 3, 4), (4, 5)),
        ((3, 4), (2, 4, 5)),
        ((1, 3, 4), (5, 4, 2)),
        ((2, 1, 3, 4), (3, 4, 5)),
        ((2, 1, 3, 4), (1, 5, 4, 2)),
    ],
    ids=str,
)
def test_batches(verify, draw, first, second):
    """batches of matrices, of any number of dimensions, which broadcast"""
    verify(draw.normal(*first), draw.normal(*second))


@check(
    1,
    "What does broadcasting do with a K of 1, and what would torch.matmul say?",
    "Compare a.shape[-1] with the K of b before you multiply, and `raise RuntimeError(...)` if they differ.",
)
def test_refusals(verify, draw):
    """refuses what does not fit with a RuntimeError, a K of 1 beside a larger one as well"""
    verify(draw.normal(2, 1), draw.normal(1, 3))
    verify.raises(RuntimeError)(draw.normal(2, 3), draw.normal(2, 3))
    verify.raises(RuntimeError)(draw.normal(2, 3), draw.normal(1, 4))
    verify.raises(RuntimeError)(draw.normal(2, 1), draw.normal(3))
    verify.raises(RuntimeError)(draw.normal(1), draw.normal(3))
    verify.raises(RuntimeError)(draw.normal(2, 3, 4), draw.normal(3, 4, 2))
    verify.raises(RuntimeError)(draw.normal(), draw.normal(3))
    verify.raises(RuntimeError)(draw.normal(3), draw.normal())


@check(1, "Stay inside torch operations: .item(), .data and torch.tensor(...) cut the gradient.")
@pytest.mark.parametrize(
    ("first", "second"), [((2,), (2,)), ((2, 3), (3, 4)), ((2, 3), (3,)), ((2, 2, 3), (3, 4))], ids=str
)
def test_gradients(verify, draw, first, second):
    """lets the gradient through to a and b"""
    verify.gradients(draw.normal(*first), draw.normal(*second))


@check(1, "Make new tensors with the input's dtype and device, and leave the inputs as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its inputs unchanged, and takes transposed ones"""
    verify.contract(draw.normal(2, 3), draw.normal(3, 4))
    verify.contract(draw.normal(3, 2).T, draw.normal(2, 4, 3).mT)
