"""Five small comparisons with torch.nn.functional.linear, as every runner in the benchmark makes them."""

from __future__ import annotations

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise("linear", reference=torch.nn.functional.linear)


@check(10, "Benchmark only.")
@pytest.mark.parametrize(("rows", "features", "units"), [(1, 1, 1), (2, 3, 4), (4, 4, 4), (5, 2, 7), (8, 6, 3)])
def test_values(verify, draw, rows, features, units):
    """Gives torch.nn.functional.linear's values."""
    verify(draw.normal(rows, features), draw.normal(units, features), draw.normal(units))
