"""inverse, held against torch.linalg.inv."""

import pytest
import torch

from torchgrade import Exercise, check


def right(a):
    """torch's inverse, with the exercise's own error."""
    result, info = torch.linalg.inv_ex(a)
    if info != 0:
        raise ValueError("singular")
    return result


exercise = Exercise(
    "inverse",
    reference=right,
    forbidden=(
        "aten::linalg_inv*",
        "aten::*linalg_solve*",
        "aten::triangular_solve",
        "aten::linalg_lu*",
        "aten::lu_*",
        "aten::linalg_lstsq",
        "aten::linalg_pinv",
        "aten::linalg_qr",
        "aten::_linalg_svd",
        "aten::*cholesky*",
        "aten::linalg_ldl*",
        "aten::*linalg_eig*",
        "aten::geqrf",
        "numpy",
    ),
)
exercise.equivalent(
    "0 and 1 are exact in float32, and cat takes the wider dtype",
    "both = torch.cat([a, torch.eye(n, dtype=a.dtype, device=a.device)], dim=1) -> both = torch.cat([a, "
    "torch.eye(n, device=a.device)], dim=1)",
)
exercise.equivalent(
    "`both` was made here, and nobody else sees it",
    "return both[:, n:].clone() -> return both[:, n:]",
)


@exercise.probe_with
def invert(inverse, a, singular=False):
    """The inverse; and for what is not singular, whether a ValueError refused it, so that it can be compared."""
    if singular:
        return inverse(a)
    try:
        return {"refused with a ValueError": False, "inverse": inverse(a)}
    except ValueError:
        return {"refused with a ValueError": True, "inverse": torch.zeros_like(a)}


class _Rules:
    """Gauss-Jordan step by step, so that each misconception below replaces a single one; calling it inverts."""

    def __new__(cls, a):
        self = super().__new__(cls)
        n = len(a)
        both = self.beside(a)
        for column in range(n):
            both = self.exchange(both, column, self.pivot(both, column))
            self.refuse(both[column, column])
            both = self.divide(both, column)
            both = self.eliminate(both, column)
        return self.result(both, n)

    def beside(self, a):
        return torch.cat([a, torch.eye(len(a), dtype=a.dtype, device=a.device)], 1)

    def pivot(self, both, column):
        return column + int(both[column:, column].abs().argmax())

    def exchange(self, both, column, pivot):
        order = list(range(len(both)))
        order[column], order[pivot] = pivot, column
        return both[order]

    def refuse(self, pivot):
        if pivot == 0:
            raise ValueError("singular")

    def divide(self, both, column):
        both[column] = both[column] / both[column, column]
        return both

    def eliminate(self, both, column):
        factors = both[:, column].clone()
        factors[column] = 0
        return both - torch.outer(factors, both[column])

    def result(self, both, n):
        return both[:, n:].clone()


@exercise.misconception("no pivoting: the number on the diagonal is taken, even if it is 0", of=_Rules, method="pivot")
def no_pivoting(self, both, column):
    return column


@exercise.misconception("rows exchanged only where a 0 is in the way, not a tiny number", of=_Rules, method="pivot")
def avoids_zero_only(self, both, column):
    below = both[column:, column]
    return column + int((below != 0).int().argmax())


@exercise.misconception("the largest number for the pivot, not the largest without its sign", of=_Rules, method="pivot")
def largest_signed(self, both, column):
    return column + int(both[column:, column].argmax())


@exercise.misconception("the pivot looked for in all rows, those already used included", of=_Rules, method="pivot")
def any_row(self, both, column):
    return int(both[:, column].abs().argmax())


@exercise.misconception(
    "the pivot's place not counted from the first row: `column +` missing", of=_Rules, method="pivot"
)
def not_from_the_top(self, both, column):
    return int(both[column:, column].abs().argmax())


@exercise.misconception("rows exchanged in a alone, and not beside it", of=_Rules, method="exchange")
def exchanges_half(self, both, column, pivot):
    n = len(both)
    return torch.cat([_Rules.exchange(self, both, column, pivot)[:, :n], both[:, n:]], 1)


@exercise.misconception("one row written over the other, where they should change places", of=_Rules, method="exchange")
def overwrites(self, both, column, pivot):
    both[column] = both[pivot]
    return both


@exercise.misconception("the pivot's row not divided by the pivot", of=_Rules, method="divide")
def not_divided(self, both, column):
    return both


@exercise.misconception("nothing eliminated above the diagonal", of=_Rules, method="eliminate")
def below_only(self, both, column):
    factors = both[:, column].clone()
    factors[: column + 1] = 0
    return both - torch.outer(factors, both[column])


@exercise.misconception("the multiples added, where they should be subtracted", of=_Rules, method="eliminate")
def added(self, both, column):
    factors = both[:, column].clone()
    factors[column] = 0
    return both + torch.outer(factors, both[column])


@exercise.misconception("singular matrices not refused: 0/0 and 1/0 spread over the answer", of=_Rules, method="refuse")
def never_refuses(self, pivot):
    pass


@exercise.misconception(
    "a small number taken for 0: a matrix of small numbers is not singular", of=_Rules, method="refuse"
)
def small_is_zero(self, pivot):
    if abs(pivot) < 1e-6:
        raise ValueError("singular")


@exercise.misconception("the inverse transposed", of=_Rules, method="result")
def transposed(self, both, n):
    return both[:, n:].T.clone()


@exercise.misconception("the left half, which has become the unit matrix", of=_Rules, method="result")
def left_half(self, both, n):
    return both[:, :n].clone()


@exercise.misconception("a float32 unit matrix on the CPU, whatever a is", of=_Rules, method="beside")
def float32_beside(self, a):
    return torch.cat([a.float(), torch.eye(len(a))], 1)


@exercise.misconception("one over every number")
def each_number(a):
    right(a)
    return 1 / a


def good(draw, n):
    """A matrix far from singular, its largest numbers on the diagonal."""
    return 4 * torch.eye(n) + draw.uniform(n, n, low=-1.0, high=1.0)


@check(
    3,
    "What is the inverse of a matrix with a single number? Of one with numbers on its diagonal alone?",
    "Change the rows of `torch.cat([a, torch.eye(n)], dim=1)`: whatever a row of a undergoes, its right half does too.",
    "Divide row c by its number in column c; then `both[r] -= both[r, c] * both[c]` for all other r, above and below.",
)
@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_values(verify, draw, n):
    """inverts matrices that need no rows exchanged"""
    verify(torch.eye(n) * 4)
    verify(good(draw, n))


@check(
    2,
    "What stands at the top left of [[0, 2], [1, 0]], and can you divide by it?",
    "Exchange the row with the largest |number|, from the diagonal downwards, into place: in both halves at once.",
    "`pivot = c + int(both[c:, c].abs().argmax())`, and `both[[c, pivot]] = both[[pivot, c]]`.",
)
@pytest.mark.parametrize("n", [2, 3, 5])
def test_exchanges(verify, draw, n):
    """exchanges rows where a 0 is on the diagonal"""
    verify(torch.eye(n).roll(1, 0) * torch.arange(2.0, n + 2)[:, None])
    verify(good(draw, n).roll(1, 0))
    verify(good(draw, n).fill_diagonal_(0).roll(-1, 1) - 4 * torch.eye(n))
    verify((-good(draw, n)).flip(0))


@check(
    2,
    "1 / 0.00000001 is 100,000,000. How many digits does 1 keep beside that in float32?",
    "Take the largest |number| in the column for the pivot always, not only where the first one is 0.",
)
@pytest.mark.parametrize("tiny", [0.0, 1e-8, -1e-9])
def test_tiny_pivots(verify, draw, tiny):
    """keeps its digits where 0 or a tiny number is on the diagonal"""
    verify(torch.tensor([[tiny, 1.0], [1.0, 1.0]]))
    verify(torch.tensor([[tiny, 2.0, 1.0], [1.0, 1.0, 0.0], [-3.0, 1.0, 1.0]]))


@check(
    2,
    "What is the largest |number| in the column if there is no way on?",
    "When the largest |number| that is left in a column is 0, raise a ValueError: 0 itself, and no number near it.",
)
@pytest.mark.parametrize(
    "rows",
    [
        [[0.0]],
        [[1.0, 2.0], [2.0, 4.0]],
        [[0.0, 1.0], [0.0, 2.0]],
        [[1.0, 2.0, 0.0], [2.0, 4.0, 1.0], [4.0, 8.0, 3.0]],
        [[2.0, 0.0, 4.0], [1.0, 0.0, 1.0], [4.0, 0.0, 1.0]],
    ],
    ids=lambda rows: f"{len(rows)}x{len(rows)}",
)
def test_singular(verify, draw, rows):
    """refuses a singular matrix with a ValueError, and none that is only small"""
    verify.raises(ValueError)(torch.tensor(rows), singular=True)
    verify(good(draw, len(rows)) / 64)
    verify(good(draw, len(rows)) / 2**36)


@check(1, "Make new tensors with the dtype and device of a, and change a copy of a.")
def test_contract(verify, draw):
    """keeps dtype and device, also of a transposed matrix, and leaves its input unchanged"""
    verify.contract(good(draw, 3).T)
    verify.contract(good(draw, 2).flip(0))
