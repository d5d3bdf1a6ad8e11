from __future__ import annotations

import pytest
import torch

from torchgrade.calls import Call
from torchgrade.compare import compare
from torchgrade.draw import Draw
from torchgrade.exercise import Exercise
from torchgrade.expected import expect
from torchgrade.referee import consult
from torchgrade.tolerance import as_wide, limits, own_error, relative_and_absolute

FLOATING = [torch.float16, torch.bfloat16, torch.float32, torch.float64]


@pytest.mark.parametrize("dtype", [*FLOATING, torch.complex64, torch.complex128], ids=str)
def test_tolerances_are_those_of_assert_close(dtype):
    relative, absolute = relative_and_absolute(dtype)
    right = torch.tensor([1.0, 100.0]).to(dtype)
    allowed = limits(right, dtype, slack=0.0)
    assert torch.equal(allowed, absolute + relative * torch.tensor([1.0, 100.0], dtype=torch.float64))
    torch.testing.assert_close(right, right, rtol=relative, atol=absolute)
    with pytest.raises(AssertionError):
        torch.testing.assert_close(
            right.to(torch.complex128) * (1 + 3 * relative + 3 * absolute), right, check_dtype=False
        )


@pytest.mark.parametrize("dtype", [torch.int64, torch.bool, torch.uint8], ids=str)
def test_whole_numbers_have_no_tolerance(dtype):
    assert not limits(torch.ones(3, dtype=dtype), dtype, slack=0.0).any()


def test_torch_s_own_error_widens_the_limit_eightfold():
    assert limits(torch.zeros(2), torch.float32, slack=0.5).tolist() == [4.0, 4.0]


def test_an_author_s_tolerance_takes_the_place_of_the_absolute_part():
    assert limits(torch.zeros(1), torch.float32, slack=0.0, atol=0.25).tolist() == [0.25]


def test_infinite_entries_do_not_make_the_limit_infinite():
    assert limits(torch.tensor([float("inf"), float("nan")]), torch.float32, slack=0.0).isfinite().all()


def test_torch_s_own_error_looks_at_finite_entries_alone():
    assert own_error(torch.tensor([1.0, float("inf")]), torch.tensor([1.5, 2.0])) == 0.5
    assert own_error(torch.tensor([float("nan")]), torch.tensor([1.0])) == 0.0
    assert own_error(torch.empty(0), torch.empty(0)) == 0.0


def test_a_python_float_keeps_its_precision():
    assert as_wide(0.1).item() == 0.1
    assert as_wide(1e300).item() == 1e300
    assert as_wide(10**400).item() == float("inf")
    assert as_wide(1j).dtype == torch.complex128


@pytest.mark.parametrize("dtype", FLOATING, ids=str)
def test_an_honest_other_order_of_operations_passes_at_every_dtype(dtype):
    """The same law that the reference follows, computed another way, at sizes where rounding adds up."""
    x = Draw(dtype).normal(16, 400, dtype=dtype)
    call = Call("values", (x,), {}, seed=1)
    expected = expect(call, "cpu", Exercise("f", reference=lambda x: x.sum(1)), None)[0]

    def backwards(x: torch.Tensor) -> torch.Tensor:
        return x.flip(1).view(16, 20, 20).sum(2).sum(1)

    assert compare(expected, consult(backwards, None, expected.step.question)) is None


@pytest.mark.parametrize("dtype", FLOATING, ids=str)
def test_a_wrong_formula_fails_at_every_dtype(dtype):
    x = Draw(dtype).normal(8, 8, dtype=dtype)
    expected = expect(Call("values", (x,), {}, seed=1), "cpu", Exercise("f", reference=lambda x: x.var(1)), None)[0]
    assert compare(expected, consult(lambda x: x.var(1, correction=0), None, expected.step.question)) is not None
