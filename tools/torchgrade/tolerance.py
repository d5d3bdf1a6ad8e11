"""How far from the reference a right answer may lie: from the dtype, and from torch's own rounding error.

The relative and absolute parts are those of `torch.testing.assert_close`
(https://docs.pytorch.org/docs/stable/testing.html). Beside them stands eight times the largest difference
between torch at the dtype and torch in float64 on the same input: honest implementations of softmax and of
convolution were seen to reach 4.1 times that.
"""

from __future__ import annotations

import math
from typing import Any

import torch

OWN_ERROR_FACTOR = 8.0

_BY_DTYPE: dict[torch.dtype, tuple[float, float]] = {
    torch.float16: (1e-3, 1e-5),
    torch.bfloat16: (1.6e-2, 1e-5),
    torch.float32: (1.3e-6, 1e-5),
    torch.float64: (1e-7, 1e-7),
    torch.complex64: (1.3e-6, 1e-5),
    torch.complex128: (1e-7, 1e-7),
}


def relative_and_absolute(dtype: torch.dtype) -> tuple[float, float]:
    """(rtol, atol) of a dtype; whole numbers and booleans must be equal."""
    return _BY_DTYPE.get(dtype, (0.0, 0.0))


def as_wide(value: Any) -> torch.Tensor:
    """A tensor or number as float64 (complex128 if complex) on the CPU, for exact looking at differences."""
    tensor = value.detach() if isinstance(value, torch.Tensor) else _tensor_of(value)
    return tensor.to("cpu", torch.complex128 if tensor.is_complex() else torch.float64)


def _tensor_of(value: Any) -> torch.Tensor:
    """A Python number in full precision; a whole number beyond float64's range counts as infinite."""
    if isinstance(value, complex):
        return torch.tensor(value, dtype=torch.complex128)
    try:
        return torch.tensor(float(value), dtype=torch.float64)
    except OverflowError:
        return torch.tensor(math.inf if value > 0 else -math.inf, dtype=torch.float64)


def own_error(at_dtype: Any, in_float64: Any) -> float:
    """The largest difference between torch at the dtype and in float64, over the entries finite in both."""
    difference = (as_wide(at_dtype) - as_wide(in_float64)).abs()
    finite = difference[difference.isfinite()]
    return float(finite.max()) if finite.numel() else 0.0


def limits(expected: Any, dtype: torch.dtype, slack: float, atol: float | None = None) -> torch.Tensor:
    """The largest allowed absolute difference for every entry of `expected`, float64, same shape."""
    relative, absolute = relative_and_absolute(dtype)
    wide = as_wide(expected).abs()
    wide = torch.where(wide.isfinite(), wide, torch.zeros_like(wide))
    allowed = (absolute if atol is None else atol) + relative * wide
    return allowed.clamp(min=OWN_ERROR_FACTOR * slack)
