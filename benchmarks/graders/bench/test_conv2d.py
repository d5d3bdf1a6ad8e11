"""Five small comparisons with torch.nn.functional.conv2d, as every runner in the benchmark makes them."""

from __future__ import annotations

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise("conv2d", reference=torch.nn.functional.conv2d)


@check(10, "Benchmark only.")
@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding"), [(3, 1, 1, 0), (4, 2, 1, 0), (5, 3, 2, 0), (5, 3, 1, 1), (6, 3, 2, 1)]
)
def test_values(verify, draw, size, kernel, stride, padding):
    """Gives torch.nn.functional.conv2d's values."""
    verify(draw.normal(2, 2, size, size), draw.normal(3, 2, kernel, kernel), draw.normal(3), stride, padding)
