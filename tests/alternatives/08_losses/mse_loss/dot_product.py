"""Lays all the differences in one long row and multiplies it with itself."""

import torch


def mse_loss(input, target, reduction="mean"):
    if reduction == "none":
        return torch.square(target - input)
    row = (target - input).reshape(-1)
    if reduction == "sum":
        return torch.dot(row, row)
    if reduction == "mean":
        return torch.dot(row, row) / row.numel()
    raise ValueError("reduction must be none, mean or sum")
