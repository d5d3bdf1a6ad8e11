"""eigenvalues_2x2, held against torch.linalg.eigvals, put in order."""

import pytest
import torch

from torchgrade import Exercise, check


class _Right:
    """The formula in its parts, so that each misconception below replaces a single one; calling it solves."""

    def __new__(cls, a):
        self = super().__new__(cls)
        middle, square = self.middle(a), self.square(a)
        return self.real(middle, square) if square >= 0 else self.complex(middle, -square)

    def middle(self, a):
        return (a[0, 0] + a[1, 1]) / 2

    def square(self, a):
        return ((a[0, 0] - a[1, 1]) / 2) ** 2 + a[0, 1] * a[1, 0]

    def real(self, middle, square):
        return torch.stack([middle - square.sqrt(), middle + square.sqrt()])

    def complex(self, middle, negative):
        return torch.complex(torch.stack([middle, middle]), torch.stack([-negative.sqrt(), negative.sqrt()]))


def right(a):
    """torch's eigenvalues in order, as real numbers where they are real; by the formula where both are the same."""
    values, square = torch.linalg.eigvals(a), ((a[0, 0] - a[1, 1]) / 2) ** 2 + a[0, 1] * a[1, 0]
    if square == 0:
        return ((a[0, 0] + a[1, 1]) / 2).expand(2).clone()
    return values.real.sort().values if square > 0 else values[values.imag.argsort()]


exercise = Exercise("eigenvalues_2x2", reference=right, forbidden=("aten::linalg_eig*", "aten::_linalg_eig*", "numpy"))
exercise.equivalent(
    "the square hides the sign",
    "square = ((a[0, 0] - a[1, 1]) / 2) ** 2 + a[0, 1] * a[1, 0] -> square = ((a[1, 1] - a[0, 0]) / 2) ** 2 "
    "+ a[0, 1] * a[1, 0]",
)


@exercise.probe_with
def solve(eigenvalues_2x2, a):
    """The eigenvalues, and whether they came as complex numbers."""
    values = eigenvalues_2x2(a)
    return {"eigenvalues": values, "complex": values.is_complex()}


@exercise.misconception("the root of a negative number taken as if it were real, which is NaN")
def nan_for_complex(a):
    return _Right.real(None, _Right.middle(None, a), _Right.square(None, a))


@exercise.misconception("the minus below the root dropped, and with it the imaginary parts")
def absolute(a):
    return _Right.real(None, _Right.middle(None, a), _Right.square(None, a).abs())


@exercise.misconception("complex numbers even where both eigenvalues are real", of=_Right, method="real")
def always_complex(self, middle, square):
    return _Right.real(self, middle, square) + 0j


@exercise.misconception("the real parts alone", of=_Right, method="complex")
def real_parts(self, middle, negative):
    return torch.stack([middle, middle])


@exercise.misconception("the larger eigenvalue first", of=_Right, method="real")
def descending(self, middle, square):
    return _Right.real(self, middle, square).flip(0)


@exercise.misconception("the positive imaginary part first", of=_Right, method="complex")
def plus_first(self, middle, negative):
    return _Right.complex(self, middle, negative).flip(0)


@exercise.misconception("an eigenvalue that counts twice given once", of=_Right, method="real")
def once(self, middle, square):
    return _Right.real(self, middle, square).unique()


@exercise.misconception("complex numbers where one eigenvalue counts twice: a root of 0 is real")
def zero_is_complex(a):
    found = _Right(a)
    return found + 0j if _Right.square(None, a) == 0 else found


@exercise.misconception("the numbers on the diagonal, which are right for triangular matrices alone")
def diagonal(a):
    return a.diagonal().sort().values


@exercise.misconception("a symmetric matrix taken for granted: b * b for b * c", of=_Right, method="square")
def symmetric(self, a):
    return ((a[0, 0] - a[1, 1]) / 2) ** 2 + a[0, 1] ** 2


@exercise.misconception("ad + bc for the determinant", of=_Right, method="square")
def plus_bc(self, a):
    return ((a[0, 0] - a[1, 1]) / 2) ** 2 - a[0, 1] * a[1, 0]


@exercise.misconception("the trace where its half belongs", of=_Right, method="middle")
def whole_trace(self, a):
    return a[0, 0] + a[1, 1]


@exercise.misconception("the root of trace^2 - 4 det not halved", of=_Right, method="square")
def root_not_halved(self, a):
    return 4 * _Right.square(self, a)


@exercise.misconception("trace^2 - det below the root, without the factor 4", of=_Right, method="square")
def no_four(self, a):
    return ((a[0, 0] + a[1, 1]) ** 2 - (a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0])) / 4


@exercise.misconception(
    "no square root: what stands below it is added and subtracted as it is", of=_Right, method="real"
)
def no_root(self, middle, square):
    return torch.stack([middle - square, middle + square])


@exercise.misconception("a small number below the root taken for 0: small matrices have two eigenvalues as well")
def near_zero(a):
    square = ((a[0, 0] - a[1, 1]) / 2) ** 2 + a[0, 1] * a[1, 0]
    return ((a[0, 0] + a[1, 1]) / 2).expand(2).clone() if square.abs() < 1e-6 else _Right(a)


@exercise.misconception("the singular values, which no matrix but a symmetric positive one shares")
def singular_values(a):
    return torch.linalg.svdvals(a).flip(0)


@exercise.misconception("float32 for everything, whatever dtype a has")
def always_float32(a):
    return _Right(a.float())


@check(
    4,
    "Which two numbers are the eigenvalues of a matrix with numbers on its diagonal alone?",
    "Write x^2 - (a + d) x + (a d - b c) = 0 for [[a, b], [c, d]], and solve it as at school.",
    "`middle = (a[0, 0] + a[1, 1]) / 2`, then middle minus and plus the root of `((a - d) / 2)^2 + b c`.",
)
@pytest.mark.parametrize("kind", ["diagonal", "triangular", "symmetric", "any"])
def test_real(verify, draw, kind):
    """finds two real eigenvalues, the smaller one first"""
    (a, d), (b, c) = draw.normal(2, std=2.0).tolist(), draw.uniform(2, low=0.5, high=2.0).tolist()
    b, c = {"diagonal": (0.0, 0.0), "triangular": (b, 0.0), "symmetric": (-b, -b), "any": (b, c)}[kind]
    verify(torch.tensor([[3.0, b], [c, -1.0]]))
    verify(torch.tensor([[a, b], [c, a - abs(d) - 1.0]]))


@check(
    3,
    "What is the root of -4? As a complex number it is 2i.",
    "Below 0, take the root of minus that number: it is the imaginary part, once with minus and once with plus.",
    "`torch.complex(torch.stack([middle, middle]), torch.stack([-root, root]))`.",
)
@pytest.mark.parametrize("kind", ["a quarter turn", "turned and stretched", "any"])
def test_complex(verify, draw, kind):
    """finds complex eigenvalues, the negative imaginary part first"""
    if kind == "a quarter turn":
        verify(torch.tensor([[0.0, -1.0], [1.0, 0.0]]))
    elif kind == "turned and stretched":
        verify(torch.tensor([[1.0, 2.0], [-3.0, 2.0]]))
    else:
        a, (b, c) = draw.normal(1).item(), draw.uniform(2, low=1.0, high=2.0).tolist()
        verify(torch.tensor([[a, b], [-c, a + 0.5]]))


@check(
    2,
    "What does the formula say when the root is 0?",
    "A root of 0 is a real number: both eigenvalues are then the same, and there are still two of them.",
)
@pytest.mark.parametrize(
    "rows",
    [
        [[2.0, 0.0], [0.0, 2.0]],
        [[1.0, 1.0], [0.0, 1.0]],
        [[3.0, 1.0], [-1.0, 1.0]],
        [[2.0, 1.0], [1.0, 2.0]],
        [[0.0002, 0.0001], [0.0001, 0.0002]],
        [[0.0, -0.0002], [0.0002, 0.0]],
    ],
    ids=str,
)
def test_twice(verify, rows):
    """gives an eigenvalue twice, and real, where the root is 0, and else two different ones"""
    verify(torch.tensor(rows))


@check(1, "Compute with the numbers of a itself: torch.sqrt and torch.stack keep the dtype, a Python float forgets it.")
def test_contract(verify, draw):
    """keeps dtype and device, complex128 for float64, and leaves its input unchanged"""
    x = draw.uniform(2, low=1.0, high=2.0)
    verify.contract(torch.stack([torch.stack([x[0], x[1]]), torch.stack([x[1], x[0] + 1])]))
    verify.contract(torch.stack([torch.stack([x[0], x[1]]), torch.stack([-x[1], x[0]])]))
