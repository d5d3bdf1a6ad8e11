"""Five small comparisons with torch.softmax, as every runner in the benchmark makes them."""

from __future__ import annotations

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise("softmax", reference=torch.softmax)


@check(10, "Benchmark only.")
@pytest.mark.parametrize(
    ("shape", "dim"), [((5,), 0), ((4, 6), 1), ((4, 6), 0), ((2, 3, 4), -2), ((2, 3, 4), 0)], ids=str
)
def test_values(verify, draw, shape, dim):
    """Gives torch.softmax's values."""
    verify(draw.normal(*shape), dim)
