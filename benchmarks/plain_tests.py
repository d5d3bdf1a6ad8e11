"""The same fifteen comparisons as plain pytest: what one process a submission runs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

sys.path.insert(0, str(Path.cwd()))
from conv2d import conv2d
from linear import linear
from softmax import softmax


@pytest.mark.parametrize(("shape", "dim"), [((5,), 0), ((4, 6), 1), ((4, 6), 0), ((2, 3, 4), -2), ((2, 3, 4), 0)])
def test_softmax(shape, dim):
    x = torch.randn(shape)
    torch.testing.assert_close(softmax(x, dim), torch.softmax(x, dim))


@pytest.mark.parametrize(("rows", "features", "units"), [(1, 1, 1), (2, 3, 4), (4, 4, 4), (5, 2, 7), (8, 6, 3)])
def test_linear(rows, features, units):
    x, weight, bias = torch.randn(rows, features), torch.randn(units, features), torch.randn(units)
    torch.testing.assert_close(linear(x, weight, bias), torch.nn.functional.linear(x, weight, bias))


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding"), [(3, 1, 1, 0), (4, 2, 1, 0), (5, 3, 2, 0), (5, 3, 1, 1), (6, 3, 2, 1)]
)
def test_conv2d(size, kernel, stride, padding):
    x, weight, bias = torch.randn(2, 2, size, size), torch.randn(3, 2, kernel, kernel), torch.randn(3)
    expected = torch.nn.functional.conv2d(x, weight, bias, stride, padding)
    torch.testing.assert_close(conv2d(x, weight, bias, stride, padding), expected)
