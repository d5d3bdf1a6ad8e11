"""svd_rebuild, held against a sum over the singular values."""

import pytest
import torch

from torchgrade import Exercise, check


def right(u, s, vh, shape):
    """The columns of u times the singular values, on the rows of vh."""
    return (u[:, : len(s)] * s) @ vh[: len(s)]


exercise = Exercise("svd_rebuild", reference=right)


def sigma(s, shape):
    """The singular values on the diagonal of a matrix of that shape."""
    return torch.diag(s).new_zeros(shape).index_put((torch.arange(len(s)), torch.arange(len(s))), s)


@exercise.misconception("a sigma that fits square matrices alone, such as torch.diag(s), or the wrong way round")
def square_sigma(u, s, vh, shape):
    return u @ torch.diag(s) @ vh


@exercise.misconception("vh transposed once more: it is V transposed already")
def vh_transposed(u, s, vh, shape):
    return u @ sigma(s, shape) @ vh.T


@exercise.misconception("u transposed")
def u_transposed(u, s, vh, shape):
    return u.T @ sigma(s, shape) @ vh


@exercise.misconception("u and vh exchanged")
def exchanged(u, s, vh, shape):
    return vh @ sigma(s, shape) @ u


@exercise.misconception("the squares of the singular values, which are the eigenvalues of a.T @ a")
def squared(u, s, vh, shape):
    return right(u, s * s, vh, shape)


@exercise.misconception("the roots of the singular values")
def roots(u, s, vh, shape):
    return right(u, s.sqrt(), vh, shape)


@exercise.misconception("the singular values in ascending order, the smallest first")
def ascending(u, s, vh, shape):
    return right(u, s.flip(0), vh, shape)


@exercise.misconception("the largest singular value alone")
def largest_alone(u, s, vh, shape):
    return right(u, torch.cat([s[:1], torch.zeros_like(s[1:])]), vh, shape)


@exercise.misconception("u * s for a product of matrices, which lacks the sum")
def number_by_number(u, s, vh, shape):
    return u[:, : len(s)] * s * vh[: len(s)]


@exercise.misconception("sigma made anew of the numbers in s, so that s gets no gradient")
def cut_off(u, s, vh, shape):
    return right(u, s.detach(), vh, shape)


@exercise.misconception("sigma in float32 on the CPU, whatever u is")
def float32_sigma(u, s, vh, shape):
    filled = torch.zeros(shape)
    for i in range(len(s)):
        filled[i, i] = s[i]
    return u.float() @ filled @ vh.float()


def decomposed(draw, m, n):
    """A matrix's singular value decomposition, and its shape."""
    return *torch.linalg.svd(draw.normal(m, n, dtype=torch.float64)), (m, n)


def parts(draw, m, n):
    """The same, in float32."""
    u, s, vh, shape = decomposed(draw, m, n)
    return u.float(), s.float(), vh.float(), shape


@check(
    3,
    "Which two matrices does sigma stand between, and which of them is transposed already?",
    "`u @ sigma @ vh`, with the singular values on the diagonal of sigma: `torch.diag(s)` when the matrix is square.",
)
@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_square(verify, draw, n):
    """puts square matrices together again"""
    verify(torch.eye(n), torch.arange(2.0, n + 2), torch.eye(n), (n, n))
    verify(*parts(draw, n, n))


@check(
    4,
    "u is (m, m) and vh is (n, n). Which shape must sigma have so that both fit?",
    "Start from `torch.zeros(shape)` and write the singular values on its diagonal; the rest stays 0.",
    "With k = len(s): `sigma[:k, :k] = torch.diag(s)`. Or leave sigma out: `(u[:, :k] * s) @ vh[:k]`.",
)
@pytest.mark.parametrize(("m", "n"), [(2, 1), (1, 3), (3, 2), (2, 3), (5, 2), (3, 6)])
def test_rectangular(verify, draw, m, n):
    """puts tall and wide matrices together again"""
    verify(*parts(draw, m, n))


@check(
    2,
    "Writing `sigma[i, i] = s[i]` keeps the gradient. What about `float(s[i])` and torch.tensor(...)?",
    "Lay s out by torch operations: torch.diag, indexing, or a product.",
)
@pytest.mark.parametrize(("m", "n"), [(2, 2), (4, 2), (2, 3)])
def test_gradients(verify, draw, m, n):
    """lets the gradient through to u, s and vh"""
    verify.gradients(*parts(draw, m, n))


@check(1, "Make sigma with the dtype and device of u: `torch.zeros(shape, dtype=u.dtype, device=u.device)`.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    verify.contract(*parts(draw, 3, 2))
    verify.contract(*parts(draw, 2, 4))
