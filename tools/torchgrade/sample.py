"""Cutting a small sample out of a difference, for eyes: at most 32 x 32 numbers around the worst entry."""

from __future__ import annotations

import torch

from torchgrade.results import Sample, json_number

SIDE = 32


def sample_of(expected: torch.Tensor, yours: torch.Tensor, allowed: torch.Tensor) -> Sample:
    """The slice with the worst entry as three grids; sides over 32 are reduced to block maxima."""
    error = error_of(expected, yours)
    index = worst(error, allowed)
    leading = index[:-2]
    grids = [_grid(tensor.abs() if tensor.is_complex() else tensor, leading) for tensor in (expected, yours, error)]
    shown = ", ".join([*map(str, leading), *[":"] * min(2, expected.dim())])
    return Sample(tuple(expected.shape), f"[{shown}]" if shown else "", *_reduced(grids))


def worst(error: torch.Tensor, allowed: torch.Tensor) -> tuple[int, ...]:
    """The index of the entry that is furthest beyond what is allowed, NaN first."""
    if error.dim() == 0:
        return ()
    rated = (error / allowed.clamp(min=1e-300)).nan_to_num(nan=float("inf"), posinf=float("inf"))
    return tuple(int(i) for i in torch.unravel_index(rated.argmax(), error.shape))


def error_of(expected: torch.Tensor, yours: torch.Tensor) -> torch.Tensor:
    """The absolute difference of every entry; equal infinities and two NaN differ by 0."""
    same = (expected == yours) | (expected.isnan() & yours.isnan())
    difference = (yours - expected).abs()
    return torch.where(same, torch.zeros_like(difference), difference)


def _grid(tensor: torch.Tensor, leading: tuple[int, ...]) -> torch.Tensor:
    part = tensor[leading] if leading else tensor
    return part.reshape(1, -1) if part.dim() < 2 else part


def _reduced(grids: list[torch.Tensor]) -> list[list[list[float | str]]]:
    """Grids as rows of numbers; where a side is too long, each block shows its entry with the largest error."""
    error = grids[2]
    rows, columns = (-(-size // SIDE) for size in error.shape)
    picks = [
        [_pick(error, slice(r, r + rows), slice(c, c + columns)) for c in range(0, error.shape[1], columns)]
        for r in range(0, error.shape[0], rows)
    ]
    return [[[json_number(float(grid[pick])) for pick in row] for row in picks] for grid in grids]


def _pick(error: torch.Tensor, rows: slice, columns: slice) -> tuple[int, int]:
    block = error[rows, columns].nan_to_num(nan=float("inf"), posinf=float("inf"))
    row, column = divmod(int(block.argmax()), block.shape[1])
    return rows.start + row, columns.start + column
